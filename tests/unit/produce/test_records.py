"""Records: the same for the same seed, and wrong where they are meant to be."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from itertools import islice

import pytest

from lakeform.produce import Record, Settings, records
from lakeform.produce.shapes import Columns, table_columns
from lakeform.produce.source import Source
from support import lake_from

TYPES = {
    "order_id": "bigint",
    "email": "string",
    "price": "decimal(10,2)",
    "at": "timestamp",
    "items": "array<struct<sku:string,quantity:int>>",
    "agent": "struct<user_agent:string,ip:string>",
}


def made(
    count: int = 50, seed: int = 1, types: dict[str, str] | None = None, **settings: object
) -> list[Record]:
    shape = Columns(types or TYPES, Source(seed))
    return list(islice(records(shape, Settings(seed, **settings)), count))  # type: ignore[arg-type]


def test_the_same_seed_makes_the_same_records() -> None:
    assert made(anomalies=0.3) == made(anomalies=0.3)
    assert made() != made(seed=2)


def test_these_records_are_made_in_every_process() -> None:
    types = {"order_id": "bigint", "at": "timestamp", "paid": "boolean"}
    assert [each.text for each in made(2, types=types)] == [
        '{"order_id":17612,"at":"2025-01-01 00:00:00.000","paid":false}',
        '{"order_id":8272,"at":"2025-01-01 00:00:00.100","paid":true}',
    ]


def test_a_record_is_one_line_of_json_with_all_columns() -> None:
    for record in made():
        assert "\n" not in record.text
        assert list(json.loads(record.text)) == list(TYPES)


def test_their_clock_goes_by_the_rate() -> None:
    start = datetime(2026, 6, 1, tzinfo=UTC)
    times = [json.loads(each.text)["at"] for each in made(3, start=start, rate=0.5)]
    assert times == [f"2026-06-01 00:00:0{second}.000" for second in (0, 2, 4)]


def test_records_without_an_anomaly_are_the_same_with_anomalies_around_them() -> None:
    plain, mixed = made(200), made(200, anomalies=0.5)
    assert [each.key for each in plain] == [each.key for each in mixed]
    same = [one.text == other.text for one, other in zip(plain, mixed, strict=True)]
    assert same == [each.anomaly is None for each in mixed]


def test_every_kind_of_anomaly_comes_about_and_is_labelled_rightly() -> None:
    plain, wrong = made(600), made(600, anomalies=1)
    kinds = Counter(each.anomaly.kind for each in wrong if each.anomaly)
    assert set(kinds) == {"outlier", "missing", "malformed", "broken"}
    assert kinds.total() == 600
    assert min(kinds.values()) > 100
    for good, bad in zip(plain, wrong, strict=True):
        assert bad.anomaly is not None
        if bad.anomaly.kind == "broken":
            assert bad.anomaly.column is None
            with pytest.raises(ValueError, match="line 1"):
                json.loads(bad.text)
            assert good.text.startswith(bad.text)
            continue
        before, after = json.loads(good.text), json.loads(bad.text)
        column = bad.anomaly.column
        changed = {name for name in before if before[name] != after.get(name, ...)}
        assert changed == {column}
        if bad.anomaly.kind == "missing":
            assert after.get(column) is None
        elif bad.anomaly.kind == "malformed":
            assert type(after[column]) is not type(before[column])
        else:
            assert column in ("order_id", "price", "at")
            assert type(after[column]) is type(before[column])


def test_the_share_of_anomalies_is_kept() -> None:
    wrong = [each for each in made(2000, types={"x": "int"}, anomalies=0.1) if each.anomaly]
    assert 150 < len(wrong) < 250


def test_a_shape_without_outliers_has_the_other_anomalies() -> None:
    wrong = made(200, types={"x": "boolean"}, anomalies=1)
    assert {each.anomaly.kind for each in wrong if each.anomaly} == {
        "missing",
        "malformed",
        "broken",
    }


def test_the_key_is_the_named_column_else_the_first_id_else_drawn() -> None:
    named = made(5, key="email")
    assert [each.key for each in named] == [json.loads(each.text)["email"] for each in named]
    first = made(5)
    assert [each.key for each in first] == [
        str(json.loads(each.text)["order_id"]) for each in first
    ]
    drawn = made(200, types={"x": "int"})
    assert len({each.key for each in drawn}) == 200
    assert all(len(each.key) == 16 for each in drawn)


def test_a_key_has_256_characters_at_most_and_is_never_empty() -> None:
    long = made(3, types={"x": "array<struct<a:string,b:string,c:string,d:string>>"}, key="x")
    assert all(0 < len(each.key) <= 256 for each in long)


def test_a_table_gives_its_columns_and_its_partition_columns() -> None:
    lake = lake_from(
        "storage: {zones: {raw: {}}}\n"
        "catalog: {databases: {web: {zone: raw, tables: {clicks: {format: parquet,"
        " columns: {url: string}, partitions: {day: date}}}}}}\n"
    )
    table = lake.table("web.clicks")
    assert table is not None
    assert table_columns(table) == {"url": "string", "day": "date"}
