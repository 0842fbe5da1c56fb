"""Plan and verdict → review."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from changes import changed, created, deleted, forgotten, kept, plan, replaced
from lakeform.gate.findings import Finding, GateProblem, GateResult
from lakeform.gate.severity import Severity
from lakeform.gate.verdict import Outcome
from lakeform.plan import Plan
from lakeform.review import words
from lakeform.review.build import build, held_against
from lakeform.review.guards import DestroyKeys
from lakeform.review.model import Kind, Review
from lakeform.review.parts import ORDER, OTHER, part_of
from lakeform.review.words import headline, remarks
from reviews import finding


def verdict(*findings: Finding, **more: Any) -> GateResult:
    values: dict[str, Any] = {
        "findings": findings,
        "waived": (),
        "judged": {},
        "rules": (),
        "problems": (),
        "fail_on": Severity.HIGH,
        "versions": {},
        "plan_sha256": "",
        **more,
    }
    return GateResult(**values)


def review(planned: Plan, **more: Any) -> Review:
    return build(planned, subject="acme dev", access=(), **more)


def on(address: str, policy: str = "LAKE_S3_1", severity: Severity = Severity.HIGH) -> Finding:
    return finding(address, severity, policy)


def test_what_happens_is_grouped_by_part_and_worst_first() -> None:
    found = review(
        plan(
            created("aws_s3_bucket.new", {}),
            deleted("aws_s3_bucket.old", {}),
            replaced("aws_vpc.main", {"cidr": "a"}, {"cidr": "b"}),
            kept("aws_kms_key.same", {}),
            forgotten("aws_sqs_queue.left", {}),
        )
    )
    assert [(part.name, dict(part.counts)) for part in found.parts] == [
        ("Network", {Kind.REPLACED: 1}),
        ("Storage", {Kind.DESTROYED: 1, Kind.CREATED: 1}),
        ("Streams", {Kind.FORGOTTEN: 1}),
    ]
    assert found.counts == {
        Kind.DESTROYED: 1,
        Kind.REPLACED: 1,
        Kind.FORGOTTEN: 1,
        Kind.CREATED: 1,
    }


def test_changed_attributes_are_told_and_policies_are_not_repeated() -> None:
    entry = changed(
        "aws_sqs_queue.jobs",
        {"policy": "{}", "tags": {"team": "a"}, "delay": 1},
        {"policy": "[]", "tags": {"team": "b"}},
        unknown={"delay": True},
        refers={"delay": "aws_sqs_queue.other.delay"},
    )
    (item,) = review(plan(entry)).parts[0].items
    assert [(each.path, each.before, each.after, each.is_policy) for each in item.attributes] == [
        ("delay", "1", "(known after apply)", False),
        ("policy", "", "", True),
        ("tags.team", '"a"', '"b"', False),
    ]


def test_what_nobody_asked_for_and_nothing_comes_of_is_not_told() -> None:
    entry = replaced(
        "aws_sqs_queue.jobs",
        {"name": "a", "arn": "arn:a", "kms": "", "on": True, "url": "u"},
        {"name": "b", "kms": None, "on": None},
        unknown={"arn": True, "url": True},
        refers={"url": "aws_sqs_queue.other.url"},
    )
    (item,) = review(plan(entry)).parts[0].items
    assert [each.path for each in item.attributes] == ["name", "on", "url"]


def test_a_secret_is_told_to_change_and_not_told() -> None:
    entry = changed("aws_ssm_parameter.a", {"value": "old secret"}, {"value": "new secret"})
    entry["change"]["before_sensitive"] = {"value": True}
    entry["change"]["after_sensitive"] = {"value": True}
    (item,) = review(plan(entry)).parts[0].items
    assert item.attributes[0].before == item.attributes[0].after == "(sensitive)"


def test_moves_imports_and_replacements_say_how() -> None:
    moved = {**kept("aws_s3_bucket.new", {}), "previous_address": "aws_s3_bucket.old"}
    imported = kept("aws_s3_bucket.found", {})
    imported["change"]["importing"] = {"id": "lake"}
    tainted = {
        **replaced("aws_glue_job.a", {}, {}),
        "action_reason": "replace_because_tainted",
    }
    parts = review(plan(moved, imported, tainted)).parts
    said = {item.address: remarks(item) for part in parts for item in part.items}
    assert said == {
        "aws_s3_bucket.found": ("imported as lake",),
        "aws_s3_bucket.new": ("moved from aws_s3_bucket.old",),
        "aws_glue_job.a": ("delete, then create", "because it is tainted"),
    }


def test_data_at_risk_says_whether_it_may_go() -> None:
    planned = plan(deleted("aws_s3_bucket.a", {}), deleted("aws_kms_key.b", {}))
    both = frozenset({"aws_s3_bucket.a"})
    found = review(planned, keys=DestroyKeys(both, both))
    assert [(risk.address, risk.is_allowed) for risk in found.risks] == [
        ("aws_kms_key.b", False),
        ("aws_s3_bucket.a", True),
    ]


def test_data_that_waits_for_its_second_key_is_told_first_and_in_the_headline() -> None:
    address = 'aws_s3_bucket.a["x"]'
    planned = plan(deleted(address, {}))
    found = review(planned, keys=DestroyKeys(frozenset({address}), is_early=True), gate=verdict())
    (risk,) = found.risks
    assert (risk.waits, risk.is_allowed) == (True, False)
    assert words.risk(risk).endswith(
        "WAITS for the second key: --allow-destroy 'aws_s3_bucket.a[\"x\"]'"
    )
    assert headline(found) == (
        "passed: no finding of high or worse; DESTROYS 1 resource with data or records"
    )
    assert found.exit_code == 0


def test_findings_of_the_base_branch_are_old() -> None:
    gate = verdict(on("aws_s3_bucket.a"), on("aws_s3_bucket.b"))
    base = verdict(on("aws_s3_bucket.a"), on("aws_s3_bucket.gone"))
    found = held_against(gate, base, {})
    assert [each.address for each in found.new] == ["aws_s3_bucket.b"]
    assert [each.address for each in found.old] == ["aws_s3_bucket.a"]
    assert [each.address for each in found.healed] == ["aws_s3_bucket.gone"]


def test_a_finding_for_another_reason_is_new_and_says_what_it_was() -> None:
    worse = replace(on("aws_s3_bucket.a"), reason="5,000 shards")
    base = replace(on("aws_s3_bucket.a"), reason="101 shards")
    found = held_against(verdict(worse), verdict(base), {})
    assert found.old == found.healed == ()
    assert [each.reason for each in found.new] == ["5,000 shards; the base branch has: 101 shards"]


def test_what_was_unknown_and_fails_is_new() -> None:
    fails = on("aws_s3_bucket.a")
    unknown = replace(fails, outcome=Outcome.UNKNOWN)
    (found,) = held_against(verdict(fails), verdict(unknown), {}).new
    assert found.reason == f"{fails.reason}; the base branch has: unknown: {fails.reason}"


def test_what_failed_and_is_unknown_now_is_new() -> None:
    fails = on("aws_s3_bucket.a")
    unknown = replace(fails, outcome=Outcome.UNKNOWN)
    assert len(held_against(verdict(unknown), verdict(fails), {}).new) == 1


def test_a_reason_that_names_a_moved_address_is_the_same() -> None:
    moves = {"aws_s3_bucket.new": "aws_s3_bucket.old"}
    new = replace(on("aws_s3_bucket.new"), reason="aws_s3_bucket.new is open")
    old = replace(on("aws_s3_bucket.old"), reason="aws_s3_bucket.old is open")
    assert held_against(verdict(new), verdict(old), moves).old == (new,)


def test_a_finding_moves_with_its_resource() -> None:
    gate, base = verdict(on("aws_s3_bucket.new")), verdict(on("aws_s3_bucket.old"))
    found = held_against(gate, base, {"aws_s3_bucket.new": "aws_s3_bucket.old"})
    assert found.new == found.healed == ()
    assert len(found.old) == 1


def test_what_a_guard_finds_is_never_old() -> None:
    guard = on("aws_s3_bucket.a", "GUARD_DESTROY_1")
    found = held_against(verdict(guard), verdict(guard), {})
    assert found.new == (guard,)


def test_a_waiver_that_ends_makes_no_new_finding() -> None:
    waived = on("aws_s3_bucket.a")
    found = held_against(verdict(waived), verdict(waived=(waived,)), {})
    assert found.old == (waived,)


@pytest.mark.parametrize(
    ("gate", "baseline", "code"),
    [
        (verdict(), None, 0),
        (verdict(on("a.b", severity=Severity.MEDIUM)), None, 0),
        (verdict(on("a.b")), None, 1),
        (verdict(on("a.b")), verdict(on("a.b")), 0),
        (verdict(problems=(GateProblem("stale"),)), None, 1),
        (verdict(problems=(GateProblem("broken", exit_code=3),)), None, 3),
    ],
)
def test_new_findings_and_problems_stand_against_a_change(
    gate: GateResult, baseline: GateResult | None, code: int
) -> None:
    found = review(plan(kept("aws_s3_bucket.a", {})), gate=gate, baseline=baseline)
    assert found.exit_code == code
    assert headline(found).startswith("passed" if code == 0 else "BLOCKED")


def test_outputs_that_change_are_named() -> None:
    assert review(plan(kept("aws_s3_bucket.a", {}))).outputs == ()


def test_parts_go_by_the_longest_prefix() -> None:
    assert part_of("aws_cloudwatch_event_rule") == "ETL"
    assert part_of("aws_cloudwatch_metric_alarm") == "Watching"
    assert part_of("aws_glue_catalog_table") == "Catalogue"
    assert part_of("aws_glue_job") == "ETL"
    assert part_of("aws_routes") == part_of("google_storage_bucket") == OTHER
    assert len(set(ORDER)) == len(ORDER)
