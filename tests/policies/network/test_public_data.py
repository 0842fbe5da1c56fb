from mutation import Mutation
from plans import planned, verdicts

SUBNET = "aws_subnet.a"
NEW = planned(SUBNET, unknown={"id": True})
CLUSTER = planned(
    "aws_msk_serverless_cluster.c",
    {"vpc_config": [{}]},
    unknown={"vpc_config": [{"subnet_ids": True}]},
    expressions={"vpc_config": [{"subnet_ids": {"references": ["aws_subnet.a.id"]}}]},
)
GATEWAY = planned("aws_internet_gateway.g", unknown={"id": True})
ASSOCIATION = planned(
    "aws_route_table_association.a",
    unknown={"subnet_id": True, "route_table_id": True},
    refers={"subnet_id": "aws_subnet.a.id", "route_table_id": "aws_route_table.t.id"},
)
TABLE = planned("aws_route_table.t", unknown={"id": True, "route": True})
ROUTE = planned(
    "aws_route.r",
    unknown={"route_table_id": True, "gateway_id": True},
    refers={"route_table_id": "aws_route_table.t.id", "gateway_id": "aws_internet_gateway.g.id"},
)
MUTATION = Mutation("aws_route.private_a", ("gateway_id",), "igw-1", "full")


def test_a_subnet_without_a_public_route_passes() -> None:
    found = verdicts("LAKE_NET_9", NEW, CLUSTER, GATEWAY, ASSOCIATION, TABLE)
    assert found == {SUBNET: "passed"}


def test_a_public_subnet_without_data_passes() -> None:
    found = verdicts("LAKE_NET_9", NEW, GATEWAY, ASSOCIATION, TABLE, ROUTE)
    assert found == {SUBNET: "passed"}


def test_data_in_a_public_subnet_fails() -> None:
    found = verdicts("LAKE_NET_9", NEW, CLUSTER, GATEWAY, ASSOCIATION, TABLE, ROUTE)
    assert found == {SUBNET: "failed"}


def test_a_route_in_its_table_fails() -> None:
    found = verdicts(
        "LAKE_NET_9",
        NEW,
        CLUSTER,
        ASSOCIATION,
        planned("aws_route_table.t", {"route": [{"gateway_id": "igw-1"}]}, unknown={"id": True}),
    )
    assert found == {SUBNET: "failed"}


def test_the_main_table_of_the_vpc_counts_for_a_subnet_without_its_own() -> None:
    found = verdicts(
        "LAKE_NET_9",
        planned(SUBNET, {"vpc_id": "vpc-1"}, unknown={"id": True}),
        CLUSTER,
        planned("aws_vpc.v", {"id": "vpc-1"}),
        planned(
            "aws_default_route_table.d",
            {"route": [{"gateway_id": "igw-1"}]},
            unknown={"default_route_table_id": True},
            refers={"default_route_table_id": "aws_vpc.v.default_route_table_id"},
        ),
    )
    assert found == {SUBNET: "failed"}


def test_a_route_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_NET_9",
        NEW,
        CLUSTER,
        ASSOCIATION,
        TABLE,
        planned(
            "aws_route.r",
            unknown={"route_table_id": True, "gateway_id": True},
            refers={
                "route_table_id": "aws_route_table.t.id",
                "gateway_id": "data.aws_internet_gateway.x.id",
            },
        ),
    )
    assert found == {SUBNET: "unknown"}
