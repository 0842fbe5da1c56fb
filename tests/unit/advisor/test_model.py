"""The arithmetic of the model, and what must hold whatever the figures are."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from lakeform.advisor import Clients, DataSet, load_facts
from lakeform.advisor.model import (
    Copying,
    Machine,
    Reading,
    cached_share,
    copy_seconds,
    read_rate,
)
from lakeform.advisor.recommend import evaluate, machine_of
from lakeform.advisor.storages import STORAGES, Option
from lakeform.advisor.workload import GIB, KIB
from training_sets import IMAGES, images

FACTS = load_facts()
MACHINE = Machine(
    network_mb_s=1250, ebs_mb_s=437.5, cache_bytes=16 * GIB, usd_an_hour=1.0, decode_ms=1.0
)
FAST = Reading(open_ms=1.0, stream_mb_s=100.0)
ONE = images(files=1000, mean_file_kib=100_000 / KIB, clients=1, workers=1)
"""1,000 images of 100,000 bytes, read by one worker: 1 ms to open, 1 ms to read, 1 ms to decode."""


def test_a_worker_alone() -> None:
    rate = read_rate(ONE, FAST, MACHINE)
    assert rate.samples_a_second == pytest.approx(1000 / 3)
    assert rate.limit == "latency"


def test_workers_and_clients_multiply() -> None:
    rate = read_rate(replace(ONE, clients=3, workers=5), FAST, MACHINE)
    assert rate.samples_a_second == pytest.approx(15 * 1000 / 3)


@pytest.mark.parametrize(
    ("reading", "expected", "limit"),
    [
        (replace(FAST, requests_a_second=200), 200, "requests"),
        (replace(FAST, requests_a_second=200, requests_an_object=2), 100, "requests"),
        (replace(FAST, requests_a_second=200, requests_a_sample=3), 50, "requests"),
        (replace(FAST, system_mb_s=20), 200, "file system"),
        (replace(FAST, client_mb_s=10), 100, "client"),
    ],
)
def test_each_limit(reading: Reading, expected: float, limit: str) -> None:
    assert read_rate(ONE, reading, MACHINE) == (pytest.approx(expected), limit)


def test_the_network_limits_unless_the_storage_has_its_own() -> None:
    slow = replace(MACHINE, network_mb_s=5)
    assert read_rate(ONE, FAST, slow) == (pytest.approx(50), "network")
    beside = replace(FAST, by_network=False)
    assert read_rate(ONE, beside, slow).limit == "latency"


def test_decoding_limits_as_the_client() -> None:
    rate = read_rate(ONE, FAST, replace(MACHINE, decode_ms=8))
    assert rate == (pytest.approx(100), "client")


def test_shards_open_once_for_many() -> None:
    shards = replace(ONE, shard_mib=100 * 100_000 / KIB / KIB)
    assert shards.samples_an_object == pytest.approx(100)
    rate = read_rate(shards, replace(FAST, requests_a_second=100), MACHINE)
    assert rate.samples_a_second == pytest.approx(1000 / 2.01)


def test_a_shard_holds_at_least_one_sample_and_at_most_all() -> None:
    assert replace(ONE, shard_mib=0.001).samples_an_object == 1
    assert replace(ONE, shard_mib=10_000).samples_an_object == 1000


def test_memory_spares_the_storage() -> None:
    reading = replace(FAST, cacheable=True, system_mb_s=10, cached_open_ms=0.5)
    half = replace(MACHINE, cache_bytes=ONE.bytes / 2)
    assert cached_share(ONE, reading, half) == 0.5
    assert cached_share(ONE, FAST, half) == 0
    assert read_rate(ONE, reading, half).samples_a_second == pytest.approx(100)
    assert read_rate(ONE, reading, half, 0.5).samples_a_second == pytest.approx(200)
    warm = read_rate(ONE, reading, half, 1.0)
    assert warm == (pytest.approx(1000 / 1.5), "client")


def test_copying() -> None:
    copying = Copying(
        object_ms=9, stream_mb_s=100, requests_a_second=1000, write_mb_s=100, copies=1, threads=10
    )
    assert copy_seconds(ONE, copying, MACHINE) == pytest.approx(1.0)
    assert copy_seconds(ONE, replace(copying, copies=3), MACHINE) == pytest.approx(3.0)
    assert copy_seconds(ONE, replace(copying, write_mb_s=10), MACHINE) == pytest.approx(10.0)
    assert copy_seconds(ONE, replace(copying, requests_a_second=50), MACHINE) == pytest.approx(20.0)
    assert copy_seconds(ONE, copying, replace(MACHINE, network_mb_s=2)) == pytest.approx(50.0)


def random_sets() -> Iterator[DataSet]:
    chance = random.Random(20261122)
    for number in range(60):
        yield DataSet(
            name=f"set{number}",
            files=round(10 ** chance.uniform(1, 8)),
            mean_file_kib=10 ** chance.uniform(0, 4),
            epochs=round(10 ** chance.uniform(0, 2)),
            runs_a_month=round(10 ** chance.uniform(0, 2)),
            clients=round(10 ** chance.uniform(0, 1.8)),
            workers=round(10 ** chance.uniform(0, 1.8)),
            home=chance.choice(("s3", "efs")),
            shard_mib=chance.choice((None, None, 64.0, 512.0)),
            machine=Clients(network_gbps=chance.choice((None, 1.0, 100.0))),
        )


def all_options(data: DataSet) -> Iterator[Option]:
    for options in STORAGES:
        yield from options(data, machine_of(data, FACTS), FACTS)


RANDOM_SETS = tuple(random_sets())


@pytest.mark.parametrize("more", [{"workers": 2}, {"clients": 2}, {"workers": 3, "clients": 5}])
def test_more_workers_and_clients_are_never_slower(more: dict[str, int]) -> None:
    for data in RANDOM_SETS:
        machine = machine_of(data, FACTS)
        changes = {name: getattr(data, name) * factor for name, factor in more.items()}
        for option in all_options(data):
            for reading in (option.first, option.reading):
                before = read_rate(data, reading, machine).samples_a_second
                after = read_rate(replace(data, **changes), reading, machine).samples_a_second
                assert after >= before


def test_a_warm_client_is_never_slower() -> None:
    for data in RANDOM_SETS:
        machine = machine_of(data, FACTS)
        for option in all_options(data):
            estimate = evaluate(data, option, machine, FACTS)
            assert estimate.later_epoch_s <= estimate.cold_epoch_s * (1 + 1e-9)
            assert estimate.cold_epoch_s <= estimate.first_epoch_s * (1 + 1e-9)


def test_lower_latency_is_never_slower() -> None:
    for data in RANDOM_SETS:
        machine = machine_of(data, FACTS)
        for option in all_options(data):
            better = replace(option.reading, open_ms=option.reading.open_ms / 2)
            before = read_rate(data, option.reading, machine).samples_a_second
            assert read_rate(data, better, machine).samples_a_second >= before


def test_the_named_limit_is_the_one_that_holds_the_rate_down() -> None:
    """Half as much of what limits halves the rate; twice as much of anything else changes
    nothing."""
    seen = set()
    for data in RANDOM_SETS:
        machine = machine_of(data, FACTS)
        for option in all_options(data):
            rate, limit = read_rate(data, option.reading, machine)
            seen.add(limit)
            for name, field in (("requests", "requests_a_second"), ("file system", "system_mb_s")):
                factor = 0.5 if name == limit else 2.0
                amount = getattr(option.reading, field) * factor
                after = read_rate(data, replace(option.reading, **{field: amount}), machine)
                expected = rate * 0.5 if name == limit else rate
                assert after.samples_a_second == pytest.approx(expected), (option.name, name)
            if limit == "network":
                slower = replace(machine, network_mb_s=machine.network_mb_s / 2)
                after = read_rate(data, option.reading, slower)
                assert after.samples_a_second == pytest.approx(rate / 2)
    assert seen == {"requests", "client", "file system", "network", "latency"}


def test_the_parts_of_the_cost() -> None:
    for data in RANDOM_SETS:
        machine = machine_of(data, FACTS)
        for option in all_options(data):
            estimate = evaluate(data, option, machine, FACTS)
            assert min(estimate.storage_usd, estimate.waiting_usd) > 0
            assert estimate.requests_usd >= 0
            assert estimate.waiting_usd == pytest.approx(
                estimate.hours * data.clients * machine.usd_an_hour
            )
            first, cold = 1, min(data.runs_a_month - 1, data.epochs_a_month - 1)
            later = data.epochs_a_month - first - cold
            assert estimate.hours * 3600 == pytest.approx(
                first * estimate.first_epoch_s
                + cold * estimate.cold_epoch_s
                + later * estimate.later_epoch_s
            )


def test_what_the_data_set_says_of_its_clients_wins_over_the_stand_in() -> None:
    said = Clients(network_gbps=100, ebs_mb_s=1000, cache_gib=500, usd_an_hour=30)
    machine = machine_of(images(machine=said, decode_ms=7), FACTS)
    assert machine == Machine(12500, 1000, 500 * GIB, 30, 7)
    stand_in = machine_of(IMAGES, FACTS)
    assert stand_in.network_mb_s == 1250
    assert stand_in.decode_ms == pytest.approx(1.18, abs=0.01)
