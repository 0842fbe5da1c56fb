from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import judged
from lakeform.plan import Resource


class Authentication(Policy):
    """A connector says who it is to its Kafka cluster, with IAM.

    `NONE` is the default, and works only where the cluster lets in everybody.
    """

    id = "LAKE_CONNECT_2"
    title = "Connectors authenticate with IAM"
    severity = Severity.HIGH
    types = ("aws_mskconnect_connector",)
    controls = controls.combined(controls.LEAST_PRIVILEGE, controls.SECRETS)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        path = ("kafka_cluster_client_authentication", 0, "authentication_type")
        return judged(
            resource.get(*path, default="NONE"),
            lambda kind: kind == "IAM",
            "it doesn't say to Kafka who it is",
            subject="its authentication",
        )
