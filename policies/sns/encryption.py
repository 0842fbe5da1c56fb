from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import named
from lakeform.plan import Resource


class Encryption(Policy):
    """Every topic is encrypted.

    SNS doesn't encrypt unless a key is named. Events of the lake name its files and tables.
    """

    id = "LAKE_SNS_1"
    title = "Topics are encrypted"
    severity = Severity.MEDIUM
    types = ("aws_sns_topic",)
    controls = controls.ENCRYPTION_AT_REST

    def judge(self, resource: Resource, case: Case) -> Verdict:
        return named(
            resource,
            "kms_master_key_id",
            fault="it isn't encrypted: it names no key",
            subject="its key",
        )
