from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.values import is_set
from lakeform.plan import Mark, Resource


class KeysAreRotated(Policy):
    """Symmetric keys whose material AWS holds are rotated automatically.

    Rotation bounds what one leaked key material opens. Asymmetric and HMAC keys, imported material
    and custom key stores can't be rotated by KMS, and aren't judged.
    """

    id = "LAKE_KMS_1"
    title = "Keys are rotated"
    severity = Severity.MEDIUM
    types = ("aws_kms_key",)
    controls = controls.combined(controls.KEY_MANAGEMENT, {"cis-aws": ("3.6",)})
    fix = "encryption: {rotation_days: 365}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        kind = resource.get("customer_master_key_spec", default="SYMMETRIC_DEFAULT")
        store = [resource.get(at) for at in ("custom_key_store_id", "xks_key_id")]
        if kind is Mark.UNKNOWN:
            return unknown("its kind is known only after apply")
        if kind != "SYMMETRIC_DEFAULT" or any(is_set(value) for value in store):
            return PASSED
        rotated = resource.get("enable_key_rotation")
        if isinstance(rotated, Mark):
            return unknown("whether it is rotated is known only after apply")
        return PASSED if rotated is True else failed("it isn't rotated")
