from typing import Any

from lakeform.gate import Settings
from mutation import Mutation
from plans import planned, verdicts

ONE = "aws_nat_gateway.n[0]"
TWO = "aws_nat_gateway.n[1]"
LIMIT = Settings(max_nat_gateways=1)
MUTATION = Mutation(
    "aws_nat_gateway.added", (), {"subnet_id": "subnet-a"}, settings=Settings(max_nat_gateways=1)
)


def gateway(address: str, subnet: str) -> dict[str, Any]:
    return planned(address, {"subnet_id": subnet})


def subnet(name: str, vpc: str) -> dict[str, Any]:
    return planned(f"aws_subnet.{name}", {"id": name, "vpc_id": vpc})


def test_one_gateway_passes() -> None:
    found = verdicts("LAKE_COST_8", gateway(ONE, "a"), settings=LIMIT)
    assert found == {ONE: "passed"}


def test_one_each_in_two_vpcs_passes() -> None:
    found = verdicts(
        "LAKE_COST_8",
        gateway(ONE, "a"),
        gateway(TWO, "b"),
        subnet("a", "vpc-1"),
        subnet("b", "vpc-2"),
        settings=LIMIT,
    )
    assert found == {ONE: "passed", TWO: "passed"}


def test_two_in_one_vpc_fail() -> None:
    found = verdicts(
        "LAKE_COST_8",
        gateway(ONE, "a"),
        gateway(TWO, "b"),
        subnet("a", "vpc-1"),
        subnet("b", "vpc-1"),
        settings=LIMIT,
    )
    assert found == {ONE: "failed", TWO: "failed"}


def test_two_in_subnets_elsewhere_are_unknown() -> None:
    found = verdicts("LAKE_COST_8", gateway(ONE, "a"), gateway(TWO, "b"), settings=LIMIT)
    assert found == {ONE: "unknown", TWO: "unknown"}
