from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import chosen, customer_key, judged
from lakeform.plan import Resource

_SOURCES = ("kinesis_source_configuration", "msk_source_configuration")


class Encryption(Policy):
    """Deliveries that take records themselves encrypt them with a key of the account's own.

    Firehose buffers what it is sent, unencrypted unless it is told otherwise. A delivery that reads
    a Kinesis stream or an MSK topic buffers in the source, whose encryption holds: it passes.
    """

    id = "LAKE_FIREHOSE_1"
    title = "Deliveries encrypt what they buffer with a customer-managed key"
    severity = Severity.HIGH
    types = ("aws_kinesis_firehose_delivery_stream",)
    controls = controls.combined(controls.ENCRYPTION_AT_REST, controls.KEY_MANAGEMENT)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        if any(resource.get(source) for source in _SOURCES):
            return PASSED
        encrypted = judged(
            chosen(resource, "server_side_encryption", 0, "enabled", default=False),
            lambda enabled: enabled is True,
            "it doesn't encrypt what it buffers",
            subject="its encryption",
        )
        if encrypted != PASSED:
            return encrypted
        managed = judged(
            chosen(resource, "server_side_encryption", 0, "key_type", default="AWS_OWNED_CMK"),
            lambda kind: kind == "CUSTOMER_MANAGED_CMK",
            "it encrypts what it buffers with a key that AWS owns",
            subject="the kind of its key",
        )
        if managed != PASSED:
            return managed
        return customer_key(
            resource, "server_side_encryption", 0, "key_arn", without="AWS's is used"
        )
