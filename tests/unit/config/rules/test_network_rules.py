"""Rules of the network: what each says, word for word."""

from __future__ import annotations

import pytest

from foundation import lake_of, said
from lakeform.config.rules import network

EXISTING = "existing: {vpc: vpc-0abc, private_subnets: [subnet-1, subnet-2]"
CONNECTION = 'catalog: {connections: {erp: {url: "jdbc:postgresql://erp:5432/erp", secret: erp}}}'


class TestZones:
    @pytest.mark.parametrize(
        ("region", "zones", "faults"),
        [
            ("us-east-1", "6", []),
            ("us-east-1", "[us-east-1f, us-east-1a]", []),
            (
                "us-west-1",
                "3",
                [
                    "network.availability_zones: 3 availability zones, but us-west-1 has 2 → "
                    "at most 2: us-west-1a, us-west-1b"
                ],
            ),
            (
                "us-west-1",
                "[us-west-1a, us-west-1c, us-east-1a]",
                [
                    "network.availability_zones.1: us-west-1 has no zone `us-west-1c` → "
                    "one of us-west-1a, us-west-1b",
                    "network.availability_zones.2: `us-east-1a` isn't an availability zone of "
                    "us-west-1 → one of us-west-1a, us-west-1b; a number of zones fits every "
                    "region",
                ],
            ),
        ],
    )
    def test_fit_the_region(self, region: str, zones: str, faults: list[str]) -> None:
        lake = lake_of(f"network: {{availability_zones: {zones}}}", region=region)
        assert said(network.zones_fit_the_region, lake) == faults

    def test_the_default_count_can_be_too_many(self) -> None:
        lake = lake_of("network: {}", region="us-west-1")
        assert len(said(network.zones_fit_the_region, lake)) == 1

    def test_no_network_no_fault(self) -> None:
        assert said(network.zones_fit_the_region, lake_of("", region="us-west-1")) == []


class TestExisting:
    def test_nothing_of_a_new_vpc(self) -> None:
        lake = lake_of(f"network: {{cidr: 10.0.0.0/16, nat: single, {EXISTING}}}}}")
        assert said(network.an_existing_network_is_left_as_it_is, lake) == [
            "network.cidr: `network.cidr` is the block of a new VPC, but `existing` joins one → "
            "remove it, or write it as `existing.cidr`",
            "network.nat: `network.nat` makes NAT gateways in a new VPC, but `existing` joins one "
            "→ remove it: the existing VPC keeps its own way out",
        ]

    def test_a_new_vpc_has_both(self) -> None:
        lake = lake_of("network: {cidr: 10.0.0.0/16, nat: single}")
        assert said(network.an_existing_network_is_left_as_it_is, lake) == []

    @pytest.mark.parametrize(
        ("zones", "rest", "faults"),
        [
            ("", "", []),
            ("availability_zones: [us-east-1a, us-east-1b], ", CONNECTION, []),
            (
                "availability_zones: 2, ",
                "",
                [
                    "network.availability_zones: 2 zones doesn't say which zone each subnet of the "
                    "existing VPC lies in → name the zone of each private subnet, in their order: "
                    "[us-east-1a, us-east-1b]"
                ],
            ),
            (
                "availability_zones: [us-east-1a], ",
                "",
                [
                    "network.availability_zones: 1 zones for 2 private subnets of the existing VPC "
                    "→ name the zone of each private subnet, in their order"
                ],
            ),
            (
                "",
                CONNECTION,
                [
                    "network.existing.private_subnets: Glue's connections need the availability "
                    "zone of each private subnet → add `network.availability_zones` with their "
                    "names, in the order of the subnets"
                ],
            ),
        ],
    )
    def test_zones_of_its_subnets(self, zones: str, rest: str, faults: list[str]) -> None:
        lake = lake_of(f"network: {{{zones}{EXISTING}}}}}\n{rest}")
        assert said(network.existing_subnets_have_their_zones, lake) == faults

    @pytest.mark.parametrize(
        ("endpoints", "more", "faults"),
        [
            ("", "", []),
            ("endpoints: [s3, glue], ", ", route_tables: [rtb-1], cidr: 10.0.0.0/24", []),
            (
                "endpoints: [s3, glue], ",
                "",
                [
                    "network.endpoints: the endpoint `s3` needs the route tables of the existing "
                    "VPC → add `existing.route_tables`, the route tables of the private subnets",
                    "network.endpoints: the endpoint `glue` must know whom to let in → add "
                    "`existing.cidr`, the CIDR block of the existing VPC",
                ],
            ),
        ],
    )
    def test_what_endpoints_need(self, endpoints: str, more: str, faults: list[str]) -> None:
        lake = lake_of(f"network: {{{endpoints}{EXISTING}{more}}}}}")
        assert said(network.an_existing_network_has_what_its_endpoints_need, lake) == faults


class TestConnections:
    @pytest.mark.parametrize(
        "section", ["network: {endpoints: [s3]}", "", f"network: {{{EXISTING}}}}}"]
    )
    def test_reach_s3(self, section: str) -> None:
        assert said(network.connections_reach_s3, lake_of(f"{section}\n{CONNECTION}")) == []

    def test_need_s3(self) -> None:
        lake = lake_of(f"network: {{endpoints: [glue]}}\n{CONNECTION}")
        assert said(network.connections_reach_s3, lake) == [
            "network.endpoints: Glue's connections need the endpoint `s3` in the VPC → add `s3`, "
            "which is free of charge"
        ]
        assert said(network.connections_reach_s3, lake_of("network: {endpoints: [glue]}")) == []


class TestFlowLogs:
    @pytest.mark.parametrize("storage", ["", "storage: {access_logs: null}"])
    def test_need_the_log_bucket(self, storage: str) -> None:
        lake = lake_of(f"network: {{flow_logs: {{destination: s3}}}}\n{storage}")
        assert said(network.flow_logs_have_a_bucket, lake) == [
            "network.flow_logs.destination: flow logs go to the log bucket, but the lake has none "
            "→ keep `storage.access_logs`, or write `destination: cloudwatch`"
        ]

    @pytest.mark.parametrize(
        "text",
        ["network: {flow_logs: {destination: s3}}\nstorage: {}", "network: {}", "network: null"],
    )
    def test_have_it(self, text: str) -> None:
        assert said(network.flow_logs_have_a_bucket, lake_of(text)) == []
