"""`json_to_table` on real Spark."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from spark.conftest import Run, quarantined, stops, values

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

INTO_CLICKS = """{template: json_to_table, source: {zone: raw, prefix: in/}, target: web.clicks,
 options: {mode: append, derive: {day: to_date(at)}, required: [user]}}"""
LINES = [
    '{"user": "ada", "at": "2026-01-01T10:00:00Z", "amount": 1.5, "tags": ["a", "b"]}',
    '{"user": "bo", "at": "2026-01-02T23:59:59Z", "amount": null}',
]


def places(folder: Path) -> dict[str, object]:
    return {
        "source": folder / "landing",
        "target": folder / "out",
        "quarantine": folder / "bad",
        "catalog": "none",
    }


def write(folder: Path, *lines: str) -> None:
    (folder / "landing").mkdir(exist_ok=True)
    (folder / "landing" / "a.json").write_text("\n".join(lines) + "\n")


def test_rows_reach_a_partitioned_table(spark: SparkSession, run: Run, tmp_path: Path) -> None:
    write(tmp_path, *LINES, "")
    assert run(INTO_CLICKS, **places(tmp_path)) == {"rows_written": 2, "rows_quarantined": 0}
    read = spark.read.parquet(str(tmp_path / "out"))
    assert values(read.select("user", "at", "amount", "tags", "day").collect()) == [
        ("ada", datetime(2026, 1, 1, 10), 1.5, ["a", "b"], date(2026, 1, 1)),
        ("bo", datetime(2026, 1, 2, 23, 59, 59), None, None, date(2026, 1, 2)),
    ]


def test_bad_lines_go_to_the_quarantine(spark: SparkSession, run: Run, tmp_path: Path) -> None:
    bad = [
        "{not json",
        "[1, 2]",
        '{"user": "cy", "at": "2026-01-01T10:00:00Z", "amount": "much"}',
        '{"user": "di", "at": "never", "amount": 1}',
        '{"at": "2026-01-01T10:00:00Z"}',
        '{"user": "ed", "amount": 1}',
    ]
    write(tmp_path, *LINES, *bad)
    assert run(INTO_CLICKS, **places(tmp_path)) == {"rows_written": 2, "rows_quarantined": 6}
    found = quarantined(spark, tmp_path / "bad")
    assert found == [
        ("day is null", '{"user":"ed","amount":1.0}'),
        ("malformed", "[1, 2]"),
        ("malformed", bad[2]),
        ("malformed", bad[3]),
        ("malformed", "{not json"),
        ("user is null", '{"at":"2026-01-01T10:00:00.000Z"}'),
    ]


def test_a_column_that_no_line_has_stops_the_job(run: Run, tmp_path: Path) -> None:
    write(tmp_path, '{"user": "ada", "at": "2026-01-01T10:00:00Z", "amount": 1}')
    with stops("the source lacks tags; it has amount, at, user"):
        run(INTO_CLICKS, **places(tmp_path))
    assert not (tmp_path / "out").exists()


def test_a_prefix_without_files_ends_well(run: Run, tmp_path: Path) -> None:
    assert run(INTO_CLICKS, **places(tmp_path)) == {"rows_written": 0, "rows_quarantined": 0}
    assert not (tmp_path / "out").exists()


def test_extra_columns_and_folders_feed_derived_ones(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "landing" / "hour=7"
    folder.mkdir(parents=True)
    (folder / "a.json").write_text('{"id": 1, "person": {"first": "Ada"}}\n{"id": 2}\n')
    job = """{template: json_to_table, target: web.plain,
 source: {zone: raw, prefix: in/, folders_are_columns: true}, options: {mode: overwrite,
 extra_columns: {person: "struct<first:string>"}, derive: {name: "concat(person.first, hour)"}}}"""
    report = run(
        job, source=tmp_path / "landing", target=tmp_path / "out", quarantine=tmp_path / "bad"
    )
    assert report == {"rows_written": 2, "rows_quarantined": 0}
    lines = [line for f in (tmp_path / "out").glob("*.json") for line in f.read_text().split()]
    assert sorted(lines) == ['{"id":1,"name":"Ada7"}', '{"id":2}']


def test_files_of_a_zone_keep_what_the_source_has(
    spark: SparkSession, run: Run, tmp_path: Path
) -> None:
    write(tmp_path, '{"a": 1, "b": {"c": [1.5]}}', '{"a": 2}', "{")
    job = """{template: json_to_table, source: {zone: raw, prefix: in/},
 target: {zone: raw, prefix: x/, format: orc}, options: {mode: append}}"""
    report = run(
        job, source=tmp_path / "landing", target=tmp_path / "out", quarantine=tmp_path / "bad"
    )
    assert report == {"rows_written": 2, "rows_quarantined": 1}
    read = spark.read.orc(str(tmp_path / "out"))
    assert read.dtypes == [("a", "bigint"), ("b", "struct<c:array<double>>")]
    assert quarantined(spark, tmp_path / "bad") == [("malformed", "{")]
