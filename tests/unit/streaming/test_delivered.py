"""Where a Firehose writes, and in which form."""

from __future__ import annotations

import pytest

from foundation import lake_of
from lakeform.streaming import delivered

TABLES = """
storage: {zones: {raw: }}
catalog:
  databases:
    web:
      zone: raw
      tables:
        clicks: {format: parquet, columns: {url: string}, partitions: {day: date, hour: int}}
        pages: {format: json, columns: {url: string}, location: elsewhere/}
"""


@pytest.mark.parametrize(
    ("delivery", "prefix"),
    [
        ("{zone: raw}", "d/"),
        ("{zone: raw, prefix: ''}", ""),
        ("{zone: raw, table: web.pages}", "elsewhere/"),
        (
            "{zone: raw, table: web.clicks}",
            "web/clicks/day=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/",
        ),
        (
            "{zone: raw, table: web.clicks, prefix: c/}",
            "c/day=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/",
        ),
        ('{zone: raw, table: web.clicks, prefix: "c/!{timestamp:yyyy}/"}', "c/!{timestamp:yyyy}/"),
        (
            "{zone: raw, partitions: {a: {query: .a}, b: {from_transform: c}, d: {time: HH}}}",
            "d/a=!{partitionKeyFromQuery:a}/b=!{partitionKeyFromLambda:c}/d=!{timestamp:HH}/",
        ),
    ],
)
def test_the_prefix_of_a_delivery(delivery: str, prefix: str) -> None:
    lake = lake_of(f"{TABLES}streams: {{deliveries: {{d: {delivery}}}}}\n")
    assert delivered.prefix(lake, "d", lake.streams.deliveries["d"]) == prefix


@pytest.mark.parametrize(
    ("delivery", "format", "compression", "mb"),
    [
        ("{zone: raw}", "json", "gzip", 5),
        ("{zone: raw, compression: none, buffer: {mb: 1}}", "json", "none", 1),
        ("{zone: raw, table: web.pages}", "json", "gzip", 5),
        ("{zone: raw, table: web.clicks}", "parquet", "snappy", 128),
        ("{zone: raw, partitions: {a: {query: .a}}}", "json", "gzip", 128),
        ("{zone: raw, partitions: {a: {time: HH}}}", "json", "gzip", 5),
    ],
)
def test_its_format_compression_and_size(
    delivery: str, format: str, compression: str, mb: int
) -> None:
    lake = lake_of(f"{TABLES}streams: {{deliveries: {{d: {delivery}}}}}\n")
    section = lake.streams.deliveries["d"]
    assert delivered.file_format(lake, section) == format
    assert delivered.compression(lake, section) == compression
    assert delivered.buffer_mb(lake, section) == mb


def test_only_who_converts_by_a_table_is_granted_something() -> None:
    lake = lake_of(
        f"{TABLES}streams: {{deliveries: {{a: {{zone: raw, table: web.clicks}}, "
        "b: {zone: raw, table: web.pages}, c: {zone: raw}}}\n"
    )
    assert [each.name for each in delivered.delivery_principals(lake)] == [("delivery", "a")]
