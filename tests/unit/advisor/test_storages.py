"""The configurations that are compared: what the services offer, at their prices."""

from __future__ import annotations

from itertools import islice, takewhile

import pytest

from lakeform.advisor import DataSet, load_facts
from lakeform.advisor.recommend import evaluate, machine_of
from lakeform.advisor.storages import ebs, efs, lustre, s3
from lakeform.advisor.storages.option import EbsSettings, EfsSettings, LustreSettings, Option
from lakeform.advisor.workload import GIB
from lakeform.config.lustre_rules import capacities
from training_sets import IMAGES, images

FACTS = load_facts()
MACHINE = machine_of(IMAGES, FACTS)
SIZE = IMAGES.bytes / GIB
AT_HOME = SIZE * 0.023
"""What the data costs a month in S3."""


def test_s3_costs_its_requests() -> None:
    (option,) = s3.options(IMAGES, MACHINE, FACTS)
    assert option.storage_usd == pytest.approx(AT_HOME)
    assert option.usd_a_pass == pytest.approx(1200 * 0.0004)
    assert (option.usd_to_fill, option.copying) == (0, None)


def test_the_connector_reads_large_objects_in_parts() -> None:
    shards = images(shard_mib=80)
    (plain,) = s3.options(shards, MACHINE, FACTS)
    (connector,) = s3.connector_options(shards, MACHINE, FACTS)
    assert plain.reading.stream_mb_s == 85
    assert connector.reading.stream_mb_s == 85 * 8
    assert connector.reading.requests_an_object == pytest.approx(10, rel=0.01)
    (small,) = s3.connector_options(IMAGES, MACHINE, FACTS)
    assert (small.reading.stream_mb_s, small.reading.requests_an_object) == (85, 1)


def test_express_is_a_copy() -> None:
    (option,) = s3.express_options(IMAGES, MACHINE, FACTS)
    assert option.storage_usd == pytest.approx(AT_HOME + SIZE * 0.11)
    assert option.usd_a_pass == pytest.approx(1200 * 0.00003 + SIZE * 0.0006)
    assert option.usd_to_fill == pytest.approx(1200 * (0.0004 + 0.00113) + SIZE * 0.0032)
    assert option.copying is not None
    assert option.copying.copies == 1


def efs_option(data: DataSet, mode: str, mibps: int | None = None) -> Option:
    (option,) = (
        option
        for option in efs.options(data, MACHINE, FACTS)
        if option.settings == EfsSettings(mode, mibps)  # type: ignore[arg-type]
    )
    return option


def test_efs_elastic_costs_what_is_read() -> None:
    option = efs_option(IMAGES, "elastic")
    assert option.storage_usd == pytest.approx(AT_HOME + SIZE * 0.30)
    assert option.usd_a_pass == pytest.approx(SIZE * 0.03)
    assert option.usd_to_fill == pytest.approx(1200 * 0.0004 + SIZE * 0.06)


def test_efs_provisioned_reads_three_times_what_is_paid() -> None:
    option = efs_option(IMAGES, "provisioned", 100)
    included = SIZE * 50 / 1024
    assert option.storage_usd == pytest.approx(AT_HOME + SIZE * 0.30 + (100 - included) * 6)
    assert option.reading.system_mb_s == pytest.approx(300 * 1.048576)
    assert option.usd_a_pass == 0
    most = efs_option(IMAGES, "provisioned", 1024)
    assert most.reading.system_mb_s == pytest.approx(3072 * 1.048576)


def test_efs_bursts_as_long_as_a_month_of_credits_lasts() -> None:
    rare = efs_option(images(epochs=1, runs_a_month=1), "bursting")
    assert rare.reading.system_mb_s == pytest.approx(300 * 1.048576)
    busy = efs_option(IMAGES, "bursting")
    assert busy.reading.system_mb_s == pytest.approx(3 * SIZE * 50 / 1024 * 1.048576)


def test_efs_that_is_there_need_not_be_filled() -> None:
    option = efs_option(images(home="efs"), "bursting")
    assert (option.copying, option.usd_to_fill) == (None, 0)
    assert option.storage_usd == pytest.approx(SIZE * 0.30)


def test_ebs_is_a_volume_for_each_client() -> None:
    first = next(ebs.options(IMAGES, MACHINE, FACTS))
    assert first.settings == EbsSettings(139, 3000, 125)
    assert first.storage_usd == pytest.approx(AT_HOME + 4 * 139 * 0.08)
    assert first.copying is not None
    assert first.copying.copies == 4
    assert first.reading.system_mb_s == pytest.approx(4 * 125 * 1.048576)


def test_ebs_keeps_to_the_ratios_of_gp3() -> None:
    for data in (IMAGES, images(files=1000), images(files=100_000)):
        for option in ebs.options(data, MACHINE, FACTS):
            volume = option.settings
            assert isinstance(volume, EbsSettings)
            assert volume.throughput_mbps * 4 <= max(volume.iops, 3000)
            assert volume.iops <= max(3000, volume.size_gib * 500)


def test_ebs_pays_for_what_is_above_the_included() -> None:
    (option,) = (
        option
        for option in ebs.options(IMAGES, MACHINE, FACTS)
        if option.settings == EbsSettings(139, 6000, 500)
    )
    volume = 139 * 0.08 + 3000 * 0.005 + 375 * 0.04
    assert option.storage_usd == pytest.approx(AT_HOME + 4 * volume)


def test_ebs_has_no_volume_for_too_much_data() -> None:
    assert not list(ebs.options(images(files=800_000_000), MACHINE, FACTS))


def test_lustre_has_only_sizes_that_exist_and_hold_the_data() -> None:
    for files in (1_000, 1_200_000, 30_000_000):
        data = images(files=files)
        for option in lustre.options(data, MACHINE, FACTS):
            made = option.settings
            assert isinstance(made, LustreSettings)
            sizes = takewhile(
                lambda size: size <= 200_000, capacities("SSD", made.throughput, efa=False)
            )
            assert made.capacity_gib in set(sizes)
            assert made.capacity_gib * GIB > data.bytes


def test_lustre_grows_until_it_no_longer_limits() -> None:
    last = {
        option.settings.throughput: evaluate(IMAGES, option, MACHINE, FACTS)
        for option in lustre.options(IMAGES, MACHINE, FACTS)
        if isinstance(option.settings, LustreSettings)
    }
    assert sorted(last) == [125, 250, 500, 1000]
    assert all(estimate.limits[1] in ("latency", "client") for estimate in last.values())


def test_lustre_pays_for_capacity_and_metadata() -> None:
    plain, more = islice(lustre.options(IMAGES, MACHINE, FACTS), 2)
    assert plain.settings == LustreSettings("PERSISTENT_2", 1200, 125, None)
    assert plain.storage_usd == pytest.approx(AT_HOME + 1200 * 0.145)
    assert isinstance(more.settings, LustreSettings)
    assert more.settings.capacity_gib == 2400
    (metadata,) = (
        option
        for option in lustre.options(IMAGES, MACHINE, FACTS)
        if option.settings == LustreSettings("PERSISTENT_2", 1200, 1000, 6000)
    )
    assert metadata.storage_usd == pytest.approx(AT_HOME + 1200 * 0.6 + 4500 * 0.055)
    assert metadata.reading.requests_a_second == 12000


def test_lustre_serves_small_data_from_memory() -> None:
    small = next(lustre.options(images(files=10_000), MACHINE, FACTS))
    large = next(lustre.options(IMAGES, MACHINE, FACTS))
    tib = 1200 / 1024
    assert small.reading.system_mb_s == pytest.approx(320 * tib)
    assert 125 * tib < large.reading.system_mb_s < 130 * tib


def test_lustre_loads_from_s3_at_the_first_reading() -> None:
    linked = next(lustre.options(IMAGES, MACHINE, FACTS))
    assert linked.copying is None
    assert linked.first.open_ms == linked.reading.open_ms + 100
    assert linked.first.stream_mb_s == 68
    copied = next(lustre.options(images(home="efs"), MACHINE, FACTS))
    assert copied.first == copied.reading
    assert copied.copying is not None
