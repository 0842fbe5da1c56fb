from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.connections import connection_properties
from lakeform.plan import Mark, Resource


class DatabaseConnectionsUseTls(Policy):
    """Connections to databases insist on TLS.

    Without `JDBC_ENFORCE_SSL` Glue also talks to a database that offers no TLS, and sends the
    password and the rows in the clear. A MongoDB connection asks for TLS in its URL. Connections of
    the types `NETWORK`, `MARKETPLACE` and `CUSTOM`, and those to SaaS services, aren't judged. The
    provider marks all properties as sensitive, so only what is written as a constant can be seen.
    """

    id = "LAKE_GLUE_1"
    title = "Connections to databases insist on TLS"
    severity = Severity.HIGH
    types = ("aws_glue_connection",)
    controls = controls.ENCRYPTION_IN_TRANSIT
    fix = "catalog: {connections: {NAME: {tls: true}}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        kind = resource.get("connection_type", default="JDBC")
        if kind is Mark.UNKNOWN:
            return unknown("its type is known only after apply")
        if kind not in ("JDBC", "MONGODB"):
            return PASSED
        properties = connection_properties(resource)
        if properties is None:
            return unknown("its properties are hidden, or known only after apply")
        if kind == "MONGODB":
            url = properties.get("CONNECTION_URL")
            if isinstance(url, Mark):
                return unknown("its URL is known only after apply")
            secure = ("tls=true", "ssl=true")
            text = str(url).lower()
            if text.startswith("mongodb+srv:") or any(option in text for option in secure):
                return PASSED
            return failed("its URL doesn't ask for TLS")
        enforced = properties.get("JDBC_ENFORCE_SSL")
        if isinstance(enforced, Mark):
            return unknown("JDBC_ENFORCE_SSL is known only after apply")
        if str(enforced).lower() == "true":
            return PASSED
        return failed("JDBC_ENFORCE_SSL isn't true, so Glue also connects without TLS")
