"""What tests of the gate share: a plan's file, the terms, and a folder with one policy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from lakeform.gate.findings import GateResult, Waiver
from lakeform.gate.judge import Terms, judge
from plans import plan_of, planned

TODAY = date(2026, 6, 1)

REST = {"kms_key_id": "arn:k", "enable_log_file_validation": True, "is_multi_region_trail": True}

GOOD = planned("aws_cloudtrail.good", {"enable_logging": True, **REST})
BAD = planned("aws_cloudtrail.bad", {"enable_logging": False, **REST})
"""It fails CKV_AWS_251, of high severity; no policy of lakeform's is about trails."""

POLICY = '''
from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.plan import Resource


class Own(Policy):
    """Nothing is odd."""

    id = "{identity}"
    title = "Nothing is odd"
    severity = Severity.{severity}
    types = ("aws_cloudtrail",)
    controls = controls.COST

    def judge(self, resource: Resource, case: Case) -> Verdict:
        {body}
'''


def write_plan(folder: Path, *entries: Mapping[str, Any], **changes: Any) -> Path:
    """A plan's file with these resources; `changes` replace keys at its top."""
    file = folder / "plan.json"
    file.write_text(json.dumps({**plan_of(*entries), **changes}), encoding="utf-8")
    return file


def write_policy(
    folder: Path, body: str, identity: str = "ACME_TRAIL_1", severity: str = "LOW"
) -> Path:
    """A folder with one policy, whose `judge` has the line `body`."""
    place = folder / "policies"
    place.mkdir(exist_ok=True)
    text = POLICY.format(identity=identity, severity=severity, body=body)
    (place / f"{identity.lower()}.py").write_text(text, encoding="utf-8")
    return place


def verdict(folder: Path, *entries: Mapping[str, Any], **terms: Any) -> GateResult:
    """The gate's verdict on a plan with these resources."""
    return judge(write_plan(folder, *entries), Terms(**{"today": TODAY, **terms}))


def outcomes(result: GateResult, policy: str) -> dict[str, str]:
    """Address → what a policy or check says of it."""
    return {address: outcome.value for address, outcome in result.judged[policy].items()}


def waiver(policy: str, address: str, expires: date = TODAY) -> Waiver:
    return Waiver(policy, address, "Scratch data only", "data-platform", expires)
