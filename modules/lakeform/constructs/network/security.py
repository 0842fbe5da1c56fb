"""Security groups and network ACLs: what traffic is let through."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from lakeform.aws.base import inside
from lakeform.aws.vpc import (
    DefaultNetworkAcl,
    DefaultSecurityGroup,
    NetworkAcl,
    NetworkAclEgress,
    NetworkAclIngress,
    SecurityGroup,
    Vpc,
    VpcSecurityGroupEgressRule,
    VpcSecurityGroupIngressRule,
)
from lakeform.config.catalog import Connection
from lakeform.config.network import PRIVATE_RANGES
from lakeform.constructs.network.database_ports import database_ports
from lakeform.engine import Construct, TerraformResourceLifecycle
from lakeform.naming import Names

ANYWHERE = "0.0.0.0/0"
HTTPS = 443
RDP = 3389
EPHEMERAL = (1024, 65535)
"""Ports that replies come back to: NAT gateways and Lambda use all of these (Amazon VPC user guide,
"Custom network ACLs", ephemeral ports)."""


def close_defaults(scope: Construct, vpc: Vpc, tags: dict[str, str]) -> None:
    """Take every rule from the default security group and the default network ACL, so that nothing
    is let through by what nobody wrote."""
    DefaultSecurityGroup(
        scope,
        "default-security-group",
        logical_id="network",
        vpc_id=inside(vpc, "id"),
        ingress=[],
        egress=[],
        tags=tags,
    )
    DefaultNetworkAcl(
        scope,
        "default-network-acl",
        logical_id="network",
        default_network_acl_id=inside(vpc, "default_network_acl_id"),
        ingress=[],
        egress=[],
        tags=tags,
        # A new subnet belongs to the default ACL for the moment until it gets its own; AWS keeps
        # that list, and to manage it here would fight with it.
        lifecycle=TerraformResourceLifecycle(ignore_changes=["subnet_ids"]),
    )


def network_acl(
    scope: Construct, vpc: Vpc, subnet_ids: Sequence[str], tags: dict[str, str]
) -> NetworkAcl:
    """The ACL of all subnets: private networks may come in, where security groups judge them; from
    anywhere else come replies only."""
    return NetworkAcl(
        scope,
        "network-acl",
        logical_id="network",
        vpc_id=inside(vpc, "id"),
        subnet_ids=subnet_ids,
        ingress=list(_admitted()),
        egress=[
            NetworkAclEgress(
                rule_no=100,
                action="allow",
                protocol="-1",
                cidr_block=ANYWHERE,
                from_port=0,
                to_port=0,
            )
        ],
        tags=tags,
    )


def _admitted() -> Iterator[NetworkAclIngress]:
    for number, block in enumerate(PRIVATE_RANGES):
        yield NetworkAclIngress(
            rule_no=100 + number,
            action="allow",
            protocol="-1",
            cidr_block=block,
            from_port=0,
            to_port=0,
        )
    # Remote desktop lies within the ports of replies. The CIS benchmark (5.1) wants it closed to
    # the internet; the price is one in 64,512 connections through NAT, which clients try again.
    yield NetworkAclIngress(
        rule_no=200,
        action="deny",
        protocol="tcp",
        cidr_block=ANYWHERE,
        from_port=RDP,
        to_port=RDP,
    )
    first, last = EPHEMERAL
    for number, protocol in enumerate(("tcp", "udp")):
        yield NetworkAclIngress(
            rule_no=210 + number,
            action="allow",
            protocol=protocol,
            cidr_block=ANYWHERE,
            from_port=first,
            to_port=last,
        )


def endpoint_security_group(
    scope: Construct, names: Names, vpc_id: str, cidr: str
) -> SecurityGroup:
    """The group of the interface endpoints: HTTPS from inside the VPC, and nothing else."""
    group = SecurityGroup(
        scope,
        "endpoints-group",
        logical_id="endpoints",
        name=names.name("endpoints"),
        description="Interface endpoints: HTTPS from the VPC",
        vpc_id=vpc_id,
        tags={"Name": names.name("endpoints")},
    )
    VpcSecurityGroupIngressRule(
        scope,
        "endpoints-https",
        logical_id="endpoints_https",
        security_group_id=inside(group, "id"),
        description="HTTPS from the VPC",
        cidr_ipv4=cidr,
        ip_protocol="tcp",
        from_port=HTTPS,
        to_port=HTTPS,
    )
    return group


def glue_security_group(
    scope: Construct,
    names: Names,
    vpc_id: str,
    cidr: str | None,
    connections: Iterable[Connection],
) -> SecurityGroup:
    """The group of Glue's connections.

    Glue insists on all traffic within the group (its workers talk to each other). Beyond that they
    reach AWS, the VPC, and the ports of the databases that the connections name: in private
    networks, or where the connection says.
    """
    group = SecurityGroup(
        scope,
        "glue-group",
        logical_id="glue",
        name=names.name("glue"),
        description="Glue connections: all traffic within the group",
        vpc_id=vpc_id,
        tags={"Name": names.name("glue")},
    )
    VpcSecurityGroupIngressRule(
        scope,
        "glue-ingress-self",
        logical_id="glue_self",
        security_group_id=inside(group, "id"),
        description="Workers of a Glue job among themselves",
        referenced_security_group_id=inside(group, "id"),
        ip_protocol="-1",
    )
    VpcSecurityGroupEgressRule(
        scope,
        "glue-egress-self",
        logical_id="glue_self",
        security_group_id=inside(group, "id"),
        description="Workers of a Glue job among themselves",
        referenced_security_group_id=inside(group, "id"),
        ip_protocol="-1",
    )
    VpcSecurityGroupEgressRule(
        scope,
        "glue-egress-https",
        logical_id="glue_https",
        security_group_id=inside(group, "id"),
        description="AWS services",
        cidr_ipv4=ANYWHERE,
        ip_protocol="tcp",
        from_port=HTTPS,
        to_port=HTTPS,
    )
    for port, block in _databases(connections):
        name = f"{port}_{re.sub(r'[./]', '_', block)}"
        VpcSecurityGroupEgressRule(
            scope,
            f"glue-egress-{name}",
            logical_id=f"glue_{name}",
            security_group_id=inside(group, "id"),
            description="Databases of Glue connections",
            cidr_ipv4=block,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
        )
    if cidr is not None:
        VpcSecurityGroupEgressRule(
            scope,
            "glue-egress-vpc",
            logical_id="glue_vpc",
            security_group_id=inside(group, "id"),
            description="Databases inside the VPC",
            cidr_ipv4=cidr,
            ip_protocol="tcp",
            from_port=0,
            to_port=65535,
        )
    return group


def _databases(connections: Iterable[Connection]) -> list[tuple[int, str]]:
    """Port and CIDR block of everything that the connections name, sorted."""
    return sorted(
        {
            (port, block)
            for connection in connections
            for port in database_ports([connection])
            for block in ((connection.cidr,) if connection.cidr else PRIVATE_RANGES)
        }
    )
