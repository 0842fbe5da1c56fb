"""Who may do what after a plan that may not before, and the other way round, from the plan alone.

Every part reads both sides of the plan, takes them apart into single rights, and puts into words
what is on one side only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lakeform.plan import Plan
from lakeform.review.access.attachments import attachment_changes
from lakeform.review.access.change import AccessChange, Area, Turn
from lakeform.review.access.documents import document_changes
from lakeform.review.access.exclusive import exclusive_changes
from lakeform.review.access.grants import grant_changes
from lakeform.review.access.managed import managed_changes
from lakeform.review.access.principals import Principals, account_of
from lakeform.review.access.settings import settings_changes
from lakeform.review.access.states import Side, Sides
from lakeform.review.access.tags import tag_changes
from lakeform.review.access.unseen import unseen_changes

__all__ = [
    "AccessChange",
    "Area",
    "Principals",
    "Side",
    "Sides",
    "Turn",
    "access_changes",
    "account_of",
]

_ORDER = {turn: place for place, turn in enumerate((Turn.GAINS, Turn.CHANGES, Turn.LOSES))}


def access_changes(
    plan: Plan, account: str | None = None, trusted: Iterable[str] = ()
) -> tuple[AccessChange, ...]:
    """All changes of access, by area; what widens it first.

    Args:
        account: the account that the plan is of; None finds it out from the plan.
        trusted: accounts beside it that lake.yaml trusts.
    """
    sides = Sides(plan)
    principals = Principals(plan, sides, account, trusted)
    found = tuple(_all(sides, principals))
    found += tuple(unseen_changes(sides, found))
    areas = list(Area)
    return tuple(
        sorted(
            found,
            key=lambda each: (
                areas.index(each.area),
                not each.foreign,
                _ORDER[each.turn],
                each.text,
                each.addresses,
            ),
        )
    )


def _all(sides: Sides, principals: Principals) -> Iterator[AccessChange]:
    yield from grant_changes(sides, principals)
    yield from settings_changes(sides, principals)
    yield from tag_changes(sides, principals)
    yield from managed_changes(sides, principals)
    yield from exclusive_changes(sides, principals)
    yield from attachment_changes(sides, principals)
    yield from document_changes(sides, principals)
