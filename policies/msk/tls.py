from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import chosen, judged, worst
from lakeform.plan import Resource

_IN_TRANSIT = ("encryption_info", 0, "encryption_in_transit", 0)


class Tls(Policy):
    """A cluster speaks TLS only: with its clients, and among its brokers.

    `TLS_PLAINTEXT` and `PLAINTEXT` let clients send records and passwords in the clear. Both
    settings can't be changed without a window in which plain text is allowed, or not at all.
    """

    id = "LAKE_MSK_1"
    title = "Kafka clusters speak TLS only"
    severity = Severity.HIGH
    types = ("aws_msk_cluster",)
    controls = controls.ENCRYPTION_IN_TRANSIT

    def judge(self, resource: Resource, case: Case) -> Verdict:
        clients = chosen(resource, *_IN_TRANSIT, "client_broker", default="TLS")
        brokers = chosen(resource, *_IN_TRANSIT, "in_cluster", default=True)
        return worst(
            (
                judged(
                    clients,
                    lambda mode: mode == "TLS",
                    f"it lets in clients without TLS ({clients})",
                    subject="how clients connect",
                ),
                judged(
                    brokers,
                    lambda encrypts: encrypts is True,
                    "its brokers send each other records without TLS",
                    subject="how brokers connect",
                ),
            )
        )
