"""Changes of VPC endpoints: ec2:ModifyVpcEndpoint.

moto changes the lists and forgets the rest: a gateway endpoint's route tables keep their old routes
(deleting the endpoint then fails), an interface endpoint its old network interfaces, and private
DNS names and the reset of the policy are ignored. An endpoint made without a type has none, where
AWS takes it for a gateway, and can't be deleted.
"""

from __future__ import annotations

import contextlib
import json
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import InvalidRouteError
from moto.ec2.models.vpcs import VPCEndPoint
from moto.ec2.responses.vpcs import VPCs
from moto.ec2.utils import random_private_ip

from lakeform.local.gaps.gap import Gap, add_calls, replace


def _move_routes(endpoint: VPCEndPoint, added: list[str], removed: list[str]) -> None:
    prefix_list = endpoint.destination_prefix_list_id
    if not prefix_list:
        return
    backend = endpoint.ec2_backend
    for table in removed:
        with contextlib.suppress(InvalidRouteError):
            backend.delete_route(table, None, destination_prefix_list_id=prefix_list)
    for table in added:
        backend.create_route(
            table, None, gateway_id=endpoint.id, destination_prefix_list_id=prefix_list
        )


def _renew_interfaces(endpoint: VPCEndPoint) -> None:
    """One interface a subnet, as when the endpoint was made."""
    backend = endpoint.ec2_backend
    for interface in endpoint.network_interface_ids:
        backend.enis.pop(interface, None)
    endpoint.network_interface_ids = [
        backend.create_network_interface(subnet, random_private_ip()).id
        for subnet in endpoint.subnet_ids or ()
    ]


def apply() -> None:
    modify = VPCs.modify_vpc_endpoint

    def modify_vpc_endpoint(self: VPCs) -> ActionResult:
        identifier = self._get_param("VpcEndpointId")
        endpoint = self.ec2_backend.describe_vpc_endpoints([identifier])[0]
        tables = set(endpoint.route_table_ids or ())
        subnets = set(endpoint.subnet_ids or ())
        answer: ActionResult = modify(self)
        after = set(endpoint.route_table_ids or ())
        _move_routes(endpoint, sorted(after - tables), sorted(tables - after))
        if set(endpoint.subnet_ids or ()) != subnets:
            _renew_interfaces(endpoint)
        private_dns = self._get_param("PrivateDnsEnabled")
        if private_dns is not None:
            endpoint.private_dns_enabled = private_dns
        if self._get_param("ResetPolicy"):
            endpoint.policy_document = json.dumps(VPCEndPoint.DEFAULT_POLICY)
        return answer

    initialise = VPCEndPoint.__init__

    def initialise_with_type(self: VPCEndPoint, *args: Any, **others: Any) -> None:
        initialise(self, *args, **others)
        if self.vpc_endpoint_type is None:
            self.vpc_endpoint_type = "Gateway"

    replace(VPCEndPoint, __init__=initialise_with_type)
    add_calls(VPCs, {"modify_vpc_endpoint": modify_vpc_endpoint})


GAP = Gap(
    name="Changes of VPC endpoints",
    resources=(
        "aws_vpc_endpoint",
        "aws_vpc_endpoint_policy",
        "aws_vpc_endpoint_private_dns",
        "aws_vpc_endpoint_route_table_association",
        "aws_vpc_endpoint_subnet_association",
    ),
    corrected=("ec2:CreateVpcEndpoint", "ec2:ModifyVpcEndpoint"),
    apply=apply,
)
