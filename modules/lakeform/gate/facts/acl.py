"""The rules of network ACLs, in the order in which AWS reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lakeform.plan import Mark, Planned, Resource

ACLS = ("aws_default_network_acl", "aws_network_acl")
RULE = "aws_network_acl_rule"
_WORLD = ("0.0.0.0/0", "::/0")


@dataclass(frozen=True)
class Entry:
    """One rule for incoming traffic.

    Attributes:
        source: the resource that it is written in.
        values: its attributes, named as in `aws_network_acl_rule`.
    """

    source: Resource
    values: Mapping[str, Any]

    def world(self) -> tuple[str, ...]:
        """Which internet it is for: that of IPv4, of IPv6, or none."""
        values = (self.values.get("cidr_block"), self.values.get("ipv6_cidr_block"))
        return tuple(value for value in values if value in _WORLD)

    @property
    def is_hidden(self) -> bool:
        """Whether what it is for isn't known."""
        names = ("cidr_block", "ipv6_cidr_block", "from_port", "to_port", "protocol", "action")
        return any(isinstance(self.values.get(name), Mark) for name in names)

    def covers(self, port: int) -> bool:
        """Whether it is for a port of TCP."""
        if self.values.get("protocol") in ("-1", "all"):
            return True
        first, last = self.values.get("from_port"), self.values.get("to_port")
        if not isinstance(first, int) or not isinstance(last, int):
            return False
        return self.values.get("protocol") in ("6", "tcp") and first <= port <= last


def entries(plan: Planned, acl: Resource) -> tuple[Entry, ...]:
    """The rules for incoming traffic of an ACL: its own, and those that are resources, in order.

    A rule stands for the ACL that it names, where that isn't in the plan.
    """
    found = [
        Entry(acl, {**block, "number": block.get("rule_no")}) for block in acl.blocks("ingress")
    ]
    for rule in _rules(plan, acl):
        if rule.get("egress", default=False) is False:
            action = rule.get("rule_action")
            number = rule.get("rule_number")
            found.append(Entry(rule, {**rule.values, "action": action, "number": number}))
    return tuple(sorted(found, key=lambda entry: _number(entry.values.get("number"))))


def _rules(plan: Planned, acl: Resource) -> tuple[Resource, ...]:
    if acl.type in ACLS:
        return plan.pointing_to(acl, RULE, "network_acl_id")
    return tuple(rule for rule in plan.of_type(RULE) if _acl_of(rule) == _acl_of(acl))


def _acl_of(rule: Resource) -> tuple[Any, ...]:
    value = rule.get("network_acl_id")
    return (value, rule.written.references.get("network_acl_id") if value is Mark.UNKNOWN else None)


def first_for(listed: tuple[Entry, ...], port: int, world: str) -> Entry | None:
    """The rule that decides whether a whole internet reaches a port; None where none does."""
    for entry in listed:
        if world in entry.world() and entry.covers(port):
            return entry
    return None


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0
