"""Rules of the network: zones that exist, and an existing VPC that has what it needs."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.config.base import quoted
from lakeform.config.explain import Fault
from lakeform.config.model import Lake
from lakeform.config.network import GATEWAY_ENDPOINTS
from lakeform.config.regions import ZONE_LETTERS

_ZONES = ("network", "availability_zones")


def zones_fit_the_region(lake: Lake) -> Iterator[Fault]:
    """The region has that many zones, and zones of those names."""
    if lake.network is None:
        return
    region = lake.environment.region
    letters = ZONE_LETTERS[region]
    known = ", ".join(region + letter for letter in letters)
    zones = lake.network.availability_zones
    if isinstance(zones, int):
        if lake.network.existing is None and zones > len(letters):
            yield Fault(
                _ZONES,
                f"{zones} availability zones, but {region} has {len(letters)}",
                f"at most {len(letters)}: {known}",
            )
        return
    for index, zone in enumerate(zones):
        if zone[:-1] != region:
            yield Fault(
                (*_ZONES, index),
                f"{quoted(zone)} isn't an availability zone of {region}",
                f"one of {known}; a number of zones fits every region",
            )
        elif zone[-1] not in letters:
            yield Fault((*_ZONES, index), f"{region} has no zone {quoted(zone)}", f"one of {known}")


def an_existing_network_is_left_as_it_is(lake: Lake) -> Iterator[Fault]:
    """What shapes a new VPC says nothing about one that exists."""
    network = lake.network
    if network is None or network.existing is None:
        return
    if "cidr" in network.model_fields_set:
        yield Fault(
            ("network", "cidr"),
            "`network.cidr` is the block of a new VPC, but `existing` joins one",
            "remove it, or write it as `existing.cidr`",
            at_key=True,
        )
    if "nat" in network.model_fields_set:
        yield Fault(
            ("network", "nat"),
            "`network.nat` makes NAT gateways in a new VPC, but `existing` joins one",
            "remove it: the existing VPC keeps its own way out",
            at_key=True,
        )


def existing_subnets_have_their_zones(lake: Lake) -> Iterator[Fault]:
    """An existing VPC's zones are named, one for each private subnet, where they are needed."""
    network = lake.network
    if network is None or network.existing is None:
        return
    subnets = len(network.existing.private_subnets)
    zones = network.availability_zones
    named = "availability_zones" in network.model_fields_set
    if named and isinstance(zones, int):
        yield Fault(
            _ZONES,
            f"{zones} zones doesn't say which zone each subnet of the existing VPC lies in",
            "name the zone of each private subnet, in their order: [us-east-1a, us-east-1b]",
        )
    elif not isinstance(zones, int) and len(zones) != subnets:
        yield Fault(
            _ZONES,
            f"{len(zones)} zones for {subnets} private subnets of the existing VPC",
            "name the zone of each private subnet, in their order",
        )
    elif not named and lake.catalog.connections:
        yield Fault(
            ("network", "existing", "private_subnets"),
            "Glue's connections need the availability zone of each private subnet",
            "add `network.availability_zones` with their names, in the order of the subnets",
            at_key=True,
        )


def an_existing_network_has_what_its_endpoints_need(lake: Lake) -> Iterator[Fault]:
    """Gateway endpoints are entries in route tables; interface endpoints admit a CIDR block."""
    network = lake.network
    if network is None or network.existing is None:
        return
    services = network.endpoint_services()
    gateways = [name for name in services if name in GATEWAY_ENDPOINTS]
    interfaces = [name for name in services if name not in GATEWAY_ENDPOINTS]
    if gateways and not network.existing.route_tables:
        yield Fault(
            ("network", "endpoints"),
            f"the endpoint {quoted(gateways[-1])} needs the route tables of the existing VPC",
            "add `existing.route_tables`, the route tables of the private subnets",
            at_key=True,
        )
    if interfaces and network.existing.cidr is None:
        yield Fault(
            ("network", "endpoints"),
            f"the endpoint {quoted(interfaces[0])} must know whom to let in",
            "add `existing.cidr`, the CIDR block of the existing VPC",
            at_key=True,
        )


def connections_reach_s3(lake: Lake) -> Iterator[Fault]:
    """Glue refuses a connection in a VPC that has no way to S3 of its own."""
    network = lake.network
    if network is None or network.existing is not None or not lake.catalog.connections:
        return
    if "s3" not in network.endpoints:
        yield Fault(
            ("network", "endpoints"),
            "Glue's connections need the endpoint `s3` in the VPC",
            "add `s3`, which is free of charge",
            at_key=True,
        )


def flow_logs_have_a_bucket(lake: Lake) -> Iterator[Fault]:
    """Flow logs in S3 go to the log bucket."""
    recorded = None if lake.network is None else lake.network.recorded()
    if recorded is None or recorded.destination != "s3":
        return
    if lake.storage is None or lake.storage.access_logs is None:
        yield Fault(
            ("network", "flow_logs", "destination"),
            "flow logs go to the log bucket, but the lake has none",
            "keep `storage.access_logs`, or write `destination: cloudwatch`",
        )
