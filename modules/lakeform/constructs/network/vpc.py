"""The lake's own VPC: subnets, gateways and routes."""

from __future__ import annotations

from collections.abc import Mapping

from lakeform.aws.base import inside
from lakeform.aws.vpc import (
    Eip,
    InternetGateway,
    NatGateway,
    Route,
    RouteTable,
    RouteTableAssociation,
    Subnet,
    Vpc,
)
from lakeform.config import network as config
from lakeform.constructs.network.security import close_defaults, network_acl
from lakeform.constructs.network.subnets import TIERS, Tier, plan_subnets
from lakeform.engine import Construct
from lakeform.naming import Names

ANYWHERE = "0.0.0.0/0"


class LakeVpc(Construct):
    """A VPC with a public, a private and an isolated subnet in each zone.

    Public subnets route to the internet gateway, private ones to a NAT gateway (if there is one),
    isolated ones nowhere but to the gateway endpoints.

    Attributes:
        id: the VPC's.
        subnets: tier → zone → subnet.
        endpoint_route_table_ids: the route tables that gateway endpoints are added to.
    """

    def __init__(self, scope: Construct, id: str, names: Names, section: config.Network) -> None:
        super().__init__(scope, id)
        self._names = names
        vpc = Vpc(
            self,
            "vpc",
            logical_id="network",
            cidr_block=section.cidr,
            enable_dns_support=True,
            enable_dns_hostnames=True,  # private names of interface endpoints need both
            tags=self._tags(),
        )
        self.id = inside(vpc, "id")
        self.subnets = self._subnets(section)
        close_defaults(self, vpc, self._tags("default"))
        network_acl(
            self,
            vpc,
            [inside(s, "id") for t in TIERS for s in self.subnets[t].values()],
            self._tags(),
        )
        internet = InternetGateway(
            self, "internet", logical_id="network", vpc_id=self.id, tags=self._tags()
        )
        self._public_routes(internet)
        self.endpoint_route_table_ids = (
            *self._private_routes(section, internet),
            inside(self._route_table("isolated", self.subnets["isolated"]), "id"),
        )

    def _tags(self, *parts: str) -> dict[str, str]:
        return {"Name": self._names.name(*parts)}

    def _subnets(self, section: config.Network) -> dict[Tier, dict[str, Subnet]]:
        subnets: dict[Tier, dict[str, Subnet]] = {tier: {} for tier in TIERS}
        for planned in plan_subnets(section.cidr, section.zone_names(self._names.region)):
            subnets[planned.tier][planned.zone] = Subnet(
                self,
                f"{planned.key}-subnet",
                logical_id=planned.key,
                vpc_id=self.id,
                availability_zone=planned.zone,
                cidr_block=planned.cidr,
                map_public_ip_on_launch=False,
                tags=self._tags(planned.tier, planned.zone[-1]),
            )
        return subnets

    def _route_table(self, key: str, subnets: Mapping[str, Subnet]) -> RouteTable:
        """A route table for subnets of one tier: `key` is the tier, or the tier and a zone."""
        table = RouteTable(
            self,
            f"{key}-routes",
            logical_id=key,
            vpc_id=self.id,
            tags=self._tags(*key.split("_")),
        )
        tier = key.split("_")[0]
        for zone, subnet in subnets.items():
            RouteTableAssociation(
                self,
                f"{tier}-{zone}-association",
                logical_id=f"{tier}_{zone[-1]}",
                route_table_id=inside(table, "id"),
                subnet_id=inside(subnet, "id"),
            )
        return table

    def _public_routes(self, internet: InternetGateway) -> None:
        Route(
            self,
            "public-route",
            logical_id="public",
            route_table_id=inside(self._route_table("public", self.subnets["public"]), "id"),
            destination_cidr_block=ANYWHERE,
            gateway_id=inside(internet, "id"),
        )

    def _private_routes(self, section: config.Network, internet: InternetGateway) -> list[str]:
        """One route table a zone, so that a zone can have its own way out; returns their ids."""
        nat: NatGateway | None = None
        tables: list[str] = []
        for zone, subnet in self.subnets["private"].items():
            if section.nat == "one_per_zone" or (section.nat == "single" and nat is None):
                nat = self._nat_gateway(zone, internet)
            key = f"private_{zone[-1]}"
            table = self._route_table(key, {zone: subnet})
            tables.append(inside(table, "id"))
            if nat is not None:
                Route(
                    self,
                    f"{key}-route",
                    logical_id=key,
                    route_table_id=inside(table, "id"),
                    destination_cidr_block=ANYWHERE,
                    nat_gateway_id=inside(nat, "id"),
                )
        return tables

    def _nat_gateway(self, zone: str, internet: InternetGateway) -> NatGateway:
        key = f"nat_{zone[-1]}"
        tags = self._tags("nat", zone[-1])
        address = Eip(
            self,
            f"{key}-address",
            logical_id=key,
            domain="vpc",
            tags=tags,
            depends_on=[internet],  # an address can't be attached before, nor detached after it
        )
        return NatGateway(
            self,
            f"{key}-gateway",
            logical_id=key,
            allocation_id=inside(address, "id"),
            subnet_id=inside(self.subnets["public"][zone], "id"),
            tags=tags,
            depends_on=[internet],
        )
