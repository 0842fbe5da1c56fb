from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.connections import connection_properties
from lakeform.plan import Mark, Resource


class KafkaConnectionsUseTls(Policy):
    """Connections to Kafka use TLS, and check the brokers' certificate.

    TLS is Glue's default; `KAFKA_SSL_ENABLED = false` turns it off, and
    `KAFKA_SKIP_CUSTOM_CERT_VALIDATION` makes it trust anybody.
    """

    id = "LAKE_GLUE_2"
    title = "Connections to Kafka use TLS"
    severity = Severity.HIGH
    types = ("aws_glue_connection",)
    controls = controls.ENCRYPTION_IN_TRANSIT
    fix = "catalog: {connections: {NAME: {type: kafka, tls: true}}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        kind = resource.get("connection_type")
        if kind is Mark.UNKNOWN:
            return unknown("its type is known only after apply")
        if kind != "KAFKA":
            return PASSED
        properties = connection_properties(resource)
        if properties is None:
            return unknown("its properties are hidden, or known only after apply")
        enabled = properties.get("KAFKA_SSL_ENABLED", "true")
        skipped = properties.get("KAFKA_SKIP_CUSTOM_CERT_VALIDATION", "false")
        if isinstance(enabled, Mark) or isinstance(skipped, Mark):
            return unknown("whether it uses TLS is known only after apply")
        if str(enabled).lower() != "true":
            return failed("KAFKA_SSL_ENABLED isn't true: it talks to the brokers without TLS")
        if str(skipped).lower() == "true":
            return failed("it doesn't check the brokers' certificate")
        return PASSED
