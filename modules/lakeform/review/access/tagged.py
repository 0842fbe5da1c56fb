"""Which databases, tables and columns permissions by LF-tags reach, before and after.

A tag on a database counts for its tables, and one on a table for its columns, unless they have
another value of the same key. A plan needn't show all tags of what exists: where a key that a
permission asks for isn't seen, that it matches is possible, and said as "may".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from lakeform.review.access.states import UNKNOWN

EVERY_COLUMN = "all columns"

Tags = Mapping[tuple[str, str], tuple[str, str]]
"""What (`sales`, `sales.orders`, `sales.*`, `email of sales.orders`), and key → value, address."""

Wanted = tuple[tuple[str, tuple[str, ...]], ...]
"""Keys, all of which must match, with the values of which one must."""


class Depth(Enum):
    """What a permission by tags is about. One to read tables reaches single columns."""

    DATABASES = 0
    TABLES = 1
    COLUMNS = 2


class Match(Enum):
    """Whether a permission by tags reaches something."""

    NO = 0
    MAYBE = 1
    YES = 2


class Verdict(Enum):
    """What becomes of a permission by tags on one thing."""

    GAINS = "gains"
    MAY_GAIN = "may gain"
    LOSES = "loses"
    MAY_LOSE = "may lose"
    STAYS = "stays"


@dataclass(frozen=True)
class Reach:
    """Something whose tags change, and what follows for one permission by tags.

    Attributes:
        name: `sales`, `sales.orders` or `email of sales.orders`.
        excepted: what is inside of it, and fares otherwise.
        addresses: the resources that tag it otherwise than before.
    """

    name: str
    verdict: Verdict
    excepted: tuple[str, ...]
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class Tagged:
    """All that is tagged, on both sides of a plan.

    Attributes:
        made: databases and tables that the plan makes.
        going: databases and tables that it deletes.
    """

    before: Tags
    after: Tags
    made: frozenset[str]
    going: frozenset[str]

    def reach(self, wanted: Wanted, depth: Depth) -> Iterator[Reach]:
        """What begins or ceases to match, the widest that fares alike, in alphabetical order."""
        verdicts = {
            name: self._verdict(name, wanted)
            for name in sorted(self._names(depth))
            if self.going.isdisjoint(_chain(name))
        }
        for name, verdict in verdicts.items():
            around = next((each for each in _chain(name)[1:] if each in verdicts), None)
            if verdict is Verdict.STAYS or (around and verdicts[around] is verdict):
                continue
            excepted = {
                inner
                for inner, other in verdicts.items()
                if name in _chain(inner)[1:] and other is not verdict
            }
            yield Reach(
                name,
                verdict,
                tuple(sorted(each for each in excepted if excepted.isdisjoint(_chain(each)[1:]))),
                tuple(sorted(set(self._changed(name, wanted)))),
            )

    def _names(self, depth: Depth) -> set[str]:
        tagged = {place for name, _ in (*self.before, *self.after) for place in _chain(name)}
        databases = {name for name in tagged if "." not in name}
        if depth is Depth.DATABASES:
            return databases
        tables = {f"{name}.*" for name in databases} | {
            name for name in tagged if "." in name and " of " not in name
        }
        columns = {name for name in tagged if " of " in name}
        return tables | columns if depth is Depth.COLUMNS else tables

    def is_new(self, name: str) -> bool:
        """Whether the plan makes it, or what it is in."""
        return not self.made.isdisjoint(_chain(name))

    def _verdict(self, name: str, wanted: Wanted) -> Verdict:
        old = Match.NO if self.is_new(name) else self._match(self.before, name, wanted)
        new = self._match(self.after, name, wanted)
        if old is new:
            return Verdict.STAYS
        if new is Match.YES:
            return Verdict.GAINS
        if new is Match.MAYBE:
            return Verdict.MAY_GAIN if old is Match.NO else Verdict.MAY_LOSE
        return Verdict.LOSES if old is Match.YES else Verdict.MAY_LOSE

    def _match(self, tags: Tags, name: str, wanted: Wanted) -> Match:
        found = [self._matches(tags, name, key, values) for key, values in wanted]
        return min(found, key=lambda each: each.value, default=Match.NO)

    def _matches(self, tags: Tags, name: str, key: str, values: tuple[str, ...]) -> Match:
        value = next((tags[place, key][0] for place in _chain(name) if (place, key) in tags), None)
        if value is None:
            # Nothing outside the plan can have tagged what is in a database that it makes.
            return Match.NO if _chain(name)[-1] in self.made else Match.MAYBE
        if value == UNKNOWN:
            return Match.MAYBE
        return Match.YES if value in values else Match.NO

    def _changed(self, name: str, wanted: Wanted) -> Iterator[str]:
        for key, _ in wanted:
            for place in _chain(name):
                old, new = self.before.get((place, key)), self.after.get((place, key))
                found = new or old
                if found is not None and (not old or not new or old[0] != new[0]):
                    yield found[1]


def _chain(name: str) -> tuple[str, ...]:
    """Where the tags of something may stand, its own place first, its database last."""
    column, is_column, table = name.rpartition(" of ")
    database, is_table, _ = table.partition(".")
    places = [name] if is_column else []
    if is_column and column != EVERY_COLUMN:
        places.append(f"{EVERY_COLUMN} of {table}")
    if is_table:
        places += dict.fromkeys((table, f"{database}.*"))
    return (*places, database)
