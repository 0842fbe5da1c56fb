from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.kafka import server_properties
from lakeform.plan import Resource


class TopicsOnPurpose(Policy):
    """A configuration doesn't make a topic because somebody has named it.

    With `auto.create.topics.enable`, a typing error of a producer is a new topic, and its records
    are where nobody looks for them. MSK's default is not to.
    """

    id = "LAKE_MSK_10"
    title = "Kafka topics are made on purpose"
    severity = Severity.LOW
    types = ("aws_msk_configuration",)
    controls = controls.INVENTORY
    fix = "streams.kafka.NAME.configuration: {auto.create.topics.enable: 'false'}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        properties = server_properties(resource)
        if properties is None:
            return unknown("its properties are known only after apply")
        if properties.get("auto.create.topics.enable", "false").lower() == "false":
            return PASSED
        return failed("auto.create.topics.enable is on: whatever is named becomes a topic")
