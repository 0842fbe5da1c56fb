from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.accounts import account_of
from lakeform.gate.facts.grants import grant_of
from lakeform.plan import Resource


class NoGrantOption(Policy):
    """No role or user may hand its permissions on to others.

    With the grant option, who may read is decided outside the configuration, and no plan shows it.
    Administrators can grant without it. Other accounts and organisations are left out: their
    administrators need the option to give the data to their own roles, and LAKE_LF_11 judges
    whether they should have it at all.
    """

    id = "LAKE_LF_5"
    title = "Permissions can't be handed on"
    severity = Severity.MEDIUM
    types = ("aws_lakeformation_permissions",)
    controls = controls.LEAST_PRIVILEGE
    fix = "governance: {personas: {NAME: {grants: [{grantable: false, ...}]}}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        grant = grant_of(resource, case)
        who = grant.principal or ""
        if account_of(who) == who or ":organizations:" in who:
            return PASSED
        if grant.grantable is None:
            return unknown("what can be handed on is known only after apply")
        if grant.grantable:
            return failed(f"{grant.describe()} may hand on {', '.join(sorted(grant.grantable))}")
        return PASSED
