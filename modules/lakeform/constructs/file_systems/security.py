"""Security groups of file systems: exactly the ports of Lustre and of NFS.

Clients carry one group of their own, and each file system admits that group: an address range would
let in whatever else lives in the VPC.
"""

from __future__ import annotations

from lakeform.aws.vpc import (
    SecurityGroup,
    VpcSecurityGroupEgressRule,
    VpcSecurityGroupIngressRule,
)
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id

LUSTRE_PORTS = ((988, 988), (1018, 1023))
"""TCP, in both directions (FSx for Lustre user guide, "File system access control with Amazon
VPC")."""

NFS_PORTS = ((2049, 2049),)
"""TCP (Amazon EFS user guide, "Using VPC security groups")."""


class Group(Construct):
    """A security group, and the rules that are added to it."""

    def __init__(
        self, scope: Construct, *key: str, names: Names, vpc_id: str, description: str
    ) -> None:
        super().__init__(scope, f"{'-'.join(key)}-group")
        self._key = logical_id(*key)
        name = names.name(*key)
        self.id = SecurityGroup(
            self,
            "group",
            logical_id=self._key,
            name=name,
            description=description,
            vpc_id=vpc_id,
            tags={"Name": name},
        ).id

    def admit(self, who: str, group_id: str, ports: tuple[int, int] | None, why: str) -> None:
        """Let members of a group in; `ports` None lets all traffic in."""
        VpcSecurityGroupIngressRule(
            self,
            f"{who}-{_name(ports)}-ingress",
            logical_id=logical_id(self._key, f"{who}_{_name(ports)}"),
            security_group_id=self.id,
            referenced_security_group_id=group_id,
            description=why,
            ip_protocol="-1" if ports is None else "tcp",
            from_port=None if ports is None else ports[0],
            to_port=None if ports is None else ports[1],
        )

    def reach(self, who: str, group_id: str, ports: tuple[int, int] | None, why: str) -> None:
        """Let this group's members reach those of another."""
        VpcSecurityGroupEgressRule(
            self,
            f"{who}-{_name(ports)}-egress",
            logical_id=logical_id(self._key, f"{who}_{_name(ports)}"),
            security_group_id=self.id,
            referenced_security_group_id=group_id,
            description=why,
            ip_protocol="-1" if ports is None else "tcp",
            from_port=None if ports is None else ports[0],
            to_port=None if ports is None else ports[1],
        )


def _name(ports: tuple[int, int] | None) -> str:
    return "all" if ports is None else str(ports[0])


def lustre_group(
    scope: Construct, name: str, names: Names, vpc_id: str, clients: Group, *, efa: bool
) -> Group:
    """The group of one file system of FSx for Lustre. Its servers talk to each other, and they also
    call their clients back. EFA is not TCP: it takes all traffic among those concerned."""
    servers = Group(
        scope,
        "lustre",
        name,
        names=names,
        vpc_id=vpc_id,
        description=f"FSx for Lustre {name}: its servers and clients",
    )
    for ports in (None,) if efa else LUSTRE_PORTS:
        servers.admit("self", servers.id, ports, "Lustre, among the servers")
        servers.reach("self", servers.id, ports, "Lustre, among the servers")
        servers.admit("clients", clients.id, ports, "Lustre, from clients")
        servers.reach("clients", clients.id, ports, "Lustre, to clients")
        clients.admit(f"lustre_{name}", servers.id, ports, f"Lustre, from {name}")
        clients.reach(f"lustre_{name}", servers.id, ports, f"Lustre, to {name}")
    return servers


def admit_efa(clients: Group) -> None:
    """EFA also wants all traffic among the clients (Amazon EC2 user guide, "Prepare an EFA-enabled
    security group")."""
    clients.admit("self", clients.id, None, "EFA, among clients")
    clients.reach("self", clients.id, None, "EFA, among clients")


def efs_group(scope: Construct, name: str, names: Names, vpc_id: str, clients: Group) -> Group:
    """The group of one file system of EFS: its mount targets answer, and ask nobody."""
    targets = Group(
        scope,
        "efs",
        name,
        names=names,
        vpc_id=vpc_id,
        description=f"EFS {name}: NFS from clients",
    )
    for ports in NFS_PORTS:
        targets.admit("clients", clients.id, ports, "NFS, from clients")
        clients.reach(f"efs_{name}", targets.id, ports, f"NFS, to {name}")
    return targets
