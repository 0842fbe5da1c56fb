"""Section `network`: the VPC, or one that exists."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, Strict

from lakeform.config.base import Int, LogRetention, Section, fail, fail_unknown, pattern, quoted
from lakeform.config.regions import ZONE_LETTERS

GATEWAY_ENDPOINTS = ("dynamodb", "s3")
"""Services whose endpoints are routes, and free of charge."""

INTERFACE_ENDPOINTS = (
    "athena",
    "dms",
    "ec2",
    "ecr.api",
    "ecr.dkr",
    "elasticfilesystem",
    "elasticmapreduce",
    "emr-serverless",
    "eks",
    "fsx",
    "glue",
    "kinesis-firehose",
    "kinesis-streams",
    "kms",
    "lakeformation",
    "lambda",
    "logs",
    "monitoring",
    "redshift-data",
    "sagemaker.api",
    "sagemaker.runtime",
    "secretsmanager",
    "sns",
    "sqs",
    "ssm",
    "states",
    "sts",
)
"""Services of the lake whose endpoints are network interfaces, as the VPC endpoint names them."""

PRIVATE_RANGES = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
"""Addresses that no one on the internet has (RFC 1918, RFC 6598)."""

_SERVICES = (*GATEWAY_ENDPOINTS, *INTERFACE_ENDPOINTS)


def _cidr(value: str) -> ipaddress.IPv4Network:
    try:
        return ipaddress.IPv4Network(value)
    except ValueError as error:
        fail(f"{quoted(value)} isn't an IPv4 CIDR block: {error}", "for example 10.20.0.0/16")


def ipv4_block(value: str) -> str:
    """A CIDR block, or one address, in its normal form."""
    return str(_cidr(value))


def _existing_cidr(value: str) -> str:
    network = _cidr(value)
    if not 16 <= network.prefixlen <= 28:
        fail(f"{quoted(value)} must be between /16 and /28", "as every VPC's CIDR block is")
    return str(network)


def _vpc_cidr(value: str) -> str:
    network = _cidr(value)
    if not 16 <= network.prefixlen <= 22:
        fail(
            f"{quoted(value)} must be between /16 and /22",
            "a VPC has at most /16; below /22 its subnets are too small for six zones",
        )
    if not any(network.subnet_of(ipaddress.IPv4Network(block)) for block in PRIVATE_RANGES):
        fail(
            f"{quoted(value)} isn't a private address range",
            f"inside one of {', '.join(PRIVATE_RANGES)}",
        )
    return str(network)


def _zones(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | list | tuple):
        fail(
            f"{quoted(value)} is neither a number of zones nor a list of them",
            "a number from 1 to 6, or a list such as [us-east-1a, us-east-1b]",
        )
    return value


def _zone_list(value: int | tuple[str, ...]) -> int | tuple[str, ...]:
    count = value if isinstance(value, int) else len(value)
    if not 1 <= count <= 6:
        fail(f"{count} availability zones", "between 1 and 6")
    if not isinstance(value, int) and len(set(value)) < len(value):
        fail("an availability zone is named twice", "name each zone once")
    return value


def _endpoints(value: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(value)) < len(value):
        twice = next(name for name in value if value.count(name) > 1)
        fail(f"the endpoint {quoted(twice)} is named twice", "name each once")
    return tuple(sorted(value))


def _endpoint(value: str) -> str:
    if value not in _SERVICES:
        fail_unknown(f"{quoted(value)} isn't a VPC endpoint of the lake", value, _SERVICES)
    return value


VpcId = Annotated[str, AfterValidator(pattern(r"vpc-[0-9a-f]{4,17}", "isn't a VPC id"))]
SubnetId = Annotated[str, AfterValidator(pattern(r"subnet-[0-9a-f]{1,17}", "isn't a subnet id"))]
RouteTableId = Annotated[
    str, AfterValidator(pattern(r"rtb-[0-9a-f]{1,17}", "isn't a route table id"))
]


class FlowLogs(Section):
    """Records of the VPC's traffic."""

    destination: Literal["cloudwatch", "s3"] = "cloudwatch"
    """CloudWatch Logs, or the lake's log bucket."""
    retention_days: LogRetention = 90
    """Days until a record in CloudWatch Logs expires; records in S3 expire with `access_logs`."""
    traffic: Literal["ALL", "ACCEPT", "REJECT"] = "ALL"
    """Which traffic is recorded."""


class ExistingNetwork(Section):
    """A VPC that exists already, and is left as it is."""

    vpc: VpcId
    """Id of the VPC."""
    cidr: Annotated[str, AfterValidator(_existing_cidr)] | None = None
    """The VPC's CIDR block, /16 to /28; needed where interface endpoints or connections admit the
    VPC's clients."""
    private_subnets: Annotated[tuple[SubnetId, ...], Field(min_length=1, max_length=6)]
    """Ids of the private subnets, one an availability zone, in the order of
    `availability_zones`."""
    route_tables: tuple[RouteTableId, ...] = ()
    """Ids of the private subnets' route tables; gateway endpoints are added to them."""


class Network(Section):
    """The VPC that jobs, streams and file systems run in."""

    cidr: Annotated[str, AfterValidator(_vpc_cidr)] = "10.0.0.0/16"
    """CIDR block of the VPC, /16 to /22. Each zone gets the same share of it, whatever the number
    of zones is, so adding a zone renumbers nothing."""
    availability_zones: Annotated[
        Annotated[int, Strict()] | tuple[str, ...],
        BeforeValidator(_zones),
        AfterValidator(_zone_list),
    ] = 3
    """A number of zones, 1 to 6, or their names. In an existing VPC, the names of its private
    subnets' zones, in the order of the subnets."""
    nat: Literal["none", "single", "one_per_zone"] = "single"
    """NAT gateways: none (private subnets reach AWS through endpoints only), one for all zones, or
    one a zone."""
    endpoints: Annotated[
        tuple[Annotated[str, AfterValidator(_endpoint)], ...], AfterValidator(_endpoints)
    ] = ("glue", "kms", "lakeformation", "logs", "s3", "sts")
    """Services reached without the internet. An existing VPC gets only those that are named here,
    for it may have some already."""
    flow_logs: FlowLogs | None = FlowLogs()
    """Records of the VPC's traffic; `null` writes none. An existing VPC gets them where they are
    named here."""
    existing: ExistingNetwork | None = None
    """Join this VPC instead of making one."""

    def zone_count(self) -> int:
        """How many availability zones the network spans."""
        if self.existing is not None:
            return len(self.existing.private_subnets)
        zones = self.availability_zones
        return zones if isinstance(zones, int) else len(zones)

    def zone_names(self, region: str) -> tuple[str, ...]:
        """The availability zones, `us-east-1a` for example, in the order in which the file counts
        them; none where an existing VPC's zones aren't named."""
        zones = self.availability_zones
        if not isinstance(zones, int):
            return zones
        if self.existing is not None:
            return ()
        return tuple(region + letter for letter in ZONE_LETTERS[region][:zones])

    def endpoint_services(self) -> tuple[str, ...]:
        """The services that get an endpoint."""
        if self.existing is not None and "endpoints" not in self.model_fields_set:
            return ()
        return self.endpoints

    def recorded(self) -> FlowLogs | None:
        """How the traffic is recorded, if it is."""
        if self.existing is not None and "flow_logs" not in self.model_fields_set:
            return None
        return self.flow_logs


Port = Annotated[Int, Field(ge=1, le=65535)]
