from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.grants import grant_of
from lakeform.plan import Resource


class NoGrantsToIamAllowedPrincipals(Policy):
    """No grant goes to `IAM_ALLOWED_PRINCIPALS`.

    The group stands for everybody whose IAM policies allow the call. What it may do, Lake Formation
    no longer decides: column and row filters of the same table are without effect for those who
    have the IAM permissions. The plan doesn't show grants that AWS or somebody else has made.
    """

    id = "LAKE_LF_1"
    title = "Nothing is granted to IAM_ALLOWED_PRINCIPALS"
    severity = Severity.HIGH
    types = ("aws_lakeformation_permissions",)
    controls = controls.LEAST_PRIVILEGE
    fix = "governance: {mode: lake_formation}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        grant = grant_of(resource, case)
        if grant.principal is None:
            return PASSED if grant.refers else unknown("its principal is known only after apply")
        if grant.principal.upper() == "IAM_ALLOWED_PRINCIPALS":
            return failed("everybody whom IAM allows gets this, whatever Lake Formation says")
        return PASSED
