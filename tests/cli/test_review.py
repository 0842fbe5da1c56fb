"""`lakeform review` and the formats of `lakeform check`, from the command line to the exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from changes import ACCOUNT, OTHER, changed, created, deleted, kept
from lakeform.cli import cli
from lakeform.errors import InputError
from plans import plan_of
from support import HEAD, ROOT

PLANS = sorted((ROOT / "tests" / "data" / "plans").glob("*.json"))
FORMATS = ("text", "markdown", "html", "json", "sarif", "junit")
BUCKET = "aws_s3_bucket.lake"


def written(folder: Path, name: str, *entries: Any) -> Path:
    file = folder / name
    file.write_text(json.dumps(plan_of(*entries)), encoding="utf-8")
    return file


def lakeform(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(cli, [str(each) for each in arguments])
    if isinstance(result.exception, InputError):
        raise result.exception
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout


@pytest.mark.parametrize("command", ["check", "review"])
@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("plan", PLANS, ids=[plan.stem for plan in PLANS])
def test_plans_of_others_go_through(plan: Path, format: str, command: str) -> None:
    code, shown = lakeform(command, plan, "--format", format)
    assert code == (0 if plan.stem == "no_changes" else 1)
    assert shown


def destroying(folder: Path) -> Path:
    return written(folder, "plan.json", deleted(BUCKET, {"bucket": "lake"}), QUEUE)


QUEUE = kept("aws_sns_topic.alerts", {"name": "alerts", "kms_master_key_id": "alias/alerts"})


def lake(folder: Path, more: str = "") -> Path:
    file = folder / "lake.yaml"
    file.write_text(HEAD + more, encoding="utf-8")
    return file


ALLOWED = f"policy: {{fail_on: critical, allow_destroy: [{BUCKET}]}}\n"


@pytest.mark.parametrize(
    ("section", "flags", "code"),
    [
        ("policy: {fail_on: critical}\n", (), 1),
        (ALLOWED, (), 1),
        ("policy: {fail_on: critical}\n", ("--allow-destroy", BUCKET), 1),
        (ALLOWED, ("--allow-destroy", BUCKET), 0),
    ],
)
@pytest.mark.parametrize("command", ["check", "review"])
def test_destroying_data_needs_both_keys(
    tmp_path: Path, command: str, section: str, flags: tuple[str, ...], code: int
) -> None:
    config = lake(tmp_path, section)
    found, shown = lakeform(command, destroying(tmp_path), "-c", config, *flags)
    assert found == code
    assert ("GUARD_DESTROY_1" in shown) == bool(code)


@pytest.mark.parametrize(("section", "code"), [("policy: {fail_on: critical}\n", 1), (ALLOWED, 0)])
def test_a_pull_request_passes_with_the_first_key_and_says_what_it_destroys(
    tmp_path: Path, section: str, code: int
) -> None:
    config = lake(tmp_path, section)
    found, shown = lakeform("review", destroying(tmp_path), "-c", config, "--pull-request")
    assert found == code
    assert ("WAITS for the second key: --allow-destroy" in shown) is (code == 0)
    assert "Data at risk" in shown


def test_what_is_applied_has_no_such_option() -> None:
    assert CliRunner().invoke(cli, ["check", "--pull-request"]).exit_code == 2


ENVIRONMENTS = """\
name: acme-ml
owner: data@acme.example
environments:
  dev: {account: "111111111111", region: us-east-1}
  prod:
    account: "222222222222"
    region: us-east-1
    overrides: {policy: {allow_destroy: [aws_s3_bucket.old]}}
"""


@pytest.mark.parametrize("command", ["check", "review"])
def test_a_key_of_another_environment_opens_nothing_and_is_no_mistake(
    tmp_path: Path, command: str
) -> None:
    config = tmp_path / "lake.yaml"
    config.write_text(ENVIRONMENTS, encoding="utf-8")
    plan = destroying(tmp_path)
    there = (command, plan, "-c", config, "-e", "dev", "--allow-destroy", "aws_s3_bucket.old")
    code, shown = lakeform(*there, "--allow-destroy", BUCKET)
    assert code == 1
    assert "GUARD_DESTROY_1" in shown
    with pytest.raises(InputError, match=r"aws_s3_bucket\.odl: the plan doesn't destroy it"):
        lakeform(*there, "--allow-destroy", "aws_s3_bucket.odl")


def test_a_waiver_is_no_key(tmp_path: Path) -> None:
    waiver = (
        f"policy: GUARD_DESTROY_1, address: {BUCKET}, reason: why, owner: me, expires: 2099-01-01"
    )
    config = lake(tmp_path, f"policy: {{waivers: [{{{waiver}}}]}}\n")
    with pytest.raises(InputError, match="there is no policy `GUARD_DESTROY_1`"):
        lakeform("review", destroying(tmp_path), "-c", config)


def test_other_findings_of_guards_can_be_waived(tmp_path: Path) -> None:
    versioning = "aws_s3_bucket_versioning.lake"

    def status(text: str) -> dict[str, Any]:
        return {"bucket": "lake", "versioning_configuration": [{"status": text}]}

    plan = written(
        tmp_path, "plan.json", changed(versioning, status("Enabled"), status("Suspended")), QUEUE
    )
    waiver = (
        f"policy: GUARD_PROTECTION_1, address: {versioning}, reason: test data, owner: me, "
        "expires: 2099-01-01"
    )
    config = lake(tmp_path, f"policy: {{waivers: [{{{waiver}}}]}}\n")
    _, shown = lakeform("review", plan, "-c", config)
    assert "Waived\n  high  GUARD_PROTECTION_1  aws_s3_bucket_versioning.lake" in shown


@pytest.mark.parametrize("command", ["check", "review"])
def test_a_flag_that_opens_nothing_is_a_mistake(tmp_path: Path, command: str) -> None:
    with pytest.raises(InputError, match="the plan doesn't destroy it"):
        lakeform(command, destroying(tmp_path), "--allow-destroy", "aws_s3_bucket.lak")


LINES = """\
storage:
  zones:
    raw:
      versioning: true
"""


@pytest.mark.parametrize("beside", [True, False])
@pytest.mark.parametrize("command", ["check", "review"])
def test_a_given_plan_has_lines_where_its_terraform_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, beside: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    config = lake(tmp_path, LINES)
    line = config.read_text(encoding="utf-8").splitlines().index("    raw:") + 1
    plan = written(tmp_path, "plan.json", created("aws_s3_bucket.raw", {"bucket": "raw"}))
    arguments = (command, plan, "-c", config.name, "--out", "out")
    assert "lake.yaml:" not in lakeform(*arguments)[1]
    folder = tmp_path if beside else tmp_path / "out" / "stacks" / "dev"
    folder.mkdir(parents=True, exist_ok=True)
    stack = {"resource": {"aws_s3_bucket": {"raw": {"//": {"metadata": {"path": PATH}}}}}}
    (folder / "cdk.tf.json").write_text(json.dumps(stack), encoding="utf-8")
    for format in ("text", "markdown", "html"):
        assert f"lake.yaml:{line}" in lakeform(*arguments, "--format", format)[1]
    found = json.loads(lakeform(*arguments, "--format", "sarif")[1])["runs"][0]["results"]
    places = [result["locations"][0]["physicalLocation"]["region"] for result in found]
    assert places
    assert all(place == {"startLine": line} for place in places)


PATH = "dev/storage/raw/bucket"


@pytest.mark.parametrize("text", ["", "[]", '{"resource": []}', '{"resource": {"a": {"b": 1}}}'])
def test_terraform_that_isnt_ours_takes_only_the_lines_away(tmp_path: Path, text: str) -> None:
    config = lake(tmp_path)
    (tmp_path / "cdk.tf.json").write_text(text, encoding="utf-8")
    assert lakeform("review", destroying(tmp_path), "-c", config)[0] == 1


def test_plans_without_a_state_are_compared(tmp_path: Path) -> None:
    grant = {
        "principal": "arn:aws:iam::111111111111:role/analyst",
        "permissions": ["SELECT"],
        "table": [{"database_name": "sales", "name": "orders"}],
    }
    database = created("aws_glue_catalog_database.sales", {"name": "sales"})
    base = written(tmp_path, "base.json", database, created(BUCKET, {"bucket": "lake"}))
    head = written(
        tmp_path, "head.json", database, created("aws_lakeformation_permissions.a", grant)
    )
    code, shown = lakeform("review", head, "--baseline", base)
    assert code == 1
    assert "Neither this plan nor the base branch's knows a state" in shown
    assert "+ analyst gains SELECT on sales.orders" in shown
    assert f"- {BUCKET}\n      destroys the bucket and the objects in it; NOT ALLOWED" in shown


def test_what_the_base_branch_has_as_well_does_not_stand_against_a_change(tmp_path: Path) -> None:
    bare = kept("aws_s3_bucket.bare", {"bucket": "bare"})
    base = written(tmp_path, "base.json", bare, QUEUE)
    head = written(tmp_path, "head.json", bare, QUEUE, kept("aws_kms_key.a", {"policy": None}))
    alone, _ = lakeform("review", base)
    assert alone == 1
    _, shown = lakeform("review", head, "--baseline", base, "--format", "json")
    (review,) = json.loads(shown)["reviews"]
    old = {(each["policy"], each["address"]) for each in review["findings"]["old"]}
    assert ("LAKE_S3_1", "aws_s3_bucket.bare") in old
    assert {each["address"] for each in review["findings"]["new"]} <= {"aws_kms_key.a"}


def test_the_report_goes_to_a_file(tmp_path: Path) -> None:
    file = tmp_path / "reports" / "review.html"
    _, shown = lakeform("review", destroying(tmp_path), "--format", "html", "-o", file)
    assert shown == ""
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_prices_of_ones_own(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be read"):
        lakeform("review", destroying(tmp_path), "--prices", tmp_path / "none.toml")


def test_a_baseline_that_is_no_plan_is_said(tmp_path: Path) -> None:
    file = tmp_path / "base.json"
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="is JSON, but not a plan"):
        lakeform("review", destroying(tmp_path), "--baseline", file)


def test_a_baseline_is_not_the_file_that_is_about_to_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("lake.yaml").write_text(HEAD, encoding="utf-8")
    base = Path(".lakeform/plan/dev/plan.json")
    with pytest.raises(InputError, match="is where the plan of now is written"):
        lakeform("review", "-c", "lake.yaml", "--baseline", base)


def test_a_baseline_is_of_one_environment(tmp_path: Path) -> None:
    config = tmp_path / "lake.yaml"
    text = HEAD.replace("}}", '}, prod: {account: "222222222222", region: us-east-1}}')
    config.write_text(text, encoding="utf-8")
    base = destroying(tmp_path)
    with pytest.raises(InputError, match="several environments; the baseline is of one"):
        lakeform("review", "-c", config, "--baseline", base)


def test_the_account_of_a_plan_without_a_lake_can_be_named(tmp_path: Path) -> None:
    statement = {"Effect": "Allow", "Principal": {"AWS": OTHER}, "Action": "kms:Decrypt"}
    text = json.dumps({"Statement": [statement]})
    key = created("aws_kms_key.k", {"policy": text}, unknown={"arn": True})
    plan = written(tmp_path, "plan.json", key)

    def guards(*flags: str) -> set[str]:
        found = json.loads(lakeform("check", plan, "--format", "sarif", *flags)[1])
        results = found["runs"][0]["results"]
        return {each["ruleId"] for each in results if each["ruleId"].startswith("GUARD_")}

    assert guards("--account", ACCOUNT) == {"GUARD_ACCESS_3"}
    assert guards("--account", OTHER) == set()


@pytest.mark.parametrize("command", ["check", "review"])
def test_an_account_that_nobody_asked_for_is_a_mistake(tmp_path: Path, command: str) -> None:
    plan, config = destroying(tmp_path), lake(tmp_path)
    with pytest.raises(InputError, match="--account 12 isn't the id of an AWS account"):
        lakeform(command, plan, "--account", "12")
    with pytest.raises(InputError, match="--account is for a plan without"):
        lakeform(command, plan, "-c", config, "--account", ACCOUNT)
    with pytest.raises(InputError, match="--account is for a plan without"):
        lakeform(command, "--account", ACCOUNT)
