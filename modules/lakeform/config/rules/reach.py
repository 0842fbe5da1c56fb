"""What runs in a VPC without NAT reaches those services of AWS only that have an endpoint.

Sources: AWS Glue user guide, "Connecting to a JDBC data store in a VPC" (S3; KMS where the
catalogue is encrypted); AWS re:Post, "Troubleshoot a failed test connection in AWS Glue" (Secrets
Manager and STS). Glue, CloudWatch Logs and Lake Formation are what a job's workers call.
"""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.config.base import quoted
from lakeform.config.explain import Fault
from lakeform.config.model import Lake
from lakeform.config.streams.references import (
    DeliveryReference,
    KinesisReference,
    PlaceReference,
)
from lakeform.config.yaml_reader import KeyPath

CALLED_BY_GLUE = ("glue", "kms", "logs", "sts")
"""What workers behind any connection of Glue call, beside S3, of which a rule of its own tells."""
_ENDPOINTS = {
    DeliveryReference: "kinesis-firehose",
    KinesisReference: "kinesis-streams",
    PlaceReference: "s3",
}


def aws_is_reached_without_nat(lake: Lake) -> Iterator[Fault]:
    """Glue's connections, Flink applications and connectors have the endpoints that they call."""
    network = lake.network
    if network is None or network.existing is not None or network.nat != "none":
        return
    for where, services in (*_connections(lake), *_programs(lake)):
        missing = sorted(set(services) - set(network.endpoint_services()))
        if missing:
            yield Fault(
                where,
                f"{quoted(where[-1])} runs in a VPC without NAT, and reaches no "
                f"{', '.join(missing)}",
                f"add to `network.endpoints`: {', '.join(missing)}",
                at_key=True,
            )


def _connections(lake: Lake) -> Iterator[tuple[KeyPath, list[str]]]:
    """Where a connection stands, and the endpoints of what a crawler or job behind it calls."""
    for name, connection in lake.catalog.connections.items():
        services = list(CALLED_BY_GLUE)
        if connection.secret is not None:
            services.append("secretsmanager")
        if lake.governance.mode != "iam":
            services.append("lakeformation")
        yield ("catalog", "connections", name), services


def _programs(lake: Lake) -> Iterator[tuple[KeyPath, list[str]]]:
    """Where a program stands, and the endpoints of what it calls."""
    for name, application in lake.streams.flink.items():
        listed = (*application.reads, *application.writes)
        if application.inside:
            services = [_ENDPOINTS[type(e)] for e in listed if type(e) in _ENDPOINTS]
            yield ("streams", "flink", name), services
    for name in lake.streams.connect:
        yield ("streams", "connect", name), ["s3"]
