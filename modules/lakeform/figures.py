"""Figures with their sources, from dated TOML files: what prices and speeds are computed from.

A file names its format, when its sources were read and whose prices they are, lists the sources,
and then holds figures: tables with a `value`, the key of its `source` and perhaps a `note`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

from lakeform.config.base import quoted, suggestion
from lakeform.errors import InputError

FORMAT = 1

SourceKind = Literal["official", "measured", "secondary", "assumption"]
"""Where a figure is from; only what is `official` counts as confirmed."""


@dataclass(frozen=True)
class Source:
    """Who says so. `dated` is None where the source bears no date."""

    key: str
    title: str
    kind: SourceKind
    dated: date | None


@dataclass(frozen=True)
class Figure:
    """One number; its unit is the end of its key: `s3.first_byte_ms`."""

    key: str
    value: float
    source: Source
    note: str

    @property
    def confirmed(self) -> bool:
        """Whether the service itself says so."""
        return self.source.kind == "official"


class FigureFile:
    """A file of figures; every fault names the file and the key.

    Args:
        default: the file of the same sort that lakeform brings along.
        others: tables at the top that hold no figures, beside `sources`.

    Raises:
        InputError: the file can't be read, or isn't such a file.
    """

    def __init__(self, file: Path, *, default: Path, others: tuple[str, ...] = ()) -> None:
        self.file = file
        self.hint = f"start from a copy of {default.name}, which lakeform brings along"
        self._others = ("sources", *others)
        try:
            self.data = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{file} can't be read: {error}") from error
        except tomllib.TOMLDecodeError as error:
            raise InputError(f"{file} isn't TOML: {error}", hint=self.hint) from error
        if self.data.get("format") != FORMAT:
            raise self.fault("format", f"must be {FORMAT}")
        self.sources = {key: self._source(key, value) for key, value in self.table("sources")}
        collected = self.data.get("collected")
        if not isinstance(collected, date):
            raise self.fault("collected", "must be a date, such as 2026-11-22")
        self.collected = collected
        self.region = str(self.data.get("region"))

    def figures(self) -> dict[str, Figure]:
        """Key → figure, tables inside tables joined by dots."""
        return {figure.key: figure for figure in self._figures("", self.data)}

    def table(self, key: str) -> Iterator[tuple[str, Any]]:
        """What stands in a table at the top."""
        table = self.data.get(key)
        if not isinstance(table, dict):
            raise self.fault(key, "is missing, or isn't a table")
        yield from table.items()

    def figure(self, key: str, value: Any) -> Figure:
        """One figure from its table."""
        entry = value if isinstance(value, dict) else {}
        source = entry.get("source")
        if source not in self.sources:
            hint = suggestion(str(source), list(self.sources), "one of")
            raise self.fault(f"{key}.source", f"is {quoted(source)}, which isn't there", hint)
        number = self.number(key, entry.get("value"))
        return Figure(key, number, self.sources[source], str(entry.get("note", "")))

    def number(self, key: str, value: Any) -> float:
        """A number above 0."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
            raise self.fault(key, f"must be a number above 0, not {quoted(value)}")
        return float(value)

    def fault(self, key: str, message: str, hint: str | None = None) -> InputError:
        """The error for one key."""
        return InputError(
            f"{self.file}: `{key}` {message}", hint=self.hint if hint is None else hint
        )

    def compare(self, found: set[str], wanted: set[str], whose: str) -> None:
        """Refuse figures that nobody asks for, and those that are missing.

        Args:
            whose: what the figures are of, in the message: `the advisor`.
        """
        if unknown := sorted(found - wanted):
            hint = suggestion(unknown[0], sorted(wanted - found), "figures that are missing")
            raise InputError(f"{self.file}: `{unknown[0]}` is no figure of {whose}", hint=hint)
        if missing := sorted(wanted - found):
            raise InputError(f"{self.file}: `{missing[0]}` is missing", hint=self.hint)

    def _source(self, key: str, value: Any) -> Source:
        entry = value if isinstance(value, dict) else {}
        kind: Any = entry.get("kind")
        dated = entry.get("dated")
        if kind not in get_args(SourceKind):
            known = ", ".join(get_args(SourceKind))
            raise self.fault(f"sources.{key}.kind", f"is {quoted(kind)}", f"one of {known}")
        if dated is not None and not isinstance(dated, date):
            raise self.fault(f"sources.{key}.dated", "must be a date, such as 2026-11-22")
        return Source(key, str(entry.get("title", "")), kind, dated)

    def _figures(self, prefix: str, table: dict[str, Any]) -> Iterator[Figure]:
        """Every table with a `value` is a figure; other tables hold figures."""
        for key, value in table.items():
            if not isinstance(value, dict) or (not prefix and key in self._others):
                continue
            here = f"{prefix}{key}"
            if "value" in value:
                yield self.figure(here, value)
            else:
                yield from self._figures(f"{here}.", value)
