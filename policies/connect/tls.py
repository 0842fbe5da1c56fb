from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import judged
from lakeform.plan import Resource


class Tls(Policy):
    """A connector speaks TLS with its Kafka cluster.

    `PLAINTEXT` is the default of MSK Connect: what it copies crosses the network in the clear.
    """

    id = "LAKE_CONNECT_1"
    title = "Connectors speak TLS with Kafka"
    severity = Severity.HIGH
    types = ("aws_mskconnect_connector",)
    controls = controls.ENCRYPTION_IN_TRANSIT

    def judge(self, resource: Resource, case: Case) -> Verdict:
        path = ("kafka_cluster_encryption_in_transit", 0, "encryption_type")
        return judged(
            resource.get(*path, default="PLAINTEXT"),
            lambda kind: kind == "TLS",
            "it speaks with Kafka without TLS",
            subject="its encryption in transit",
        )
