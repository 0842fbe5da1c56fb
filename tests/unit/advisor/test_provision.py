"""From the file's data sets to the file systems that are made for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lakeform.advisor import Clients, DataSet, load_facts
from lakeform.advisor.provision import all_file_systems, data_set, place
from lakeform.config import Lake
from lakeform.errors import InputError
from support import lake_from

FACTS = load_facts()


def lake(settings: str, rest: str = "network: {}") -> Lake:
    """A lake with the data set `images`."""
    return lake_from(
        f"{rest}\n"
        "storage: {zones: {curated: {}}}\n"
        "training:\n"
        "  images: {files: 1_200_000, mean_file_kib: 110, epochs: 90, runs_a_month: 20, "
        f"{settings}}}\n"
    )


def storage(settings: str, rest: str = "network: {}") -> tuple[str, ...]:
    return place(lake(settings, rest), FACTS)["images"].storage


def test_all_of_a_data_set_reaches_the_advisor() -> None:
    section = lake(
        "zone: curated, clients: 4, workers: 16, shard_mib: 256, decode_ms: 2, goal: fastest, "
        "budget_usd_a_month: 500, client: {network_gbps: 100, ebs_mb_s: 1000, cache_gib: 500, "
        "usd_an_hour: 32.77}"
    ).training["images"]
    assert data_set("images", section) == DataSet(
        name="images",
        files=1_200_000,
        mean_file_kib=110,
        epochs=90,
        runs_a_month=20,
        clients=4,
        workers=16,
        home="s3",
        shard_mib=256,
        decode_ms=2,
        machine=Clients(100, 1000, 500, 32.77),
        goal="fastest",
        budget_usd_a_month=500,
    )


@pytest.mark.parametrize("kind", ["s3", "s3_connector", "s3_express"])
def test_objects_are_read_where_they_lie(kind: str) -> None:
    assert storage(f"zone: curated, storage: {kind}") == (kind,)


def test_a_file_system_of_the_file_is_used_as_it_is() -> None:
    rest = "network: {}\nfile_systems: {efs: {home: {}}, ebs: {scratch: {size_gib: 1}}}"
    assert storage("zone: curated, storage: ebs.scratch", rest) == ("ebs.scratch",)
    assert storage("efs: home, storage: efs", rest) == ("efs.home",)
    assert place(lake("efs: home, storage: efs", rest), FACTS)["images"].made.references() == ()


def test_what_is_not_there_is_made() -> None:
    assert storage("zone: curated, storage: lustre") == ("lustre.images",)
    assert storage("zone: curated, storage: efs") == ("efs.images",)
    assert storage("zone: curated, storage: ebs, clients: 3") == (
        "ebs.images-1",
        "ebs.images-2",
        "ebs.images-3",
    )


def test_auto_takes_the_winner() -> None:
    assert storage("zone: curated, clients: 4, goal: fastest") == ("lustre.images",)
    assert storage("zone: curated, clients: 1")[0] == "ebs.images-1"
    assert storage("zone: curated, shard_mib: 256") == ("s3_connector",)


def test_auto_stays_at_home_where_nothing_can_be_recommended_or_made() -> None:
    assert storage("zone: curated, budget_usd_a_month: 1, clients: 4") == ("s3",)
    assert storage("zone: curated, clients: 4", "") == ("s3",)


def test_too_much_for_a_volume() -> None:
    large = lake("zone: curated, storage: ebs")
    images = large.training["images"].model_copy(update={"files": 900_000_000})
    with pytest.raises(InputError) as caught:
        place(replace(large, training={"images": images}), FACTS)
    assert str(caught.value) == (
        "training data `images` is too much for `ebs`\n  → `lakeform advise` shows what can hold it"
    )


def test_declared_and_made_ones_are_built_together() -> None:
    both = lake("zone: curated, storage: lustre", "network: {}\nfile_systems: {efs: {home: {}}}")
    systems = all_file_systems(both, place(both, FACTS))
    assert systems.references() == ("lustre.images", "efs.home")


def test_a_declared_one_of_the_same_name_wins() -> None:
    rest = (
        "network: {}\n"
        "file_systems: {lustre: {images: {capacity_gib: 4800, throughput_mbps_per_tib: 125}}}"
    )
    declared = lake("zone: curated, clients: 4, goal: fastest", rest)
    systems = all_file_systems(declared, place(declared, FACTS))
    assert systems.lustre["images"].capacity_gib == 4800
    assert systems.references() == ("lustre.images",)
