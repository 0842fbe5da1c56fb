"""The script that checks a table, against Glue's own API model."""

from __future__ import annotations

import json
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from lakeform.jobs import quality_script

ROLE = "arn:aws:iam::111111111111:role/r"
ARGV = ["--database", "sales", "--table", "orders", "--ruleset", "rules", "--role", ROLE]
KEYS = {
    "region_name": "us-east-1",
    "aws_access_key_id": "testing",
    "aws_secret_access_key": "testing",
}
RULES = [
    {"Name": "Rule_1", "Description": 'IsComplete "order_id"', "Result": "PASS"},
    {"Name": "Rule_2", "Description": "RowCount > 0", "Result": "FAIL", "EvaluationMessage": "0"},
]
Run = Callable[..., None]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the script; the answers are Glue's, checked against botocore's model of it."""
    (tmp_path / "script.py").write_text(quality_script().text)

    def run_script(states: list[dict[str, Any]], rules: list[dict[str, Any]]) -> None:
        glue = boto3.client("glue", **KEYS)
        with Stubber(glue) as stub:
            stub.add_response(
                "start_data_quality_ruleset_evaluation_run",
                {"RunId": "run"},
                {
                    "DataSource": {"GlueTable": {"DatabaseName": "sales", "TableName": "orders"}},
                    "Role": ROLE,
                    "RulesetNames": ["rules"],
                },
            )
            for state in states:
                name = "get_data_quality_ruleset_evaluation_run"
                stub.add_response(name, state, {"RunId": "run"})
            if states[-1]["Status"] == "SUCCEEDED":
                stub.add_response(
                    "get_data_quality_result", {"RuleResults": rules}, {"ResultId": "result"}
                )
            monkeypatch.setattr(boto3, "client", lambda _: glue)
            argv = ["script.py", *ARGV, "--poll", "0", "--JOB_NAME", "x"]
            monkeypatch.setattr(sys, "argv", argv)
            runpy.run_path(str(tmp_path / "script.py"), run_name="__main__")
            stub.assert_no_pending_responses()

    return run_script


DONE = {"Status": "SUCCEEDED", "ResultIds": ["result"]}


def test_rules_that_hold(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run([{"Status": "STARTING"}, {"Status": "RUNNING"}, DONE], RULES[:1])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        {"Description": 'IsComplete "order_id"', "Result": "PASS", "EvaluationMessage": None},
        {"table": "sales.orders", "rules": 1, "broken": 0},
    ]


def test_a_broken_rule_fails_the_job(run: Run) -> None:
    with pytest.raises(Exception, match=r"^sales\.orders breaks 1 of 2 rules: \['RowCount > 0'\]$"):
        run([DONE], RULES)


def test_a_check_that_ends_otherwise_fails_the_job(run: Run) -> None:
    state = {"Status": "FAILED", "ErrorString": "no access"}
    with pytest.raises(RuntimeError, match=r"^the check of rules ended as FAILED: no access$"):
        run([state], [])
