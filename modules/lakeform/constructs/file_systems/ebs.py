"""An EBS volume."""

from __future__ import annotations

from lakeform.aws.ebs import EbsVolume
from lakeform.config import Lake
from lakeform.config import file_systems as config
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.protection import protection
from lakeform.engine import Construct
from lakeform.mounts import EbsMount
from lakeform.naming import Names, logical_id


class Volume(Construct):
    """An EBS volume, encrypted with the lake's key.

    Attributes:
        volume: the resource.
        mount: what an instance needs to know.
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        section: config.Ebs,
        lake: Lake,
        names: Names,
        *,
        zone: str,
        encryption: Encryption,
    ) -> None:
        super().__init__(scope, f"ebs-{name}")
        self.volume = EbsVolume(
            self,
            "volume",
            logical_id=logical_id(name),
            availability_zone=zone,
            type=section.type,
            size=section.size_gib,
            iops=section.iops,
            throughput=section.throughput_mbps,
            multi_attach_enabled=True if section.multi_attach else None,
            snapshot_id=section.snapshot,
            encrypted=True,
            kms_key_id=encryption.general.arn,
            final_snapshot=lake.environment.protect,
            tags={"Name": names.name(name)},
            lifecycle=protection(lake),
        )
        encryption.general.allow_account_through("ec2", "decrypt", "encrypt", "grant")
        self.mount = EbsMount(name=name, id=self.volume.id, size_gib=section.size_gib, zone=zone)
