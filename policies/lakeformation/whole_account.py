from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.grants import grant_of
from lakeform.plan import Resource


class NoGrantsToAWholeAccount(Policy):
    """No grant goes to all principals of an account at once.

    The group `ACCOUNT:IAMPrincipals` is every user and role of the account, those of other teams
    and of services included.
    """

    id = "LAKE_LF_19"
    title = "Grants go to roles, not to all principals of an account"
    severity = Severity.HIGH
    types = ("aws_lakeformation_permissions",)
    controls = controls.LEAST_PRIVILEGE

    def judge(self, resource: Resource, case: Case) -> Verdict:
        grant = grant_of(resource, case)
        if grant.principal is None:
            return PASSED if grant.refers else unknown("its principal is known only after apply")
        if grant.principal.upper().endswith(":IAMPRINCIPALS"):
            return failed("every user and role of the account gets this")
        return PASSED
