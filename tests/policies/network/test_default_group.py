from typing import Any

from mutation import REMOVED, Mutation
from plans import planned, verdicts

VPC = "aws_vpc.lake"
NEW = planned(VPC, {"cidr_block": "10.0.0.0/16"}, unknown={"id": True})
GROUP = "aws_default_security_group.lake"
MUTATION = Mutation("aws_default_security_group.network", (), REMOVED)


def default(**rules: Any) -> dict[str, Any]:
    return planned(GROUP, rules, unknown={"vpc_id": True}, refers={"vpc_id": "aws_vpc.lake.id"})


def test_a_default_group_without_rules_passes() -> None:
    found = verdicts("LAKE_NET_4", NEW, default(ingress=[], egress=[]))
    assert found == {GROUP: "passed", VPC: "passed"}


def test_a_vpc_whose_default_group_is_left_alone_fails() -> None:
    found = verdicts("LAKE_NET_4", NEW)
    assert found == {VPC: "failed"}


def test_a_default_group_with_rules_fails() -> None:
    found = verdicts(
        "LAKE_NET_4",
        NEW,
        default(ingress=[], egress=[{"protocol": "-1", "cidr_blocks": ["0.0.0.0/0"]}]),
    )
    assert found == {GROUP: "failed", VPC: "passed"}


def test_rules_known_only_after_apply_are_unknown() -> None:
    found = verdicts(
        "LAKE_NET_4",
        planned(
            GROUP,
            {"egress": []},
            unknown={"ingress": True},
            refers={"ingress": "terraform_data.x.output"},
        ),
    )
    assert found == {GROUP: "unknown"}
