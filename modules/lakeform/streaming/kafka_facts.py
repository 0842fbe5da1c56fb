"""Facts of Amazon MSK: ports, defaults of the brokers' configuration, zones."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from lakeform.config import Lake
from lakeform.config.streams import ProvisionedKafka
from lakeform.config.streams.kafka import MAX_ZONES

IAM_PORT, SCRAM_PORT = 9098, 9096
"""TCP, with TLS (MSK developer guide, "Port information")."""
MONITORING_PORTS = {11001: "JMX metrics", 11002: "Node metrics"}
"""TCP (MSK developer guide, "Monitor with Prometheus")."""


def used_zones(lake: Lake, section: ProvisionedKafka) -> int:
    """The availability zones that a provisioned cluster spans."""
    return section.spans(MAX_ZONES if lake.network is None else lake.network.zone_count())


def broker_count(lake: Lake, section: ProvisionedKafka) -> int:
    """How many brokers a provisioned cluster has."""
    return used_zones(lake, section) if section.brokers is None else section.brokers


def server_properties(lake: Lake, section: ProvisionedKafka) -> Mapping[str, str]:
    """The brokers' configuration: a record is on one broker a zone, and one broker may be missing
    while it is written (MSK developer guide, "Best practices for Standard brokers")."""
    zones = used_zones(lake, section)
    return {
        "auto.create.topics.enable": "false",
        "default.replication.factor": str(zones),
        "min.insync.replicas": str(zones - 1),
        "unclean.leader.election.enable": "false",
        **section.configuration,
    }


def properties_text(properties: Mapping[str, str]) -> str:
    """The same as Kafka reads it."""
    return "".join(f"{key}={value}\n" for key, value in sorted(properties.items()))


def configuration_digest(version: str, text: str) -> str:
    """Eight characters that differ for each configuration: MSK keeps all revisions of a name, so
    each configuration has a name of its own."""
    return hashlib.sha256(f"{version}\n{text}".encode()).hexdigest()[:8]
