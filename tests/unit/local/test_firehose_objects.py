"""The keys and bytes that a Firehose makes of records."""

from __future__ import annotations

import datetime
import gzip
from typing import Any

import pytest

from lakeform.local.firehose_objects import Delivered, fixed_prefix, objects, partition_paths

NOW = datetime.datetime(2026, 3, 4, 23, 6, 7, tzinfo=datetime.UTC)
QUERY = "{customer: .customer.id, kind:.kind, day:.time | strftime}"


def delivered(records: list[bytes], **destination: Any) -> list[Delivered]:
    return list(objects("clicks", "2", destination, records, NOW))


def processing(kind: str, **parameters: str) -> dict[str, Any]:
    listed = [{"ParameterName": name, "ParameterValue": each} for name, each in parameters.items()]
    return {"Enabled": True, "Processors": [{"Type": kind, "Parameters": listed}]}


def extraction(query: str) -> dict[str, Any]:
    return processing(
        "MetadataExtraction", JsonParsingEngine="JQ-1.6", MetadataExtractionQuery=query
    )


@pytest.mark.parametrize(
    ("prefix", "place"),
    [
        ("", "2026/03/04/23/"),
        ("clicks", "clicks2026/03/04/23/"),
        ("clicks/", "clicks/2026/03/04/23/"),
        ("c/day=!{timestamp:yyyy-MM-dd}/", "c/day=2026-03-04/"),
        ("c/!{timestamp:yyyy/MM/dd/HH/mm/ss}/", "c/2026/03/04/23/06/07/"),
        ("!{timestamp:'year='yyyy'/month='MM}/", "year=2026/month=03/"),
        ("c/!{partitionKeyFromLambda:x}/", "c/!{partitionKeyFromLambda:x}/"),
    ],
)
def test_a_key_begins_with_the_evaluated_prefix(prefix: str, place: str) -> None:
    (made,) = delivered([b"a"], Prefix=prefix)
    assert made.key.startswith(f"{place}clicks-2-2026-03-04-23-06-07-")
    assert "/" not in made.key.removeprefix(place)


def test_times_are_those_of_the_destinations_zone() -> None:
    (made,) = delivered(
        [b"a"], Prefix="!{timestamp:yyyy-MM-dd HH}/", CustomTimeZone="Europe/Berlin"
    )
    assert made.key.startswith("2026-03-05 00/clicks-2-2026-03-04-23")


def test_a_random_string_differs_each_time() -> None:
    places = {delivered([b"a"], Prefix="!{firehose:random-string}/")[0].key[:12] for _ in range(5)}
    assert len(places) == 5
    assert all(place.endswith("/") for place in places)


def test_records_are_joined_and_delimited_when_asked() -> None:
    (plain,) = delivered([b"a", b"b"])
    (lines,) = delivered(
        [b"a", b"b"], ProcessingConfiguration=processing("AppendDelimiterToRecord")
    )
    assert (plain.body, lines.body) == (b"ab", b"a\nb\n")


def test_records_are_compressed_when_asked() -> None:
    (made,) = delivered([b"a"], CompressionFormat="GZIP")
    assert gzip.decompress(made.body) == b"a"
    assert made.key.endswith(".gz")
    (named,) = delivered([b"a"], CompressionFormat="GZIP", FileExtension=".json.gz")
    assert named.key.endswith(".json.gz")


def test_what_would_become_columns_stays_lines() -> None:
    (made,) = delivered(
        [b"a", b"b"],
        FileExtension=".parquet",
        DataFormatConversionConfiguration={"Enabled": True},
    )
    assert made.body == b"a\nb\n"
    assert not made.key.endswith(".parquet")


def test_each_partition_has_its_object_and_what_has_none_is_an_error() -> None:
    records = [b'{"kind": "a", "n": 1}', b'{"kind": "b"}', b'{"kind": "a", "n": 2}', b"not json"]
    errors = "e/!{firehose:error-output-type}/!{timestamp:yyyy}/"
    made = delivered(
        records,
        Prefix="c/kind=!{partitionKeyFromQuery:kind}/",
        ErrorOutputPrefix=errors,
        ProcessingConfiguration=extraction("{kind: .kind}"),
    )
    assert [(each.key.rpartition("/")[0], each.body) for each in made] == [
        ("c/kind=a", records[0] + records[2]),
        ("c/kind=b", records[1]),
        ("e/metadata-extraction-failed/2026", records[3]),
    ]


def test_plain_paths_are_understood_and_nothing_else() -> None:
    destination = {"ProcessingConfiguration": extraction(QUERY)}
    assert partition_paths(destination) == {"customer": ("customer", "id"), "kind": ("kind",)}
    assert partition_paths({}) == {}
    off = {"ProcessingConfiguration": {**extraction(QUERY), "Enabled": False}}
    assert partition_paths(off) == {}


def test_a_value_that_is_no_text_is_written_as_json() -> None:
    (made,) = delivered(
        [b'{"a": {"b": 7}}'],
        Prefix="!{partitionKeyFromQuery:b}/!{partitionKeyFromQuery:unknown}/",
        ProcessingConfiguration=extraction("{b:.a.b}"),
    )
    assert made.key.startswith("7/!{partitionKeyFromQuery:unknown}/")


def test_the_fixed_prefix_ends_before_the_first_expression() -> None:
    assert fixed_prefix({"Prefix": "c/k=!{timestamp:yyyy}/x"}) == "c/k="
    assert fixed_prefix({}) == ""
