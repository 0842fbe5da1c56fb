from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import chosen, customer_key, judged
from lakeform.plan import Resource


class Encryption(Policy):
    """Every file system is encrypted with a key of the account's own.

    EFS doesn't encrypt unless it is told to, and it can't be told later.
    """

    id = "LAKE_EFS_3"
    title = "EFS file systems are encrypted with a customer-managed key"
    severity = Severity.HIGH
    types = ("aws_efs_file_system",)
    controls = controls.combined(
        controls.ENCRYPTION_AT_REST, controls.KEY_MANAGEMENT, {"cis-aws": ("2.4.1",)}
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
        return customer_key(resource, "kms_key_id", without="EFS takes AWS's own")
