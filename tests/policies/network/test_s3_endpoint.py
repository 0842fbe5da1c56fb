from typing import Any

from mutation import REMOVED, Mutation
from plans import planned, verdicts

VPC = "aws_vpc.lake"
NEW = planned(VPC, {"cidr_block": "10.0.0.0/16"}, unknown={"id": True})
SUBNET = planned(
    "aws_subnet.private[0]", unknown={"vpc_id": True}, refers={"vpc_id": "aws_vpc.lake.id"}
)
MUTATION = Mutation("aws_vpc_endpoint.s3", (), REMOVED)


def endpoint(**values: Any) -> dict[str, Any]:
    return planned(
        "aws_vpc_endpoint.e", values, unknown={"vpc_id": True}, refers={"vpc_id": "aws_vpc.lake.id"}
    )


def test_a_gateway_endpoint_passes() -> None:
    found = verdicts(
        "LAKE_NET_6",
        NEW,
        SUBNET,
        endpoint(service_name="com.amazonaws.eu-west-1.s3", vpc_endpoint_type="Gateway"),
    )
    assert found == {VPC: "passed"}


def test_a_gateway_by_default_passes() -> None:
    found = verdicts("LAKE_NET_6", NEW, SUBNET, endpoint(service_name="com.amazonaws.eu-west-1.s3"))
    assert found == {VPC: "passed"}


def test_a_vpc_without_subnets_passes() -> None:
    found = verdicts("LAKE_NET_6", NEW)
    assert found == {VPC: "passed"}


def test_no_endpoint_fails() -> None:
    found = verdicts("LAKE_NET_6", NEW, SUBNET)
    assert found == {VPC: "failed"}


def test_an_interface_endpoint_alone_fails() -> None:
    found = verdicts(
        "LAKE_NET_6",
        NEW,
        SUBNET,
        endpoint(service_name="com.amazonaws.eu-west-1.s3", vpc_endpoint_type="Interface"),
    )
    assert found == {VPC: "failed"}


def test_the_endpoint_of_another_service_fails() -> None:
    found = verdicts(
        "LAKE_NET_6",
        NEW,
        SUBNET,
        endpoint(service_name="com.amazonaws.eu-west-1.dynamodb", vpc_endpoint_type="Gateway"),
    )
    assert found == {VPC: "failed"}


def test_a_service_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_NET_6",
        NEW,
        SUBNET,
        planned(
            "aws_vpc_endpoint.e",
            unknown={"vpc_id": True, "service_name": True},
            refers={"vpc_id": "aws_vpc.lake.id"},
        ),
    )
    assert found == {VPC: "unknown"}
