"""EBS gp3: a volume with all of the data for each client."""

from __future__ import annotations

import math
from collections.abc import Iterator

from lakeform.advisor.facts import Facts
from lakeform.advisor.model import Machine, Reading
from lakeform.advisor.storages.option import EbsSettings, Option, copy_to, home_source, home_usd
from lakeform.advisor.workload import GIB, KIB, MB, MIB, DataSet

THROUGHPUTS_MIB_S = (125, 250, 500, 750, 1000)
"""Levels that are compared; version 5.100 of the AWS provider makes no more than 1,000."""

IOPS = (3000, 6000, 12000, 16000, 40000, 80000)
"""Levels that are compared."""


def options(data: DataSet, machine: Machine, facts: Facts) -> Iterator[Option]:
    """Volumes with throughput and IOPS as included, and more of either; none where the data
    doesn't fit into one volume."""
    size = math.ceil(data.bytes * facts["ebs.headroom"] / GIB)
    if size > facts["ebs.max_gib"]:
        return
    for throughput in THROUGHPUTS_MIB_S:
        for iops in IOPS:
            if _allowed(size, iops, throughput, facts):
                yield _option(data, machine, facts, EbsSettings(size, iops, throughput))


def _allowed(size_gib: int, iops: int, mib_s: int, facts: Facts) -> bool:
    most = max(facts["ebs.included_iops"], size_gib * facts["ebs.iops_a_gib"])
    return (
        iops <= min(most, facts["ebs.max_iops"])
        and mib_s <= facts["ebs.max_mib_s"]
        and mib_s * facts["ebs.iops_a_mib_s"] <= max(iops, facts["ebs.included_iops"])
    )


def _option(data: DataSet, machine: Machine, facts: Facts, volume: EbsSettings) -> Option:
    mb_s = min(volume.throughput_mbps * MIB / MB, machine.ebs_mb_s)
    trips = facts["ebs.trips_a_file"]
    ios = math.ceil(data.file_bytes / (facts["ebs.io_kib"] * KIB))
    if data.samples_an_object > 1:  # read in one go, across the samples
        ios_a_sample = data.file_bytes / (facts["ebs.io_kib"] * KIB)
    else:
        ios_a_sample = float(ios)
    reading = Reading(
        open_ms=facts["ebs.read_ms"] * trips,
        stream_mb_s=facts["ebs.stream_mb_s"],
        requests_a_second=volume.iops * data.clients,
        requests_an_object=trips - 1,
        requests_a_sample=ios_a_sample,
        system_mb_s=volume.throughput_mbps * MIB / MB * data.clients,
        client_mb_s=machine.ebs_mb_s,
        by_network=False,
        cacheable=True,
    )
    volume_usd = (
        volume.size_gib * facts["ebs.usd_gib_month"]
        + (volume.iops - facts["ebs.included_iops"]) * facts["ebs.usd_iops_month"]
        + (volume.throughput_mbps - facts["ebs.included_mib_s"]) * facts["ebs.usd_mib_s_month"]
    )
    return Option(
        kind="ebs",
        detail=f"{volume.size_gib} GiB, {volume.throughput_mbps} MiB/s, {volume.iops} IOPS",
        settings=volume,
        reading=reading,
        first=reading,
        copying=copy_to(
            data,
            facts,
            write_ms=facts["ebs.read_ms"],
            writes_a_second=float("inf"),
            write_mb_s=mb_s * data.clients,
            copies=data.clients,
        ),
        storage_usd=home_usd(data, facts) + volume_usd * data.clients,
        usd_a_pass=0.0,
        usd_to_fill=home_source(data, facts).usd * data.clients,
    )
