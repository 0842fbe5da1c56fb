"""File systems that the file declares are candidates too, at what a data set adds to their cost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lakeform.advisor import Recommendation, load_facts
from lakeform.advisor.provision import advise, all_file_systems, place
from lakeform.advisor.report import text, to_json
from lakeform.config import Lake
from support import lake_from

FACTS = load_facts()
SIZE = "capacity_gib: 1200, throughput_mbps_per_tib: 125"
LINKED = f"lustre: {{images: {{{SIZE}, links: [{{path: /, zone: curated, prefix: images/}}]}}}}"


def lake(
    systems: str, where: str = "zone: curated, prefix: images/cats/", more: str = "storage: auto"
) -> Lake:
    return lake_from(
        f"""
network: {{}}
storage: {{zones: {{curated: , raw: }}}}
file_systems: {{{systems}}}
training:
  images: {{files: 1_200_000, mean_file_kib: 110, epochs: 90, runs_a_month: 20, clients: 4,
           {where}, {more}}}
"""
    )


def advice(systems: str, where: str = "zone: curated, prefix: images/cats/") -> Recommendation:
    [found] = advise(lake(systems, where), FACTS)
    return found


def titles(recommendation: Recommendation) -> list[str]:
    return [estimate.option.title for estimate in recommendation.ranked]


def test_a_linked_lustre_costs_what_its_data_costs_in_s3() -> None:
    found = advice(LINKED)
    [declared] = [each for each in found.ranked if each.option.declared]
    assert declared.option.declared == "lustre.images"
    s3 = found.of("s3")
    made = found.of("lustre")
    assert s3 is not None
    assert made is not None
    assert declared.storage_usd == s3.storage_usd < made.storage_usd


def test_auto_uses_it_where_it_wins_and_makes_nothing() -> None:
    here = lake(LINKED, more="storage: auto, client: {usd_an_hour: 0.01}")
    placements = place(here, FACTS)
    assert placements["images"].storage == ("lustre.images",)
    assert all_file_systems(here, placements) == here.file_systems
    assert "Recommended: lustre.images, PERSISTENT_2 125 MB/s/TiB, 1200 GiB" in text(
        advise(here, FACTS), {}
    )
    assert to_json(advise(here, FACTS))["data_sets"]["images"]["winner"] == "lustre.images"


def test_a_kind_that_is_asked_for_is_made_all_the_same() -> None:
    here = lake(LINKED.replace("images: {cap", "other: {cap"), more="storage: lustre")
    assert place(here, FACTS)["images"].storage == ("lustre.images",)
    assert set(all_file_systems(here, place(here, FACTS)).lustre) == {"images", "other"}


@pytest.mark.parametrize(
    ("systems", "where"),
    [
        (LINKED, "zone: raw, prefix: images/"),
        (LINKED, "zone: curated, prefix: labels/"),
        (LINKED, "zone: curated"),
        (f"lustre: {{images: {{{SIZE}}}}}", "zone: curated, prefix: images/"),
        ("efs: {home: {availability_zone: 1}}", "zone: curated"),
        ("efs: {home: {}}", "efs: home"),
    ],
)
def test_one_that_cannot_show_the_data_is_no_candidate(systems: str, where: str) -> None:
    assert not any(each.option.declared for each in advice(systems, where).ranked)


def test_one_that_is_too_small_is_no_candidate() -> None:
    here = lake(LINKED)
    larger = here.training["images"].model_copy(update={"files": 20_000_000})
    [found] = advise(replace(here, training={"images": larger}), FACTS)
    assert "lustre.images" not in titles(found)


def test_provisioned_throughput_of_a_declared_efs_is_paid_already() -> None:
    found = advice("efs: {home: {throughput: {provisioned: {mibps: 300}}}}")
    [declared] = [each for each in found.ranked if each.option.declared == "efs.home"]
    made = found.of("efs")
    assert made is not None
    bytes_only = advice("efs: {home: {throughput: bursting}}")
    [bursting] = [each for each in bytes_only.ranked if each.option.declared == "efs.home"]
    assert declared.storage_usd == pytest.approx(bursting.storage_usd)
