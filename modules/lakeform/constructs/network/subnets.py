"""Which subnet has which addresses: a pure function of the VPC's CIDR block and a zone's letter.

The block is cut into eighths: the zone with the letter `a` owns the first, `b` the second, and so
on. A zone's addresses don't depend on which other zones there are, so adding or removing one
renumbers nothing. The last two eighths stay free.

Half of a zone's share is private (that is where jobs, streams and file systems take addresses), a
quarter public and a quarter isolated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Literal, TypeAlias

Tier: TypeAlias = Literal["public", "private", "isolated"]
TIERS: tuple[Tier, ...] = ("public", "private", "isolated")

ZONE_LETTERS = "abcdef"


@dataclass(frozen=True)
class PlannedSubnet:
    """A subnet before it exists.

    Attributes:
        zone: its availability zone, `us-east-1a` for example.
    """

    tier: Tier
    zone: str
    cidr: str

    @property
    def key(self) -> str:
        """`private_a`: its name in Terraform."""
        return f"{self.tier}_{self.zone[-1]}"


def plan_subnets(cidr: str, zones: Iterable[str]) -> Iterator[PlannedSubnet]:
    """The three subnets of each zone.

    Args:
        cidr: the VPC's block, /16 to /22, so that the smallest subnet is a /27.
        zones: names of availability zones, each ending with a letter from `a` to `f`.
    """
    shares = list(IPv4Network(cidr).subnets(prefixlen_diff=3))
    for zone in zones:
        private, rest = shares[ZONE_LETTERS.index(zone[-1])].subnets()
        public, isolated = rest.subnets()
        blocks: dict[Tier, IPv4Network] = {
            "public": public,
            "private": private,
            "isolated": isolated,
        }
        for tier in TIERS:
            yield PlannedSubnet(tier, zone, str(blocks[tier]))
