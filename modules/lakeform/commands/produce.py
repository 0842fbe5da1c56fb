"""`lakeform produce`: synthetic records to Kinesis, Firehose or Kafka."""

from __future__ import annotations

import json
import random
import signal
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from lakeform.commands.console import Step
from lakeform.commands.environment import one_lake
from lakeform.config import Lake
from lakeform.config.base import quoted, suggestion
from lakeform.config.schema_files import SchemaFileError, read_columns
from lakeform.config.streams.kafka import Topic
from lakeform.errors import InputError, unwritable
from lakeform.produce import Pace, Record, Report, Settings, deliver, records
from lakeform.produce.deliver import Wall
from lakeform.produce.record import Shape
from lakeform.produce.report import text, to_json
from lakeform.produce.senders import KafkaLogin, Printer, Sender, make_topic, open_sender
from lakeform.produce.senders.brokers import find_brokers
from lakeform.produce.shapes import Columns, table_columns
from lakeform.produce.source import Source
from lakeform.produce.streams import NamedStream, named_stream
from lakeform.produce.target import Target, parse_target
from lakeform.produce.template import Template

DRY_COUNT = 10
"""Records of a dry run for which no number is given."""
SEEDED_START = datetime(2025, 1, 1, tzinfo=UTC)
"""Time of the first record where a seed is given: the clock would make each run another."""
_YEARS = range(1970, 2201)


@dataclass(frozen=True)
class Wanted:
    """The command line of `lakeform produce`."""

    stream: str | None
    to: str | None
    table: str | None
    schema: Path | None
    template: Path | None
    rate: float
    count: int | None
    seconds: float | None
    seed: int | None
    start: str | None
    key: str | None
    anomalies: float
    labels: Path | None
    dry_run: bool
    region: str | None
    login: KafkaLogin
    lines: bool | None


def run(config: Path, environment: str | None, wanted: Wanted, format: str) -> None:
    """Send the records, or print them; what was sent is printed however it ends.

    Raises:
        LakeformError: what is wrong with an option, or why sending ended early.
        KeyboardInterrupt: Ctrl-C, after the request that was under way.
    """
    lake = one_lake(config, environment) if wanted.table or wanted.stream else None
    stream = _stream(wanted, lake)
    target = stream.target if stream else _target(wanted)
    seed = random.randrange(2**32) if wanted.seed is None else wanted.seed
    start = _start(wanted)
    shape = _shape(wanted, lake, stream, Source(seed))
    _check_key(wanted.key, shape)
    settings = Settings(seed, start, wanted.rate, wanted.anomalies, wanted.key)
    region = wanted.region or (lake.environment.region if lake else None)
    with ExitStack() as stack:
        taken = stack.enter_context(_labels(wanted.labels))
        sender = _sender(wanted, target, stream, region)
        stack.callback(sender.close)
        clock = stack.enter_context(_stopped_by_control_c())
        progress = stack.enter_context(_progress(wanted.dry_run))
        report = deliver(records(shape, settings), sender, _pace(wanted), clock, taken, progress)
    if not wanted.dry_run:
        said = json.dumps(to_json(report, target), indent=2) + "\n"
        print(said if format == "json" else text(report, target), end="")
        again = f"--seed {seed} --start {start.isoformat(timespec='milliseconds')}"
        print(f"the same records again: {again}", file=sys.stderr)
    if report.failure is not None:
        raise report.failure
    if report.ending == "interrupted":
        raise KeyboardInterrupt


def _stream(wanted: Wanted, lake: Lake | None) -> NamedStream | None:
    if wanted.stream is None or lake is None:
        return None
    if wanted.to is not None:
        raise InputError("a stream and --to exclude each other", hint="name one of them")
    return named_stream(lake, wanted.stream)


def _target(wanted: Wanted) -> Target | None:
    if wanted.to is not None:
        return parse_target(wanted.to)
    if wanted.dry_run:
        return None
    raise InputError(
        "it isn't said where the records go",
        hint="name a stream of lake.yaml, or say --to kinesis:NAME, firehose:NAME or "
        "kafka:HOST:PORT,…/TOPIC; or --dry-run",
    )


def _shape(wanted: Wanted, lake: Lake | None, stream: NamedStream | None, source: Source) -> Shape:
    given = [each for each in (wanted.table, wanted.schema, wanted.template) if each is not None]
    if not given and lake is not None and stream is not None and stream.table is not None:
        return Columns(_table_columns(lake, stream.table), source)
    if len(given) != 1:
        raise InputError(
            "it isn't said what the records look like"
            if not given
            else "--table, --schema and --template exclude each other",
            hint="one of --table DATABASE.TABLE, --schema FILE, --template FILE",
        )
    if wanted.template is not None:
        return Template(_read(wanted.template), str(wanted.template), source)
    if wanted.schema is not None:
        return Columns(_file_columns(wanted.schema), source)
    assert lake is not None
    assert wanted.table is not None
    return Columns(_table_columns(lake, wanted.table), source)


def _table_columns(lake: Lake, reference: str) -> dict[str, str]:
    table = lake.table(reference)
    if table is None:
        databases = lake.catalog.databases
        known = [f"{name}.{each}" for name in databases for each in databases[name].tables]
        raise InputError(
            f"there is no table {quoted(reference)}", hint=suggestion(reference, known, "tables")
        )
    columns = table_columns(table)
    if not columns:
        raise InputError(f"the table {quoted(reference)} has no columns")
    return columns


def _file_columns(file: Path) -> dict[str, str]:
    try:
        return {each.name: each.type for each in read_columns(file.parent, file.name)}
    except SchemaFileError as error:
        raise InputError(error.message, hint=error.hint) from error


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{file} can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file} isn't text in UTF-8") from error


def _check_key(key: str | None, shape: Shape) -> None:
    """A misspelt column must not make every key a random one."""
    if key is not None and key not in shape.columns:
        raise InputError(
            f"the records have no column {quoted(key)}",
            hint=suggestion(key, shape.columns, "columns"),
        )


def _start(wanted: Wanted) -> datetime:
    if wanted.start is None:
        return datetime.now(UTC) if wanted.seed is None else SEEDED_START
    if wanted.start == "now":
        return datetime.now(UTC)
    try:
        start = datetime.fromisoformat(wanted.start)
    except ValueError:
        start = None
    if start is None or start.year not in _YEARS:
        raise InputError(
            f"--start: {quoted(wanted.start)} is no time of the years 1970 to 2200",
            hint="for example 2025-01-31T12:00:00Z, or now",
        )
    return start.replace(tzinfo=UTC) if start.tzinfo is None else start.astimezone(UTC)


def _pace(wanted: Wanted) -> Pace:
    pace = Pace(wanted.rate, wanted.count, wanted.seconds)
    if not wanted.dry_run:
        return pace
    ended = wanted.count is not None or wanted.seconds is not None
    return Pace(count=int(pace.most) if ended else DRY_COUNT)


def _sender(
    wanted: Wanted, target: Target | None, stream: NamedStream | None, region: str | None
) -> Sender:
    if wanted.dry_run or target is None:
        return Printer()
    if stream is not None and stream.cluster is not None:
        brokers = find_brokers(stream.cluster, region, wanted.login.method or "iam")
        target = replace(target, brokers=brokers)
        if stream.topic is not None:
            _make_topic(target, stream.topic, region, wanted.login)
    lines = wanted.lines
    if lines is None:
        lines = stream is None or stream.lines
    return open_sender(target, region, wanted.login, lines=lines)


def _make_topic(target: Target, topic: Topic, region: str | None, login: KafkaLogin) -> None:
    """A topic of the lake's file is made where it is missing: brokers make none by themselves."""
    made = make_topic(target, region, login, partitions=topic.partitions, replicas=topic.replicas)
    if made:
        print(f"the topic {target.name} didn't exist, and was made", file=sys.stderr)


@contextmanager
def _labels(file: Path | None) -> Iterator[Callable[[Sequence[Record]], None]]:
    """Writes a line for each record that is wrong on purpose and was sent."""
    if file is None:
        yield lambda _: None
        return
    try:
        with file.open("w", encoding="utf-8") as opened:
            yield lambda taken: _write_labels(opened, taken)
    except OSError as error:
        if error.filename != str(file):
            raise
        raise unwritable(file, error, "name another file with --labels") from error


def _write_labels(file: IO[str], taken: Sequence[Record]) -> None:
    for record in taken:
        if record.anomaly is not None:
            label = {
                "record": record.number,
                "anomaly": record.anomaly.kind,
                "column": record.anomaly.column,
                "text": record.text,
            }
            file.write(json.dumps(label, ensure_ascii=False) + "\n")
    file.flush()


@contextmanager
def _stopped_by_control_c() -> Iterator[Wall]:
    """A clock that Ctrl-C stops, after the request under way; a second Ctrl-C doesn't wait."""
    clock = Wall()

    def stop(_: int, __: types.FrameType | None) -> None:
        clock.stop()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield clock
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _progress(dry_run: bool) -> Iterator[Callable[[Report], None]]:
    if dry_run:
        yield lambda _: None
        return
    shown = Step("sending")
    try:
        yield lambda report: _show(shown, report)
    finally:
        shown.clear()


def _show(shown: Step, report: Report) -> None:
    refused = sum(report.refused.values())
    again = f", {refused:,} sent again" if refused else ""
    shown.show(f"{report.sent:,} records, {report.rate:,.0f} a second{again}")
