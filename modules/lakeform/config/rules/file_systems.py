"""Rules of file systems: the combinations and sizes that FSx, EFS and EBS accept.

Each rule says where its numbers are from.
"""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.config import lustre_rules
from lakeform.config.base import quoted, suggestion
from lakeform.config.explain import Fault
from lakeform.config.file_systems import MAX_LINKS, Efs, Link, Lustre
from lakeform.config.model import Lake
from lakeform.config.regions import partition
from lakeform.config.yaml_reader import KeyPath

_LUSTRE = ("file_systems", "lustre")
_EFS = ("file_systems", "efs")


def file_systems_lie_in_the_network(lake: Lake) -> Iterator[Fault]:
    """Each lies in a private subnet of the lake's network, EBS and One Zone in a known zone."""
    section = lake.file_systems
    for reference in section.references():
        kind, name = reference.split(".")
        where = ("file_systems", kind, name)
        system = section.named(reference)
        number = None if system is None else system.availability_zone
        if lake.network is None:
            yield Fault(
                where,
                f"{quoted(name)} needs a network to lie in",
                "add `network: {}`, or join one that exists with `network.existing`",
                at_key=True,
            )
        elif number is not None and number > lake.network.zone_count():
            yield Fault(
                (*where, "availability_zone"),
                f"there is no availability zone {number}: the network has "
                f"{lake.network.zone_count()}",
                f"a number from 1 to {lake.network.zone_count()}",
            )
        elif (
            kind != "lustre"
            and number is not None
            and not lake.network.zone_names(lake.environment.region)
        ):
            yield Fault(
                where,
                f"{quoted(name)} needs the name of its availability zone",
                "add `network.availability_zones` with the zones of the private subnets",
                at_key=True,
            )


def lustre_throughput_exists(lake: Lake) -> Iterator[Fault]:
    """API reference of CreateFileSystemLustreConfiguration, `PerUnitStorageThroughput`."""
    for name, system in sorted(lake.file_systems.lustre.items()):
        where = (*_LUSTRE, name)
        wanted = system.throughput_mbps_per_tib
        offered = lustre_rules.THROUGHPUTS.get((system.deployment, system.storage))
        if system.storage == "HDD" and system.deployment != "PERSISTENT_1":
            yield Fault(
                (*where, "storage"),
                f"{system.deployment} has no disks of HDD",
                "HDD comes with `deployment: PERSISTENT_1`",
            )
        elif offered is None:
            if wanted is not None:
                yield Fault(
                    (*where, "throughput_mbps_per_tib"),
                    f"the throughput of {system.deployment} can't be chosen",
                    "remove it: it has 200 MB/s a TiB",
                    at_key=True,
                )
        elif wanted is None or wanted not in offered:
            listed = ", ".join(map(str, offered))
            yield Fault(
                where if wanted is None else (*where, "throughput_mbps_per_tib"),
                f"{system.deployment} on {system.storage} needs `throughput_mbps_per_tib`"
                if wanted is None
                else f"{system.deployment} on {system.storage} has no {wanted} MB/s a TiB",
                f"one of {listed}",
                at_key=wanted is None,
            )
        if system.drive_cache == "read" and system.storage != "HDD":
            yield Fault((*where, "drive_cache"), "SSD has no drive cache", "remove it, or use HDD")


def lustre_capacities_exist(lake: Lake) -> Iterator[Fault]:
    """API reference of CreateFileSystem, `StorageCapacity`; with EFA: FSx for Lustre user guide."""
    for name, system in sorted(lake.file_systems.lustre.items()):
        throughput = _throughput(system)
        if throughput is None or (system.efa and not _may_have_efa(system)):
            continue  # said by another rule
        possible = lustre_rules.nearest(
            system.capacity_gib, system.storage, throughput, efa=system.efa
        )
        if possible != (system.capacity_gib,):
            what = f"{system.deployment} on {system.storage}"
            if system.storage == "HDD" or system.efa:
                what += f" with {throughput} MB/s a TiB" + (" and EFA" if system.efa else "")
            yield Fault(
                (*_LUSTRE, name, "capacity_gib"),
                f"{what} has no size of {system.capacity_gib} GiB",
                f"the nearest are {possible[0]} and {possible[1]}",
            )


def _throughput(system: Lustre) -> int | None:
    """What the capacity depends on; None where it doesn't exist."""
    offered = lustre_rules.THROUGHPUTS.get((system.deployment, system.storage))
    if offered is None:
        return None if system.storage == "HDD" else 0
    wanted = system.throughput_mbps_per_tib
    return wanted if wanted in offered else None


def _may_have_efa(system: Lustre) -> bool:
    return system.deployment == "PERSISTENT_2" and system.storage == "SSD"


def lustre_metadata_and_efa_fit(lake: Lake) -> Iterator[Fault]:
    """API reference of CreateFileSystemLustreMetadataConfiguration; FSx for Lustre user guide,
    "Working with EFA-enabled file systems"."""
    for name, system in sorted(lake.file_systems.lustre.items()):
        where = (*_LUSTRE, name)
        if system.metadata is not None and system.deployment != "PERSISTENT_2":
            yield Fault(
                (*where, "metadata"),
                f"the metadata IOPS of {system.deployment} can't be chosen",
                "remove it, or use PERSISTENT_2",
                at_key=True,
            )
        elif system.metadata is not None and system.version != "2.15":
            yield Fault(
                (*where, "version"),
                f"Lustre {system.version} has no metadata configuration",
                "use version 2.15",
            )
        elif not isinstance(system.metadata, str | None):
            iops = system.metadata.iops
            if iops not in lustre_rules.METADATA_IOPS:
                yield Fault(
                    (*where, "metadata", "iops"),
                    f"{iops} metadata IOPS can't be provisioned",
                    "1500, 3000, 6000, 12000, or a multiple of 12000 up to 192000",
                )
        if system.efa and not _may_have_efa(system):
            yield Fault(
                (*where, "efa"),
                f"{system.deployment} has no EFA",
                "EFA comes with `deployment: PERSISTENT_2`",
                at_key=True,
            )
        elif system.efa and system.metadata is None:
            yield Fault(
                (*where, "efa"),
                "EFA needs a metadata configuration",
                "add `metadata: automatic`",
                at_key=True,
            )


def lustre_backups_are_possible(lake: Lake) -> Iterator[Fault]:
    """FSx for Lustre user guide, "Protecting your data with backups"."""
    for name, system in sorted(lake.file_systems.lustre.items()):
        if system.backup is None:
            continue
        if system.deployment == "SCRATCH_2":
            message = "a scratch file system can't be backed up"
            hint = "use a persistent one, or link a zone and export to it"
        elif system.links:
            message = "a file system that is linked to S3 can't be backed up"
            hint = "remove the backup, and export what should be kept to the zone"
        else:
            continue
        yield Fault((*_LUSTRE, name, "backup"), message, hint, at_key=True)


def lustre_links_are_possible(lake: Lake) -> Iterator[Fault]:
    """FSx for Lustre user guide, "Linking your file system to an Amazon S3 bucket"."""
    for name, system in sorted(lake.file_systems.lustre.items()):
        where: KeyPath = (*_LUSTRE, name, "links")
        if len(system.links) > MAX_LINKS:
            yield Fault(
                where,
                f"{len(system.links)} links: a file system has at most {MAX_LINKS}",
                "link longer prefixes, or make a second file system",
                at_key=True,
            )
        for position, link in enumerate(system.links):
            here = (*where, position)
            if link.zone not in lake.zones:
                yield Fault(
                    (*here, "zone"),
                    f"there is no zone {quoted(link.zone)}",
                    suggestion(link.zone, list(lake.zones), "zones"),
                )
            elif link.import_events and lake.zones[link.zone].events != "none":
                yield Fault(
                    (*here, "import") if "import_events" in link.model_fields_set else here,
                    f"FSx and the zone `{link.zone}` would both write the bucket's notifications, "
                    "and undo each other's",
                    f"write `import: []`, or `events: none` in the zone `{link.zone}`",
                    at_key=True,
                )
            yield from _overlaps(here, link, system.links[:position])


def _overlaps(where: KeyPath, link: Link, others: tuple[Link, ...]) -> Iterator[Fault]:
    for other in others:
        if _nested(_folder(link.path), _folder(other.path)):
            yield Fault(
                (*where, "path"),
                f"the folder {quoted(link.path)} overlaps {quoted(other.path)} of another link",
                "link folders beside each other"
                if link.path != "/" != other.path
                else "a link of `/` leaves no room for others",
            )
        if link.zone == other.zone and _nested(link.prefix, other.prefix):
            yield Fault(
                (*where, "prefix") if link.prefix else (*where, "zone"),
                f"`{link.zone}/{link.prefix}` overlaps `{other.zone}/{other.prefix}` of another "
                "link",
                "link prefixes beside each other",
            )


def _folder(path: str) -> str:
    return path if path.endswith("/") else f"{path}/"


def _nested(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def efs_modes_fit(lake: Lake) -> Iterator[Fault]:
    """EFS user guide, "Performance specifications" and "Storage classes"."""
    for name, system in sorted(lake.file_systems.efs.items()):
        where = (*_EFS, name)
        yield from _efs_performance(where, system)
        lifecycle = system.lifecycle
        archive = lifecycle.archive_after_days
        if archive is None:
            continue
        at = (*where, "lifecycle", "archive_after_days")
        if system.availability_zone is not None:
            yield Fault(at, "EFS One Zone has no archive", "remove it, or use a regional one")
        elif system.throughput != "elastic":
            yield Fault(at, "the archive needs elastic throughput", "use `throughput: elastic`")
        elif lifecycle.ia_after_days is None or archive <= lifecycle.ia_after_days:
            yield Fault(
                at,
                "files go to the archive from Infrequent Access, so later than there",
                "add a smaller `ia_after_days`",
            )


def _efs_performance(where: KeyPath, system: Efs) -> Iterator[Fault]:
    if system.performance != "max_io":
        return
    if system.throughput == "elastic":
        yield Fault(
            (*where, "performance"),
            "`max_io` doesn't go with elastic throughput",
            "remove it: `general_purpose` is faster, and elastic has more IOPS",
        )
    if system.availability_zone is not None:
        yield Fault(
            (*where, "performance"),
            "EFS One Zone has no `max_io`",
            "remove it, or use a regional file system",
        )


def efs_replicas_are_elsewhere(lake: Lake) -> Iterator[Fault]:
    """A copy beside the original protects against little, and a key belongs to its region."""
    for name, system in sorted(lake.file_systems.efs.items()):
        replica = system.replicate_to
        if replica is None:
            continue
        where = (*_EFS, name, "replicate_to")
        if partition(replica.region) != lake.environment.partition:
            yield Fault(
                (*where, "region"),
                f"{replica.region} lies in the partition {quoted(partition(replica.region))}, the "
                f"lake in {quoted(lake.environment.partition)}",
                "EFS copies inside one partition only",
            )
        if replica.kms_key is not None and f":kms:{replica.region}:" not in replica.kms_key:
            yield Fault(
                (*where, "kms_key"),
                f"the key isn't of {replica.region}, where the copy lies",
                "name a key of that region",
            )
        zone = replica.availability_zone
        if zone is not None and zone[:-1] != replica.region:
            yield Fault(
                (*where, "availability_zone"),
                f"{quoted(zone)} isn't an availability zone of {replica.region}",
                f"for example {replica.region}a",
            )
