"""The columns that a right to read reaches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Columns:
    """These columns, or all but these.

    Attributes:
        others: whether it is all columns but `names`, rather than `names` alone.
    """

    names: tuple[str, ...]
    others: bool

    @property
    def is_all(self) -> bool:
        return self.others and not self.names

    @property
    def is_none(self) -> bool:
        return not self.others and not self.names

    def without(self, other: Columns) -> Columns:
        """The columns that `other` doesn't reach, whatever columns the table has."""
        mine, theirs = set(self.names), set(other.names)
        if self.others and other.others:
            return only(theirs - mine)
        if self.others:
            return all_but(mine | theirs)
        return only(mine & theirs if other.others else mine - theirs)

    def on(self, table: str) -> str:
        """`sales.orders except email, phone`, or `order_id, amount of sales.orders`."""
        listed = ", ".join(self.names)
        if not self.others:
            return f"{listed} of {table}"
        return f"{table} except {listed}" if self.names else table


def only(names: Iterable[str]) -> Columns:
    """These columns."""
    return Columns(tuple(sorted(set(names))), others=False)


def all_but(names: Iterable[str]) -> Columns:
    """All columns but these."""
    return Columns(tuple(sorted(set(names))), others=True)


ALL = all_but(())
