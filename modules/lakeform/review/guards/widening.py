"""Guards of who may do what: the changes of access, seen as risks."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.gate.facts.accounts import Whose
from lakeform.gate.verdict import Outcome
from lakeform.review.access import AccessChange, Area, Turn
from lakeform.review.guards.guard import Case, Hit

_POLICIES = (Area.IAM, Area.TRUST, Area.RESOURCE, Area.SHARING)


def policies_allow_more(case: Case) -> Iterator[Hit]:
    """A policy that exists, or one for something that exists, allows more than before."""
    yield from _hits(
        each
        for each in case.access
        if each.area in _POLICIES and each.widens and not each.on_new and not _is_stranger(each)
    )


def data_is_opened(case: Case) -> Iterator[Hit]:
    """Somebody gains Lake Formation permissions on data that exists."""
    yield from _hits(
        each
        for each in case.access
        if each.area is Area.DATA and each.widens and not each.on_new and not _is_stranger(each)
    )


def outsiders_are_let_in(case: Case) -> Iterator[Hit]:
    """Somebody of an account that isn't trusted, or everyone, gains something, be it on new."""
    yield from _hits(each for each in case.access if _is_stranger(each) and each.widens)


def settings_are_loosened(case: Case) -> Iterator[Hit]:
    """Lake Formation's settings let somebody do more; its LF-tags point at other data."""
    yield from _hits(
        each
        for each in case.access
        if not each.on_new
        and not _is_stranger(each)
        and each.area in (Area.SETTINGS, Area.TAGS)
        and (each.turn is Turn.GAINS or not each.is_known)
    )


def _is_stranger(change: AccessChange) -> bool:
    """Whether it is about somebody of an account that is neither the own nor trusted."""
    return change.whose is Whose.FOREIGN


def _hits(changes: Iterator[AccessChange]) -> Iterator[Hit]:
    for change in changes:
        outcome = Outcome.FAILED if change.is_known else Outcome.UNKNOWN
        for address in change.addresses:
            yield Hit(address, change.text, outcome)
