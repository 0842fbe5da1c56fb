from typing import Any

from mutation import Mutation
from plans import planned, verdicts

GROUP = "aws_security_group.spark"
OLD_RULE = "aws_security_group_rule.r"
NEW_RULE = "aws_vpc_security_group_ingress_rule.r"
MUTATION = Mutation(
    "aws_vpc_security_group_ingress_rule.endpoints_https", ("cidr_ipv4",), "0.0.0.0/0"
)


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
    return planned(GROUP, {"ingress": [rule]})


def test_the_network_of_the_vpc_passes() -> None:
    found = verdicts("LAKE_NET_2", inline("10.0.0.0/16"))
    assert found == {GROUP: "passed"}


def test_a_group_whose_rules_are_resources_passes() -> None:
    found = verdicts("LAKE_NET_2", planned(GROUP, {"name": "spark"}, unknown={"ingress": True}))
    assert found == {GROUP: "passed"}


def test_icmp_passes() -> None:
    found = verdicts("LAKE_NET_2", inline("0.0.0.0/0", ports=(-1, -1), protocol="icmp"))
    assert found == {GROUP: "passed"}


def test_a_rule_that_lets_out_passes() -> None:
    found = verdicts(
        "LAKE_NET_2",
        planned(
            OLD_RULE,
            {
                "type": "egress",
                "protocol": "-1",
                "from_port": 0,
                "to_port": 0,
                "cidr_blocks": ["0.0.0.0/0"],
            },
        ),
    )
    assert found == {OLD_RULE: "passed"}


def test_the_internet_in_the_group_fails() -> None:
    found = verdicts("LAKE_NET_2", inline("10.0.0.0/16", "0.0.0.0/0"))
    assert found == {GROUP: "failed"}


def test_half_of_the_internet_fails() -> None:
    found = verdicts("LAKE_NET_2", inline("128.0.0.0/1"))
    assert found == {GROUP: "failed"}


def test_the_internet_of_ipv6_fails() -> None:
    found = verdicts(
        "LAKE_NET_2",
        planned(
            NEW_RULE, {"ip_protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_ipv6": "::/0"}
        ),
    )
    assert found == {NEW_RULE: "failed"}


def test_the_internet_in_an_older_rule_fails() -> None:
    found = verdicts(
        "LAKE_NET_2",
        planned(
            OLD_RULE,
            {
                "type": "ingress",
                "protocol": "-1",
                "from_port": 0,
                "to_port": 0,
                "cidr_blocks": ["0.0.0.0/0"],
            },
        ),
    )
    assert found == {OLD_RULE: "failed"}


def test_every_instance_of_a_rule_is_judged() -> None:
    found = verdicts(
        "LAKE_NET_2",
        planned(NEW_RULE + "[0]", {"ip_protocol": "-1", "cidr_ipv4": "10.0.0.0/8"}),
        planned(NEW_RULE + "[1]", {"ip_protocol": "-1", "cidr_ipv4": "0.0.0.0/0"}),
    )
    assert found == {
        "aws_vpc_security_group_ingress_rule.r[0]": "passed",
        "aws_vpc_security_group_ingress_rule.r[1]": "failed",
    }


def test_a_network_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_NET_2", planned(NEW_RULE, {"ip_protocol": "-1"}, unknown={"cidr_ipv4": True})
    )
    assert found == {NEW_RULE: "unknown"}


def test_rules_known_only_after_apply_are_unknown() -> None:
    found = verdicts(
        "LAKE_NET_2",
        planned(GROUP, unknown={"ingress": True}, refers={"ingress": "terraform_data.x.output"}),
    )
    assert found == {GROUP: "unknown"}
