"""The network: addresses, routes, endpoints, and what is let through."""

from __future__ import annotations

from ipaddress import IPv4Network
from itertools import combinations
from typing import Any

import pytest

from foundation import ACCOUNT, SUFFIX, Stack, lake_of, stack_of
from iam_policies import Verdict, judge, statements
from lakeform.config.catalog import Connection
from lakeform.config.network import INTERFACE_ENDPOINTS
from lakeform.constructs.network.database_ports import database_ports
from lakeform.constructs.network.endpoint_policies import endpoint_policy
from lakeform.constructs.network.endpoints import CALLED_OTHERWISE_IN_CHINA
from lakeform.constructs.network.subnets import plan_subnets
from lakeform.naming import Names

NAMES = Names.of(lake_of(""))
ZONES = tuple(f"us-east-1{letter}" for letter in "abcdef")

DEFAULT = "network: {}"
ALONE = "network: {endpoints: [], flow_logs: null, nat: none, availability_zones: 1}"
EXISTING = """
network:
  existing:
    vpc: vpc-0abc
    private_subnets: [subnet-1, subnet-2]
    route_tables: [rtb-1]
"""
EXISTING_WITH_ALL = """
network:
  availability_zones: [us-east-1b, us-east-1a]
  endpoints: [s3, glue]
  flow_logs: {retention_days: 30}
  existing:
    vpc: vpc-0abc
    cidr: 172.31.0.0/24
    private_subnets: [subnet-1, subnet-2]
    route_tables: [rtb-1]
catalog: {connections: {erp: {url: "jdbc:postgresql://erp:5432/erp", secret: erp}}}
"""


class TestAddresses:
    @pytest.mark.parametrize("prefix", range(16, 23))
    def test_a_zone_has_the_same_addresses_whatever_other_zones_there_are(
        self, prefix: int
    ) -> None:
        cidr = f"10.64.0.0/{prefix}"
        alone = {zone: list(plan_subnets(cidr, [zone])) for zone in ZONES}
        for size in range(1, 7):
            for zones in combinations(ZONES, size):
                together = list(plan_subnets(cidr, zones))
                assert together == [subnet for zone in zones for subnet in alone[zone]]

    @pytest.mark.parametrize("prefix", range(16, 23))
    def test_subnets_lie_inside_the_vpc_and_apart(self, prefix: int) -> None:
        vpc = IPv4Network(f"10.64.0.0/{prefix}")
        blocks = [IPv4Network(s.cidr) for s in plan_subnets(str(vpc), ZONES)]
        assert len(blocks) == 18
        assert all(block.subnet_of(vpc) and block.prefixlen <= 28 for block in blocks)
        assert not any(one.overlaps(other) for one, other in combinations(blocks, 2))

    def test_shares_of_a_zone(self) -> None:
        assert [(s.key, s.zone, s.cidr) for s in plan_subnets("10.20.0.0/16", ["us-east-1b"])] == [
            ("public_b", "us-east-1b", "10.20.48.0/21"),
            ("private_b", "us-east-1b", "10.20.32.0/20"),
            ("isolated_b", "us-east-1b", "10.20.56.0/21"),
        ]

    def test_a_count_and_its_names_give_the_same_network(self) -> None:
        named = "network: {availability_zones: [us-east-1a, us-east-1b, us-east-1c]}"
        assert stack_of(DEFAULT).data == stack_of(named).data

    def test_a_zone_that_is_taken_away_leaves_the_others_alone(self) -> None:
        before = stack_of("network: {availability_zones: [us-east-1a, us-east-1b]}")
        after = stack_of("network: {availability_zones: [us-east-1b]}")
        for address in after.addresses("aws_subnet."):
            assert after[address] == before[address]

    def test_a_region_whose_letters_have_a_gap(self) -> None:
        stack = stack_of("network: {}", region="ap-northeast-1")
        assert {
            name: (subnet["availability_zone"], subnet["cidr_block"])
            for name, subnet in stack.of("aws_subnet").items()
            if name.startswith("private")
        } == {
            "private_a": ("ap-northeast-1a", "10.0.0.0/20"),
            "private_c": ("ap-northeast-1c", "10.0.64.0/20"),
            "private_d": ("ap-northeast-1d", "10.0.96.0/20"),
        }


class TestRoutes:
    def test_the_default_network(self) -> None:
        stack = stack_of(DEFAULT)
        assert [a for a in stack.addresses() if "association" not in a] == [
            "aws_cloudwatch_log_group.flow_logs",
            "aws_default_network_acl.network",
            "aws_default_security_group.network",
            "aws_eip.nat_a",
            "aws_flow_log.network",
            "aws_iam_role.flow_logs",
            "aws_iam_role_policy.flow_logs",
            "aws_internet_gateway.network",
            "aws_kms_alias.general",
            "aws_kms_key.general",
            "aws_nat_gateway.nat_a",
            "aws_network_acl.network",
            "aws_route.private_a",
            "aws_route.private_b",
            "aws_route.private_c",
            "aws_route.public",
            "aws_route_table.isolated",
            "aws_route_table.private_a",
            "aws_route_table.private_b",
            "aws_route_table.private_c",
            "aws_route_table.public",
            "aws_security_group.endpoints",
            "aws_subnet.isolated_a",
            "aws_subnet.isolated_b",
            "aws_subnet.isolated_c",
            "aws_subnet.private_a",
            "aws_subnet.private_b",
            "aws_subnet.private_c",
            "aws_subnet.public_a",
            "aws_subnet.public_b",
            "aws_subnet.public_c",
            "aws_vpc.network",
            "aws_vpc_endpoint.glue",
            "aws_vpc_endpoint.kms",
            "aws_vpc_endpoint.lakeformation",
            "aws_vpc_endpoint.logs",
            "aws_vpc_endpoint.s3",
            "aws_vpc_endpoint.sts",
            "aws_vpc_security_group_ingress_rule.endpoints_https",
        ]
        assert stack["aws_vpc.network"] == {
            "cidr_block": "10.0.0.0/16",
            "enable_dns_hostnames": True,
            "enable_dns_support": True,
            "tags": {"Name": "acme-dev"},
        }
        assert stack["aws_subnet.public_a"] == {
            "vpc_id": "${aws_vpc.network.id}",
            "availability_zone": "us-east-1a",
            "cidr_block": "10.0.16.0/21",
            "map_public_ip_on_launch": False,
            "tags": {"Name": "acme-dev-public-a"},
        }

    def test_every_subnet_has_the_routes_of_its_tier(self) -> None:
        tables = {
            association["subnet_id"]: association["route_table_id"]
            for association in stack_of(DEFAULT).of("aws_route_table_association").values()
        }
        expected = {}
        for letter in "abc":
            for tier in ("public", "private", "isolated"):
                table = f"private_{letter}" if tier == "private" else tier
                expected[f"${{aws_subnet.{tier}_{letter}.id}}"] = f"${{aws_route_table.{table}.id}}"
        assert tables == expected

    @pytest.mark.parametrize(
        ("nat", "gateways"),
        [
            ("none", {}),
            ("single", {"a": "nat_a", "b": "nat_a"}),
            ("one_per_zone", {"a": "nat_a", "b": "nat_b"}),
        ],
    )
    def test_the_way_out_of_private_subnets(self, nat: str, gateways: dict[str, str]) -> None:
        stack = stack_of(f"network: {{nat: {nat}, availability_zones: 2}}")
        assert stack.of("aws_route") == {
            "public": {
                "route_table_id": "${aws_route_table.public.id}",
                "destination_cidr_block": "0.0.0.0/0",
                "gateway_id": "${aws_internet_gateway.network.id}",
            }
        } | {
            f"private_{letter}": {
                "route_table_id": f"${{aws_route_table.private_{letter}.id}}",
                "destination_cidr_block": "0.0.0.0/0",
                "nat_gateway_id": f"${{aws_nat_gateway.{gateway}.id}}",
            }
            for letter, gateway in gateways.items()
        }
        assert sorted(stack.of("aws_nat_gateway")) == sorted(set(gateways.values()))
        for name, gateway in stack.of("aws_nat_gateway").items():
            assert gateway["subnet_id"] == f"${{aws_subnet.public_{name[-1]}.id}}"
            assert gateway["allocation_id"] == f"${{aws_eip.{name}.id}}"
            assert gateway["depends_on"] == ["aws_internet_gateway.network"]


class TestDoors:
    def test_the_defaults_let_nothing_through(self) -> None:
        stack = stack_of(DEFAULT)
        group = stack["aws_default_security_group.network"]
        assert (group["ingress"], group["egress"]) == ([], [])
        acl = stack["aws_default_network_acl.network"]
        assert (acl["ingress"], acl["egress"]) == ([], [])
        assert acl["default_network_acl_id"] == "${aws_vpc.network.default_network_acl_id}"
        assert acl["lifecycle"] == {"ignore_changes": ["subnet_ids"]}

    def test_every_subnet_has_the_lakes_own_acl(self) -> None:
        stack = stack_of(DEFAULT)
        assert sorted(stack["aws_network_acl.network"]["subnet_ids"]) == [
            f"${{{address}.id}}" for address in stack.addresses("aws_subnet.")
        ]

    @pytest.mark.parametrize(
        ("source", "protocol", "port", "action"),
        [
            ("10.1.2.3", "tcp", 988, "allow"),
            ("100.64.0.1", "udp", 53, "allow"),
            ("10.1.2.3", "tcp", 3389, "allow"),
            ("8.8.8.8", "tcp", 22, "deny"),
            ("8.8.8.8", "tcp", 443, "deny"),
            ("8.8.8.8", "tcp", 3389, "deny"),
            ("8.8.8.8", "tcp", 1024, "allow"),
            ("8.8.8.8", "tcp", 65535, "allow"),
            ("8.8.8.8", "udp", 40000, "allow"),
            ("8.8.8.8", "udp", 53, "deny"),
        ],
    )
    def test_the_acl_admits_neighbours_and_replies(
        self, source: str, protocol: str, port: int, action: str
    ) -> None:
        rules = stack_of(DEFAULT)["aws_network_acl.network"]["ingress"]
        assert _first_match(rules, source, protocol, port) == action

    @pytest.mark.parametrize("region", ["cn-north-1", "cn-northwest-1"])
    def test_some_endpoints_are_called_otherwise_in_china(self, region: str) -> None:
        """As `aws ec2 describe-vpc-endpoint-services` answers there."""
        text = "network: {availability_zones: 2, endpoints: [s3, sts, kinesis-streams, logs, glue]}"
        stack = stack_of(text, region=region)
        assert {
            name: endpoint["service_name"]
            for name, endpoint in stack.of("aws_vpc_endpoint").items()
        } == {
            "glue": f"com.amazonaws.{region}.glue",
            "kinesis-streams": f"cn.com.amazonaws.{region}.kinesis-streams",
            "logs": f"com.amazonaws.{region}.logs",
            "s3": f"com.amazonaws.{region}.s3",
            "sts": f"cn.com.amazonaws.{region}.sts",
        }

    def test_those_that_are_called_otherwise_exist(self) -> None:
        assert set(INTERFACE_ENDPOINTS) >= CALLED_OTHERWISE_IN_CHINA

    def test_interface_endpoints_admit_https_of_the_vpc(self) -> None:
        stack = stack_of("network: {cidr: 10.20.0.0/16}")
        assert stack["aws_security_group.endpoints"] == {
            "name": "acme-dev-endpoints",
            "description": "Interface endpoints: HTTPS from the VPC",
            "vpc_id": "${aws_vpc.network.id}",
            "tags": {"Name": "acme-dev-endpoints"},
        }
        assert stack.of("aws_vpc_security_group_ingress_rule") == {
            "endpoints_https": {
                "security_group_id": "${aws_security_group.endpoints.id}",
                "description": "HTTPS from the VPC",
                "cidr_ipv4": "10.20.0.0/16",
                "ip_protocol": "tcp",
                "from_port": 443,
                "to_port": 443,
            }
        }
        assert stack.of("aws_vpc_security_group_egress_rule") == {}

    def test_a_database_outside_private_networks_is_reached_where_the_connection_says(self) -> None:
        stack = stack_of(
            "network: {cidr: 10.20.0.0/16}\ncatalog: {connections: {erp: {url: "
            "'jdbc:mysql://db.example:3306/x', secret: erp, cidr: 203.0.113.7}}}"
        )
        assert {
            rule["cidr_ipv4"]
            for rule in stack.of("aws_vpc_security_group_egress_rule").values()
            if rule.get("from_port") == 3306
        } == {"203.0.113.7/32"}

    def test_glue_has_a_group_where_there_are_connections(self) -> None:
        assert "aws_security_group.glue" not in stack_of(DEFAULT).addresses()
        stack = stack_of(EXISTING_WITH_ALL)
        rules = {
            name: (
                rule.get("cidr_ipv4", rule.get("referenced_security_group_id")),
                rule["ip_protocol"],
                rule.get("from_port"),
                rule.get("to_port"),
            )
            for name, rule in stack.of("aws_vpc_security_group_egress_rule").items()
        }
        itself = "${aws_security_group.glue.id}"
        assert rules == {
            "glue_self": (itself, "-1", None, None),
            "glue_https": ("0.0.0.0/0", "tcp", 443, 443),
            "glue_5432_10_0_0_0_8": ("10.0.0.0/8", "tcp", 5432, 5432),
            "glue_5432_172_16_0_0_12": ("172.16.0.0/12", "tcp", 5432, 5432),
            "glue_5432_192_168_0_0_16": ("192.168.0.0/16", "tcp", 5432, 5432),
            "glue_5432_100_64_0_0_10": ("100.64.0.0/10", "tcp", 5432, 5432),
            "glue_vpc": ("172.31.0.0/24", "tcp", 0, 65535),
        }
        ingress = stack["aws_vpc_security_group_ingress_rule.glue_self"]
        assert ingress["security_group_id"] == itself
        assert ingress["referenced_security_group_id"] == itself
        assert ingress["ip_protocol"] == "-1"

    @pytest.mark.parametrize(
        ("url", "ports"),
        [
            ("jdbc:postgresql://erp.internal:5432/erp", {5432}),
            ("jdbc:oracle:thin:@10.0.0.1:1521:ORCL", {1521}),
            ("jdbc:oracle:thin://@db:2484/service", {2484}),
            ("jdbc:sqlserver://db:1433;databaseName=x", {1433}),
            ("b-1.x:9098,b-2.x:9096", {9096, 9098}),
            ("mongodb://db1:27018/x", {27018}),
            ("mongodb+srv://cluster.example/x", {27017}),
            (None, set()),
        ],
    )
    def test_ports_of_databases(self, url: str | None, ports: set[int]) -> None:
        assert database_ports([Connection(url=url)]) == ports


def _first_match(rules: list[dict[str, Any]], source: str, protocol: str, port: int) -> str:
    """What a network ACL does, as AWS evaluates it: the lowest rule that matches, or a denial."""
    for rule in sorted(rules, key=lambda rule: rule["rule_no"]):
        if (
            IPv4Network(source).subnet_of(IPv4Network(rule["cidr_block"]))
            and rule["protocol"] in ("-1", protocol)
            and (rule["protocol"] == "-1" or rule["from_port"] <= port <= rule["to_port"])
        ):
            return str(rule["action"])
    return "deny"


OWN: dict[str, str] = {"aws:PrincipalAccount": ACCOUNT, "aws:ResourceAccount": ACCOUNT}
STRANGER = OWN | {"aws:PrincipalAccount": "222222222222"}
ELSEWHERE = OWN | {"aws:ResourceAccount": "222222222222"}
AMAZON_LINUX = "arn:aws:s3:::al2023-repos-us-east-1-de612dc2/x.rpm"


class TestEndpoints:
    def test_gateways_are_routes_of_private_and_isolated_subnets(self) -> None:
        endpoint = stack_of(DEFAULT)["aws_vpc_endpoint.s3"]
        assert endpoint.pop("policy") == endpoint_policy("s3", NAMES)
        assert endpoint == {
            "vpc_id": "${aws_vpc.network.id}",
            "service_name": "com.amazonaws.us-east-1.s3",
            "vpc_endpoint_type": "Gateway",
            "route_table_ids": [
                "${aws_route_table.private_a.id}",
                "${aws_route_table.private_b.id}",
                "${aws_route_table.private_c.id}",
                "${aws_route_table.isolated.id}",
            ],
            "tags": {"Name": "acme-dev-s3"},
        }

    def test_interfaces_are_in_the_private_subnets(self) -> None:
        endpoint = stack_of("network: {endpoints: [kinesis-streams], availability_zones: 2}")[
            "aws_vpc_endpoint.kinesis-streams"
        ]
        assert endpoint.pop("policy") == endpoint_policy("kinesis-streams", NAMES)
        assert endpoint == {
            "vpc_id": "${aws_vpc.network.id}",
            "service_name": "com.amazonaws.us-east-1.kinesis-streams",
            "vpc_endpoint_type": "Interface",
            "subnet_ids": ["${aws_subnet.private_a.id}", "${aws_subnet.private_b.id}"],
            "security_group_ids": ["${aws_security_group.endpoints.id}"],
            "private_dns_enabled": True,
            "tags": {"Name": "acme-dev-kinesis-streams"},
        }

    @pytest.mark.parametrize(
        ("service", "action", "context", "verdict"),
        [
            ("s3", "s3:PutObject", OWN, "allowed"),
            ("s3", "s3:PutObject", STRANGER, "not allowed"),
            ("s3", "s3:PutObject", ELSEWHERE, "not allowed"),
            ("dynamodb", "dynamodb:PutItem", ELSEWHERE, "not allowed"),
            ("kinesis-streams", "kinesis:PutRecord", OWN, "allowed"),
            ("kinesis-streams", "kinesis:PutRecord", ELSEWHERE, "not allowed"),
            ("kinesis-streams", "glue:GetTable", OWN, "not allowed"),
            ("glue", "glue:GetTable", ELSEWHERE, "allowed"),
            ("glue", "glue:GetTable", STRANGER, "not allowed"),
            ("ecr.dkr", "ecr:BatchGetImage", ELSEWHERE, "allowed"),
            ("sts", "sts:AssumeRole", ELSEWHERE, "not allowed"),
            ("logs", "logs:PutLogEvents", {"aws:PrincipalIsAWSService": "true"}, "allowed"),
        ],
    )
    def test_who_reaches_what(
        self, service: str, action: str, context: dict[str, str], verdict: Verdict
    ) -> None:
        assert judge(endpoint_policy(service, NAMES), action, context=context) == verdict

    @pytest.mark.parametrize(
        ("action", "verdict"), [("s3:GetObject", "allowed"), ("s3:PutObject", "not allowed")]
    )
    def test_packages_of_amazon_linux_are_read_without_credentials(
        self, action: str, verdict: Verdict
    ) -> None:
        assert judge(endpoint_policy("s3", NAMES), action, AMAZON_LINUX, context={}) == verdict

    @pytest.mark.parametrize(
        ("account", "verdict"), [(ACCOUNT, "allowed"), ("222222222222", "not allowed")]
    )
    def test_federated_users_assume_roles_of_this_account(
        self, account: str, verdict: Verdict
    ) -> None:
        policy = endpoint_policy("sts", NAMES)
        context = {"aws:ResourceAccount": account}
        assert judge(policy, "sts:AssumeRoleWithWebIdentity", context=context) == verdict


class TestExisting:
    def test_it_is_left_as_it_is(self) -> None:
        assert stack_of(EXISTING).addresses() == ["aws_kms_alias.general", "aws_kms_key.general"]

    def test_it_gets_what_the_file_names(self) -> None:
        stack = stack_of(EXISTING_WITH_ALL)
        assert [a for a in stack.addresses() if not a.startswith(("aws_kms", "aws_iam"))] == [
            "aws_cloudwatch_log_group.flow_logs",
            "aws_flow_log.network",
            "aws_security_group.endpoints",
            "aws_security_group.glue",
            "aws_vpc_endpoint.glue",
            "aws_vpc_endpoint.s3",
            "aws_vpc_security_group_egress_rule.glue_5432_100_64_0_0_10",
            "aws_vpc_security_group_egress_rule.glue_5432_10_0_0_0_8",
            "aws_vpc_security_group_egress_rule.glue_5432_172_16_0_0_12",
            "aws_vpc_security_group_egress_rule.glue_5432_192_168_0_0_16",
            "aws_vpc_security_group_egress_rule.glue_https",
            "aws_vpc_security_group_egress_rule.glue_self",
            "aws_vpc_security_group_egress_rule.glue_vpc",
            "aws_vpc_security_group_ingress_rule.endpoints_https",
            "aws_vpc_security_group_ingress_rule.glue_self",
        ]
        assert stack["aws_vpc_endpoint.s3"]["route_table_ids"] == ["rtb-1"]
        assert stack["aws_vpc_endpoint.glue"]["subnet_ids"] == ["subnet-1", "subnet-2"]
        assert stack["aws_vpc_endpoint.glue"]["vpc_id"] == "vpc-0abc"
        assert stack["aws_flow_log.network"]["vpc_id"] == "vpc-0abc"


class TestFlowLogs:
    def test_an_encrypted_log_group(self) -> None:
        stack = stack_of("network: {flow_logs: {retention_days: 30, traffic: REJECT}}")
        group = "arn:aws:logs:us-east-1:111111111111:log-group:/aws/vpc-flow-logs/acme-dev"
        assert stack["aws_cloudwatch_log_group.flow_logs"] == {
            "name": "/aws/vpc-flow-logs/acme-dev",
            "retention_in_days": 30,
            "kms_key_id": "${aws_kms_key.general.arn}",
        }
        assert stack["aws_flow_log.network"] == {
            "vpc_id": "${aws_vpc.network.id}",
            "traffic_type": "REJECT",
            "log_destination_type": "cloud-watch-logs",
            "log_destination": "${aws_cloudwatch_log_group.flow_logs.arn}",
            "iam_role_arn": "${aws_iam_role.flow_logs.arn}",
            "tags": {"Name": "acme-dev-flow-logs"},
            "depends_on": ["aws_iam_role_policy.flow_logs"],
        }
        assert statements(stack["aws_iam_role_policy.flow_logs"]["policy"])["WriteRecords"][
            "Resource"
        ] == [group, f"{group}:*"]
        trust = statements(stack["aws_iam_role.flow_logs"]["assume_role_policy"])
        assert trust["ServiceAssumesRole"]["Condition"] == {
            "StringEquals": {"aws:SourceAccount": ACCOUNT},
            "ArnLike": {"aws:SourceArn": f"arn:aws:ec2:us-east-1:{ACCOUNT}:vpc-flow-log/*"},
        }
        key = stack["aws_kms_key.general"]["policy"]
        assert statements(key)["ServiceLogs"]["Condition"] == {
            "ArnLike": {"kms:EncryptionContext:aws:logs:arn": group}
        }

    def test_the_log_bucket(self) -> None:
        stack = stack_of("network: {flow_logs: {destination: s3}}\nstorage: {}")
        bucket = f"arn:aws:s3:::acme-dev-logs{SUFFIX}"
        assert stack["aws_flow_log.network"] == {
            "vpc_id": "${aws_vpc.network.id}",
            "traffic_type": "ALL",
            "log_destination_type": "s3",
            "log_destination": bucket,
            "tags": {"Name": "acme-dev-flow-logs"},
            "depends_on": ["aws_s3_bucket_lifecycle_configuration.logs"],
        }
        assert stack.addresses("aws_cloudwatch") == stack.addresses("aws_iam") == []
        policy = stack["aws_s3_bucket_policy.logs"]["policy"]
        for source, verdict in ((ACCOUNT, "allowed"), ("222222222222", "not allowed")):
            assert (
                judge(
                    policy,
                    "s3:PutObject",
                    f"{bucket}/AWSLogs/{ACCOUNT}/vpcflowlogs/x",
                    principal="service:delivery.logs.amazonaws.com",
                    context={
                        "aws:SourceAccount": source,
                        "aws:SourceArn": f"arn:aws:logs:us-east-1:{source}:*",
                        "s3:x-amz-acl": "bucket-owner-full-control",
                    },
                )
                == verdict
            )

    def test_none(self) -> None:
        stack: Stack = stack_of(ALONE)
        assert stack.addresses("aws_flow_log") == stack.addresses("aws_cloudwatch") == []
        assert stack.addresses("aws_security_group") == stack.addresses("aws_vpc_endpoint") == []
