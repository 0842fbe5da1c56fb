"""Which subnets the internet reaches: those whose route table leads to an internet gateway."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.plan import Mark, Planned, Resource

_TABLES = ("aws_route_table", "aws_default_route_table")


def is_public(plan: Planned, subnet: Resource) -> bool | None:
    """Whether a subnet's route table has a route to an internet gateway.

    None where a route's target isn't known. A table, or a VPC's main one, that the plan doesn't
    have is taken for private: its routes are none of this plan's.
    """
    found: bool | None = False
    for table in _tables(plan, subnet):
        for leads in _to_gateway(plan, table):
            if leads:
                return True
            found = None if leads is None else found
    return found


def _tables(plan: Planned, subnet: Resource) -> Iterator[Resource]:
    associations = plan.pointing_to(subnet, "aws_route_table_association", "subnet_id")
    if associations:
        for association in associations:
            yield from plan.targets(association, "route_table_id", *_TABLES)
        return
    for vpc in plan.targets(subnet, "vpc_id", "aws_vpc"):
        yield from plan.pointing_to(vpc, "aws_default_route_table", "default_route_table_id")
        for main in plan.pointing_to(vpc, "aws_main_route_table_association", "vpc_id"):
            yield from plan.targets(main, "route_table_id", *_TABLES)


def _to_gateway(plan: Planned, table: Resource) -> Iterator[bool | None]:
    """Whether each route of a table leads to an internet gateway; None where it may."""
    gateways = plan.of_type("aws_internet_gateway")
    for route in plan.pointing_to(table, "aws_route", "route_table_id"):
        yield _is_gateway(plan, route, "gateway_id", route.get("gateway_id"), gateways)
    for block in table.blocks("route"):
        yield _is_gateway(plan, table, "route.gateway_id", block.get("gateway_id"), gateways)


def _is_gateway(
    plan: Planned,
    source: Resource,
    attribute: str,
    value: object,
    gateways: tuple[Resource, ...],
) -> bool | None:
    if value is Mark.UNKNOWN:
        if any(plan.points(source, attribute, gateway) for gateway in gateways):
            return True
        return False if source.leaves_out(attribute) else None
    return isinstance(value, str) and value.startswith("igw-")
