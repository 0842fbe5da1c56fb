from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.accounts import Whose
from lakeform.gate.facts.callers import foreign, is_narrowed, label
from lakeform.gate.facts.identity import trust
from lakeform.plan import Resource


class RolesTrustTrustedAccounts(Policy):
    """A role is assumed by the lake's own accounts, by trusted ones, or by others with an id.

    A partner who assumes a role for several customers may be led to use yours for another one; the
    external id, or the organisation, in a condition prevents that. An account that isn't trusted
    needs such a condition.
    """

    id = "LAKE_IAM_5"
    title = "Other accounts assume roles under a condition only"
    severity = Severity.HIGH
    types = ("aws_iam_role",)
    controls = controls.SHARING
    fix = "governance: {personas: {NAME: {trust: [...]}}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        document = trust(resource, case)
        if document is None:
            return unknown("who may assume it is known only after apply")
        is_open = ""
        for statement in document.allows:
            if is_narrowed(statement, CONDITIONS):
                continue
            for who, kind in foreign(statement, case):
                if kind is Whose.FOREIGN:
                    return failed(f"{label(statement)} lets {who} assume it unconditionally")
                is_open = f"the plan doesn't say whether {who} is of the own account"
        return unknown(is_open) if is_open else PASSED


CONDITIONS = ("sts:externalid", "aws:principalorgid", "aws:principalorgpaths")
