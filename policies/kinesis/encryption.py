from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import chosen, customer_key, judged
from lakeform.plan import Resource


class Encryption(Policy):
    """Every stream is encrypted with a key of the account's own.

    Streams aren't encrypted by default. With AWS's key `alias/aws/kinesis` there is no key policy
    to say who may decrypt, and no other account can be let in. A key's literal ARN is taken for one
    of the account's own.
    """

    id = "LAKE_KINESIS_2"
    title = "Streams are encrypted with a customer-managed key"
    severity = Severity.HIGH
    types = ("aws_kinesis_stream",)
    controls = controls.combined(controls.ENCRYPTION_AT_REST, controls.KEY_MANAGEMENT)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        kind = judged(
            chosen(resource, "encryption_type", default="NONE"),
            lambda kind: kind == "KMS",
            "it isn't encrypted",
            subject="its encryption",
        )
        if kind != PASSED:
            return kind
        return customer_key(resource, "kms_key_id", without="Kinesis takes AWS's own")
