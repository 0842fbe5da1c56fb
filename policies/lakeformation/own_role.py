from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.values import is_left_out, name
from lakeform.plan import Mark, Resource


class RegisteredWithOwnRole(Policy):
    """Locations are registered with a role of their own, not with the service-linked role.

    The service-linked role gains access to each bucket that is registered with it, can't be limited
    by a policy, and doesn't work across accounts or with EMR on EC2 (Lake Formation developer
    guide, "Using service-linked roles"). An own role reads exactly what its policy says.
    """

    id = "LAKE_LF_14"
    title = "Locations are registered with a role of their own"
    severity = Severity.LOW
    types = ("aws_lakeformation_resource",)
    controls = controls.LEAST_PRIVILEGE
    fix = "governance: {location_role: own}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        linked = resource.get("use_service_linked_role")
        role = name(resource.get("role_arn")) or ""
        if linked is True or "/aws-service-role/" in role:
            return failed("it is registered with the service-linked role")
        if isinstance(linked, Mark):
            return unknown("use_service_linked_role is known only after apply")
        if is_left_out(resource, "role_arn"):
            return failed("it names no role, which means the service-linked one")
        return PASSED
