from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from gated import BAD, TODAY, verdict, waiver
from lakeform.gate.findings import GateResult
from plans import planned

ADDRESS = "aws_cloudtrail.bad"
LATER = TODAY + timedelta(days=1)
EARLIER = TODAY - timedelta(days=1)


def left(result: GateResult) -> list[str]:
    return [found.address for found in result.findings if found.policy == "CKV_AWS_251"]


def test_a_waiver_of_policy_and_address_takes_the_finding_out(tmp_path: Path) -> None:
    given = waiver("CKV_AWS_251", ADDRESS, LATER)
    result = verdict(tmp_path, BAD, waivers=(given,))
    assert left(result) == []
    assert [(found.address, found.waiver) for found in result.waived] == [(ADDRESS, given)]
    assert not result.problems


def test_a_waiver_holds_on_its_last_day(tmp_path: Path) -> None:
    result = verdict(tmp_path, BAD, waivers=(waiver("CKV_AWS_251", ADDRESS, TODAY),))
    assert left(result) == []


def test_an_expired_waiver_waives_nothing_and_is_a_problem(tmp_path: Path) -> None:
    result = verdict(tmp_path, BAD, waivers=(waiver("CKV_AWS_251", ADDRESS, EARLIER),))
    assert left(result) == [ADDRESS]
    assert [problem.message for problem in result.problems] == [
        f"the waiver of CKV_AWS_251 for {ADDRESS} expired on 2026-05-31"
    ]
    assert result.exit_code == 1


def test_a_waiver_that_waives_nothing_is_a_problem(tmp_path: Path) -> None:
    good = planned("aws_cloudtrail.bad", {"enable_logging": True})
    result = verdict(tmp_path, good, waivers=(waiver("CKV_AWS_251", ADDRESS, LATER),))
    assert [problem.message for problem in result.problems] == [
        f"the waiver of CKV_AWS_251 for {ADDRESS} waives nothing"
    ]
    assert result.exit_code == 1


def test_neither_policy_nor_address_is_matched_in_part(tmp_path: Path) -> None:
    """checkov's own skips are: skipping CKV_AWS_251 there hides CKV_AWS_35 too."""
    near = (
        waiver("CKV_AWS_35", ADDRESS, LATER),
        waiver("CKV_AWS_251", "aws_cloudtrail.ba", LATER),
        waiver("CKV_AWS_251", "aws_cloudtrail.bad[0]", LATER),
    )
    result = verdict(tmp_path, BAD, waivers=near)
    assert left(result) == [ADDRESS]
    assert len(result.problems) == 3


def test_instances_are_waived_one_by_one(tmp_path: Path) -> None:
    entries = [
        planned(
            f"aws_cloudtrail.v[{n}]",
            {"enable_logging": False},
        )
        for n in range(2)
    ]
    given = waiver("CKV_AWS_251", "aws_cloudtrail.v[1]", LATER)
    result = verdict(tmp_path, *entries, waivers=(given,))
    assert left(result) == ["aws_cloudtrail.v[0]"]
