from typing import Any

from mutation import Mutation
from plans import planned, verdicts

ACL = "aws_network_acl.lake"
RULE = "aws_network_acl_rule.r"
MUTATION = Mutation("aws_network_acl.network", ("ingress", 0, "from_port"), 22)


def entry(number: int, first: int, last: int, action: str = "allow", **more: Any) -> dict[str, Any]:
    ports = {"from_port": first, "to_port": last, "protocol": "tcp", "cidr_block": "0.0.0.0/0"}
    return {"rule_no": number, "action": action, **ports, **more}


def acl(*ingress: dict[str, Any]) -> dict[str, Any]:
    return planned(ACL, {"id": "acl-1", "ingress": list(ingress)})


def rule(first: int, last: int, **more: Any) -> dict[str, Any]:
    ports = {"from_port": first, "to_port": last, "protocol": "6", "cidr_block": "0.0.0.0/0"}
    values = {"network_acl_id": "acl-1", "rule_number": 10, "rule_action": "allow", "egress": False}
    return planned(RULE, {**values, **ports, **more})


def test_https_passes() -> None:
    found = verdicts("LAKE_NET_12", acl(entry(100, 443, 443)))
    assert found == {ACL: "passed"}


def test_a_refusal_before_the_permission_passes() -> None:
    found = verdicts("LAKE_NET_12", acl(entry(110, 1024, 65535), entry(100, 3389, 3389, "deny")))
    assert found == {ACL: "passed"}


def test_the_network_of_the_vpc_passes() -> None:
    found = verdicts("LAKE_NET_12", acl(entry(100, 22, 22, cidr_block="10.0.0.0/8")))
    assert found == {ACL: "passed"}


def test_a_rule_that_lets_out_passes() -> None:
    found = verdicts("LAKE_NET_12", acl(), rule(22, 22, egress=True))
    assert found == {ACL: "passed", RULE: "passed"}


def test_ssh_fails() -> None:
    found = verdicts("LAKE_NET_12", acl(entry(100, 22, 22)))
    assert found == {ACL: "failed"}


def test_everything_fails() -> None:
    found = verdicts("LAKE_NET_12", acl(entry(100, 0, 0, protocol="-1")))
    assert found == {ACL: "failed"}


def test_a_refusal_after_the_permission_fails() -> None:
    found = verdicts("LAKE_NET_12", acl(entry(100, 1024, 65535), entry(110, 3389, 3389, "deny")))
    assert found == {ACL: "failed"}


def test_the_internet_of_ipv6_fails() -> None:
    found = verdicts("LAKE_NET_12", acl(entry(100, 22, 22, cidr_block="", ipv6_cidr_block="::/0")))
    assert found == {ACL: "failed"}


def test_a_rule_of_its_own_resource_fails_there() -> None:
    found = verdicts("LAKE_NET_12", acl(), rule(22, 22))
    assert found == {ACL: "passed", RULE: "failed"}


def test_a_rule_of_an_acl_elsewhere_fails() -> None:
    found = verdicts("LAKE_NET_12", rule(0, 65535))
    assert found == {RULE: "failed"}


def test_a_refusal_before_it_counts_in_an_acl_elsewhere() -> None:
    found = verdicts(
        "LAKE_NET_12",
        rule(22, 22),
        planned(
            "aws_network_acl_rule.no",
            {
                "network_acl_id": "acl-1",
                "rule_number": 5,
                "rule_action": "deny",
                "protocol": "6",
                "from_port": 22,
                "to_port": 22,
                "cidr_block": "0.0.0.0/0",
            },
        ),
    )
    assert found == {RULE: "passed", "aws_network_acl_rule.no": "passed"}


def test_a_network_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_NET_12",
        planned(
            ACL,
            {
                "ingress": [
                    {
                        "rule_no": 1,
                        "action": "allow",
                        "protocol": "tcp",
                        "from_port": 22,
                        "to_port": 22,
                    }
                ]
            },
            unknown={"ingress": [{"cidr_block": True}]},
        ),
    )
    assert found == {ACL: "unknown"}
