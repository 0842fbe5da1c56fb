from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.values import is_left_out
from lakeform.plan import Mark, Resource


class NoHybridAccess(Policy):
    """Registered locations aren't in hybrid access mode.

    In hybrid mode whoever hasn't opted in reads past Lake Formation, by IAM and the bucket's
    policy. That is right for a migration, and a hole once it is over.
    """

    id = "LAKE_LF_13"
    title = "Locations are governed for everybody, not only for who opted in"
    severity = Severity.MEDIUM
    types = ("aws_lakeformation_resource",)
    controls = controls.LEAST_PRIVILEGE
    fix = "governance: {mode: lake_formation}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        hybrid = resource.get("hybrid_access_enabled")
        if hybrid is True:
            return failed("who hasn't opted in reads past Lake Formation")
        if isinstance(hybrid, Mark) and not is_left_out(resource, "hybrid_access_enabled"):
            return unknown("hybrid_access_enabled is known only after apply")
        return PASSED
