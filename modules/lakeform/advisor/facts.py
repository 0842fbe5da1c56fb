"""The figures that the advisor computes with, read from a dated TOML file.

The file beside this module is the default and, at the same time, the schema of a user's own: a file
must have exactly its figures.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from lakeform.config.base import quoted, suggestion
from lakeform.errors import InputError

DEFAULT = Path(__file__).with_name("facts.toml")
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


@dataclass(frozen=True)
class Tier:
    """A throughput level of FSx for Lustre; MB/s and GiB a TiB, USD a GB and month."""

    deployment: str
    throughput: int
    disk_mb_s: float
    network_mb_s: float
    memory_gib: float
    usd_gb_month: float

    @property
    def name(self) -> str:
        """`PERSISTENT_2-125`."""
        return f"{self.deployment}-{self.throughput}"


@dataclass(frozen=True)
class Facts:
    """All figures, with their sources.

    Attributes:
        file: where they are from.
        collected: when the sources were read.
        region: whose prices they are.
        figures: key → figure.
        tiers: the throughput levels of FSx for Lustre.
        metadata: (from GiB, IOPS): metadata IOPS that come with a capacity, ascending.
        prior: storage → its relative speed in the published measurement.
        prior_title: what that measurement is.
    """

    file: Path
    collected: date
    region: str
    figures: Mapping[str, Figure]
    tiers: tuple[Tier, ...]
    metadata: tuple[tuple[float, float], ...]
    prior: Mapping[str, str]
    prior_title: str

    def __getitem__(self, key: str) -> float:
        return self.figures[key].value

    def metadata_iops(self, capacity_gib: float) -> float:
        """Metadata IOPS that come with a file system of that capacity."""
        fitting = [iops for from_gib, iops in self.metadata if from_gib <= capacity_gib]
        return fitting[-1] if fitting else self.metadata[0][1]


@cache
def load_facts(file: Path = DEFAULT) -> Facts:
    """Read a file of facts.

    Raises:
        InputError: the file can't be read, or one of its figures is missing, unknown or impossible.
    """
    facts = _read(file)
    if file != DEFAULT:
        _compare(facts, load_facts(DEFAULT))
    return facts


def _read(file: Path) -> Facts:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} can't be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{file} isn't TOML: {error}", hint=_HINT) from error
    return _Reader(file, data).facts()


_HINT = f"start from a copy of {DEFAULT.name}, which lakeform brings along"


class _Reader:
    """Turns the data of one file into facts; every fault names the file and the key."""

    def __init__(self, file: Path, data: dict[str, Any]) -> None:
        self.file = file
        self.data = data
        if data.get("format") != FORMAT:
            raise self._fault("format", f"must be {FORMAT}")
        self.sources = {key: self._source(key, value) for key, value in self._table("sources")}

    def facts(self) -> Facts:
        figures = {figure.key: figure for figure in self._figures("", self.data)}
        tiers, metadata = [], []
        lustre = self.data.get("lustre")
        lustre = lustre if isinstance(lustre, dict) else {}
        for position, entry in enumerate(self._tables(lustre, "tiers")):
            key = f"lustre.tiers[{position}]"
            tier, its_figures = self._tier(key, entry)
            tiers.append(tier)
            figures |= its_figures
        for position, entry in enumerate(self._tables(lustre, "metadata")):
            key = f"lustre.metadata[{position}]"
            from_gib = self._number(f"{key}.from_gib", entry.get("from_gib"))
            iops = self._figure(f"lustre.metadata.{from_gib:g}", entry.get("iops"))
            figures[iops.key] = iops
            metadata.append((from_gib, iops.value))
        prior = {key: str(value) for key, value in self._table("prior")}
        prior_title = prior.pop("title", "")
        collected = self.data.get("collected")
        if not isinstance(collected, date):
            raise self._fault("collected", "must be a date, such as 2026-11-22")
        return Facts(
            self.file,
            collected,
            str(self.data.get("region")),
            figures,
            tuple(tiers),
            tuple(sorted(metadata)),
            prior,
            prior_title,
        )

    def _table(self, key: str) -> Iterator[tuple[str, Any]]:
        table = self.data.get(key)
        if not isinstance(table, dict):
            raise self._fault(key, "is missing, or isn't a table")
        yield from table.items()

    def _tables(self, data: dict[str, Any], key: str) -> list[dict[str, Any]]:
        tables = data.get(key)
        if not isinstance(tables, list) or not tables:
            raise self._fault(f"lustre.{key}", "is missing, or isn't a list of tables")
        return [table if isinstance(table, dict) else {} for table in tables]

    def _source(self, key: str, value: Any) -> Source:
        entry = value if isinstance(value, dict) else {}
        kind: Any = entry.get("kind")
        dated = entry.get("dated")
        if kind not in get_args(SourceKind):
            known = ", ".join(get_args(SourceKind))
            raise self._fault(f"sources.{key}.kind", f"is {quoted(kind)}", f"one of {known}")
        if dated is not None and not isinstance(dated, date):
            raise self._fault(f"sources.{key}.dated", "must be a date, such as 2026-11-22")
        return Source(key, str(entry.get("title", "")), kind, dated)

    def _figures(self, prefix: str, table: dict[str, Any]) -> Iterator[Figure]:
        """Every table with a `value` is a figure; other tables hold figures."""
        for key, value in table.items():
            if not isinstance(value, dict) or (not prefix and key in ("sources", "prior")):
                continue
            here = f"{prefix}{key}"
            if "value" in value:
                yield self._figure(here, value)
            else:
                yield from self._figures(f"{here}.", value)

    def _figure(self, key: str, value: Any) -> Figure:
        entry = value if isinstance(value, dict) else {}
        source = entry.get("source")
        if source not in self.sources:
            hint = suggestion(str(source), list(self.sources), "one of")
            raise self._fault(f"{key}.source", f"is {quoted(source)}, which isn't there", hint)
        number = self._number(key, entry.get("value"))
        return Figure(key, number, self.sources[source], str(entry.get("note", "")))

    def _number(self, key: str, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
            raise self._fault(key, f"must be a number above 0, not {quoted(value)}")
        return float(value)

    def _tier(self, key: str, entry: dict[str, Any]) -> tuple[Tier, dict[str, Figure]]:
        throughput = int(self._number(f"{key}.throughput", entry.get("throughput")))
        deployment = str(entry.get("deployment"))
        name = f"lustre.{deployment}-{throughput}"
        fields = ("disk_mb_s", "network_mb_s", "memory_gib", "usd_gb_month")
        figures = {f: self._figure(f"{name}.{f}", entry.get(f)) for f in fields}
        tier = Tier(deployment, throughput, *(figures[field].value for field in fields))
        return tier, {figure.key: figure for figure in figures.values()}

    def _fault(self, key: str, message: str, hint: str = _HINT) -> InputError:
        return InputError(f"{self.file}: `{key}` {message}", hint=hint)


def _compare(facts: Facts, schema: Facts) -> None:
    """Refuse a file whose figures aren't those that the model asks for."""
    wanted, found = _fixed(schema), _fixed(facts)
    if unknown := sorted(found - wanted):
        hint = suggestion(unknown[0], sorted(wanted - found), "figures that are missing")
        raise InputError(f"{facts.file}: `{unknown[0]}` is no figure of the advisor", hint=hint)
    if missing := sorted(wanted - found):
        raise InputError(f"{facts.file}: `{missing[0]}` is missing", hint=_HINT)


def _fixed(facts: Facts) -> set[str]:
    """The figures that every file has. Tiers and metadata levels may differ: services add some,
    and drop others."""
    free = ("lustre.metadata.", *(f"lustre.{tier.name}." for tier in facts.tiers))
    return {key for key in facts.figures if not key.startswith(free)}
