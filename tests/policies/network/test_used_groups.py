import json
from pathlib import Path
from typing import Any

import pytest

from lakeform.gate import PASSED
from lakeform.gate.checkov_run import run_policies
from lakeform.gate.settings import Settings
from mutation import Mutation
from plans import plan_of, planned, policy, verdicts

GROUP = "aws_security_group.spark"
NEW = planned(GROUP, {"name": "spark"}, unknown={"id": True, "ingress": True})
OF_IT = {"security_group_id": "aws_security_group.spark.id"}
MUTATION = Mutation(
    "aws_security_group.unused",
    (),
    {"name": "unused", "id": "sg-unused", "description": "of nothing"},
)


def rule(name: str, **refers: str) -> dict[str, Any]:
    address = f"aws_vpc_security_group_ingress_rule.{name}"
    return planned(address, unknown=dict.fromkeys(refers, True), refers=refers)


def test_a_group_of_a_serverless_cluster_passes() -> None:
    found = verdicts(
        "LAKE_NET_1",
        NEW,
        planned(
            "aws_msk_serverless_cluster.c",
            {"vpc_config": [{}]},
            unknown={"vpc_config": [{"security_group_ids": True}]},
            expressions={
                "vpc_config": [
                    {"security_group_ids": {"references": ["aws_security_group.spark.id"]}}
                ]
            },
        ),
    )
    assert found == {GROUP: "passed"}


def test_a_group_named_by_its_id_passes() -> None:
    found = verdicts(
        "LAKE_NET_1",
        planned(GROUP, {"id": "sg-1"}),
        planned(
            "aws_glue_connection.c",
            {"physical_connection_requirements": [{"security_group_id_list": ["sg-1"]}]},
        ),
    )
    assert found == {GROUP: "passed"}


def test_a_group_that_another_one_admits_passes() -> None:
    found = verdicts(
        "LAKE_NET_1",
        NEW,
        rule(
            "from",
            security_group_id="aws_security_group.db.id",
            referenced_security_group_id="aws_security_group.spark.id",
        ),
    )
    assert found == {GROUP: "passed"}


def test_a_group_that_nothing_names_fails() -> None:
    found = verdicts("LAKE_NET_1", NEW)
    assert found == {GROUP: "failed"}


def test_its_own_rules_do_not_count() -> None:
    found = verdicts(
        "LAKE_NET_1",
        NEW,
        rule("self", **OF_IT, referenced_security_group_id="aws_security_group.spark.id"),
    )
    assert found == {GROUP: "failed"}


def test_another_thing_of_its_name_does_not_count() -> None:
    found = verdicts("LAKE_NET_1", NEW, planned("aws_msk_cluster.spark", {"cluster_name": "spark"}))
    assert found == {GROUP: "failed"}


@pytest.mark.parametrize("output", ["aws_security_group.spark.id", "module.inner.group"])
def test_a_group_that_an_output_hands_out_passes(tmp_path: Path, output: str) -> None:
    plan = plan_of(NEW)
    root = plan["configuration"]["root_module"]
    root["outputs"] = {"group": {"expression": {"references": [output]}}}
    root["module_calls"] = {
        "inner": {
            "expressions": {"group": {"references": ["aws_security_group.spark.id"]}},
            "module": {"outputs": {"group": {"expression": {"references": ["var.group"]}}}},
        }
    }
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(plan), encoding="utf-8")

    found = run_policies(file, (policy("LAKE_NET_1"),), Settings())
    assert found == {"LAKE_NET_1": {GROUP: PASSED}}
