"""One configuration of a storage: what the model reads it by, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lakeform.advisor.facts import Facts
from lakeform.advisor.model import Copying, Reading
from lakeform.advisor.workload import GIB, DataSet

Kind = Literal["s3", "s3_connector", "s3_express", "efs", "ebs", "lustre"]

NAMES: dict[Kind, str] = {
    "s3": "S3",
    "s3_connector": "S3 with the PyTorch connector",
    "s3_express": "S3 Express One Zone",
    "efs": "EFS",
    "ebs": "EBS gp3",
    "lustre": "FSx for Lustre",
}


@dataclass(frozen=True)
class EfsSettings:
    """`elastic`, `bursting`, or `provisioned` with MiB/s."""

    throughput: Literal["elastic", "bursting", "provisioned"]
    mibps: int | None = None


@dataclass(frozen=True)
class EbsSettings:
    """A gp3 volume; each client has one."""

    size_gib: int
    iops: int
    throughput_mbps: int


@dataclass(frozen=True)
class LustreSettings:
    """A file system; `metadata_iops` is None where those that come with the capacity do."""

    deployment: str
    capacity_gib: int
    throughput: int
    metadata_iops: int | None


Settings = EfsSettings | EbsSettings | LustreSettings


@dataclass(frozen=True)
class Option:
    """One configuration.

    Attributes:
        detail: what distinguishes it from others of its kind.
        settings: what would have to be made; None where nothing is: the data stays in S3, or the
            file system is declared already.
        reading: how it is read once the data is there.
        first: how it is read the very first time.
        copying: bringing the data there; None where it is there, or comes by itself.
        storage_usd: a month, with the data at its home.
        usd_a_pass: requests and transfer of reading all data once, none of it cached.
        usd_to_fill: requests and transfer of bringing the data there.
        declared: the file system of `lake.yaml` that this is, `lustre.images`; "" where it would
            have to be made. It is paid for anyway, so it costs what the data set adds to it.
    """

    kind: Kind
    detail: str
    settings: Settings | None
    reading: Reading
    first: Reading
    copying: Copying | None
    storage_usd: float
    usd_a_pass: float
    usd_to_fill: float
    declared: str = ""

    @property
    def title(self) -> str:
        """`FSx for Lustre`, or `lustre.images`."""
        return self.declared or NAMES[self.kind]

    @property
    def name(self) -> str:
        """`FSx for Lustre, PERSISTENT_2 125, 1200 GiB`."""
        return f"{self.title}, {self.detail}" if self.detail else self.title


def home_usd(data: DataSet, facts: Facts) -> float:
    """What the data costs a month where it lies today."""
    return data.bytes / GIB * facts[f"{data.home}.usd_gb_month"]


@dataclass(frozen=True)
class Source:
    """The data's home, as a copying tool reads it."""

    open_ms: float
    stream_mb_s: float
    requests_a_second: float
    usd: float


def home_source(data: DataSet, facts: Facts) -> Source:
    """How the data is read at its home, once."""
    if data.home == "s3":
        return Source(
            facts["s3.first_byte_ms"],
            facts["s3.stream_mb_s"],
            facts["s3.gets_a_second"],
            data.objects / 1000 * facts["s3.usd_1000_gets"],
        )
    return Source(
        facts["efs.read_ms"] * facts["efs.trips_a_file"],
        facts["efs.stream_mb_s"],
        facts["efs.elastic.read_iops"] / facts["efs.trips_a_file"],
        data.bytes / GIB * facts["efs.elastic.usd_gb_read"],
    )


def copy_to(
    data: DataSet,
    facts: Facts,
    *,
    write_ms: float,
    writes_a_second: float,
    write_mb_s: float,
    copies: int = 1,
) -> Copying:
    """Copying the data from its home with a parallel tool on every client."""
    source = home_source(data, facts)
    return Copying(
        object_ms=source.open_ms + write_ms,
        stream_mb_s=source.stream_mb_s,
        requests_a_second=min(source.requests_a_second, writes_a_second),
        write_mb_s=write_mb_s,
        copies=copies,
        threads=facts["copy.threads_a_client"] * data.clients,
    )
