from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.callers import is_for_anybody, label
from lakeform.gate.facts.identity import trust
from lakeform.plan import Resource


class RolesTrustSomebody(Policy):
    """No role may be assumed by everybody.

    The principal `*` in a trust policy is every account of AWS, unless a condition limits it to
    fixed accounts, organisations or roles.
    """

    id = "LAKE_IAM_4"
    title = "Roles can't be assumed by everybody"
    severity = Severity.CRITICAL
    types = ("aws_iam_role",)
    controls = controls.combined(controls.PUBLIC_ACCESS, controls.LEAST_PRIVILEGE)
    fix = "governance: {personas: {NAME: {trust: [...]}}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        document = trust(resource, case)
        if document is None:
            return unknown("who may assume it is known only after apply")
        for statement in document.allows:
            if is_for_anybody(statement):
                return failed(f"{label(statement)} lets everybody assume it")
        return PASSED
