from __future__ import annotations

from lakeform.gate import PASSED, Case, Outcome, Policy, Severity, Verdict, controls, unknown
from lakeform.gate.facts.exposure import judge_reader
from lakeform.gate.facts.grants import grant_of, is_external
from lakeform.plan import Resource


class NoSensitiveShares(Policy):
    """No other account gets SELECT on sensitive data, unless it is cleared.

    Once shared, the other account's administrators decide who reads. An account is cleared by its
    number among the cleared of the settings; that it is trusted with other data isn't enough.
    Sensitive is what LAKE_LF_8 and LAKE_LF_9 mean by it.
    """

    id = "LAKE_LF_10"
    title = "Sensitive data isn't shared with other accounts"
    severity = Severity.CRITICAL
    types = ("aws_lakeformation_permissions",)
    controls = controls.combined(controls.SENSITIVE_DATA, controls.SHARING)
    fix = "governance: {shares: {NAME: {tags: {sensitivity: [public]}}}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        grant = grant_of(resource, case)
        external = is_external(grant, case)
        if external is False:
            return PASSED
        verdict = judge_reader(grant, case)
        if verdict.outcome is Outcome.FAILED and external is None:
            return unknown("whether another account gets it isn't in the plan")
        return verdict
