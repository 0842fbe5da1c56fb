"""What can't be applied locally is left out with all that needs it, and listed."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from lakeform.local.coverage import PLANNED_ONLY, PlannedOnly, cut
from lakeform.local.gaps import GAPS

REASON = "moto never finishes it"
STACK: dict[str, Any] = {
    "terraform": {"required_version": ">= 1.5"},
    "resource": {
        "aws_msk_cluster": {"events": {"cluster_name": "events"}},
        "aws_s3_bucket": {
            "raw": {"bucket": "raw"},
            "later": {"bucket": "later", "depends_on": ["aws_msk_cluster.events"]},
            "both": {
                "bucket": "both",
                "depends_on": ["aws_msk_cluster.events", "aws_s3_bucket.raw"],
            },
        },
        "aws_glue_connection": {
            "events": {"properties": {"servers": "${aws_msk_cluster.events.bootstrap_brokers}"}}
        },
        "aws_glue_crawler": {
            "events": {"targets": [{"name": "${aws_glue_connection.events.name}"}]},
            "raw": {"path": "s3://${aws_s3_bucket.raw.bucket}/aws_msk_cluster.events/"},
        },
    },
    "locals": {"brokers": "${aws_msk_cluster.events.bootstrap_brokers}", "one": 1},
    "output": {
        "brokers": {"value": "${local.brokers}"},
        "bucket": {"value": '${join(",", [aws_s3_bucket.raw.arn])}'},
    },
}


def test_what_needs_it_goes_too_and_what_only_follows_stays() -> None:
    before = copy.deepcopy(STACK)
    result = cut(STACK, {"aws_msk_cluster": REASON})
    assert before == STACK
    assert result.left_out == (
        PlannedOnly(
            "aws_glue_connection.events", "needs aws_msk_cluster.events, which is planned only"
        ),
        PlannedOnly(
            "aws_glue_crawler.events", "needs aws_glue_connection.events, which is planned only"
        ),
        PlannedOnly("aws_msk_cluster.events", REASON),
        PlannedOnly("local.brokers", "needs aws_msk_cluster.events, which is planned only"),
        PlannedOnly("output.brokers", "needs local.brokers, which is planned only"),
    )
    assert result.stack["resource"] == {
        "aws_s3_bucket": {
            "raw": {"bucket": "raw"},
            "later": {"bucket": "later"},
            "both": {"bucket": "both", "depends_on": ["aws_s3_bucket.raw"]},
        },
        "aws_glue_crawler": {"raw": STACK["resource"]["aws_glue_crawler"]["raw"]},
    }
    assert result.stack["locals"] == {"one": 1}
    assert list(result.stack["output"]) == ["bucket"]


def test_data_sources_are_followed() -> None:
    stack = {
        "resource": {
            "aws_msk_cluster": {"events": {}},
            "aws_s3_bucket": {"raw": {"bucket": "${data.aws_msk_broker_nodes.all.id}"}},
        },
        "data": {"aws_msk_broker_nodes": {"all": {"arn": "${aws_msk_cluster.events.arn}"}}},
    }
    result = cut(stack, {"aws_msk_cluster": REASON})
    assert [each.address for each in result.left_out] == [
        "aws_msk_cluster.events",
        "aws_s3_bucket.raw",
        "data.aws_msk_broker_nodes.all",
    ]


def test_a_stack_that_can_be_applied_is_not_touched() -> None:
    result = cut(STACK, {})
    assert result.stack == STACK
    assert result.left_out == ()


def test_every_type_of_the_foundation_is_applied() -> None:
    prefixes = (
        "aws_vpc",
        "aws_s3_",
        "aws_kms_",
        "aws_iam_",
        "aws_lakeformation_",
        "aws_ram_",
        "aws_glue_",
        "aws_sqs_",
        "aws_cloudwatch_",
    )
    assert [kind for kind in PLANNED_ONLY if kind.startswith(prefixes)] == []


def test_every_reason_is_a_sentence() -> None:
    assert all(kind.startswith("aws_") and len(why) > 10 for kind, why in PLANNED_ONLY.items())


def test_the_documentation_lists_gaps_and_what_is_planned_only() -> None:
    page = (Path(__file__).parents[3] / "docs" / "local-aws.md").read_text(encoding="utf-8")
    closed, _, rest = page.partition("## Planned only")
    for gap in GAPS:
        types = ", ".join(f"`{kind}`" for kind in gap.resources)
        assert f"| {gap.name} | {types} |\n" in closed
    rows = [f"| `{kind}` | {reason} |" for kind, reason in PLANNED_ONLY.items()]
    assert [line for line in rest.splitlines() if line.startswith("| `")] == rows
