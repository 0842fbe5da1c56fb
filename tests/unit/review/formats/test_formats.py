"""What each format says of a review."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from lakeform.gate import load_policies
from lakeform.gate.builtin import BUILTINS
from lakeform.gate.findings import Position
from lakeform.gate.judge import rules_of
from lakeform.gate.severity import Severity
from lakeform.review.build import of_verdict
from lakeform.review.formats import FORMATS
from lakeform.review.formats.markdown import LIMIT, markdown
from lakeform.review.formats.text import Screen, text
from lakeform.review.model import Findings, Item, Kind, Part, Review
from lakeform.visible import printable
from reviews import PLAIN, finding, review_of


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_says_the_same_twice(name: str) -> None:
    assert FORMATS[name]([PLAIN]) == FORMATS[name]([PLAIN])


def test_the_text_says_what_matters_most_first() -> None:
    shown = FORMATS["text"]([PLAIN])
    order = [
        "BLOCKED: 1 new finding of high or worse, 1 problem",
        "Problems",
        "Data at risk",
        "New findings",
        "Access",
        "Cost",
        "Changes",
        "Changed outside Terraform",
        "Waived",
        "Findings that the base branch has as well",
        "Healed",
    ]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)


def test_a_long_text_is_cut_between_words() -> None:
    listed = ", ".join(f"arn:aws:s3:::lake/zone-{number}/*" for number in range(20))
    shown = printable(listed, 100)
    kept, _, note = shown.partition("… (")
    assert listed.startswith(f"{kept} arn:")
    assert len(kept) <= 100
    assert note == f"{len(listed) - len(kept)} more characters)"
    assert printable("x" * 200, 100) == "x" * 100 + "… (100 more characters)"


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_an_old_finding_says_why_it_is_one(name: str) -> None:
    known = replace(finding("aws_s3_bucket.a", Severity.HIGH), reason="it is open since May")
    review = replace(PLAIN, findings=Findings(old=(known,)))
    assert "it is open since May" in FORMATS[name]([review])


@pytest.mark.parametrize("width", [50, 60, 100])
def test_the_text_keeps_to_the_width(width: int) -> None:
    review = review_of("several words that are wrapped where a line ends", subject="acme dev")
    first, *others = text([review], Screen(width)).splitlines()
    assert max(map(len, others)) <= width
    assert first.startswith("acme dev: BLOCKED")


def test_a_review_without_changes_says_so_in_a_few_lines() -> None:
    review = Review(subject="acme dev", line="Plan: 0 to add, 0 to change, 0 to destroy.")
    assert FORMATS["text"]([review]).splitlines() == [
        "acme dev: passed: no finding of high or worse",
        "Plan: 0 to add, 0 to change, 0 to destroy.",
    ]


def huge() -> Review:
    """Thousands of resources, findings and sentences."""
    items = tuple(
        Item(f"module.lake[{number}].aws_s3_bucket.this", "aws_s3_bucket", Kind.DESTROYED)
        for number in range(3_000)
    )
    findings = tuple(
        finding(f"aws_s3_bucket.b{number}", Severity.HIGH, f"LAKE_S3_{number % 90}")
        for number in range(3_000)
    )
    many = replace(PLAIN.findings, new=tuple(sorted(findings, key=lambda each: each.policy)))
    access = PLAIN.access * 2_000
    return replace(PLAIN, parts=(Part("Storage", items),), findings=many, access=access)


@pytest.mark.parametrize("limit", [LIMIT, 20_000, 3_000])
def test_a_comment_is_never_longer_than_it_may_be_and_says_what_is_missing(limit: int) -> None:
    shown = markdown([huge()], limit)
    assert len(shown.encode()) <= limit
    assert "left out" in shown or "cut" in shown
    assert shown.startswith("<!-- lakeform review: plain -->\n## plain: BLOCKED")


@pytest.mark.parametrize("part", ["drift", "waived"])
def test_what_is_left_out_of_a_list_is_counted(part: str) -> None:
    many = tuple(f"aws_sqs_queue.{'q' * 40}_{number}" for number in range(2_000))
    items = tuple(Item(name, "aws_sqs_queue", Kind.CREATED) for name in many)
    review = Review(subject="acme dev")
    if part == "drift":
        review = replace(review, drift=items)
    else:
        waived = tuple(
            replace(PLAIN.findings.waived[0], address=name, reason=name) for name in many
        )
        review = replace(review, findings=Findings(waived=waived))
    shown = markdown([review], 20_000)
    match = re.search(r"and (\d+) more", shown)
    assert match is not None
    told = sum(f"_{number}`" in shown for number in range(2_000))
    assert 0 < told == 2_000 - int(match[1])


def test_two_environments_share_the_limit() -> None:
    assert len(markdown([huge(), huge()]).encode()) <= LIMIT - 1_000


def test_what_fits_is_told_whole() -> None:
    assert "left out" not in markdown([PLAIN])


def test_the_first_line_finds_the_comment_again_and_cannot_be_ended() -> None:
    first = markdown([review_of("plain", subject="a --> <b> --")]).splitlines()[0]
    assert first == "<!-- lakeform review: a - - -b- - -->"


def test_sarif_is_located_in_lake_yaml_and_keyed_by_address() -> None:
    log = json.loads(FORMATS["sarif"]([PLAIN]))
    first, second, *_ = log["runs"][0]["results"]
    place = first["locations"][0]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "lake.yaml"},
        "region": {"startLine": 12},
    }
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "plain"
    assert second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "plan.json"


def test_sarif_keeps_a_findings_identity_when_its_line_moves() -> None:
    moved = replace(
        PLAIN,
        findings=replace(
            PLAIN.findings,
            new=(replace(PLAIN.findings.new[0], config=Position(Path("lake.yaml"), 99)),),
        ),
    )
    before, after = (
        json.loads(FORMATS["sarif"]([each]))["runs"][0]["results"][0] for each in (PLAIN, moved)
    )
    assert before["partialFingerprints"] == after["partialFingerprints"]


def test_sarif_says_what_is_new_old_healed_and_waived() -> None:
    results = json.loads(FORMATS["sarif"]([PLAIN]))["runs"][0]["results"]
    states = {each["ruleId"]: each.get("baselineState") for each in results}
    assert states == {
        "LAKE_S3_1": "new",
        "LAKE_S3_3": "new",
        "LAKE_S3_4": "unchanged",
        "LAKE_S3_2": None,
        "LAKE_S3_5": "absent",
    }
    waived = next(each for each in results if each["ruleId"] == "LAKE_S3_2")
    assert waived["suppressions"][0]["status"] == "accepted"


def test_sarif_has_no_more_tags_than_github_keeps_and_all_controls() -> None:
    rules = rules_of(load_policies(), BUILTINS)
    assert PLAIN.gate is not None
    review = replace(PLAIN, gate=replace(PLAIN.gate, rules=rules))
    written = json.loads(FORMATS["sarif"]([review]))["runs"][0]["tool"]["driver"]["rules"]
    assert len(written) == len(rules) > 100
    for rule, said in zip(rules, written, strict=True):
        assert said["properties"]["tags"][0] == "security"
        assert len(said["properties"]["tags"]) <= 10
        controls = {name: tuple(found) for name, found in said["properties"]["controls"].items()}
        assert controls == dict(rule.controls)


def test_junit_fails_what_fails_and_skips_the_rest_with_its_reason() -> None:
    root = ElementTree.fromstring(FORMATS["junit"]([PLAIN]))
    assert root.attrib == {
        "name": "lakeform",
        "tests": "6",
        "failures": "1",
        "errors": "1",
        "skipped": "3",
    }
    skipped = {str(each.get("message")) for each in root.iter("skipped")}
    assert skipped == {
        "low: unknown: plain",
        "the base branch has it as well: plain",
        "waived until 2027-01-01 by plain: plain",
    }


def test_json_sums_up_in_cents() -> None:
    cost = json.loads(FORMATS["json"]([PLAIN]))["reviews"][0]["cost"]
    assert (cost["before"], cost["after"], cost["change"]) == (1.0, 33.85, 32.85)
    assert cost["prices"]["collected"] == date(2026, 11, 22).isoformat()


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_verdict_alone_can_be_written_in_every_format(name: str) -> None:
    assert PLAIN.gate is not None
    review = of_verdict(PLAIN.gate, subject="acme dev", fallback="lake.yaml")
    assert "LAKE_S3_1" in FORMATS[name]([review])


@pytest.mark.parametrize("name", ["text", "markdown", "html", "json"])
def test_what_no_policy_is_about_is_told(name: str) -> None:
    shown = FORMATS[name]([review_of("aws_iot_policy")])
    told = "by_no_rule" if name == "json" else "No policy is about 1 type of 2 resources"
    assert told in shown
    assert "aws_iot_policy" in shown.partition(told)[2]
