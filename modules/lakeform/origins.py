"""From a resource to the line of lake.yaml that it comes from.

A resource of ours has its path in the tree of constructs (`dev/storage/raw/bucket`) in the
Terraform that the engine writes. `ROUTES` says which sections such a path may come from; the one
that the file has most of is the origin.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lakeform.config.positions import Positions

ROUTES: tuple[tuple[str, str], ...] = (
    (r"storage/logs/", "storage.access_logs"),
    (r"storage/(?P<zone>[^/]+)/", "storage.zones.{zone}"),
    (r"encryption/(?P<zone>.+)-(?:key|alias)", "storage.zones.{zone}"),
    (r"network/flow-logs/", "network.flow_logs"),
    (r"network/.+-endpoint$|network/endpoints-", "network.endpoints"),
    (r"network/vpc/nat_", "network.nat"),
    (
        r"file-systems/(?P<kind>efs|lustre|ebs)-(?P<name>[^/]+?)(?:-group)?/",
        "file_systems.{kind}.{name}",
    ),
    (r"file-systems/(?:lustre|efs|ebs)-(?P<name>[^/]+?)(?:-group)?/", "training.{name}"),
    (r"file-systems/", "file_systems"),
    (r"administration/personas/(?P<name>.+)-role", "governance.personas.{name}"),
    (r"administration/lf-tags/(?P<name>.+)-tag", "governance.tags.{name}"),
    (r"administration/(?P<zone>.+)-location", "storage.zones.{zone}"),
    (r"administration/", "governance"),
    (r"grants/filters/(?P<name>.+)-filter", "governance.filters.{name}"),
    (r"grants/permissions/[^/]+-crawler_(?P<name>.+?)__", "catalog.crawlers.{name}"),
    (r"grants/permissions/[^/]+-optimizer_(?P<database>.+?)__", "catalog.databases.{database}"),
    (r"grants/permissions/[^/]+-job_(?P<name>.+?)__", "etl.jobs.{name}"),
    (r"grants/permissions/[^/]+-job_.+?__", "etl"),
    (r"grants/permissions/[^/]+-delivery_(?P<name>.+?)__", "streams.deliveries.{name}"),
    (r"grants/permissions/[^/]+-share_(?P<name>.+?)__", "governance.shares.{name}"),
    (r"grants/permissions/[A-Za-z]+-(?P<name>.+?)__", "governance.personas.{name}.grants"),
    (r"grants/tags/[^/]+-database__(?P<database>.+?)__", "catalog.databases.{database}.tags"),
    (
        r"grants/tags/[^/]+-table__(?P<database>.+?)__(?P<table>.+?)__",
        "catalog.databases.{database}.tables.{table}.tags",
    ),
    (
        r"grants/tags/[^/]+-column__(?P<database>.+?)__(?P<table>.+?)__",
        "catalog.databases.{database}.tables.{table}",
    ),
    (r"grants/", "governance"),
    (r"catalog/database-(?P<database>.+)", "catalog.databases.{database}"),
    (
        r"catalog/tables-(?P<database>[^/]+)/[^/]+__(?P<table>[^/]+)",
        "catalog.databases.{database}.tables.{table}",
    ),
    (r"catalog/crawler__(?P<name>.+)-role", "catalog.crawlers.{name}"),
    (r"catalog/optimizer__(?P<database>.+)-role", "catalog.databases.{database}"),
    (r"catalog/classifier-(?P<name>.+)", "catalog.classifiers.{name}"),
    (r"catalog/connection-(?P<name>.+)", "catalog.connections.{name}"),
    (r"catalog/schema-(?P<name>.+)", "catalog.schemas.{name}"),
    (r"crawlers/(?:crawler|logs)-(?P<name>.+)", "catalog.crawlers.{name}"),
    (r"crawlers/", "catalog.crawlers"),
    (
        r"optimizers/[A-Za-z]+-(?P<database>.+?)__(?P<table>.+)__",
        "catalog.databases.{database}.tables.{table}",
    ),
    (r"optimizers/", "catalog.databases"),
    (r"etl/(?:job|script|schedule)-(?P<name>[^/]+)", "etl.jobs.{name}"),
    (r"etl/logs-(?P<name>[^/]+)-(?:error|output)$", "etl.jobs.{name}"),
    (r"job-roles/job__(?P<name>.+)-role", "etl.jobs.{name}"),
    (r"job-roles/|storage/etl/", "etl"),
    (r"etl/workflows/(?:workflow|start|objects)-(?P<name>.+)", "etl.workflows.{name}"),
    (r"etl/workflows/objects-(?P<name>.+)-target", "etl.workflows.{name}"),
    (r"etl/workflows/step-(?P<name>[^-]+)-", "etl.workflows.{name}"),
    (r"etl/workflows/workflow__(?P<name>.+)-role", "etl.workflows.{name}"),
    (r"etl/alarms/", "etl.alarms"),
    (r"sources/kinesis/(?P<name>[^/]+)-stream$", "streams.kinesis.{name}"),
    (r"sources/kinesis/(?P<name>[^/]+)__[^/]+-consumer$", "streams.kinesis.{name}"),
    (r"sources/kafka/kafka-(?P<name>[^/]+)-group/", "streams.kafka.{name}"),
    (
        r"sources/kafka/(?P<name>[^/]+)-(?:brokers|cluster|connection|policy)(?:/|$)",
        "streams.kafka.{name}",
    ),
    (r"sources/kafka/", "streams.kafka"),
    (r"sources/delivery-roles/delivery__(?P<name>.+)-role", "streams.deliveries.{name}"),
    (r"streams/deliveries/delivery__(?P<name>.+)-logs", "streams.deliveries.{name}"),
    (
        r"streams/deliveries/(?P<name>[^/]+)-(?:\w+Delivery|delivery|transform)(?:/|$)",
        "streams.deliveries.{name}",
    ),
    (r"streams/flink/flink__(?P<name>.+)-(?:logs|role)", "streams.flink.{name}"),
    (r"streams/flink/(?P<name>.+)-(?:application|code|log-stream)$", "streams.flink.{name}"),
    (r"streams/connect/connect__(?P<name>.+)-(?:logs|role)", "streams.connect.{name}"),
    (r"streams/connect/(?P<name>.+)-(?:code|connector|plugin|workers)$", "streams.connect.{name}"),
    (r"streams/alarms/delivery__(?P<name>.+?)__", "streams.deliveries.{name}"),
    (r"streams/alarms/(?P<kind>[a-z]+)__(?P<name>.+?)__", "streams.{kind}.{name}"),
    (r"streams/alarms/", "streams.alarms"),
    (r"sources/", "streams"),
    (r"(?P<section>[^/]+)/", "{section}"),
)
"""Pattern of a path, from its start and without the environment → keys of lake.yaml."""


class Origins:
    """The lines of lake.yaml that the resources of one stack come from."""

    def __init__(self, stack: Path, positions: Positions) -> None:
        self._positions = positions
        written = json.loads((stack / "cdk.tf.json").read_text(encoding="utf-8"))
        self._paths = dict(_paths(written))

    def line(self, address: str) -> int | None:
        """The line of the deepest section; None where the resource isn't of this stack."""
        base = address.partition("[")[0]
        path = self._paths.get(base)
        if path is None:
            return None
        return self._positions.best(_keys(path))


def find_origins(folders: Iterable[Path], positions: Positions) -> Origins | None:
    """The origins by the first of these folders that has Terraform of ours, None where none has."""
    for folder in folders:
        if (folder / "cdk.tf.json").is_file():
            # Lines are a help: a file that is broken, or somebody else's, takes only them away.
            with contextlib.suppress(OSError, ValueError, AttributeError):
                return Origins(folder, positions)
    return None


def _paths(written: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Address → path in the tree, without the environment."""
    for kind, resources in written.get("resource", {}).items():
        for name, resource in resources.items():
            path = resource.get("//", {}).get("metadata", {}).get("path", "")
            yield f"{kind}.{name}", path.partition("/")[2]


def _keys(path: str) -> Iterator[tuple[str, ...]]:
    for pattern, template in ROUTES:
        match = re.match(pattern, path)
        if match:
            keys = template.split(".")
            yield tuple(
                key.format(**match.groupdict()).replace("-", "_")
                if key == "{section}"
                else key.format(**match.groupdict())
                for key in keys
            )
