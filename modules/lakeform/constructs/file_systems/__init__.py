"""Shared file systems and volumes, and what they are mounted with."""

from __future__ import annotations

from collections.abc import Mapping

from lakeform.config import Lake
from lakeform.config import file_systems as config
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.file_systems.ebs import Volume
from lakeform.constructs.file_systems.efs import EfsSystem
from lakeform.constructs.file_systems.lustre import LustreSystem
from lakeform.constructs.file_systems.security import (
    admit_efa,
    efs_group,
    lustre_group,
    training_group,
)
from lakeform.constructs.network import Network
from lakeform.constructs.network.group import Group
from lakeform.constructs.storage import Storage
from lakeform.engine import Construct, TerraformOutput
from lakeform.mounts import ebs_texts, efs_texts, lustre_texts
from lakeform.naming import Names, logical_id

__all__ = ["FileSystems"]


class FileSystems(Construct):
    """FSx for Lustre, EFS and EBS.

    Args:
        systems: what to make: the file's, and what the advisor adds.

    Attributes:
        clients: id of the security group that clients carry; None where nothing is shared.
        lustre, efs, ebs: name → file system or volume.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        lake: Lake,
        names: Names,
        *,
        systems: config.FileSystems,
        network: Network,
        encryption: Encryption,
        storage: Storage | None,
    ) -> None:
        super().__init__(scope, id)
        self._lake = lake
        self._names = names
        self._network = network
        self._encryption = encryption
        self.clients: str | None = None
        self.lustre: Mapping[str, LustreSystem] = {}
        self.efs: Mapping[str, EfsSystem] = {}
        if systems.lustre or systems.efs:
            clients = Group(
                self,
                "file-system-clients",
                names=names,
                vpc_id=network.vpc_id,
                description="Clients of the file systems",
            )
            if any(section.efa for section in systems.lustre.values()):
                admit_efa(clients)
            self.clients = clients.id
            self._jobs = training_group(self, names, network.vpc_id).group.id
            self.lustre = {
                name: self._lustre(name, section, clients, storage)
                for name, section in sorted(systems.lustre.items())
            }
            self.efs = {
                name: self._efs(name, section, clients)
                for name, section in sorted(systems.efs.items())
            }
        self.ebs: Mapping[str, Volume] = {
            name: Volume(
                self,
                name,
                section,
                lake,
                names,
                zone=network.availability_zones[section.availability_zone - 1],
                encryption=encryption,
            )
            for name, section in sorted(systems.ebs.items())
        }
        self._outputs()

    def _lustre(
        self, name: str, section: config.Lustre, clients: Group, storage: Storage | None
    ) -> LustreSystem:
        group = lustre_group(
            self, name, self._names, self._network.vpc_id, clients, efa=section.efa
        )
        return LustreSystem(
            self,
            name,
            section,
            self._lake,
            self._names,
            subnet=self._network.private_subnet_ids[section.availability_zone - 1],
            security_group=group.id,
            clients=clients.group.id,
            training_jobs=self._jobs,
            encryption=self._encryption,
            storage=storage,
        )

    def _efs(self, name: str, section: config.Efs, clients: Group) -> EfsSystem:
        group = efs_group(self, name, self._names, self._network.vpc_id, clients)
        subnets = self._subnets()
        zone = None
        if section.availability_zone is not None:
            number = section.availability_zone - 1
            zone = self._network.availability_zones[number]
            subnets = dict([list(subnets.items())[number]])
        return EfsSystem(
            self,
            name,
            section,
            self._lake,
            self._names,
            subnets=subnets,
            zone=zone,
            security_group=group.id,
            clients=clients.group.id,
            training_jobs=self._jobs,
            encryption=self._encryption,
        )

    def _subnets(self) -> dict[str, str]:
        """A zone's letter, or the subnet itself where the zone isn't known → private subnet."""
        zones = self._network.availability_zones
        ids = self._network.private_subnet_ids
        keys = [zone[-1] for zone in zones] if zones else ids
        return dict(zip(keys, ids, strict=True))

    def _outputs(self) -> None:
        """Ids, DNS and mount names, and every text that mounts them."""
        for name, lustre in self.lustre.items():
            mount = lustre.mount
            self._output(
                f"lustre_{name}",
                {
                    "id": mount.id,
                    "dns_name": mount.dns_name,
                    "mount_name": mount.mount_name,
                    "clients_security_group": mount.security_group,
                    **lustre_texts(mount),
                },
                f"FSx for Lustre {name}, and what mounts it",
            )
        for name, efs in self.efs.items():
            self._output(
                f"efs_{name}",
                {
                    "id": efs.mount.id,
                    "dns_name": efs.file_system.dns_name,
                    "clients_security_group": efs.mount.security_group,
                    **efs_texts(efs.mount),
                },
                f"EFS {name}, and what mounts it",
            )
        for name, ebs in self.ebs.items():
            self._output(
                f"ebs_{name}",
                {"id": ebs.mount.id, "availability_zone": ebs.mount.zone, **ebs_texts(ebs.mount)},
                f"EBS volume {name}, and what mounts it",
            )

    def _output(self, key: str, value: dict[str, str], description: str) -> None:
        output = TerraformOutput(self, f"{key}-output", value=value, description=description)
        output.override_logical_id(logical_id(key))
