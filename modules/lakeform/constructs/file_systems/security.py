"""Security groups of file systems: exactly the ports of Lustre and of NFS.

Clients carry one group of their own, and each file system admits that group: an address range would
let in whatever else lives in the VPC.
"""

from __future__ import annotations

from lakeform.constructs.network.group import Group
from lakeform.engine import Construct
from lakeform.naming import Names

LUSTRE_PORTS = ((988, 988), (1018, 1023))
"""TCP, in both directions (FSx for Lustre user guide, "File system access control with Amazon
VPC")."""

NFS_PORTS = ((2049, 2049),)
"""TCP (Amazon EFS user guide, "Using VPC security groups")."""


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


def training_group(scope: Construct, names: Names, vpc_id: str) -> Group:
    """The second group of training jobs: they read their script and write their model in S3, and
    the machines of one job talk to each other (Amazon SageMaker AI developer guide, "Give SageMaker
    AI Training Jobs Access to Resources in Your Amazon VPC")."""
    jobs = Group(
        scope, "training-jobs", names=names, vpc_id=vpc_id, description="Training jobs of SageMaker"
    )
    jobs.admit("self", jobs.id, None, "Machines of a training job among themselves")
    jobs.reach("self", jobs.id, None, "Machines of a training job among themselves")
    jobs.reach_aws()
    return jobs


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
