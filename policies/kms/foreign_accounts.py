from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls, unknown
from lakeform.gate.facts.callers import judge_accounts
from lakeform.gate.facts.keys import KEYS, key_document
from lakeform.plan import Resource


class KeysNameTrustedAccounts(Policy):
    """A key policy allows something only to the lake's own and trusted accounts.

    Whoever may decrypt with a key of the lake reads what it protects as soon as he gets hold of it.
    """

    id = "LAKE_KMS_6"
    title = "Key policies let in trusted accounts only"
    severity = Severity.HIGH
    types = KEYS
    controls = controls.combined(controls.KEY_MANAGEMENT, controls.SHARING)
    fix = "governance: {shares: {}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        document = key_document(resource, case)
        if document is None:
            return unknown("its policy is known only after apply")
        return judge_accounts(document, case)
