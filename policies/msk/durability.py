from __future__ import annotations

from lakeform.gate import Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.kafka import server_properties
from lakeform.gate.judging import worst
from lakeform.plan import Resource

_LEAST = {"default.replication.factor": 3, "min.insync.replicas": 2}
_UNCLEAN = "unclean.leader.election.enable"


class Durability(Policy):
    """A configuration never lets a topic lose records that were acknowledged.

    A record survives the loss of a broker where topics have three replicas, two of them acknowledge
    each write, and no replica that has fallen behind may lead. MSK's defaults say the first two for
    a cluster in three zones, but allow the last (MSK developer guide, "Default Amazon MSK
    configuration"): a configuration has to refuse it. Topics may have settings of their own, which
    no plan shows.
    """

    id = "LAKE_MSK_9"
    title = "Kafka configurations keep acknowledged records"
    severity = Severity.MEDIUM
    types = ("aws_msk_configuration",)
    controls = controls.combined(controls.AVAILABILITY, controls.INTEGRITY)
    fix = "streams.kafka.NAME.configuration: {min.insync.replicas: '2'}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        properties = server_properties(resource)
        if properties is None:
            return unknown("its properties are known only after apply")
        faults = [
            failed(f"{name} is {properties[name]}, less than {least}")
            for name, least in _LEAST.items()
            if name in properties and _is_less(properties[name], least)
        ]
        if properties.get(_UNCLEAN, "true").lower() != "false":
            faults.append(
                failed(f"{_UNCLEAN} isn't false: a replica without the last records may lead")
            )
        unsure = [
            unknown(f"{name} is known only after apply")
            for name in _LEAST
            if "${" in properties.get(name, "")
        ]
        return worst([*faults, *unsure])


def _is_less(value: str, least: int) -> bool:
    return value.isdecimal() and int(value) < least
