"""The rules of security groups, in every way that they can be written.

In the group (`ingress` and `egress` blocks), as `aws_security_group_rule`, or as
`aws_vpc_security_group_ingress_rule` and its sibling.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lakeform.plan import Mark, Resource

GROUPS = ("aws_default_security_group", "aws_security_group")
RULES = (
    "aws_security_group_rule",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
)
ALL_PORTS = 65_536
_WITH_PORTS = ("6", "17", "tcp", "udp")
_WIDEST_V4 = 8
_WIDEST_V6 = 16


@dataclass(frozen=True)
class Rule:
    """One rule, of one direction.

    Attributes:
        networks: the CIDR blocks that it names; `Mark.UNKNOWN` among them where one isn't known.
        ports: how many ports it opens, of one protocol; None where that isn't known.
    """

    networks: tuple[str, ...]
    ports: int | None


def rules_of(resource: Resource, direction: str) -> tuple[Rule, ...] | None:
    """The rules of a direction, `ingress` or `egress`, that a resource has itself.

    None where that can't be seen. A rule of the other direction has none of this one.
    """
    if resource.type in GROUPS:
        return _inline(resource, direction)
    if resource.type == "aws_security_group_rule":
        kind = resource.get("type")
        if kind is Mark.UNKNOWN:
            return None
        return (_rule(resource.values),) if kind == direction else ()
    if resource.type == f"aws_vpc_security_group_{direction}_rule":
        return (_rule(resource.values),)
    return ()


def is_everywhere(network: str) -> bool:
    """Whether a CIDR block is the internet, or so large a part of it that it hardly differs."""
    try:
        parsed = ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
    return parsed.prefixlen < (_WIDEST_V4 if parsed.version == 4 else _WIDEST_V6)


def _inline(resource: Resource, direction: str) -> tuple[Rule, ...] | None:
    value = resource.get(direction, default=[])
    if value is Mark.UNKNOWN:
        # Rules may be added by other resources; that is why the provider doesn't know them yet.
        return () if resource.leaves_out(direction) else None
    if not isinstance(value, list):
        return None
    if any(not isinstance(item, Mapping) for item in value):
        return None
    return tuple(_rule(item) for item in value)


def _rule(values: Mapping[str, Any]) -> Rule:
    protocol = values.get("ip_protocol", values.get("protocol"))
    return Rule(
        tuple(_networks(values)), _ports(protocol, values.get("from_port"), values.get("to_port"))
    )


def _ports(protocol: Any, first: Any, last: Any) -> int | None:
    if protocol in ("-1", "all"):
        return ALL_PORTS
    if protocol is Mark.UNKNOWN or not isinstance(first, int) or not isinstance(last, int):
        return None
    # The ports of ICMP are types and codes, -1 for any.
    return last - first + 1 if protocol in _WITH_PORTS else 0


def _networks(values: Mapping[str, Any]) -> Iterator[str]:
    for name in ("cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6"):
        value = values.get(name)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, str) and item:
                yield item
