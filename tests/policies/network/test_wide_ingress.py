from typing import Any

from mutation import Mutation
from plans import planned, verdicts

GROUP = "aws_security_group.spark"
OLD_RULE = "aws_security_group_rule.r"
NEW_RULE = "aws_vpc_security_group_ingress_rule.r"
MUTATION = Mutation("aws_vpc_security_group_ingress_rule.endpoints_https", ("to_port",), 65535)


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


def test_one_port_passes() -> None:
    found = verdicts("LAKE_NET_3", inline("10.0.0.0/16"))
    assert found == {GROUP: "passed"}


def test_all_ports_to_a_group_pass() -> None:
    found = verdicts(
        "LAKE_NET_3",
        planned(NEW_RULE, {"ip_protocol": "-1"}, unknown={"referenced_security_group_id": True}),
    )
    assert found == {NEW_RULE: "passed"}


def test_all_ports_to_a_network_fail() -> None:
    found = verdicts("LAKE_NET_3", inline("10.0.0.0/16", ports=(0, 0), protocol="-1"))
    assert found == {GROUP: "failed"}


def test_a_thousand_ports_fail() -> None:
    found = verdicts("LAKE_NET_3", inline("10.0.0.0/16", ports=(1024, 65535)))
    assert found == {GROUP: "failed"}


def test_ports_known_only_after_apply_are_unknown() -> None:
    found = verdicts(
        "LAKE_NET_3",
        planned(
            NEW_RULE,
            {"ip_protocol": "tcp", "cidr_ipv4": "10.0.0.0/8"},
            unknown={"from_port": True, "to_port": True},
        ),
    )
    assert found == {NEW_RULE: "unknown"}
