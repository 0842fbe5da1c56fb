from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.values import is_left_out, names
from lakeform.plan import Resource


class AdministratorsAreRoles(Policy):
    """Lake Formation has administrators, and none of them is an account's root.

    An administrator may grant anything to anybody. The root user can't be told apart by person, and
    with no administrator named, every IAM administrator can make himself one.
    """

    id = "LAKE_LF_16"
    title = "Lake Formation is administered by named roles"
    severity = Severity.HIGH
    types = ("aws_lakeformation_data_lake_settings",)
    controls = controls.combined(controls.LEAST_PRIVILEGE, {"cis-aws": ("1.7",)})
    fix = "governance: {admins: [PERSONA]}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        admins = resource.get("admins")
        if is_left_out(resource, "admins") or admins == []:
            return failed("it names no administrator")
        for arn in names(admins):
            if arn.endswith(":root") or "*" in arn:
                return failed(f"{arn} is no single role")
        # A list with an unknown ARN in it is one of roles that the same plan makes.
        if not isinstance(admins, list) and not case.plan.targets(resource, "admins"):
            return unknown("its administrators are known only after apply")
        return PASSED
