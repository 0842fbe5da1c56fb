from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.documents import UNKNOWN_PART
from lakeform.gate.facts.callers import arns, roots
from lakeform.gate.facts.keys import KEYS, NO_POLICY, key_document
from lakeform.plan import Mark, Resource


class KeysCantBeLockedOut(Policy):
    """The account can always change a key's policy.

    Where only a role may, and the role is deleted or made anew, nobody can change the policy again,
    not even AWS's support without days of work. So the account's root gets `kms:PutKeyPolicy`
    without a condition, and KMS's own check against a lockout stays on.
    """

    id = "LAKE_KMS_5"
    title = "The account can always change its keys' policies"
    severity = Severity.MEDIUM
    types = KEYS
    controls = controls.combined(controls.KEY_MANAGEMENT, controls.AVAILABILITY)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        bypass = resource.get("bypass_policy_lockout_safety_check")
        if bypass is True:
            return failed("KMS's check against a lockout is turned off")
        document = key_document(resource, case)
        if document is None or isinstance(bypass, Mark):
            return unknown("its policy is known only after apply")
        if document is NO_POLICY:
            return PASSED
        is_open = False
        for statement in document.allows:
            if statement.conditions or not statement.allows_action("kms:PutKeyPolicy"):
                continue
            if roots(statement):
                return PASSED
            is_open |= UNKNOWN_PART in arns(statement)
        if is_open:
            return unknown("who may change its policy is known only after apply")
        return failed("the account's root may not change its policy")
