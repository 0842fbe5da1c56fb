"""Section `training`: the data sets that the storage advisor computes from."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from lakeform.config.base import Int, Prefix, Section, ShortName, fail_unknown, quoted
from lakeform.config.file_systems import FileSystemPath

STORAGES = ("auto", "s3", "s3_connector", "s3_express", "efs", "ebs", "lustre")
"""Where a data set can be read from; `auto` leaves it to the advisor."""


def _number(value: Any) -> Any:
    """A whole number may stand where a number with a fraction may."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


Number = Annotated[float, BeforeValidator(_number), Field(strict=True, gt=0)]
Count = Annotated[Int, Field(ge=1)]


def _storage(value: str) -> str:
    if value not in STORAGES and not value.startswith(("lustre.", "efs.", "ebs.")):
        known = (*STORAGES, "lustre.NAME", "efs.NAME", "ebs.NAME")
        fail_unknown(f"{quoted(value)} is no storage of training data", value, known)
    return value


class Client(Section):
    """The machines that train. What is left out is taken from the advisor's facts, which describe a
    g5.2xlarge."""

    network_gbps: Number | None = None
    """Network bandwidth, Gbit/s."""
    ebs_mb_s: Number | None = None
    """Bandwidth to EBS volumes, MB/s."""
    cache_gib: Number | None = None
    """Memory that is free for the page cache, GiB."""
    usd_an_hour: Number | None = None
    """Price of an hour; waiting for data costs it."""


class DataSet(Section):
    """A data set, and how it is trained on."""

    zone: str | None = None
    """The zone that holds it."""
    prefix: Prefix = ""
    """Its prefix in the zone."""
    efs: ShortName | None = None
    """The file system of `file_systems.efs` that holds it, instead of a zone."""
    path: FileSystemPath = "/"
    """Its folder there."""
    files: Count
    """Number of images or other samples."""
    mean_file_kib: Number
    """Mean size of a sample, KiB."""
    epochs: Count
    """How often one run reads all of them."""
    runs_a_month: Count = 1
    """Runs a month, one after the other."""
    clients: Count = 1
    """Machines that share a run."""
    workers: Count = 8
    """Loader processes on each machine."""
    shard_mib: Number | None = None
    """Size of the tar shards that hold the samples, MiB; left out, each is a file."""
    decode_ms: Annotated[float, BeforeValidator(_number), Field(strict=True, ge=0)] | None = None
    """Time to decode and augment a sample, ms; left out, decoding a JPEG of that size."""
    client: Client = Client()
    """The machines that train."""
    goal: Literal["cheapest", "fastest"] = "cheapest"
    """What the advisor looks for: `cheapest` (storage, requests, and the clients' waiting) or
    `fastest` (the least time spent loading)."""
    budget_usd_a_month: Number | None = None
    """What storage and requests may cost."""
    storage: Annotated[str, AfterValidator(_storage)] = "auto"
    """Where training reads from: `auto` takes the advisor's winner; s3, s3_connector, s3_express,
    efs, ebs or lustre; or a file system of this file, such as `lustre.training`. What isn't there
    yet is made in the size that the advisor computes."""
