"""What goes from stage to stage: the moment, the record, the anomaly in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

AnomalyKind = Literal["outlier", "missing", "malformed", "broken"]


@dataclass(frozen=True)
class Moment:
    """When a record is from, in UTC, and its number, which counts from 1."""

    number: int
    at: datetime


@dataclass(frozen=True)
class Anomaly:
    """What is wrong with a record on purpose; `column` is None where the record as a whole is."""

    kind: AnomalyKind
    column: str | None


@dataclass(frozen=True)
class Record:
    """A record as it is sent: one line of JSON, or what should have been one.

    Attributes:
        number: counts from 1.
        key: what the stream is partitioned by, 1 to 256 characters.
        text: the record, without a line end.
    """

    number: int
    key: str
    text: str
    anomaly: Anomaly | None = None


class Shape(Protocol):
    """What records look like."""

    @property
    def columns(self) -> list[str]:
        """The names of what is on top, in the records' order."""
        ...

    def fields(self, moment: Moment) -> dict[str, Json]:
        """The next record's columns and values. Every call draws new ones."""
        ...

    def outlier(self, column: str, value: Json, moment: Moment) -> Json:
        """A value of the column's type that is far from all that `fields` gives; None if none is.
        It draws nothing: the next `fields` are the same whether it is called or not.

        Args:
            value: what `fields` gave.
        """
        ...
