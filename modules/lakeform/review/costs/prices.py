"""The prices that the review computes with: its own file, and the advisor's for what both need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from lakeform.advisor import load_facts
from lakeform.figures import Figure, FigureFile

DEFAULT = Path(__file__).with_name("prices.toml")

_BROKERS = "msk.brokers."
_ADVISOR = "advisor:"


@dataclass(frozen=True)
class Prices:
    """Prices with their sources.

    Attributes:
        collected: when the file's sources were read.
        region: whose prices they are.
        figures: key → figure; the advisor's have `advisor:` in front.
    """

    file: Path
    collected: date
    region: str
    figures: dict[str, Figure]

    def __getitem__(self, key: str) -> float:
        return self.figures[key].value

    def get(self, key: str) -> float | None:
        """A price that the file needn't have."""
        figure = self.figures.get(key)
        return None if figure is None else figure.value

    @property
    def hours(self) -> float:
        """Hours a month."""
        return self[f"{_ADVISOR}month.hours"]

    def broker(self, instance: str) -> float | None:
        """USD an hour of an MSK broker."""
        return self.get(f"{_BROKERS}{instance}_usd_hour")

    def advisor(self, key: str) -> float | None:
        """A figure of the storage advisor's."""
        return self.get(f"{_ADVISOR}{key}")

    @property
    def unconfirmed(self) -> int:
        """How many of the file's prices aren't the service's own word."""
        return sum(not figure.confirmed for figure in self.figures.values())


@cache
def load_prices(file: Path = DEFAULT) -> Prices:
    """Read a file of prices.

    Raises:
        InputError: the file can't be read, or one of its figures is missing, unknown or impossible.
    """
    reader = FigureFile(file, default=DEFAULT)
    figures = reader.figures()
    if file != DEFAULT:
        reader.compare(_fixed(figures), _fixed(load_prices(DEFAULT).figures), "the review")
    facts = load_facts()
    both = figures | {f"{_ADVISOR}{key}": figure for key, figure in facts.figures.items()}
    return Prices(file, reader.collected, reader.region, both)


def _fixed(figures: dict[str, Figure]) -> set[str]:
    """The figures that every file has; brokers may differ."""
    return {key for key in figures if not key.startswith((_BROKERS, _ADVISOR))}
