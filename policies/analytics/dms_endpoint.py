from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, unknown
from lakeform.gate.judging import chosen, judged
from lakeform.plan import Mark, Resource

_WITHOUT_TLS = frozenset({"dynamodb", "elasticsearch", "kinesis", "opensearch", "s3"})
"""Engines that DMS reaches through AWS's API, which is HTTPS anyway."""


class DmsEndpoint(Policy):
    """DMS speaks TLS with databases and Kafka.

    `ssl_mode` is `none` unless it is set: rows, and the password, cross the network in the clear.
    """

    id = "LAKE_DMS_2"
    title = "DMS endpoints speak TLS"
    severity = Severity.HIGH
    types = ("aws_dms_endpoint",)
    controls = controls.ENCRYPTION_IN_TRANSIT

    def judge(self, resource: Resource, case: Case) -> Verdict:
        engine = resource.get("engine_name", default="")
        if isinstance(engine, Mark):
            return unknown("its engine is known only after apply")
        if engine in _WITHOUT_TLS:
            return PASSED
        if engine == "kafka":
            return judged(
                resource.get("kafka_settings", 0, "security_protocol", default="plaintext"),
                lambda protocol: "ssl" in protocol.replace("sasl", ""),
                "it speaks with Kafka without TLS",
                subject="its security protocol",
            )
        return judged(
            chosen(resource, "ssl_mode", default="none"),
            lambda mode: mode != "none",
            "it speaks with the database without TLS",
            subject="its TLS mode",
        )
