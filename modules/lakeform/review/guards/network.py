"""Guards of the network: what security groups let in that they didn't let in before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

from lakeform.gate.verdict import Outcome
from lakeform.plan import Mark
from lakeform.plan.configuration import base_address
from lakeform.review.access.states import UNKNOWN, Side, Sides, State, known
from lakeform.review.guards.guard import Case, Hit

_GROUPS = ("aws_security_group", "aws_default_security_group")
_RULE = "aws_security_group_rule"
_INGRESS = "aws_vpc_security_group_ingress_rule"
_ALL = (0, 65535)
_WORLD = ("0.0.0.0/0", "::/0")

_SOURCES = (
    ("cidr_blocks", ""),
    ("ipv6_cidr_blocks", ""),
    ("cidr_ipv4", ""),
    ("cidr_ipv6", ""),
    ("prefix_list_ids", "prefix list "),
    ("prefix_list_id", "prefix list "),
    ("security_groups", "security group "),
    ("source_security_group_id", "security group "),
    ("referenced_security_group_id", "security group "),
)
"""Attributes that say from where, and what stands before their values in a sentence."""


@dataclass(frozen=True, order=True)
class Opening:
    """From one source into one group over one range of ports.

    Attributes:
        group: the group's id where it is known, else the address without indexes.
        protocol: in lower case; `-1` for all of them.
        source: a CIDR block, or `security group sg-…`; `(known after apply)`.
        address: of the resource that opens it; no part of what it means.
    """

    group: str
    protocol: str
    first: int
    last: int
    source: str
    address: str = field(compare=False, default="")

    def covers(self, other: Opening) -> bool:
        """Whether all that another one lets in comes in by this one too."""
        return (
            self.group == other.group
            and self.protocol in ("-1", other.protocol)
            and self.first <= other.first
            and self.last >= other.last
            and _contains(self.source, other.source)
        )

    @property
    def is_to_the_world(self) -> bool:
        return self.source in _WORLD

    def __str__(self) -> str:
        if self.protocol == "-1":
            ports = "all traffic"
        elif (self.first, self.last) == _ALL:
            ports = f"all of {self.protocol}"
        elif self.first == self.last:
            ports = f"{self.protocol} {self.first}"
        else:
            ports = f"{self.protocol} {self.first}-{self.last}"
        return f"{ports} from {self.source}"


def ingress_is_widened(case: Case) -> Iterator[Hit]:
    """A group that exists lets in more than before."""
    before = {state.address for state in case.sides.of(Side.BEFORE, *_GROUPS)}
    for state in case.sides.of(Side.AFTER, *_GROUPS):
        if state.values.get("ingress") is Mark.UNKNOWN and state.address in before:
            reason = "what it lets in is known after apply"
            yield Hit(state.address, reason, Outcome.UNKNOWN)
    for opening in _new(case):
        if opening.source == UNKNOWN:
            yield Hit(opening.address, f"lets in {opening}", Outcome.UNKNOWN)
        elif not opening.is_to_the_world:
            yield Hit(opening.address, f"lets in {opening}")


def the_world_is_let_in(case: Case) -> Iterator[Hit]:
    """A group that exists opens to the whole internet."""
    for opening in _new(case):
        if opening.is_to_the_world:
            yield Hit(opening.address, f"lets in {opening}: the whole internet")


def _new(case: Case) -> Iterator[Opening]:
    before = set(_openings(case.sides, Side.BEFORE))
    existing = {_identity(state) for state in case.sides.of(Side.BEFORE, *_GROUPS)}
    made = {_identity(state) for state in case.sides.of(Side.AFTER, *_GROUPS)} - existing
    for opening in sorted(set(_openings(case.sides, Side.AFTER)) - before):
        if opening.group not in made and not any(old.covers(opening) for old in before):
            yield opening


def _openings(sides: Sides, side: Side) -> Iterator[Opening]:
    for state in sides.of(side, *_GROUPS):
        for block in state.blocks("ingress"):
            yield from _of_rule(_identity(state), state, block)
    for state in sides.of(side, _RULE):
        if state.values.get("type") == "ingress":
            yield from _of_rule(_group(state), state, state.values)
    for state in sides.of(side, _INGRESS):
        yield from _of_rule(_group(state), state, state.values)


def _of_rule(group: str, state: State, rule: Mapping[str, Any]) -> Iterator[Opening]:
    protocol = known(rule.get("protocol")) or known(rule.get("ip_protocol")) or UNKNOWN
    protocol = "-1" if protocol == "all" else protocol.lower()
    first, last = rule.get("from_port"), rule.get("to_port")
    if protocol == "-1" or not isinstance(first, int) or not isinstance(last, int):
        first, last = _ALL
    for source in _sources(rule):
        yield Opening(group, protocol, first, last, source, state.address)


def _sources(rule: Mapping[str, Any]) -> Iterator[str]:
    if rule.get("self") is True:
        yield "itself"
    for attribute, noun in _SOURCES:
        value = rule.get(attribute)
        # A source that isn't used is computed here and there; one that is used has a name there.
        items = value if isinstance(value, list) else [value]
        for item in items:
            if isinstance(item, Mark):
                yield UNKNOWN
            elif isinstance(item, str) and item:
                yield f"{noun}{item}"


def _identity(state: State) -> str:
    return known(state.values.get("id")) or base_address(state.address)


def _group(state: State) -> str:
    """The group that a rule of its own belongs to."""
    group = known(state.values.get("security_group_id"))
    if group is not None:
        return group
    references = state.written.references.get("security_group_id", ())
    return references[0] if references else UNKNOWN


def _contains(wide: str, narrow: str) -> bool:
    if wide == narrow:
        return True
    outer, inner = _network(wide), _network(narrow)
    if isinstance(outer, IPv4Network) and isinstance(inner, IPv4Network):
        return inner.subnet_of(outer)
    if isinstance(outer, IPv6Network) and isinstance(inner, IPv6Network):
        return inner.subnet_of(outer)
    return False


def _network(text: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None
