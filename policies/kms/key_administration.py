from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.documents import UNKNOWN_PART
from lakeform.gate.facts.callers import arns, label, roots
from lakeform.gate.facts.keys import KEYS, key_document
from lakeform.plan import Resource


class UsersDontAdministerKeys(Policy):
    """A key policy gives `kms:*` to no role or user.

    With it, who uses a key can also change its policy, and delete it. Administration and use are
    for different roles; the account's root stands for IAM's policies, and may have everything.
    """

    id = "LAKE_KMS_4"
    title = "Roles get named actions on keys, not kms:*"
    severity = Severity.MEDIUM
    types = KEYS
    controls = controls.combined(controls.KEY_MANAGEMENT, controls.LEAST_PRIVILEGE)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        document = key_document(resource, case)
        if document is None:
            return unknown("its policy is known only after apply")
        for statement in document.allows:
            if not statement.allows_action("kms:*"):
                continue
            others = set(arns(statement)) - set(roots(statement))
            if UNKNOWN_PART in others:
                return unknown(f"whom {label(statement)} gives kms:* is known only after apply")
            if others:
                return failed(f"{label(statement)} gives kms:* to {sorted(others)[0]}")
        return PASSED
