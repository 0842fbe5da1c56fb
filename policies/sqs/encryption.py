from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, unknown
from lakeform.gate.judging import chosen, judged
from lakeform.plan import Mark, Resource


class Encryption(Policy):
    """Every queue is encrypted.

    SQS encrypts new queues with a key of its own (SSE-SQS) unless somebody switches it off; a KMS
    key is as good or better.
    """

    id = "LAKE_SQS_1"
    title = "Queues are encrypted"
    severity = Severity.HIGH
    types = ("aws_sqs_queue",)
    controls = controls.ENCRYPTION_AT_REST

    def judge(self, resource: Resource, case: Case) -> Verdict:
        key = chosen(resource, "kms_master_key_id", default="")
        if key and not isinstance(key, Mark):
            return PASSED
        own = judged(
            chosen(resource, "sqs_managed_sse_enabled", default=True),
            lambda enabled: enabled is True,
            "its encryption is switched off",
            subject="whether it is encrypted",
        )
        if own == PASSED or not key:
            return own
        return unknown("its key is known only after apply")
