"""The deliberately bad lake among the examples: the gate names all that is wrong with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from support import ROOT

pytestmark = pytest.mark.terraform

LAKE = ROOT / "examples" / "insecure" / "lake.yaml"
FINDINGS = ROOT / "tests" / "data" / "insecure.txt"
"""Severity, policy and address, a finding a line."""


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `lakeform check` says of it, which fails."""
    folder = tmp_path_factory.mktemp("insecure")
    file = folder / "verdict.json"
    # As a program: the command ends Node when it is done with it, and others still need theirs.
    command = [sys.executable, "-m", "lakeform", "check", "-c", os.fspath(LAKE)]
    options = ["--out", folder / "out", "--format", "json", "--output", file]
    environment = {**os.environ, "PYTHONPATH": os.fspath(ROOT / "modules")}
    ended = subprocess.run(
        [*command, *options], cwd=folder, env=environment, check=False, capture_output=True
    )
    assert ended.returncode == 1, ended.stderr
    judged: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    assert list(judged) == ["prod"]
    found: dict[str, Any] = judged["prod"]
    return found


def test_each_finding_is_one_that_was_looked_at_and_none_is_missing(
    verdict: dict[str, Any],
) -> None:
    found = [f"{one['severity']} {one['policy']} {one['address']}" for one in verdict["findings"]]
    assert sorted(found) == sorted(FINDINGS.read_text(encoding="utf-8").splitlines())


def test_each_finding_names_its_line(verdict: dict[str, Any]) -> None:
    lines = LAKE.read_text(encoding="utf-8").splitlines()
    named = {
        (one["policy"], one["address"]): lines[one["config"]["line"] - 1].strip()
        for one in verdict["findings"]
    }
    assert named["LAKE_GLUE_1", "aws_glue_connection.erp"] == "erp:"
    assert named["LAKE_KINESIS_1", "aws_kinesis_stream.clicks"].startswith("clicks: {shards: 200")
    assert named["LAKE_IAM_6", "aws_iam_role.ci"] == "ci:"


def test_the_waivers_are_stale_and_waive_nothing(verdict: dict[str, Any]) -> None:
    assert verdict["waived"] == []
    lines = LAKE.read_text(encoding="utf-8").splitlines()
    problems = {
        problem["message"]: lines[problem["config"]["line"] - 1].strip(" -")
        for problem in verdict["problems"]
    }
    assert problems == {
        "the waiver of LAKE_GLUE_1 for aws_glue_connection.erp expired on 2025-01-01": (
            "policy: LAKE_GLUE_1"
        ),
        "the waiver of LAKE_S3_3 for aws_s3_bucket.nothing waives nothing": "policy: LAKE_S3_3",
    }
