"""What another program gets to see of a plan has no secret in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gated import TODAY
from lakeform.gate import checkov_run
from lakeform.gate.evidence import evidence
from lakeform.gate.judge import Terms, judge
from lakeform.gate.report import as_json, text
from lakeform.plan import load, redacted
from plans import plan_of, planned

SECRETS = {
    "marked": "planted-marked-0001",
    "nested": "planted-nested-0002",
    "copied": "planted-marked-0001",
    "before": "planted-before-0003",
    "variable": "planted-variable-0004",
    "output": "planted-output-0005",
    "state": "planted-state-0006",
    "provider": "planted-provider-0007",
    "literal": "planted-variable-0004",
    "drift": "planted-drift-0008",
}
"""Where it stands → the secret. `copied` and `literal` stand where Terraform has marked nothing."""


def plan_with_secrets() -> dict[str, Any]:
    database = planned(
        "aws_db_instance.d",
        {
            "password": SECRETS["marked"],
            "identifier": f"echo-{SECRETS['copied']}",
            "engine": "postgres",
            "blue_green_update": [{"enabled": SECRETS["nested"]}],
        },
        sensitive={"password": True, "blue_green_update": [{"enabled": True}]},
        before={"password": SECRETS["before"]},
        actions=("update",),
        written={"password": SECRETS["literal"]},
    )
    database["change"]["before_sensitive"] = {"password": True}
    function = planned(
        "aws_lambda_function.f",
        {"environment": [{"variables": {"TOKEN": SECRETS["literal"]}}]},
        unknown={"arn": True},
    )
    drifted = {
        **{key: value for key, value in database.items() if key != "_written"},
        "change": {
            "actions": ["update"],
            "before": {"password": SECRETS["drift"]},
            "after": {"password": SECRETS["drift"]},
            "before_sensitive": {"password": True},
            "after_sensitive": {"password": True},
        },
    }
    plan = plan_of(database, function)
    plan["configuration"]["root_module"]["variables"] = {"token": {"sensitive": True}}
    plan["configuration"]["provider_config"] = {
        "aws": {
            "name": "aws",
            "expressions": {"secret_key": {"constant_value": SECRETS["provider"]}},
        }
    }
    return {
        **plan,
        "variables": {"token": {"value": SECRETS["variable"]}},
        "output_changes": {
            "o": {
                "actions": ["create"],
                "before": None,
                "after": SECRETS["output"],
                "after_unknown": False,
                "before_sensitive": False,
                "after_sensitive": True,
            }
        },
        "planned_values": {
            **plan["planned_values"],
            "outputs": {"o": {"sensitive": True, "value": SECRETS["output"]}},
        },
        "prior_state": {"values": {"outputs": {"o": {"value": SECRETS["state"]}}}},
        "resource_drift": [drifted],
    }


def leaks(words: str) -> list[str]:
    return [place for place, secret in SECRETS.items() if secret in words]


def test_the_secrets_are_in_the_plan() -> None:
    assert leaks(json.dumps(plan_with_secrets())) == list(SECRETS)


def test_the_copy_has_none() -> None:
    copy = json.dumps(redacted(load(plan_with_secrets())))
    assert leaks(copy) == []
    assert "aws_db_instance.d" in copy
    assert '"engine": "postgres"' in copy


def test_neither_checkov_nor_any_report_sees_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    read = checkov_run.parse_tf_plan

    def spy(file: str, errors: dict[str, str]) -> Any:
        seen.append(Path(file).read_text(encoding="utf-8"))
        assert Path(file).parent.stat().st_mode & 0o077 == 0
        return read(file, errors)

    monkeypatch.setattr(checkov_run, "parse_tf_plan", spy)
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(plan_with_secrets()), encoding="utf-8")
    result = judge(file, Terms(today=TODAY))
    assert result.findings
    reports = [text(result, "p"), json.dumps(as_json(result)), json.dumps(evidence(result, "p"))]
    assert [leaks(words) for words in (*seen, *reports, repr(result))] == [[]] * (len(seen) + 4)
    assert len(seen) == 1


def test_a_document_that_quotes_a_secret_stays_a_document() -> None:
    """A connection's properties are sensitive as a whole, and name what a role may read."""
    connection = planned(
        "aws_glue_connection.c",
        {"connection_properties": {"SECRET_ID": "erp/credentials"}},
        sensitive={"connection_properties": True},
    )
    document = {"Statement": [{"Resource": "arn:aws:secretsmanager:::secret:erp/credentials-??"}]}
    role = planned("aws_iam_role_policy.r", {"policy": json.dumps(document)})
    values = redacted(load(plan_of(connection, role)))["planned_values"]["root_module"]["resources"]
    assert json.loads(values[1]["values"]["policy"]) == {
        "Statement": [{"Resource": "arn:aws:secretsmanager:::secret:(sensitive)-??"}]
    }


def test_of_two_secrets_that_begin_alike_no_tail_is_left() -> None:
    entry = planned(
        "aws_ssm_parameter.p",
        {
            "value": "planted-secret",
            "key_id": "planted-secret-and-tail",
            "name": "a/planted-secret-and-tail/b",
        },
        sensitive={"value": True, "key_id": True},
    )
    (found,) = load(plan_of(entry)).changes
    assert found.after is not None
    assert found.after["name"] == "a/(sensitive)/b"


def test_references_stand_where_values_arent_known() -> None:
    key = planned("aws_kms_key.k", {}, unknown={"arn": True})
    bucket = planned(
        "aws_s3_bucket_server_side_encryption_configuration.b",
        {"bucket": "b", "rule": [{"default": [{"algorithm": "aws:kms"}]}]},
        unknown={"id": True, "rule": [{"default": [{"key": True, "computed": True}]}]},
    )
    bucket["_written"]["expressions"] = {
        "rule": [{"default": [{"key": {"references": ["aws_kms_key.k.arn", "aws_kms_key.k"]}}]}]
    }
    copy = redacted(load(plan_of(key, bucket)))
    by_address = {
        entry["address"]: entry["values"]
        for entry in copy["planned_values"]["root_module"]["resources"]
    }
    assert by_address["aws_kms_key.k"] == {}
    assert by_address["aws_s3_bucket_server_side_encryption_configuration.b"] == {
        "bucket": "b",
        "rule": [{"default": [{"algorithm": "aws:kms", "key": "aws_kms_key.k.id"}]}],
    }


@pytest.mark.parametrize(
    ("secret", "copy", "shown"),
    [
        ('pass"word\\1', json.dumps({"password": 'pass"word\\1'}), '{"password": "(sensitive)"}'),
        ("a<b>c&d-secret", 'x "a\\u003cb\\u003ec\\u0026d-secret"', 'x "(sensitive)"'),
        ("planted-0009", "cGxhbnRlZC0wMDA5", "(sensitive)"),
        (481516, "pin 481516", "pin (sensitive)"),
        (481516, 481516, "(sensitive)"),
        (481516, "9481516", "9481516"),
        (48151, "pin 48151", "pin 48151"),
        (True, True, True),
    ],
)
def test_copies_of_secrets_in_other_forms(secret: Any, copy: Any, shown: Any) -> None:
    values = {"secret": secret, "copy": copy}
    entry = planned("aws_db_instance.d", values, sensitive={"secret": True})
    (change,) = load(plan_of(entry)).changes
    assert change.after is not None
    assert change.after["copy"] == shown
