"""Two plans without a state: what neither of them knows, or shows, is compared all the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from changes import created, plan
from lakeform.plan import Action, Change, Plan, compare, load
from plans import plan_of


def test_another_reference_is_a_change() -> None:
    change = _of(_queue("raw"), _queue("curated"))
    assert change.action is Action.UPDATE
    assert change.changed_paths == (("kms_master_key_id",),)


def test_the_same_reference_is_none() -> None:
    assert _of(_queue("raw"), _queue("raw")).action is Action.NO_OP


def test_what_the_provider_computes_is_no_change() -> None:
    entry = created("aws_sns_topic.a", {"name": "a"}, unknown={"arn": True})
    assert _of(entry, entry).action is Action.NO_OP


def test_another_text_around_the_same_reference_is_a_change() -> None:
    def policy(action: str) -> dict[str, Any]:
        return created(
            "aws_s3_bucket_policy.a",
            {},
            unknown={"policy": True},
            refers={"policy": "aws_s3_bucket.a.arn"},
            written={
                "policy": json.dumps({"Action": action, "Resource": "${aws_s3_bucket.a.arn}"})
            },
        )

    assert _of(policy("s3:GetObject"), policy("s3:*")).changed_paths == (("policy",),)
    assert _of(policy("s3:GetObject"), policy("s3:GetObject")).action is Action.NO_OP


def test_another_reference_inside_a_block_is_a_change() -> None:
    def table(database: str) -> dict[str, Any]:
        reference = {"references": [f"aws_glue_catalog_database.{database}.name"]}
        return created(
            "aws_lakeformation_permissions.a",
            {"table": [{"name": "orders"}]},
            unknown={"table": [{"database_name": True}]},
            expressions={
                "table": [{"database_name": reference, "name": {"constant_value": "orders"}}]
            },
        )

    change = _of(table("public"), table("payroll"))
    assert change.changed_paths == (("table", 0, "database_name"),)


def test_what_is_given_up_is_a_change_where_the_provider_computes_it_then() -> None:
    written = created(
        "aws_sqs_queue.a", {}, unknown={"policy": True}, refers={"policy": "aws_sns_topic.a.arn"}
    )
    left_out = created("aws_sqs_queue.a", {}, unknown={"policy": True})
    assert _of(written, left_out).action is Action.UPDATE


@pytest.mark.parametrize("place", ["input", "output", "variable", "data source", "for_each"])
def test_references_are_followed_to_what_they_lead_to(place: str) -> None:
    base, head = _leading(place, "raw"), _leading(place, "curated")
    address = next(iter(base.changes)).address
    for other, action in ((head, Action.UPDATE), (_leading(place, "raw"), Action.NO_OP)):
        found = {change.address: change.action for change in compare(base, other).changes}
        assert found[address] is action


def test_data_sources_that_refer_to_each_other_dont_hang() -> None:
    def looped(name: str) -> dict[str, Any]:
        return {
            "address": f"data.aws_x.{name}",
            "mode": "data",
            "expressions": {"a": {"references": [f"data.aws_x.{'b' if name == 'a' else 'a'}"]}},
        }

    content = plan_of(_refers("data.aws_x.a.json"))
    content["configuration"]["root_module"]["resources"] += [looped("a"), looped("b")]
    assert compare(load(content), load(content)).changes[0].action is Action.NO_OP


def test_another_secret_is_a_change_and_stays_masked() -> None:
    def secret(value: str) -> dict[str, Any]:
        return created("aws_ssm_parameter.a", {"value": value}, sensitive={"value": True})

    both = compare(plan(secret("first secret")), plan(secret("second secret")))
    assert both.changes[0].changed_paths == (("value",),)
    assert "secret " not in repr(both).replace("(sensitive)", "")
    same = compare(plan(secret("first secret")), plan(secret("first secret")))
    assert same.changes[0].action is Action.NO_OP


def test_a_text_with_another_secret_in_it_is_a_change() -> None:
    def echoed(value: str) -> Plan:
        secret = created("aws_ssm_parameter.a", {"value": value}, sensitive={"value": True})
        return plan(secret, created("aws_sns_topic.a", {"name": f"for {value}"}))

    both = compare(echoed("first secret"), echoed("second secret"))
    changes = {change.address: change for change in both.changes}
    assert changes["aws_sns_topic.a"].action is Action.UPDATE


def test_both_configurations_are_kept() -> None:
    both = compare(plan(_queue("raw")), plan(_queue("curated")))
    assert both.written_before is not None
    before, after = both.written_before["aws_sqs_queue.a"], both.written["aws_sqs_queue.a"]
    assert before.references == {"kms_master_key_id": ("aws_kms_key.raw",)}
    assert after.references == {"kms_master_key_id": ("aws_kms_key.curated",)}


def _of(base: Mapping[str, Any], head: Mapping[str, Any]) -> Change:
    return compare(plan(base), plan(head)).changes[0]


def _queue(key: str) -> dict[str, Any]:
    return created(
        "aws_sqs_queue.a",
        {},
        unknown={"kms_master_key_id": True},
        refers={"kms_master_key_id": f"aws_kms_key.{key}.arn"},
    )


def _refers(reference: str) -> dict[str, Any]:
    entry = created("aws_sqs_queue.a", {}, unknown={"kms_master_key_id": True})
    entry["_written"]["expressions"] = {"kms_master_key_id": {"references": [reference]}}
    return entry


def _leading(place: str, key: str) -> Plan:
    """A queue whose key is named in a roundabout way: only the end of it differs."""
    to_key = {"references": [f"aws_kms_key.{key}.arn"]}
    reference = {
        "input": "var.key",
        "output": "module.keys.arn",
        "variable": "var.key",
        "data source": "data.aws_iam_policy_document.a.json",
        "for_each": "each.value",
    }[place]
    content = plan_of(_refers(reference))
    root = content["configuration"]["root_module"]
    if place == "input":
        call = {"expressions": {"key": to_key}, "module": {"resources": root.pop("resources")}}
        root["module_calls"] = {"queues": call}
        for change in content["resource_changes"]:
            change["address"] = f"module.queues.{change['address']}"
    elif place == "output":
        outputs = {"outputs": {"arn": {"expression": to_key}}}
        root["module_calls"] = {"keys": {"module": outputs}}
    elif place == "variable":
        content["variables"] = {"key": {"value": key}}
    elif place == "data source":
        statement = [{"actions": {"constant_value": [key]}}]
        root["resources"].append(
            {
                "address": "data.aws_iam_policy_document.a",
                "mode": "data",
                "expressions": {"statement": statement},
            }
        )
    else:
        root["resources"][0]["for_each_expression"] = to_key
    return load(content)
