"""EFS, Regional, in its three throughput modes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from lakeform.advisor.facts import Facts
from lakeform.advisor.model import Machine, Reading
from lakeform.advisor.storages.option import EfsSettings, Option, copy_to, home_source, home_usd
from lakeform.advisor.workload import GIB, KIB, MB, MIB, DataSet

PROVISIONED_MIBPS = (50, 100, 200, 300, 500, 750, 1024)
"""Levels of provisioned throughput that are compared; 1,024 is the quota of a new account."""


def options(data: DataSet, machine: Machine, facts: Facts) -> Iterator[Option]:  # noqa: ARG001
    """Elastic, bursting, and provisioned at several levels."""
    yield option(data, facts, EfsSettings("elastic"))
    yield option(data, facts, EfsSettings("bursting"))
    for mibps in PROVISIONED_MIBPS:
        yield option(data, facts, EfsSettings("provisioned", mibps))


def option(data: DataSet, facts: Facts, settings: EfsSettings, *, paid: bool = False) -> Option:
    """One file system.

    Args:
        paid: its provisioned throughput costs nothing more.
    """
    size = data.bytes / GIB
    if settings.throughput == "elastic":
        key = "efs.elastic."
        return _option(
            data,
            facts,
            settings,
            read_mib_s=facts[f"{key}read_mib_s"],
            write_mib_s=facts[f"{key}write_mib_s"],
            usd_a_pass=size * facts[f"{key}usd_gb_read"],
            usd_to_write=size * facts[f"{key}usd_gb_written"],
        )
    if settings.mibps is None:
        read, written = _bursting(data, facts)
        return _option(data, facts, settings, read_mib_s=read, write_mib_s=written)
    key = "efs.provisioned."
    included = size * facts[f"{key}included_kib_s_a_gib"] / KIB
    beyond = 0.0 if paid else max(0.0, settings.mibps - included)
    return _option(
        data,
        facts,
        settings,
        read_mib_s=min(settings.mibps * facts[f"{key}reads_a_unit"], facts[f"{key}read_mib_s"]),
        write_mib_s=settings.mibps,
        extra_usd=beyond * facts[f"{key}usd_mib_s_month"],
    )


def _bursting(data: DataSet, facts: Facts) -> tuple[float, float]:
    """MiB/s of reads and of writes: the burst where a month's credits pay for all of the month's
    reading, otherwise the baseline.

    Credits come at the baseline rate, which grows with the size; a read costs a third.
    """
    baseline = data.bytes / GIB * facts["efs.bursting.baseline_kib_s_a_gib"] / KIB
    burst = facts["efs.bursting.burst_mib_s"] * max(1.0, data.bytes / GIB / 1024)
    reads = facts["efs.provisioned.reads_a_unit"]
    wanted = data.bytes * data.epochs_a_month / MIB / reads
    credits = baseline * facts["month.hours"] * 3600
    return (burst if wanted <= credits else baseline) * reads, burst


def _option(
    data: DataSet,
    facts: Facts,
    settings: EfsSettings,
    *,
    read_mib_s: float,
    write_mib_s: float,
    extra_usd: float = 0.0,
    usd_a_pass: float = 0.0,
    usd_to_write: float = 0.0,
) -> Option:
    mode: Literal["elastic", "bursting", "provisioned"] = settings.throughput
    trips = facts["efs.trips_a_file"]
    reading = Reading(
        open_ms=facts["efs.read_ms"] * trips,
        stream_mb_s=facts["efs.stream_mb_s"],
        requests_a_second=facts[f"efs.{mode}.read_iops"],
        requests_an_object=trips,
        system_mb_s=read_mib_s * MIB / MB,
        client_mb_s=facts[f"efs.{mode}.client_mib_s"] * MIB / MB,
        cacheable=True,
        cached_open_ms=facts["efs.read_ms"] * facts["efs.trips_when_cached"],
        cached_requests=facts["efs.trips_when_cached"],
    )
    at_home = data.home == "efs"
    return Option(
        kind="efs",
        detail=mode if settings.mibps is None else f"{mode} {settings.mibps} MiB/s",
        settings=settings,
        reading=reading,
        first=reading,
        copying=None
        if at_home
        else copy_to(
            data,
            facts,
            write_ms=facts["efs.write_ms"] * trips,
            writes_a_second=float("inf"),
            write_mb_s=write_mib_s * MIB / MB,
        ),
        storage_usd=home_usd(data, facts)
        + (0.0 if at_home else data.bytes / GIB * facts["efs.usd_gb_month"])
        + extra_usd,
        usd_a_pass=usd_a_pass,
        usd_to_fill=0.0 if at_home else home_source(data, facts).usd + usd_to_write,
    )
