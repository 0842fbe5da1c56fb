"""Streams: where data arrives (`Sources`), and what reads it (`Streams`).

The sources come before the catalogue. What reads them comes after the grants: a delivery that makes
columns of records reads a table at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from lakeform.config import Lake
from lakeform.constructs.catalog import Catalog
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.files import StackFiles
from lakeform.constructs.network import Network
from lakeform.constructs.storage import Storage
from lakeform.constructs.streams.alarms import Alarms
from lakeform.constructs.streams.connect import Connectors
from lakeform.constructs.streams.delivery_roles import DeliveryRoles
from lakeform.constructs.streams.firehose import Deliveries
from lakeform.constructs.streams.flink import FlinkApplications
from lakeform.constructs.streams.kafka import KafkaClusters, outputs
from lakeform.constructs.streams.kinesis import KinesisStreams
from lakeform.constructs.streams.workers import WorkerNetwork
from lakeform.engine import Construct, TerraformOutput
from lakeform.naming import Names
from lakeform.streaming.programs import needs_workers

__all__ = ["DeliveryRoles", "Sources", "Streams"]


class Sources(Construct):
    """Kinesis streams, Kafka clusters, and the roles of the deliveries.

    Attributes:
        kinesis: the Kinesis streams.
        kafka: the clusters; None where there are none.
        roles: the deliveries' roles; None where there are none.
        arns: `("kinesis", name)` or `("kafka", name)` → ARN.
        brokers: cluster → its bootstrap servers.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        lake: Lake,
        names: Names,
        *,
        network: Network | None,
        storage: Storage | None,
        encryption: Encryption,
    ) -> None:
        super().__init__(scope, id)
        self.kinesis = KinesisStreams(self, "kinesis", lake, names, encryption=encryption)
        self.kafka: KafkaClusters | None = None
        if lake.streams.kafka and network is not None:
            self.kafka = KafkaClusters(
                self, "kafka", lake, names, network=network, encryption=encryption
            )
        self.roles: DeliveryRoles | None = None
        if lake.streams.deliveries and storage is not None:
            self.roles = DeliveryRoles(
                self, "delivery-roles", lake, names, storage=storage, encryption=encryption
            )
        self.arns = {("kinesis", name): s.arn for name, s in self.kinesis.streams.items()}
        self.brokers: Mapping[str, str] = {}
        if self.kafka is not None:
            self.arns |= {("kafka", name): arn for name, arn in self.kafka.arns.items()}
            self.brokers = self.kafka.brokers


class Streams(Construct):
    """Deliveries, Flink applications, connectors, and the alarms on all streams.

    Args:
        granted: ARN of a role → addresses of its grants.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        lake: Lake,
        names: Names,
        *,
        sources: Sources,
        network: Network | None,
        storage: Storage | None,
        encryption: Encryption,
        catalog: Catalog,
        files: StackFiles,
        granted: Mapping[str, Sequence[str]],
    ) -> None:
        super().__init__(scope, id)
        section = lake.streams
        kafka = sources.kafka
        values: dict[str, object] = {}
        if section.kinesis:
            values["kinesis_streams"] = _named(sources.kinesis.streams)
        if kafka is not None:
            values["kafka_clusters"] = outputs(kafka)
        if storage is not None and sources.roles is not None:
            deliveries = Deliveries(
                self,
                "deliveries",
                lake,
                names,
                roles=sources.roles,
                storage=storage,
                encryption=encryption,
                catalog=catalog,
                files=files,
                sources=sources.arns,
                cluster_policies={} if kafka is None else kafka.policies,
                granted=granted,
            )
            values["deliveries"] = _named(deliveries.by_name)
        workers = None
        if network is not None and needs_workers(lake):
            clients = None if kafka is None else kafka.clients.group.id
            workers = WorkerNetwork(self, "workers", names, network=network, kafka_clients=clients)
        if storage is not None and section.flink:
            flink = FlinkApplications(
                self,
                "flink",
                lake,
                names,
                storage=storage,
                encryption=encryption,
                network=workers,
                files=files,
                brokers=sources.brokers,
            )
            values["flink_applications"] = _named(flink.by_name)
        if storage is not None and workers is not None and section.connect:
            connectors = Connectors(
                self,
                "connect",
                lake,
                names,
                storage=storage,
                encryption=encryption,
                network=workers,
                files=files,
                brokers=sources.brokers,
            )
            values["connectors"] = _named(connectors.by_name)
        if section.alarms is not None:
            Alarms(self, "alarms", lake, names, section.alarms, encryption=encryption)
        for name, value in sorted(values.items()):
            output = TerraformOutput(self, f"{name}-output", value=value)
            output.override_logical_id(name)


class _Named(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def arn(self) -> str: ...


def _named(resources: Mapping[str, _Named]) -> dict[str, dict[str, str]]:
    """What AWS calls each: name and ARN."""
    return {key: {"name": each.name, "arn": each.arn} for key, each in resources.items()}
