"""Athena finds what a delivery writes."""

from __future__ import annotations

import pytest

from lakeform.catalog import arrivals
from lakeform.config import load
from support import ROOT, lake_from, resources, synth

CLICKS = "{format: parquet, columns: {url: string}, partitions: {day: date}}"
DELIVERY = "{zone: raw, table: web.clicks}"
BY_DAY = {"day": arrivals.ARRIVALS}


def found(
    table: str = CLICKS, delivery: str = DELIVERY, crawler: str = ""
) -> tuple[object, list[tuple[str, str]]]:
    lake = lake_from(
        f"""
storage: {{zones: {{raw: , curated: }}}}
catalog:
  databases: {{web: {{zone: raw, tables: {{clicks: {table}}}}}}}
  crawlers: {{{crawler}}}
streams: {{deliveries: {{d: {delivery}}}}}
"""
    )
    return arrivals.projection(lake, "web.clicks"), list(arrivals.unseen(lake))


def test_days_of_arrival_are_projected() -> None:
    assert found() == (BY_DAY, [])


@pytest.mark.parametrize(
    "delivery",
    [
        "{zone: raw, table: web.clicks, prefix: web/clicks/}",
        "{zone: raw, table: web.clicks, partitions: {day: {time: yyyy-MM-dd}}}",
    ],
)
def test_however_the_delivery_says_it(delivery: str) -> None:
    assert found(delivery=delivery) == (BY_DAY, [])


def test_the_file_s_own_projection_stays() -> None:
    own = CLICKS[:-1] + ", projection: {day: {type: date, range: [2026-01-01, NOW]}}}"
    projected, unseen = found(own)
    assert projected != BY_DAY
    assert not unseen


def test_an_empty_projection_is_none() -> None:
    assert found(CLICKS[:-1] + ", projection: {}}") == ({}, [])


@pytest.mark.parametrize(
    "crawler",
    [
        "c: {tables: [web.clicks]}",
        "c: {zone: raw, prefix: web/, database: web}",
        "c: {zone: raw, prefix: web/clicks/, database: web}",
    ],
)
def test_a_crawler_finds_the_folders_itself(crawler: str) -> None:
    assert found(crawler=crawler) == ({}, [])


@pytest.mark.parametrize(
    "crawler",
    [
        "c: {zone: raw, prefix: landing/, database: web}",
        "c: {zone: curated, prefix: web/clicks/, database: web}",
    ],
)
def test_a_crawler_of_another_place_doesn_t(crawler: str) -> None:
    assert found(crawler=crawler) == (BY_DAY, [])


@pytest.mark.parametrize(
    ("partitions", "delivery"),
    [
        ("{day: date, hour: int}", DELIVERY),
        ("{day: date}", "{zone: raw, table: web.clicks, partitions: {day: {query: .day}}}"),
        ("{site: string}", "{zone: raw, table: web.clicks, partitions: {site: {query: .site}}}"),
    ],
)
def test_folders_that_nothing_finds_are_told(partitions: str, delivery: str) -> None:
    table = f"{{format: parquet, columns: {{url: string}}, partitions: {partitions}}}"
    assert found(table, delivery) == ({}, [("d", "web.clicks")])


@pytest.mark.parametrize(
    ("table", "delivery"),
    [
        (CLICKS, "{zone: raw, table: web.clicks, prefix: elsewhere/}"),
        (CLICKS, "{zone: raw}"),
        ("{format: json, columns: {url: string}}", DELIVERY),
    ],
)
def test_tables_that_no_delivery_fills_folder_by_folder_stay_as_they_are(
    table: str, delivery: str
) -> None:
    assert found(table, delivery) == ({}, [])


def test_the_default_lake_s_delivery_shows_in_athena() -> None:
    lake = load(ROOT / "lake.yaml", "dev")["dev"]
    assert not list(arrivals.unseen(lake))
    clicks = resources(synth(lake), "aws_glue_catalog_table")["web__clicks"]
    assert clicks["parameters"]["projection.day.range"] == "2015-10-07,NOW+1DAY"
    assert clicks["parameters"]["storage.location.template"].endswith("/web/clicks/day=$${day}/")
