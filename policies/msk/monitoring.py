from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls
from lakeform.gate.judging import chosen, judged
from lakeform.plan import Resource

_LEVELS = ("PER_BROKER", "PER_TOPIC_PER_BROKER", "PER_TOPIC_PER_PARTITION")


class Monitoring(Policy):
    """A cluster has metrics for each broker.

    The level `DEFAULT` has few metrics of a single broker: a disk or network that one broker runs
    out of doesn't show.
    """

    id = "LAKE_MSK_6"
    title = "Kafka clusters have metrics of each broker"
    severity = Severity.LOW
    types = ("aws_msk_cluster",)
    controls = controls.MONITORING
    fix = "streams.kafka.NAME.monitoring: PER_BROKER"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        level = chosen(resource, "enhanced_monitoring", default="DEFAULT")
        return judged(
            level,
            lambda level: level in _LEVELS,
            f"its monitoring is {level}, less than PER_BROKER",
            subject="its monitoring",
        )
