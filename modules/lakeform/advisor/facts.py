"""The figures that the advisor computes with, read from a dated TOML file.

The file beside this module is the default and, at the same time, the schema of a user's own: a file
must have exactly its figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from lakeform.figures import Figure, FigureFile

DEFAULT = Path(__file__).with_name("facts.toml")


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
    reader = _Reader(file)
    facts = reader.facts()
    if file != DEFAULT:
        reader.compare(_fixed(facts), _fixed(load_facts(DEFAULT)), "the advisor")
    return facts


class _Reader(FigureFile):
    """Turns the data of one file into facts."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, default=DEFAULT, others=("prior",))

    def facts(self) -> Facts:
        figures = self.figures()
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
            from_gib = self.number(f"{key}.from_gib", entry.get("from_gib"))
            iops = self.figure(f"lustre.metadata.{from_gib:g}", entry.get("iops"))
            figures[iops.key] = iops
            metadata.append((from_gib, iops.value))
        prior = {key: str(value) for key, value in self.table("prior")}
        prior_title = prior.pop("title", "")
        return Facts(
            self.file,
            self.collected,
            self.region,
            figures,
            tuple(tiers),
            tuple(sorted(metadata)),
            prior,
            prior_title,
        )

    def _tables(self, data: dict[str, Any], key: str) -> list[dict[str, Any]]:
        tables = data.get(key)
        if not isinstance(tables, list) or not tables:
            raise self.fault(f"lustre.{key}", "is missing, or isn't a list of tables")
        return [table if isinstance(table, dict) else {} for table in tables]

    def _tier(self, key: str, entry: dict[str, Any]) -> tuple[Tier, dict[str, Figure]]:
        throughput = int(self.number(f"{key}.throughput", entry.get("throughput")))
        deployment = str(entry.get("deployment"))
        name = f"lustre.{deployment}-{throughput}"
        fields = ("disk_mb_s", "network_mb_s", "memory_gib", "usd_gb_month")
        figures = {f: self.figure(f"{name}.{f}", entry.get(f)) for f in fields}
        tier = Tier(deployment, throughput, *(figures[field].value for field in fields))
        return tier, {figure.key: figure for figure in figures.values()}


def _fixed(facts: Facts) -> set[str]:
    """The figures that every file has. Tiers and metadata levels may differ: services add some,
    and drop others."""
    free = ("lustre.metadata.", *(f"lustre.{tier.name}." for tier in facts.tiers))
    return {key for key in facts.figures if not key.startswith(free)}
