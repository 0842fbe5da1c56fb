from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.keys import KEYS
from lakeform.plan import Resource


class KeysCanBeRecovered(Policy):
    """A key that is deleted can be recovered for at least two weeks.

    With the key everything that it encrypts is gone for good. KMS waits 7 to 30 days, 30 unless
    told otherwise; a week passes unnoticed too easily.
    """

    id = "LAKE_KMS_2"
    title = "Deleted keys can be recovered for two weeks"
    severity = Severity.LOW
    types = tuple(kind for kind in KEYS if kind != "aws_kms_key_policy")
    controls = controls.combined(controls.KEY_MANAGEMENT, controls.BACKUP)
    fix = "encryption: {deletion_window_days: 30}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        days = resource.get("deletion_window_in_days", default=30)
        if not isinstance(days, int):
            return unknown("its deletion window is known only after apply")
        if days < _SHORTEST_DAYS:
            return failed(f"it is gone {days} days after its deletion")
        return PASSED


_SHORTEST_DAYS = 14
