from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import at_most
from lakeform.plan import Resource


class Brokers(Policy):
    """No cluster has more brokers than the settings allow.

    A broker is paid by the hour, and MSK can't take one away again from most clusters.
    """

    id = "LAKE_COST_2"
    title = "Kafka clusters keep to the limit of brokers"
    severity = Severity.HIGH
    types = ("aws_msk_cluster",)
    controls = controls.COST
    fix = "streams.kafka.NAME.brokers: 3"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        number = resource.get("number_of_broker_nodes")
        return at_most(number, case.settings.max_brokers, "brokers", subject="its size")
