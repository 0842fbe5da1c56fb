"""The network: a VPC of the lake's own, or one that exists.

Both look the same to those who build on them: the ids of a VPC, of its private subnets, and of a
security group for Glue's connections.
"""

from __future__ import annotations

from collections.abc import Mapping

from lakeform.aws.base import inside
from lakeform.aws.vpc import Subnet
from lakeform.config import Lake
from lakeform.config.network import GATEWAY_ENDPOINTS
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.network import security
from lakeform.constructs.network.endpoints import gateway_endpoint, interface_endpoint
from lakeform.constructs.network.flow_logs import FlowLogs
from lakeform.constructs.network.vpc import LakeVpc
from lakeform.constructs.storage import Storage
from lakeform.engine import Construct
from lakeform.naming import Names
from lakeform.streaming.tables import connected_clusters

__all__ = ["Network"]


class Network(Construct):
    """The VPC, its endpoints, its security groups and the record of its traffic.

    Args:
        encryption: holds the key of the flow logs.
        storage: holds the log bucket, where flow logs go to S3.

    Attributes:
        vpc_id: the VPC.
        cidr: its CIDR block; None for an existing VPC whose block the file doesn't give.
        availability_zones: names of the zones, in the file's order; empty for an existing VPC whose
            zones the file doesn't name.
        private_subnet_ids: one a zone, in the same order. Jobs, streams and file systems go here.
        public_subnet_ids: the same for the subnets with a way in from the internet; empty for an
            existing VPC.
        isolated_subnet_ids: the same for those with no way out; empty for an existing VPC.
        glue_security_group_id: for Glue's connections; None where the catalogue has
            none, and no table that shows a topic.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        lake: Lake,
        names: Names,
        *,
        encryption: Encryption,
        storage: Storage | None,
    ) -> None:
        super().__init__(scope, id)
        section = lake.network
        if section is None:
            raise ValueError("the lake has no network")
        self.availability_zones = section.zone_names(names.region)
        self.public_subnet_ids: tuple[str, ...] = ()
        self.isolated_subnet_ids: tuple[str, ...] = ()
        self._made: tuple[Subnet, ...] = ()
        self._names = names
        if section.existing is not None:
            self.vpc_id = section.existing.vpc
            self.cidr = section.existing.cidr
            self.private_subnet_ids = section.existing.private_subnets
            endpoint_route_tables = section.existing.route_tables
        else:
            vpc = LakeVpc(self, "vpc", names, section)
            self.vpc_id = vpc.id
            self.cidr = section.cidr
            self.private_subnet_ids = _ids(vpc.subnets["private"])
            self._made = tuple(vpc.subnets["private"].values())
            self.public_subnet_ids = _ids(vpc.subnets["public"])
            self.isolated_subnet_ids = _ids(vpc.subnets["isolated"])
            endpoint_route_tables = vpc.endpoint_route_table_ids
        self._endpoints(section.endpoint_services(), names, endpoint_route_tables)
        self.glue_security_group_id: str | None = None
        if lake.catalog.connections or connected_clusters(lake):
            self.glue_security_group_id = security.glue_security_group(
                self, names, self.vpc_id, self.cidr, lake.catalog.connections.values()
            ).id
        if (recorded := section.recorded()) is not None:
            FlowLogs(
                self,
                "flow-logs",
                names,
                recorded,
                vpc_id=self.vpc_id,
                encryption=encryption,
                log_bucket=None if storage is None else storage.log_bucket,
            )

    def private_subnet_arns(self) -> list[str]:
        """ARNs of the private subnets, which may be parts of a policy's text."""
        if self._made:
            return [subnet.arn for subnet in self._made]
        return [self._names.arn("ec2", f"subnet/{each}") for each in self.private_subnet_ids]

    def _endpoints(
        self, services: tuple[str, ...], names: Names, route_tables: tuple[str, ...]
    ) -> None:
        interfaces = [service for service in services if service not in GATEWAY_ENDPOINTS]
        for service in services:
            if service in GATEWAY_ENDPOINTS:
                gateway_endpoint(self, service, names, self.vpc_id, route_tables)
        if not interfaces:
            return
        if self.cidr is None:
            raise ValueError("interface endpoints need the VPC's CIDR block")
        group = security.endpoint_security_group(self, names, self.vpc_id, self.cidr)
        for service in interfaces:
            interface_endpoint(
                self, service, names, self.vpc_id, self.private_subnet_ids, inside(group, "id")
            )


def _ids(subnets: Mapping[str, Subnet]) -> tuple[str, ...]:
    return tuple(inside(subnet, "id") for subnet in subnets.values())
