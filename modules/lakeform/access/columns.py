"""Sets of columns, as Lake Formation grants them: some columns, or all but some.

The two kinds differ for columns that are added later: `all but email` takes them in, `order_id and
region` doesn't. So a set is never turned from one kind into the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Columns:
    """Columns of a table: `names`, or all but `names` when `excluding`."""

    excluding: bool
    names: tuple[str, ...]

    @classmethod
    def only(cls, names: Iterable[str]) -> Columns:
        """These columns and no others, now and later."""
        return cls(False, tuple(sorted(set(names))))

    @classmethod
    def all_but(cls, names: Iterable[str]) -> Columns:
        """Every column, added ones too, but these."""
        return cls(True, tuple(sorted(set(names))))

    def __or__(self, other: Columns) -> Columns:
        """The columns of both: `all` takes part as `all but none`."""
        mine, theirs = set(self.names), set(other.names)
        if self.excluding and other.excluding:
            return Columns.all_but(mine & theirs)
        if self.excluding:
            return Columns.all_but(mine - theirs)
        if other.excluding:
            return Columns.all_but(theirs - mine)
        return Columns.only(mine | theirs)

    def covers(self, other: Columns) -> bool:
        """Whether all columns of the other, now and later, are among these."""
        return self | other == self

    def __str__(self) -> str:
        if self.excluding:
            return f"all but {', '.join(self.names)}" if self.names else "all"
        return ", ".join(self.names) if self.names else "none"


ALL_COLUMNS = Columns.all_but(())
NO_COLUMNS = Columns.only(())
