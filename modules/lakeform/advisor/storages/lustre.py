"""FSx for Lustre, linked to S3 where the data lies there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lakeform.advisor.facts import Facts, Tier
from lakeform.advisor.model import Machine, Reading, read_rate
from lakeform.advisor.storages.option import (
    LustreSettings,
    Option,
    copy_to,
    home_source,
    home_usd,
)
from lakeform.advisor.workload import GIB, DataSet
from lakeform.config.lustre_rules import METADATA_IOPS, capacities

MAX_SIZES = 20
"""Sizes of one tier that are compared, from the smallest that holds the data."""

MAX_METADATA_LEVELS = 4
"""Levels of metadata IOPS above those that come with the capacity."""


def options(data: DataSet, machine: Machine, facts: Facts) -> Iterator[Option]:
    """Every tier, from the smallest size that holds the data to the first whose throughput and
    metadata no longer limit."""
    for tier in facts.tiers:
        for capacity in _sizes(data, facts, tier):
            unlimited = True
            for iops in _metadata_levels(tier, capacity, facts):
                settings = LustreSettings(tier.deployment, capacity, tier.throughput, iops)
                made = option(data, facts, tier, settings)
                yield made
                limit = read_rate(data, made.reading, machine).limit
                unlimited = limit not in ("file system", "requests")
                if limit != "requests":
                    break
            if unlimited:
                break


def _sizes(data: DataSet, facts: Facts, tier: Tier) -> Iterator[int]:
    needed = data.bytes * facts["lustre.headroom"] / GIB
    allowed = capacities("SSD", tier.throughput, efa=False)
    fitting = (size for size in allowed if size >= needed)
    yield from (size for size, _ in zip(fitting, range(MAX_SIZES), strict=False))


def _metadata_levels(tier: Tier, capacity: int, facts: Facts) -> Iterator[int | None]:
    yield None
    if tier.deployment == "PERSISTENT_2":
        included = facts.metadata_iops(capacity)
        levels = (iops for iops in METADATA_IOPS if iops > included)
        yield from (iops for iops, _ in zip(levels, range(MAX_METADATA_LEVELS), strict=False))


def option(data: DataSet, facts: Facts, tier: Tier, settings: LustreSettings) -> Option:
    """One file system of a tier."""
    capacity, metadata_iops = settings.capacity_gib, settings.metadata_iops
    tib = capacity / 1024
    included = facts.metadata_iops(capacity)
    iops = included if metadata_iops is None else float(metadata_iops)
    trips = facts["lustre.trips_a_file"]
    reading = Reading(
        open_ms=facts["lustre.read_ms"] * trips,
        stream_mb_s=facts["lustre.stream_mb_s"],
        requests_a_second=iops * facts["lustre.opens_a_metadata_iops"],
        system_mb_s=_throughput(data, tier, tib),
        client_mb_s=facts["lustre.client_gbps"] * 1000 / 8,
        cacheable=True,
    )
    linked = data.home == "s3"
    price = capacity * tier.usd_gb_month
    price += max(0.0, iops - included) * facts["lustre.usd_metadata_iops_month"]
    extra = "" if metadata_iops is None else f", {metadata_iops} metadata IOPS"
    return Option(
        kind="lustre",
        detail=f"{tier.deployment} {tier.throughput} MB/s/TiB, {capacity} GiB{extra}",
        settings=settings,
        reading=reading,
        first=_from_s3(reading, facts) if linked else reading,
        copying=None
        if linked
        else copy_to(
            data,
            facts,
            write_ms=facts["lustre.read_ms"] * trips,
            writes_a_second=reading.requests_a_second,
            write_mb_s=tier.disk_mb_s * tib * facts["lustre.write_share"],
        ),
        storage_usd=home_usd(data, facts) + price,
        usd_a_pass=0.0,
        usd_to_fill=home_source(data, facts).usd,
    )


def _throughput(data: DataSet, tier: Tier, tib: float) -> float:
    """MB/s of reads: over the network what the servers have in memory, from the disks the rest."""
    in_memory = min(1.0, tier.memory_gib * tib * GIB / data.bytes)
    seconds_a_mb = in_memory / tier.network_mb_s + (1 - in_memory) / tier.disk_mb_s
    return tib / seconds_a_mb


def _from_s3(reading: Reading, facts: Facts) -> Reading:
    """The first reading of a linked file: the file system fetches it from S3 while one waits."""
    return replace(
        reading,
        open_ms=reading.open_ms + facts["s3.first_byte_ms"],
        stream_mb_s=min(reading.stream_mb_s, facts["lustre.first_stream_mb_s"]),
        requests_a_second=min(reading.requests_a_second, facts["s3.gets_a_second"]),
    )
