from mutation import Mutation
from plans import planned, verdicts

SUBNET = "aws_subnet.a"
MUTATION = Mutation("aws_subnet.public_a", ("map_public_ip_on_launch",), True)


def test_no_public_addresses_pass() -> None:
    found = verdicts("LAKE_NET_10", planned(SUBNET, {"map_public_ip_on_launch": False}))
    assert found == {SUBNET: "passed"}


def test_public_addresses_fail() -> None:
    found = verdicts("LAKE_NET_10", planned(SUBNET, {"map_public_ip_on_launch": True}))
    assert found == {SUBNET: "failed"}


def test_what_is_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_NET_10",
        planned(
            SUBNET,
            unknown={"map_public_ip_on_launch": True},
            refers={"map_public_ip_on_launch": "terraform_data.x.output"},
        ),
    )
    assert found == {SUBNET: "unknown"}
