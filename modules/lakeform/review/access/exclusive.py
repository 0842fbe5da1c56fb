"""Resources that hold the whole list of something: what isn't in it is taken away on apply.

When such a resource goes, nothing is taken away: Terraform only ceases to look. Managed policies
that come and go by such a list are told with the other managed policies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lakeform.gate.documents import Document
from lakeform.review.access.change import AccessChange, Area, Turn
from lakeform.review.access.principals import Principals
from lakeform.review.access.states import Side, Sides, State, known, strings

_INLINE = "inline policy"
_MANAGED = "managed policy"
_RULES = (
    ("aws_vpc_security_group_ingress_rule", "rule that lets in"),
    ("aws_vpc_security_group_egress_rule", "rule that lets out"),
)


@dataclass(frozen=True)
class _List:
    """One list that is complete.

    Attributes:
        noun: of what is in it.
        subject, of: the attribute that names whose list it is, and the type of that.
    """

    type: str
    attribute: str
    noun: str
    subject: str
    of: str


_LISTS: tuple[_List, ...] = (
    *(
        _List(f"aws_iam_{who}_{what}_exclusive", attribute, noun, f"{who}_name", f"aws_iam_{who}")
        for who in ("group", "role", "user")
        for what, attribute, noun in (
            ("policies", "policy_names", _INLINE),
            ("policy_attachments", "policy_arns", _MANAGED),
        )
    ),
    *(
        _List(
            "aws_vpc_security_group_rules_exclusive",
            f"{way}_rule_ids",
            noun,
            "security_group_id",
            "aws_security_group",
        )
        for way, (_, noun) in zip(("ingress", "egress"), _RULES, strict=True)
    ),
)


LISTS = tuple(each.type for each in _LISTS)
"""Types that hold a complete list."""


def exclusive_changes(sides: Sides, principals: Principals) -> Iterator[AccessChange]:
    """What is taken away by a list that comes, or that has less in it than before."""
    reader = _Reader(sides, principals)
    for kind in _LISTS:
        before = {state.address: state for state in sides.of(Side.BEFORE, kind.type)}
        for state in sides.of(Side.AFTER, kind.type):
            old = before.get(state.address)
            if old is None:
                yield from reader.begins(kind, state)
            elif kind.noun != _MANAGED:
                yield from reader.shrinks(kind, old, state)


class _Reader:
    def __init__(self, sides: Sides, principals: Principals) -> None:
        self._sides = sides
        self._principals = principals

    def begins(self, kind: _List, state: State) -> Iterator[AccessChange]:
        """All that isn't listed goes, as far as the plan knows it by name."""
        if self._sides.makes(state.address, kind.subject, kind.of):
            return
        who = self._who(kind, state)
        listed = strings(state.values.get(kind.attribute))
        kept = ", ".join(each.rpartition("/")[2] for each in listed)
        text = f"{who} keeps no {kind.noun}" + (f" but {kept}" if kept else "")
        gone = sorted(set(self._known(kind, state)) - set(listed))
        seen = f"the plan knows of: {', '.join(gone)}" if gone else "the plan knows of none"
        yield self._change(kind, state, f"{text}: every other one is taken away", gone, (seen,))

    def shrinks(self, kind: _List, old: State, new: State) -> Iterator[AccessChange]:
        """What is no longer listed goes, unless its own resource goes and is told of."""
        listed = set(strings(new.values.get(kind.attribute)))
        gone = sorted(set(strings(old.values.get(kind.attribute))) - listed)
        told = {
            str(state.values.get("name" if kind.noun == _INLINE else "id"))
            for type in (f"{kind.of}_policy", *(type for type, _ in _RULES))
            for state in self._sides.of(Side.BEFORE, type)
            if self._sides.is_deleted(state)
        }
        for each in gone:
            if each not in told:
                text = f"{self._who(kind, new)} loses the {kind.noun} {each}"
                yield self._change(kind, new, text, [each])

    def _change(
        self, kind: _List, state: State, text: str, gone: list[str], details: tuple[str, ...] = ()
    ) -> AccessChange:
        widens = any(self._denies(kind, state, name) for name in gone)
        return AccessChange(
            area=Area.NETWORK if kind.of == "aws_security_group" else Area.IAM,
            turn=Turn.CHANGES if widens else Turn.LOSES,
            who=self._who(kind, state),
            text=f"{text}, and what it denies with it" if widens else text,
            details=details,
            addresses=(state.address,),
        )

    def _who(self, kind: _List, state: State) -> str:
        name = self._sides.name(state, state.values.get(kind.subject), kind.subject, kind.of)
        noun = kind.of.removeprefix("aws_").removeprefix("iam_").replace("_", " ")
        return self._principals.role(name) if noun == "role" else f"{noun} {name}"

    def _known(self, kind: _List, state: State) -> Iterator[str]:
        """The names of what is there before; what the plan deletes by itself is left out."""
        if kind.noun == _INLINE:
            yield from (name for name, _ in self._policies(kind, state))
        elif kind.noun == _MANAGED:
            for owner in self._owners(kind, state):
                yield from strings(owner.values.get("managed_policy_arns"))
        else:
            group = known(state.values.get(kind.subject))
            for type, noun in _RULES:
                for rule in self._sides.of(Side.BEFORE, type):
                    of_group = group is not None and rule.values.get(kind.subject) == group
                    if noun == kind.noun and of_group and not self._sides.is_deleted(rule):
                        yield known(rule.values.get("id")) or rule.address

    def _denies(self, kind: _List, state: State, name: str) -> bool:
        """Whether an inline policy denies something, so that what it denied is allowed again."""
        texts = [text for each, text in self._policies(kind, state) if each == name]
        documents = [Document.parse(text) for text in texts]
        return kind.noun == _INLINE and any(each is None or each.denies for each in documents)

    def _policies(self, kind: _List, state: State) -> Iterator[tuple[str, str]]:
        """Name and text of the inline policies that somebody has before."""
        for owner in self._owners(kind, state):
            for block in owner.blocks("inline_policy"):
                if name := known(block.get("name")):
                    yield name, known(block.get("policy")) or ""

    def _owners(self, kind: _List, state: State) -> Iterator[State]:
        name = self._sides.name(state, state.values.get(kind.subject), kind.subject, kind.of)
        for owner in self._sides.of(Side.BEFORE, kind.of):
            if owner.values.get("name") == name:
                yield owner
