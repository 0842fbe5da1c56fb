from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, unknown
from lakeform.plan import Resource


class SettingsAreInThePlan(Policy):
    """Where a location is registered, the plan also has Lake Formation's settings.

    Without them nothing says that the account's defaults are closed and who administers. They exist
    once in an account and region, so another configuration may own them: then this is "unknown",
    never "failed", and that configuration's plan is the one to check.
    """

    id = "LAKE_LF_4"
    title = "Lake Formation's settings come with what it governs"
    severity = Severity.MEDIUM
    types = ("aws_lakeformation_resource",)
    controls = controls.LEAST_PRIVILEGE
    fix = "governance: {mode: lake_formation}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if case.plan.of_type("aws_lakeformation_data_lake_settings"):
            return PASSED
        return unknown("the plan has no data lake settings: the account's defaults may be open")
