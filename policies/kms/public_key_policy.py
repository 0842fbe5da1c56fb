from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.callers import is_for_anybody, label
from lakeform.gate.facts.keys import KEYS, key_document
from lakeform.plan import Resource


class KeysAreNotPublic(Policy):
    """No key policy lets in everybody.

    A statement for the principal `*` needs a condition on who calls: an account
    (`kms:CallerAccount`), organisation or role. `kms:ViaService` alone isn't one, as every account
    uses the services.
    """

    id = "LAKE_KMS_3"
    title = "Key policies let in nobody from everywhere"
    severity = Severity.CRITICAL
    types = KEYS
    controls = controls.combined(controls.KEY_MANAGEMENT, controls.PUBLIC_ACCESS)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        document = key_document(resource, case)
        if document is None:
            return unknown("its policy is known only after apply")
        for statement in document.allows:
            if is_for_anybody(statement):
                return failed(f"{label(statement)} lets in everybody")
        return PASSED
