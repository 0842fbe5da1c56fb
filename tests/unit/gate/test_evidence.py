"""Evidence says what was judged by which policy for which control, and is the same each time."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gated import BAD, GOOD, TODAY, waiver, write_plan, write_policy
from lakeform.gate.evidence import evidence, write_evidence
from lakeform.gate.findings import GateProblem
from lakeform.gate.judge import Terms, judge
from lakeform.gate.report import as_json, text
from plans import planned
from reviews import NASTY

WAIVER = waiver("CKV_AWS_251", "aws_cloudtrail.bad", TODAY + timedelta(days=9))


def record(tmp_path: Path, **terms: Any) -> dict[str, Any]:
    file = write_plan(tmp_path, BAD, GOOD, timestamp="2026-05-01T10:00:00Z")
    return evidence(judge(file, Terms(**{"today": TODAY, **terms})), "acme dev")


def control(found: dict[str, Any], framework: str, number: str) -> dict[str, Any]:
    (entry,) = [one for one in found["frameworks"] if one["id"] == framework]
    (result,) = [one for one in entry["controls"] if one["control"] == number]
    return dict(result)


def test_a_control_has_the_worst_result_of_its_policies(tmp_path: Path) -> None:
    found = control(record(tmp_path), "cis-aws", "3.1")
    assert found["result"] == "failed"
    assert found["counts"] == {"failed": 1, "passed": 3}
    assert "CKV_AWS_251" in found["policies"]


def test_a_waived_finding_counts_as_waived(tmp_path: Path) -> None:
    found = record(tmp_path, waivers=(WAIVER,))
    assert control(found, "cis-aws", "3.1")["result"] == "waived"
    assert [one["owner"] for one in found["waivers"]] == ["data-platform"]


def test_a_control_without_resources_isnt_passed(tmp_path: Path) -> None:
    assert control(record(tmp_path), "cis-aws", "1.8")["result"] == "not judged"


def test_controls_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for framework in record(tmp_path)["frameworks"]:
        numbers = [one["control"] for one in framework["controls"]]
        assert len(set(numbers)) == len(numbers)
    cis = next(f for f in record(tmp_path)["frameworks"] if f["id"] == "cis-aws")
    numbers = [tuple(map(int, one["control"].split("."))) for one in cis["controls"]]
    assert numbers == sorted(numbers)


def test_every_pair_is_there_with_its_result(tmp_path: Path) -> None:
    (policy,) = [one for one in record(tmp_path)["policies"] if one["id"] == "CKV_AWS_251"]
    assert policy["resources"] == [
        {
            "address": "aws_cloudtrail.bad",
            "result": "failed",
            "reason": "`enable_logging` is false",
            "waiver": None,
        },
        {"address": "aws_cloudtrail.good", "result": "passed"},
    ]


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    file = write_plan(tmp_path, BAD, GOOD, timestamp="2026-05-01T10:00:00Z")
    written = []
    for day in (TODAY, TODAY + timedelta(days=1)):
        result = judge(file, Terms(today=day, waivers=(WAIVER,)))
        files = write_evidence(tmp_path / f"{day}", {"dev": result})
        assert [one.name for one in files] == ["dev.json", "dev.html"]
        written.append([one.read_bytes() for one in files])
    assert written[0] == written[1]
    assert json.loads(written[0][0])["plan"]["time"] == "2026-05-01T10:00:00Z"


def test_the_same_plan_elsewhere_gives_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for folder in (tmp_path / "a", tmp_path / "b" / "c"):
        folder.mkdir(parents=True)
        file = write_plan(folder, BAD, GOOD)
        for terms in (Terms(today=TODAY), Terms(today=TODAY, lake="acme", environment="dev")):
            files = write_evidence(folder / "e", {str(file): judge(file, terms)})
            assert [one.name for one in files] == ["plan.json", "plan.html"]
            written.append([one.read_bytes() for one in files])
    of_none, of_lake, *elsewhere = written
    assert elsewhere == [of_none, of_lake]
    assert json.loads(of_none[0])["name"] == "plan"
    assert json.loads(of_lake[0])["name"] == "acme dev"


@pytest.mark.parametrize("nasty", NASTY, ids=lambda nasty: ascii(nasty)[:30])
def test_no_text_of_a_plan_acts_on_who_reads_it(tmp_path: Path, nasty: str) -> None:
    entry = planned("aws_cloudtrail.v", {"enable_logging": True, "name": nasty})
    entry["address"] = f"aws_cloudtrail.v[{json.dumps(nasty, ensure_ascii=False)}]"
    folder = write_policy(tmp_path, "return failed(resource.get('name', default='none'))")
    judged = judge(write_plan(tmp_path, entry), Terms(today=TODAY, policies=folder))
    given = waiver("CKV_AWS_251", nasty, TODAY)
    told = replace(
        judged,
        waived=(replace(judged.findings[0], waiver=replace(given, reason=nasty, owner=nasty)),),
        problems=(GateProblem(nasty, nasty),),
        plan_time=nasty,
        by_no_rule={nasty: 1},
    )
    files = write_evidence(tmp_path / "e", {"dev": told})
    shown = [file.read_text(encoding="utf-8") for file in files]
    shown += [text(told, nasty), json.dumps(as_json(told))]
    for words in shown:
        unseen = {c for c in words if c != "\n" and unicodedata.category(c)[0] == "C"}
        assert unseen == set()
    assert shown[1].count("<script") + shown[1].count("<img") == 0
    assert json.loads(shown[0])["problems"][0]["message"] == nasty


def test_the_page_needs_nothing_else_and_shows_text_as_text(tmp_path: Path) -> None:
    entry = planned(
        'aws_cloudtrail.v["<script>alert(1)</script>"]',
        {"enable_logging": False},
    )
    result = judge(write_plan(tmp_path, entry), Terms(today=TODAY))
    _, page = write_evidence(tmp_path / "e", {"<b>dev</b>": result})
    html = page.read_text(encoding="utf-8")
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<b>dev" not in html
    assert not re.search(r"(?:src|href)=|url\(|@import", html)
