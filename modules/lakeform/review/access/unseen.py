"""Access that changes from one unknown value to another, of which nobody can say more than that.

It takes a comparison of two plans: what a state knows isn't unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lakeform.review.access.attachments import DECIDED
from lakeform.review.access.change import AccessChange, Area, Turn
from lakeform.review.access.exclusive import LISTS
from lakeform.review.access.filters import FILTER
from lakeform.review.access.holders import HOLDERS
from lakeform.review.access.managed import ATTACHMENTS
from lakeform.review.access.rights import PERMISSIONS
from lakeform.review.access.settings import SETTINGS
from lakeform.review.access.shares import SHARES
from lakeform.review.access.states import Side, Sides
from lakeform.review.access.tags import ON_RESOURCE

_IDLE = frozenset({"description", "tags", "tags_all"})
"""Attributes that let nobody do anything."""

_AREAS = {
    **DECIDED,
    **dict.fromkeys((*ATTACHMENTS, *LISTS), Area.IAM),
    **{holder.type: holder.area for holder in HOLDERS},
    **dict.fromkeys(SETTINGS, Area.SETTINGS),
    **dict.fromkeys(ON_RESOURCE, Area.SETTINGS),
    **dict.fromkeys((PERMISSIONS, FILTER), Area.DATA),
}
"""Type → where it decides on access."""

_OF_IDENTITIES = frozenset({"inline_policy", "managed_policy_arns", "name", "permissions_boundary"})
_ONLY = {
    **{holder.type: frozenset({holder.attribute}) for holder in HOLDERS if holder.of == ()},
    **{source.type: frozenset({source.decides}) for source in SHARES if source.decides},
    "aws_iam_role": _OF_IDENTITIES | {"assume_role_policy"},
    "aws_iam_user": _OF_IDENTITIES,
}
"""Type → the attributes that decide, of types that are for more than access."""


def unseen_changes(sides: Sides, found: Sequence[AccessChange]) -> Iterator[AccessChange]:
    """The changes that are about no address of `found`."""
    told = {address for change in found for address in change.addresses}
    for state in sides.of(Side.AFTER, *_AREAS):
        unseen = sides.unseen(state.address)
        deciding = unseen & _ONLY[state.type] if state.type in _ONLY else unseen - _IDLE
        if deciding and state.address not in told:
            names = ", ".join(sorted(deciding))
            yield AccessChange(
                area=_AREAS[state.type],
                turn=Turn.CHANGES,
                who=state.address,
                text=f"{state.address} changes: its {names} will be something else, "
                "known after apply",
                addresses=(state.address,),
                is_known=False,
            )
