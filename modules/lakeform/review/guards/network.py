"""Guards of the network: what security groups let in that they didn't let in before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

from lakeform.gate.facts.firewall import is_everywhere
from lakeform.gate.verdict import Outcome
from lakeform.plan import Mark
from lakeform.plan.configuration import base_address
from lakeform.review.access.states import UNKNOWN, Side, Sides, State, known
from lakeform.review.guards.guard import Case, Hit

_GROUPS = ("aws_security_group", "aws_default_security_group")
_RULE = "aws_security_group_rule"
_INGRESS = "aws_vpc_security_group_ingress_rule"
_ALL = (0, 65535)
_PROTOCOLS = {"all": "-1", "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}
"""Other names that AWS takes for a protocol → the one that it gives back."""

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

_DECIDING = frozenset({"ingress", "security_group_id", *(name for name, _ in _SOURCES)})
"""Attributes that say into which group, and from where."""


@dataclass(frozen=True, order=True)
class Opening:
    """From one source into one group over one range of ports.

    Attributes:
        group: the group's address; of one that isn't in the plan, its id; where a rule doesn't
            say which of several it is of, their address without an index.
        protocol: in lower case; `-1` for all of them.
        source: a CIDR block in its shortest form, or `security group sg-…`; `(known after apply)`.
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
        """Whether it is for the internet, or for so much of it that it hardly differs."""
        return is_everywhere(self.source)

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
        hidden = state.values.get("ingress") is Mark.UNKNOWN and not _leaves_out_ingress(state)
        if hidden and state.address in before and not case.sides.stays(state):
            reason = "what it lets in is known after apply"
            yield Hit(state.address, reason, Outcome.UNKNOWN)
    for state in case.sides.of(Side.AFTER, *_GROUPS, _RULE, _INGRESS):
        if changed := case.sides.unseen(state.address) & _DECIDING:
            reason = f"its {', '.join(sorted(changed))} will be something else, known after apply"
            yield Hit(state.address, reason, Outcome.UNKNOWN)
    for opening in _new(case):
        if opening.source == UNKNOWN:
            yield Hit(opening.address, f"lets in {opening}", Outcome.UNKNOWN)
        elif not opening.is_to_the_world:
            yield Hit(opening.address, f"lets in {opening}")


def _leaves_out_ingress(state: State) -> bool:
    """Whether the rules stand in resources of their own; the group's own list is computed then."""
    return state.written.attributes is not None and "ingress" not in state.written.attributes


def the_world_is_let_in(case: Case) -> Iterator[Hit]:
    """A group that exists opens to the whole internet."""
    for opening in _new(case):
        if opening.is_to_the_world:
            yield Hit(opening.address, f"lets in {opening}: the whole internet")


def _new(case: Case) -> Iterator[Opening]:
    groups = _Groups(case.sides)
    before = set(_openings(case.sides, Side.BEFORE, groups))
    for opening in sorted(set(_openings(case.sides, Side.AFTER, groups)) - before):
        if opening.group not in groups.made and not any(old.covers(opening) for old in before):
            yield opening


class _Groups:
    """The security groups of a plan: a replaced one is the same group, whatever its new id.

    Attributes:
        made: what `Opening.group` calls those that the plan creates, and that weren't there.
    """

    def __init__(self, sides: Sides) -> None:
        self._address_of: dict[str, str] = {}
        self._addresses: dict[str, set[str]] = {}
        there: set[str] = set()
        for side in Side:
            for state in sides.of(side, *_GROUPS):
                self._addresses.setdefault(base_address(state.address), set()).add(state.address)
                if (identity := known(state.values.get("id"))) is not None:
                    self._address_of[identity] = state.address
                if side is Side.BEFORE:
                    there.add(state.address)
        every = {address for group in self._addresses.values() for address in group}
        bases = {base for base, group in self._addresses.items() if not group & there}
        self.made = frozenset((every - there) | bases)

    def of_rule(self, rule: State) -> str:
        """The group that a rule of its own belongs to."""
        identity = known(rule.values.get("security_group_id"))
        if identity is not None:
            return self._address_of.get(identity, identity)
        references = rule.written.references.get("security_group_id", ())
        if not references:
            return UNKNOWN
        addresses = self._addresses.get(references[0], set())
        return next(iter(addresses)) if len(addresses) == 1 else references[0]


def _openings(sides: Sides, side: Side, groups: _Groups) -> Iterator[Opening]:
    for state in sides.of(side, *_GROUPS):
        for block in state.blocks("ingress"):
            yield from _of_rule(state.address, state, block)
    for state in sides.of(side, _RULE):
        if state.values.get("type") == "ingress":
            yield from _of_rule(groups.of_rule(state), state, state.values)
    for state in sides.of(side, _INGRESS):
        yield from _of_rule(groups.of_rule(state), state, state.values)


def _of_rule(group: str, state: State, rule: Mapping[str, Any]) -> Iterator[Opening]:
    protocol = known(rule.get("protocol")) or known(rule.get("ip_protocol")) or UNKNOWN
    protocol = _PROTOCOLS.get(protocol.lower(), protocol.lower())
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
                yield f"{noun}{item}" if noun else _shortest(item)


def _shortest(source: str) -> str:
    network = _network(source)
    return source if network is None else str(network)


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
