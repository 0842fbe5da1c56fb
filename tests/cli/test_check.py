"""`lakeform check` as its users meet it: whole processes, their words and their exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gated import BAD, GOOD, write_plan, write_policy
from support import HEAD, ROOT


def lakeform(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lakeform", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.fspath(ROOT / "modules"), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def policy_section(text: str) -> str:
    return HEAD + "policy:\n" + text


WAIVER = "    - {{policy: {}, address: {}, reason: Scratch, owner: me, expires: {}}}\n"


def test_a_bad_plan_fails_with_1_and_its_verdict_on_standard_output(tmp_path: Path) -> None:
    write_plan(tmp_path, BAD)
    ended = lakeform("check", "plan.json", cwd=tmp_path)
    assert ended.returncode == 1
    assert ended.stdout.startswith("plan.json: FAILED: ")
    assert "  CKV_AWS_251  Trails are on\n    aws_cloudtrail.bad\n" in ended.stdout
    assert "Traceback" not in ended.stderr


def test_what_is_no_plan_fails_with_2(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text("{", encoding="utf-8")
    ended = lakeform("check", "plan.json", cwd=tmp_path)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.startswith("plan.json is cut off: line 1")


def test_a_broken_policy_fails_with_3_and_still_shows_the_rest(tmp_path: Path) -> None:
    write_policy(tmp_path, 'raise KeyError("x")')
    write_plan(tmp_path, BAD)
    ended = lakeform("check", "plan.json", "--policies", "policies", cwd=tmp_path)
    assert ended.returncode == 3
    assert "ACME_TRAIL_1 failed on aws_cloudtrail.bad: KeyError: 'x'" in ended.stdout
    assert "CKV_AWS_251  Trails are on" in ended.stdout


def test_the_lakes_policy_section_holds_for_a_given_plan(tmp_path: Path) -> None:
    write_plan(tmp_path, BAD)
    write_policy(tmp_path, 'return failed("big")', severity="CRITICAL")
    lake = policy_section(
        "  fail_on: critical\n  folder: policies\n  frameworks: [soc2]\n  waivers:\n"
        + WAIVER.format("ACME_TRAIL_1", "aws_cloudtrail.bad", "2999-01-01")
    )
    (tmp_path / "lake.yaml").write_text(lake, encoding="utf-8")
    ended = lakeform("check", "plan.json", "-c", "lake.yaml", "--format", "json", cwd=tmp_path)
    said = json.loads(ended.stdout)["plan.json"]
    assert ended.returncode == 0
    assert said["fail_on"] == "critical"
    assert said["frameworks"] == ["soc2"]
    assert [one["policy"] for one in said["waived"]] == ["ACME_TRAIL_1"]
    assert said["waived"][0]["waiver"]["config"] == {"file": "lake.yaml", "line": 9}


def test_without_c_the_lakes_section_is_left_alone(tmp_path: Path) -> None:
    write_plan(tmp_path, BAD)
    (tmp_path / "lake.yaml").write_text(policy_section("  fail_on: critical\n"), encoding="utf-8")
    assert lakeform("check", "plan.json", cwd=tmp_path).returncode == 1


def test_stale_waivers_fail_with_their_line(tmp_path: Path) -> None:
    write_plan(tmp_path, GOOD)
    lake = policy_section(
        "  fail_on: critical\n  waivers:\n"
        + WAIVER.format("CKV_AWS_251", "aws_cloudtrail.good", "2999-01-01")
        + WAIVER.format("CKV_AWS_251", "aws_cloudtrail.bad", "2020-01-01")
    )
    (tmp_path / "lake.yaml").write_text(lake, encoding="utf-8")
    ended = lakeform("check", "plan.json", "-c", "lake.yaml", cwd=tmp_path)
    assert ended.returncode == 1
    assert (
        "lake.yaml:7: the waiver of CKV_AWS_251 for aws_cloudtrail.good waives nothing"
        in ended.stdout
    )
    assert (
        "lake.yaml:8: the waiver of CKV_AWS_251 for aws_cloudtrail.bad expired on 2020-01-01"
        in ended.stdout
    )


def test_a_waiver_of_no_policy_is_bad_input(tmp_path: Path) -> None:
    write_plan(tmp_path, GOOD)
    lake = policy_section("  waivers:\n" + WAIVER.format("LAKE_S3_999", "a.b", "2999-01-01"))
    (tmp_path / "lake.yaml").write_text(lake, encoding="utf-8")
    ended = lakeform("check", "plan.json", "-c", "lake.yaml", cwd=tmp_path)
    assert ended.returncode == 2
    assert ended.stderr == (
        "lake.yaml:6:16: there is no policy `LAKE_S3_999`\n"
        "  → did you mean `LAKE_S3_9`?\n1 problem\n"
    )
    assert lakeform("validate", cwd=tmp_path).stderr == ended.stderr


def test_a_plan_is_of_one_environment(tmp_path: Path) -> None:
    write_plan(tmp_path, GOOD)
    lake = HEAD.replace(
        "us-east-1}}", "us-east-1}, prod: {account: '222222222222', region: us-east-1}}"
    )
    (tmp_path / "lake.yaml").write_text(lake, encoding="utf-8")
    ended = lakeform("check", "plan.json", "-c", "lake.yaml", cwd=tmp_path)
    assert ended.returncode == 2
    assert "name it with -e: dev, prod" in ended.stderr


def test_output_and_evidence_go_to_files(tmp_path: Path) -> None:
    write_plan(tmp_path, GOOD)
    options = ("--format", "json", "-o", "out/verdict.json", "--evidence", "evidence")
    ended = lakeform("check", "plan.json", *options, cwd=tmp_path)
    assert ended.stdout == ""
    assert "plan.json" in json.loads((tmp_path / "out/verdict.json").read_text(encoding="utf-8"))
    assert sorted(file.name for file in (tmp_path / "evidence").iterdir()) == [
        "plan.html",
        "plan.json",
    ]


def test_policies_are_listed(tmp_path: Path) -> None:
    ended = lakeform("policies", cwd=tmp_path)
    assert ended.returncode == 0
    assert "LAKE_S3_1" in ended.stdout
    assert "GUARD_DESTROY_1" in ended.stdout
    listed = json.loads(lakeform("policies", "--format", "json", cwd=tmp_path).stdout)
    assert {"id", "title", "severity", "types", "controls", "documentation", "fix", "of"} == set(
        listed[0]
    )


def test_one_policy_is_shown_whole(tmp_path: Path) -> None:
    said = lakeform("policies", "lake_lf_8", cwd=tmp_path).stdout
    for words in (
        "LAKE_LF_8  high\nGrants by name show sensitive columns to the cleared only\n",
        "Who isn't cleared gets no SELECT",
        "judges       aws_lakeformation_permissions\n",
        "fix          ",
        "nist-800-53  ",
    ):
        assert words in said
    one = json.loads(
        lakeform("policies", "GUARD_DESTROY_1", "--format", "json", cwd=tmp_path).stdout
    )
    assert one["id"] == "GUARD_DESTROY_1"
    ended = lakeform("policies", "LAKE_LFF_8", cwd=tmp_path)
    assert ended.returncode == 2
    assert ended.stderr == "there is no policy `LAKE_LFF_8`\n  → did you mean `LAKE_LF_8`?\n"


def test_a_given_plan_says_by_what_it_is_judged(tmp_path: Path) -> None:
    write_plan(tmp_path, GOOD)
    (tmp_path / "lake.yaml").write_text(policy_section("  fail_on: critical\n"), encoding="utf-8")
    alone = lakeform("check", "plan.json", cwd=tmp_path)
    assert (
        "judged by    the defaults; a lake's section `policy` counts with -c FILE" in alone.stderr
    )
    with_lake = lakeform("check", "plan.json", "-c", "lake.yaml", cwd=tmp_path)
    assert "judged by    lake.yaml, environment dev" in with_lake.stderr


def test_commands_dont_import_checkov_before_they_judge() -> None:
    code = (
        "import importlib, sys\n"
        "for name in ('cli', 'app', 'config', 'origins', 'commands.plan', 'commands.check'):\n"
        "    importlib.import_module(f'lakeform.{name}')\n"
        "sys.exit(any(name.partition('.')[0] == 'checkov' for name in sys.modules))"
    )
    environment = {**os.environ, "PYTHONPATH": os.fspath(ROOT / "modules")}
    ended = subprocess.run([sys.executable, "-c", code], env=environment, check=False)
    assert ended.returncode == 0


@pytest.mark.terraform
def test_a_lake_is_planned_and_judged(tmp_path: Path) -> None:
    (tmp_path / "lake.yaml").write_bytes((ROOT / "lake.yaml").read_bytes())
    ended = lakeform("plan", "--check", cwd=tmp_path)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "\nPlan: " in ended.stdout
    assert "\ndev: passed: nothing of severity high or worse" in ended.stdout


@pytest.mark.terraform
def test_a_finding_of_a_lake_has_its_line(tmp_path: Path) -> None:
    text = (ROOT / "lake.yaml").read_text(encoding="utf-8")
    (tmp_path / "lake.yaml").write_text(text, encoding="utf-8")
    policy = write_policy(tmp_path, 'return failed("here")', severity="CRITICAL")
    file = policy / "acme_trail_1.py"
    file.write_text(
        file.read_text(encoding="utf-8").replace("aws_cloudtrail", "aws_s3_bucket"),
        encoding="utf-8",
    )
    ended = lakeform("check", "--policies", "policies", "--format", "json", cwd=tmp_path)
    assert ended.returncode == 1
    found = {
        one["address"]: one["config"]["line"]
        for one in json.loads(ended.stdout)["dev"]["findings"]
        if one["policy"] == "ACME_TRAIL_1"
    }
    lines = text.splitlines()
    assert lines[found["aws_s3_bucket.raw"] - 1].strip().startswith("raw:")
