"""The texts of a resource's policy documents, wherever it keeps them.

A role may have its inline policies in blocks of its own, or in resources of the type
`aws_iam_role_policy`. Terraform reads them all into the role's `inline_policy`, whoever made them.
So one that is a resource is left out of the role, and one that becomes a resource, or a block, is
compared with what it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lakeform.plan import Mark
from lakeform.review.access.holders import Holder
from lakeform.review.access.states import UNKNOWN, Side, Sides, State, known

Texts = tuple[str, ...]
"""Documents that count together, sorted; one that nobody knows yet as `UNKNOWN`."""

_ROLE = "aws_iam_role"
_POLICY = "aws_iam_role_policy"


class Inline:
    """Reads documents, and knows which inline policies are resources of their own."""

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self._resources: set[tuple[str, str]] = set()
        self._blocks: dict[tuple[Side, str, str], str] = {}
        for side in Side:
            for state in sides.of(side, _POLICY):
                self._resources.add(_identity(sides, state))
            for state in sides.of(side, _ROLE):
                if side is Side.BEFORE or not sides.is_only_read(state, "inline_policy"):
                    role = sides.name(state, state.values.get("name"), "name")
                    for block in state.blocks("inline_policy"):
                        if text := known(block.get("policy")):
                            self._blocks[side, role, str(block.get("name"))] = text

    def texts(self, holder: Holder, side: Side, state: State | None, other: State | None) -> Texts:
        """The documents that a resource holds on one side.

        Args:
            state: the resource on this side, None where it isn't there.
            other: the resource on the other side.
        """
        if state is not None and self._sides.is_only_read(state, holder.attribute):
            return ()
        if holder.inside:
            return () if state is None else self._in_blocks(holder, state)
        text = None if state is None else _text(state, holder.attribute)
        named = state or other
        if text is None and holder.type == _POLICY and named is not None:
            text = self._blocks.get((side, *_identity(self._sides, named)))
        return () if text is None else (text,)

    def _in_blocks(self, holder: Holder, state: State) -> Texts:
        value = state.values.get(holder.attribute)
        if holder.type == _ROLE and not isinstance(value, Mark):
            role = self._sides.name(state, state.values.get("name"), "name")
            value = [
                block
                for block in state.blocks(holder.attribute)
                if (role, str(block.get("name"))) not in self._resources
            ]
        return tuple(sorted(_texts_at(value, holder.inside)))


def _texts_at(value: Any, path: tuple[str, ...]) -> Iterator[str]:
    """The documents in nested blocks; `UNKNOWN` for one that nobody knows yet."""
    if isinstance(value, list):
        for item in value:
            yield from _texts_at(item, path)
    elif isinstance(value, Mark) or (isinstance(value, str) and value and not path):
        yield str(value)
    elif isinstance(value, Mapping) and path:
        yield from _texts_at(value.get(path[0]), path[1:])


def _identity(sides: Sides, state: State) -> tuple[str, str]:
    """The role and the name of an inline policy that is a resource."""
    role = sides.name(state, state.values.get("role"), "role", _ROLE)
    return role, str(state.values.get("name"))


def _text(state: State, attribute: str) -> str | None:
    """The document; an unknown one that nobody wrote is what AWS gives by itself, so none."""
    value = state.values.get(attribute)
    if value is Mark.SENSITIVE:
        return str(value)
    if value is Mark.UNKNOWN and attribute not in state.written.texts:
        return UNKNOWN if attribute in state.written.references else None
    return state.document(attribute)
