"""The records: pure, endless, and the same for the same seed."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lakeform.produce.anomalies import as_text, spoil
from lakeform.produce.names import endings
from lakeform.produce.record import Json, Moment, Record, Shape

MAX_KEY = 256
"""Characters of a partition key (Kinesis API reference, "PutRecordsRequestEntry")."""


@dataclass(frozen=True)
class Settings:
    """What decides which records are made, beside their shape and its source.

    Attributes:
        seed: of the anomalies and of keys that are drawn.
        start: time of the first record.
        rate: records a second of their own time.
        anomalies: share of the records that are wrong on purpose, 0 to 1.
        key: column that the stream is partitioned by; None takes the first that is an id, or draws.
    """

    seed: int
    start: datetime = datetime(2025, 1, 1, tzinfo=UTC)
    rate: float = 10.0
    anomalies: float = 0.0
    key: str | None = None


def records(shape: Shape, settings: Settings) -> Iterator[Record]:
    """Records without an end. Anomalies and keys have random numbers of their own, so that the
    other records are the same with anomalies and without."""
    draw = random.Random(f"anomalies {settings.seed}")
    keys = random.Random(f"keys {settings.seed}")
    column = settings.key
    for number in itertools.count(1):
        at = settings.start + timedelta(seconds=(number - 1) / settings.rate)
        moment = Moment(number, at)
        fields = shape.fields(moment)
        if column is None and number == 1:
            column = next((name for name in fields if "id" in endings(name)), None)
        key = _key(fields, column, keys)
        if draw.random() < settings.anomalies:
            text, anomaly = spoil(fields, shape, moment, draw)
            yield Record(number, key, text, anomaly)
        else:
            yield Record(number, key, as_text(fields))


def _key(fields: Mapping[str, Json], column: str | None, draw: random.Random) -> str:
    """The partition key; it stays the same when the column becomes an anomaly."""
    drawn = f"{draw.getrandbits(64):016x}"
    value = None if column is None else fields.get(column)
    return drawn if value is None or value == "" else str(value)[:MAX_KEY]
