"""Rules of EBS volumes: sizes, IOPS and throughput of each type.

Numbers: Amazon EBS user guide, "Amazon EBS volume types". gp3 grew in September 2025 (64 TiB,
80,000 IOPS, 2,000 MiB/s); version 5.100 of the AWS provider knows 1,000 MiB/s at most, so that is
the limit here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lakeform.config.base import quoted
from lakeform.config.explain import Fault
from lakeform.config.file_systems import Ebs
from lakeform.config.model import Lake
from lakeform.config.yaml_reader import KeyPath


@dataclass(frozen=True)
class VolumeType:
    """Limits of a type: GiB, IOPS and IOPS a GiB; (0, 0) where IOPS can't be chosen."""

    sizes: tuple[int, int]
    iops: tuple[int, int] = (0, 0)
    iops_a_gib: int = 0


TYPES = {
    "gp3": VolumeType((1, 65_536), (3_000, 80_000), 500),
    "gp2": VolumeType((1, 16_384)),
    "io1": VolumeType((4, 16_384), (100, 64_000), 50),
    "io2": VolumeType((4, 65_536), (100, 256_000), 1_000),
    "st1": VolumeType((125, 16_384)),
    "sc1": VolumeType((125, 16_384)),
}
GP3_MIB_S = (125, 1_000)
GP3_IOPS_A_MIB_S = 4
MULTI_ATTACH = ("io1", "io2")


def volumes_have_sizes_that_exist(lake: Lake) -> Iterator[Fault]:
    """Size and IOPS within the limits of the type."""
    for name, volume in sorted(lake.file_systems.ebs.items()):
        where = ("file_systems", "ebs", name)
        limits = TYPES[volume.type]
        least, most = limits.sizes
        if not least <= volume.size_gib <= most:
            yield Fault(
                (*where, "size_gib"),
                f"a volume of {volume.type} can't have {volume.size_gib} GiB",
                f"{least} to {most}",
            )
        yield from _iops(where, volume, limits)


def _iops(where: KeyPath, volume: Ebs, limits: VolumeType) -> Iterator[Fault]:
    least, most = limits.iops
    if not most:
        if volume.iops is not None:
            yield Fault(
                (*where, "iops"),
                f"the IOPS of {volume.type} can't be chosen",
                "remove them, or use gp3",
                at_key=True,
            )
        return
    if volume.iops is None:
        if volume.type != "gp3":
            yield Fault(
                where,
                f"a volume of {volume.type} needs `iops`",
                f"{least} to {most}, and at most {limits.iops_a_gib} a GiB",
                at_key=True,
            )
        return
    if not least <= volume.iops <= most:
        yield Fault(
            (*where, "iops"),
            f"a volume of {volume.type} can't have {volume.iops} IOPS",
            f"{least} to {most}",
        )
    elif volume.iops > max(limits.iops_a_gib * volume.size_gib, least):
        yield Fault(
            (*where, "iops"),
            f"{volume.iops} IOPS are too many for {volume.size_gib} GiB of {volume.type}",
            f"at most {limits.iops_a_gib} a GiB: {max(limits.iops_a_gib * volume.size_gib, least)}",
        )


def volumes_have_throughput_that_exists(lake: Lake) -> Iterator[Fault]:
    """Throughput of gp3, and as many IOPS as it takes."""
    least, most = GP3_MIB_S
    for name, volume in sorted(lake.file_systems.ebs.items()):
        throughput = volume.throughput_mbps
        if throughput is None:
            continue
        where = ("file_systems", "ebs", name, "throughput_mbps")
        iops = TYPES["gp3"].iops[0] if volume.iops is None else volume.iops
        if volume.type != "gp3":
            yield Fault(
                where,
                f"the throughput of {volume.type} can't be chosen",
                "remove it, or use gp3",
                at_key=True,
            )
        elif not least <= throughput <= most:
            yield Fault(
                where, f"a volume of gp3 can't have {throughput} MiB/s", f"{least} to {most}"
            )
        elif throughput * GP3_IOPS_A_MIB_S > iops:
            yield Fault(
                where,
                f"{throughput} MiB/s need {throughput * GP3_IOPS_A_MIB_S} IOPS, and the volume has "
                f"{iops}",
                "raise `iops`",
            )


def volumes_are_attached_where_they_can_be(lake: Lake) -> Iterator[Fault]:
    """Amazon EBS user guide, "Amazon EBS Multi-Attach"."""
    for name, volume in sorted(lake.file_systems.ebs.items()):
        if volume.multi_attach and volume.type not in MULTI_ATTACH:
            yield Fault(
                ("file_systems", "ebs", name, "multi_attach"),
                f"a volume of {quoted(volume.type)} belongs to one instance at a time",
                f"use {' or '.join(MULTI_ATTACH)}, or a file system that is shared",
                at_key=True,
            )
