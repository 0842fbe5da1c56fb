"""What is told beside a plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from lakeform.config import load
from lakeform.notes import notes
from support import EXAMPLES, ROOT, lake_from

FILES = "network: {nat: single}\nstorage: {zones: {raw: }}\n"


def keys(text: str, directory: Path | None = None) -> list[str]:
    return [note.key for note in notes(lake_from(FILES + text, directory))]


def test_a_program_of_a_zone_must_be_there_before_the_zone() -> None:
    text = """
streams:
  kafka: {events: {kind: serverless}}
  kinesis: {clicks: }
  flink: {a: {code: {zone: raw, key: app.jar}, reads: [{kinesis: clicks}]}}
  connect:
    b: {from: {kafka: events, topics: [t]}, zone: raw, plugin: {zone: raw, key: sink.zip}}
"""
    assert keys(text) == ["streams.flink.a.code", "streams.connect.b.plugin"]
    [note, _] = notes(lake_from(FILES + text))
    assert str(note) == (
        "streams.flink.a.code: the object `app.jar` must be in the zone `raw` before this is made, "
        "and a first apply makes the zone's bucket too; apply the rest first and upload it, or let "
        "lakeform upload it: `{file: …}` or `{folder: …}`"
    )


def test_an_uploaded_program_needs_nothing(tmp_path: Path) -> None:
    (tmp_path / "app.jar").write_text("no program")
    text = "streams: {kinesis: {c: }, flink: {a: {code: {file: app.jar}, writes: [{kinesis: c}]}}}"
    assert keys(text, tmp_path) == []


def test_an_application_without_anything_to_read_or_write_is_told(tmp_path: Path) -> None:
    (tmp_path / "app.jar").write_text("no program")
    text = "streams: {flink: {a: {code: {file: app.jar}}}}"
    assert keys(text, tmp_path) == ["streams.flink.a"]


def test_partitions_that_nobody_finds_are_told() -> None:
    text = """
catalog:
  databases:
    web:
      zone: raw
      tables:
        clicks: {format: parquet, columns: {url: string}, partitions: {day: date, hour: int}}
streams: {deliveries: {d: {zone: raw, table: web.clicks}}}
"""
    assert keys(text) == ["streams.deliveries.d"]


@pytest.mark.parametrize("file", [ROOT / "lake.yaml", EXAMPLES / "full.yaml"])
def test_our_own_lakes_have_none(file: Path) -> None:
    assert [str(note) for lake in load(file).values() for note in notes(lake)] == []
