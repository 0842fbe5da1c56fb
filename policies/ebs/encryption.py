from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import chosen, customer_key, judged
from lakeform.plan import Resource


class Encryption(Policy):
    """Every volume is encrypted with a key of the account's own.

    Volumes aren't encrypted unless they are told to be, and can't be told later. That an account
    encrypts all volumes by default can't be seen.
    """

    id = "LAKE_EBS_1"
    title = "EBS volumes are encrypted with a customer-managed key"
    severity = Severity.HIGH
    types = ("aws_ebs_volume",)
    controls = controls.combined(
        controls.ENCRYPTION_AT_REST, controls.KEY_MANAGEMENT, {"cis-aws": ("2.2.1",)}
    )

    def judge(self, resource: Resource, case: Case) -> Verdict:
        encrypted = judged(
            chosen(resource, "encrypted", default=False),
            lambda encrypted: encrypted is True,
            "it isn't encrypted",
            subject="whether it is encrypted",
        )
        if encrypted != PASSED:
            return encrypted
        return customer_key(resource, "kms_key_id", without="EBS takes AWS's own")
