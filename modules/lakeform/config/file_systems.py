"""Section `file_systems`: FSx for Lustre, EFS and EBS volumes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag

from lakeform.config.base import (
    Bool,
    Int,
    KeyArn,
    LogRetention,
    Prefix,
    Section,
    ShortName,
    fail,
    pattern,
)
from lakeform.config.environment import Region

MAX_LINKS = 8
"""Data repository associations of one file system (FSx for Lustre user guide, "Linking your file
system to an Amazon S3 bucket")."""

ZoneNumber = Annotated[Int, Field(ge=1, le=6)]
"""Number of an availability zone of the network, from 1."""

FileSystemPath = Annotated[
    str,
    AfterValidator(
        pattern(
            r"/(?:[A-Za-z0-9-]+(?:_[A-Za-z0-9-]+)*(?:/(?=.))?)*",
            "isn't a path of the file system",
            "it starts with `/`; names are of letters, digits, `-` and `_`: /datasets/images",
        )
    ),
]
TimeOfDay = Annotated[
    str,
    AfterValidator(
        pattern(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", "isn't a time of day", 'in UTC: "05:00"')
    ),
]
WeeklyTime = Annotated[
    str,
    AfterValidator(
        pattern(
            r"[1-7]:(?:[01][0-9]|2[0-3]):[0-5][0-9]",
            "isn't a time of the week",
            'day (1 is Monday), hour and minute in UTC: "7:03:00"',
        )
    ),
]
# The tags hold a space, so that a message doesn't take them for a key.
WORD, MAPPING = "a word", "a mapping"
WordOrMapping = Discriminator(lambda value: WORD if isinstance(value, str) else MAPPING)
"""Tells `elastic` from `provisioned: …`, so that only one of them complains."""

Event = Literal["new", "changed", "deleted"]
_ID = 4_294_967_295
UserId = Annotated[Int, Field(ge=0, le=_ID)]


def _events(value: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(value)) < len(value):
        fail("an event is named twice", "name each of new, changed and deleted once")
    return tuple(sorted(value))


Events = Annotated[tuple[Event, ...], AfterValidator(_events)]


class Link(Section):
    """A data repository association: a folder of the file system that mirrors a prefix of a
    zone."""

    path: FileSystemPath
    """Folder of the file system; `/` is all of it, and leaves no room for other links."""
    zone: str
    """The zone whose objects appear there."""
    prefix: Prefix = ""
    """Prefix of the objects."""
    import_events: Events = Field(default=("changed", "deleted", "new"), alias="import")
    """Events of the bucket that the file system follows by itself."""
    export_events: Events = Field(default=(), alias="export")
    """Events of the folder that the bucket follows by itself."""
    import_on_create: Bool = True
    """List all objects when the link is made; without it, a file appears with its next event. The
    contents come with the first reading either way."""
    chunk_mib: Annotated[Int, Field(ge=1, le=512_000)] = 1024
    """Files larger than this are spread over several disks, MiB."""


class Metadata(Section):
    """Metadata IOPS that are paid for."""

    iops: Int
    """1500, 3000, 6000, 12000, or a multiple of 12000 up to 192000."""


class LustreBackup(Section):
    """Daily backups of a persistent file system."""

    keep_days: Annotated[Int, Field(ge=1, le=90)] = 7
    """Days that a backup is kept, 1 to 90."""
    at: TimeOfDay = "03:00"
    """When it is made, in UTC."""


class LustreLogs(Section):
    """What the file system logs of its links to S3."""

    level: Literal["WARN_ONLY", "ERROR_ONLY", "WARN_ERROR"] = "WARN_ERROR"
    """Warnings, errors, or both."""
    retention_days: LogRetention = 90
    """Days until a record expires."""


class RootSquash(Section):
    """Root of a client is another user on the file system."""

    user: Annotated[
        str,
        AfterValidator(
            pattern(r"[0-9]{1,10}:[0-9]{1,10}", "isn't UID:GID", 'such as "65534:65534"')
        ),
    ] = "65534:65534"
    """User and group that root becomes: UID:GID."""
    except_clients: tuple[
        Annotated[
            str,
            AfterValidator(
                pattern(
                    r"(?:[0-9\[\]-]*\.){3}[0-9\[\]-]*@tcp",
                    "isn't a Lustre network identifier",
                    "an address or a range of addresses: 10.0.1.6@tcp, 10.0.[2-10].[1-255]@tcp",
                )
            ),
        ],
        ...,
    ] = ()
    """Clients whose root stays root."""


def _version(value: Any) -> Any:
    return str(value) if isinstance(value, float) else value


class Lustre(Section):
    """A file system of FSx for Lustre."""

    deployment: Literal["PERSISTENT_2", "PERSISTENT_1", "SCRATCH_2"] = "PERSISTENT_2"
    """Persistent file systems replicate their data inside one availability zone; a scratch one
    loses it with a server."""
    storage: Literal["SSD", "HDD"] = "SSD"
    """Kind of disks; HDD with PERSISTENT_1 only."""
    capacity_gib: Int
    """Capacity in GiB. SSD: 1200, or a multiple of 2400. HDD: a multiple of 6000 at 12 MB/s a TiB,
    of 1800 at 40. With EFA: a multiple of 38400, 19200, 9600 or 4800 at 125, 250, 500 or 1000 MB/s
    a TiB."""
    throughput_mbps_per_tib: Int | None = None
    """MB/s a TiB. PERSISTENT_2: 125, 250, 500 or 1000. PERSISTENT_1: 50, 100 or 200 on SSD, 12 or
    40 on HDD. SCRATCH_2 always has 200."""
    compression: Literal["lz4", "none"] = "lz4"
    """Compress the data on the disks; reads get faster by as much as it shrinks."""
    drive_cache: Literal["none", "read"] = "none"
    """A read cache of SSD, a fifth of the capacity, before disks of HDD."""
    metadata: (
        Annotated[
            Annotated[Literal["automatic"], Tag(WORD)] | Annotated[Metadata, Tag(MAPPING)],
            WordOrMapping,
        ]
        | None
    ) = None
    """Metadata IOPS of PERSISTENT_2: those that come with the capacity (`automatic`), or paid ones.
    Left out, the file system has a fixed number."""
    efa: Bool = False
    """Elastic Fabric Adapter: up to 700 Gbit/s a client. Needs PERSISTENT_2 with `metadata`, and
    can be switched on at creation only."""
    version: Annotated[Literal["2.12", "2.15"], BeforeValidator(_version)] = "2.15"
    """Version of Lustre."""
    availability_zone: ZoneNumber = 1
    """Number of the zone in whose private subnet it lies, from 1."""
    backup: LustreBackup | None = None
    """Daily backups; not where S3 is linked, which keeps the data anyway."""
    maintenance: WeeklyTime = "7:03:00"
    """When it may be maintained for half an hour: day of the week, hour and minute, in UTC."""
    logs: LustreLogs | None = LustreLogs()
    """Records of events of the links; `null` writes none."""
    root_squash: RootSquash | None = None
    """What root of a client may do."""
    links: tuple[Link, ...] = ()
    """Folders that mirror a zone, at most 8."""


class Mibps(Section):
    """An amount of throughput."""

    mibps: Annotated[Int, Field(ge=1, le=3414)]
    """MiB/s, 1 to 3414."""


class Provisioned(Section):
    """Throughput that is paid for, whatever the size."""

    provisioned: Mibps
    """How much: `{mibps: 100}`."""


EFS_DAYS = (1, 7, 14, 30, 60, 90, 180, 270, 365)
"""Days without a read after which EFS moves a file (API reference of LifecyclePolicy)."""


def _efs_days(value: int) -> int:
    if value not in EFS_DAYS:
        fail(f"EFS can't move files after {value} days", f"one of {', '.join(map(str, EFS_DAYS))}")
    return value


EfsDays = Annotated[Int, AfterValidator(_efs_days)]


class EfsLifecycle(Section):
    """When files that nobody reads move to cheaper storage."""

    ia_after_days: EfsDays | None = None
    """Days without a read until Infrequent Access."""
    archive_after_days: EfsDays | None = None
    """Days without a read until Archive; only with elastic throughput, and later than
    `ia_after_days`."""
    back_on_access: Bool = True
    """A file that is read moves back."""


class EfsReplica(Section):
    """A copy of the file system, read-only, that follows it."""

    region: Region
    """Where the copy lies."""
    kms_key: KeyArn | None = None
    """Key of that region which encrypts it. Left out: AWS's own key for EFS."""
    availability_zone: str | None = None
    """One zone of that region, by name; left out, the copy is regional."""


class AccessPoint(Section):
    """A folder that clients mount as a fixed user, whoever they are."""

    path: FileSystemPath
    """The folder; it is made if it isn't there."""
    uid: UserId
    """User of all access."""
    gid: UserId
    """Group of all access."""
    secondary_gids: tuple[UserId, ...] = ()
    """Further groups."""
    permissions: Annotated[
        str,
        AfterValidator(pattern(r"[0-7]{3,4}", "aren't octal permissions", 'quoted: "0750"')),
    ] = "0750"
    """Permissions of the folder where it is made, octal."""


class Efs(Section):
    """A file system of EFS."""

    throughput: Annotated[
        Annotated[Literal["elastic", "bursting"], Tag(WORD)] | Annotated[Provisioned, Tag(MAPPING)],
        WordOrMapping,
    ] = "elastic"
    """`elastic` is paid by what is read and written, `bursting` grows with the size,
    `provisioned: {mibps: 100}` is paid whether used or not."""
    performance: Literal["general_purpose", "max_io"] = "general_purpose"
    """`max_io` has higher latency; only without elastic throughput."""
    availability_zone: ZoneNumber | None = None
    """Number of the one zone that holds it, for EFS One Zone. Left out, it is regional."""
    lifecycle: EfsLifecycle = EfsLifecycle()
    """When files move to cheaper storage."""
    backup: Bool = True
    """Daily backups by AWS Backup."""
    replicate_to: EfsReplica | None = None
    """A read-only copy, usually in another region."""
    access_points: dict[ShortName, AccessPoint] = {}
    """Name → access point."""
    tls: Bool = True
    """Refuse clients that don't encrypt their connection."""
    iam: Bool = False
    """Admit only clients with an IAM identity of this account (mount option `iam`), instead of all
    that reach the mount targets."""
    root: Bool = False
    """Let root of a client be root on the file system."""


class Ebs(Section):
    """An EBS volume."""

    type: Literal["gp3", "gp2", "io2", "io1", "st1", "sc1"] = "gp3"
    """Type of the volume."""
    size_gib: Annotated[Int, Field(ge=1)]
    """Size in GiB."""
    iops: Annotated[Int, Field(ge=1)] | None = None
    """IOPS of gp3 (3,000 are included), io1 and io2."""
    throughput_mbps: Annotated[Int, Field(ge=1)] | None = None
    """MiB/s of gp3 (125 are included)."""
    availability_zone: ZoneNumber = 1
    """Number of the zone in which it lies, from 1; only instances of that zone can attach it."""
    multi_attach: Bool = False
    """Up to 16 instances attach it at the same time; io1 and io2, and a file system that can do
    that."""
    snapshot: (
        Annotated[str, AfterValidator(pattern(r"snap-[0-9a-f]{8,17}", "isn't a snapshot id"))]
        | None
    ) = None
    """Id of the snapshot that it is made from."""


class FileSystems(Section):
    """Shared file systems and volumes."""

    lustre: dict[ShortName, Lustre] = {}
    """Name → file system of FSx for Lustre."""
    efs: dict[ShortName, Efs] = {}
    """Name → file system of EFS."""
    ebs: dict[ShortName, Ebs] = {}
    """Name → EBS volume."""

    def named(self, reference: str) -> Lustre | Efs | Ebs | None:
        """What a reference such as `efs.home` names."""
        kind, _, name = reference.partition(".")
        kinds: dict[str, dict[str, Any]] = {"lustre": self.lustre, "efs": self.efs, "ebs": self.ebs}
        found: Lustre | Efs | Ebs | None = kinds.get(kind, {}).get(name)
        return found

    def references(self) -> tuple[str, ...]:
        """All references: `efs.home`, …"""
        return (
            *(f"lustre.{name}" for name in sorted(self.lustre)),
            *(f"efs.{name}" for name in sorted(self.efs)),
            *(f"ebs.{name}" for name in sorted(self.ebs)),
        )
