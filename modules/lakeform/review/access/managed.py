"""Managed policies that roles, users and groups have, whichever resource attaches them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lakeform.plan import Mark
from lakeform.review.access.change import AccessChange, Area, Turn
from lakeform.review.access.principals import Principals
from lakeform.review.access.states import UNKNOWN, Side, Sides, State, strings

_ROLE = "aws_iam_role"
_POLICY = "aws_iam_policy"
_ONE = (
    ("role", "aws_iam_role_policy_attachment"),
    ("user", "aws_iam_user_policy_attachment"),
    ("group", "aws_iam_group_policy_attachment"),
)
_MANY = "aws_iam_policy_attachment"
_ALL = (
    ("role", "aws_iam_role_policy_attachments_exclusive"),
    ("user", "aws_iam_user_policy_attachments_exclusive"),
    ("group", "aws_iam_group_policy_attachments_exclusive"),
)


ATTACHMENTS = (*(type for _, type in (*_ONE, *_ALL)), _MANY)
"""Types that attach managed policies."""


@dataclass(frozen=True)
class _Attached:
    """How somebody has a policy.

    Attributes:
        attribute, type: where the resource names whom it attaches to, and what that is; without an
            attribute for the role itself, empty for a list of many.
        is_only_read: whether Terraform found it, and this plan has no say in it.
    """

    address: str
    attribute: str = ""
    type: str = ""
    is_only_read: bool = False


_Fact = tuple[str, str, bool]
"""Who, the last part of the policy's ARN, and whether the policy is one of AWS's own."""


def managed_changes(sides: Sides, principals: Principals) -> Iterator[AccessChange]:
    """Policies that somebody has on one side only, be they attached in another way there."""
    reader = _Reader(sides, principals)
    before, after = reader.facts(Side.BEFORE), reader.facts(Side.AFTER)
    exclusive = reader.exclusive()
    for fact in sorted({*before, *after}):
        if (fact in before) == (fact in after):
            continue
        who, policy, _ = fact
        came = fact in after
        how = (after if came else before)[fact]
        if how.is_only_read:
            if who not in exclusive:
                continue
            how = replace(how, address=exclusive[who])
        turn = Turn.GAINS if came else Turn.LOSES
        yield AccessChange(
            area=Area.IAM,
            turn=turn,
            who=who,
            text=f"{who} {turn} the managed policy {policy}",
            addresses=(how.address,),
            on_new=came and reader.is_for_new(how),
        )


class _Reader:
    def __init__(self, sides: Sides, principals: Principals) -> None:
        self._sides = sides
        self._principals = principals

    def facts(self, side: Side) -> dict[_Fact, _Attached]:
        """What is attached on one side; what a resource of the plan attaches outweighs the rest."""
        found: dict[_Fact, _Attached] = {}
        for state in self._sides.of(side, _ROLE):
            found |= self._inside(state, side)
        for noun, type in (*_ALL, *_ONE):
            for state in self._sides.of(side, type):
                found |= self._by(state, noun)
        for state in self._sides.of(side, _MANY):
            for noun in ("role", "user", "group"):
                for name in strings(state.values.get(f"{noun}s")):
                    who = self._who(noun, name)
                    found |= self._with(who, state, "policy_arn", _Attached(state.address))
        return found

    def exclusive(self) -> dict[str, str]:
        """Who has what is listed after apply, and nothing else → the resource with the list."""
        return {
            self._named(state, noun): state.address
            for noun, type in _ALL
            for state in self._sides.of(Side.AFTER, type)
        }

    def is_for_new(self, how: _Attached) -> bool:
        """Whether it is attached to somebody whom the plan makes."""
        if not how.attribute:
            return how.type == _ROLE and self._sides.is_new(how.address)
        return self._sides.makes(how.address, how.attribute, how.type)

    def _inside(self, role: State, side: Side) -> dict[_Fact, _Attached]:
        only_read = self._sides.is_only_read(role, "managed_policy_arns")
        if only_read and side is Side.AFTER:
            return {}  # what was found last, be it that the plan detaches it
        who = self._principals.role(self._sides.name(role, role.values.get("name"), "name"))
        how = _Attached(role.address, type=_ROLE, is_only_read=only_read)
        return self._with(who, role, "managed_policy_arns", how)

    def _by(self, state: State, noun: str) -> dict[_Fact, _Attached]:
        exclusive = state.type.endswith("_exclusive")
        attribute = f"{noun}_name" if exclusive else noun
        # A list that goes leaves everything attached; Terraform only ceases to look.
        leaves = exclusive and self._sides.is_deleted(state)
        how = _Attached(state.address, attribute, f"aws_iam_{noun}", is_only_read=leaves)
        policies = "policy_arns" if exclusive else "policy_arn"
        return self._with(self._named(state, noun), state, policies, how)

    def _with(
        self, who: str, state: State, attribute: str, how: _Attached
    ) -> dict[_Fact, _Attached]:
        value = state.values.get(attribute)
        arns: Iterable[str | None] = strings(value) if isinstance(value, list) else (None,)
        if value is None or (value is Mark.UNKNOWN and how.is_only_read):
            arns = ()
        found = {}
        for each in arns:
            given = None if each == UNKNOWN else each
            arn = self._sides.name(state, value if given is None else given, attribute, _POLICY)
            found[who, arn.rpartition("/")[2], ":aws:policy/" in arn] = how
        return found

    def _named(self, state: State, noun: str) -> str:
        attribute = f"{noun}_name" if state.type.endswith("_exclusive") else noun
        name = self._sides.name(state, state.values.get(attribute), attribute, f"aws_iam_{noun}")
        return self._who(noun, name)

    def _who(self, noun: str, name: str) -> str:
        return self._principals.role(name) if noun == "role" else f"{noun} {name}"
