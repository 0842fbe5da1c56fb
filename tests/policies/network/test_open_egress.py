from typing import Any

from mutation import Mutation
from plans import planned, verdicts

GROUP = "aws_security_group.spark"
OLD_RULE = "aws_security_group_rule.r"
NEW_RULE = "aws_vpc_security_group_egress_rule.r"
MUTATION = Mutation("aws_vpc_security_group_egress_rule.glue_https", ("ip_protocol",), "-1", "full")


def inline(
    *cidrs: str, ports: tuple[int, int] = (443, 443), protocol: str = "tcp"
) -> dict[str, Any]:
    rule = {
        "protocol": protocol,
        "from_port": ports[0],
        "to_port": ports[1],
        "cidr_blocks": list(cidrs),
        "ipv6_cidr_blocks": [],
    }
    return planned(GROUP, {"egress": [rule]})


def test_https_to_everywhere_passes() -> None:
    found = verdicts("LAKE_NET_5", inline("0.0.0.0/0"))
    assert found == {GROUP: "passed"}


def test_everything_to_the_network_of_the_vpc_passes() -> None:
    found = verdicts("LAKE_NET_5", inline("10.0.0.0/16", ports=(0, 0), protocol="-1"))
    assert found == {GROUP: "passed"}


def test_everything_to_everywhere_fails() -> None:
    found = verdicts("LAKE_NET_5", inline("0.0.0.0/0", ports=(0, 0), protocol="-1"))
    assert found == {GROUP: "failed"}


def test_every_port_of_tcp_to_everywhere_fails() -> None:
    found = verdicts(
        "LAKE_NET_5",
        planned(
            NEW_RULE,
            {"ip_protocol": "tcp", "from_port": 0, "to_port": 65535, "cidr_ipv4": "0.0.0.0/0"},
        ),
    )
    assert found == {NEW_RULE: "failed"}


def test_everything_to_a_network_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_NET_5", planned(NEW_RULE, {"ip_protocol": "-1"}, unknown={"cidr_ipv4": True})
    )
    assert found == {NEW_RULE: "unknown"}


def test_rules_known_only_after_apply_are_unknown() -> None:
    found = verdicts(
        "LAKE_NET_5",
        planned(OLD_RULE, {"protocol": "-1", "cidr_blocks": ["0.0.0.0/0"]}, unknown={"type": True}),
    )
    assert found == {OLD_RULE: "unknown"}
