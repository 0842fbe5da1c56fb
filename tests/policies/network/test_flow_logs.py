from mutation import REMOVED, Mutation
from plans import planned, verdicts

VPC = "aws_vpc.lake"
NEW = planned(VPC, {"cidr_block": "10.0.0.0/16"}, unknown={"id": True})
MUTATION = Mutation("aws_flow_log.network", (), REMOVED)


def test_a_vpc_with_flow_logs_passes() -> None:
    found = verdicts(
        "LAKE_NET_11",
        NEW,
        planned("aws_flow_log.all", unknown={"vpc_id": True}, refers={"vpc_id": "aws_vpc.lake.id"}),
    )
    assert found == {VPC: "passed"}


def test_a_vpc_named_by_its_id_passes() -> None:
    found = verdicts(
        "LAKE_NET_11",
        planned(VPC, {"id": "vpc-1"}),
        planned("aws_flow_log.all", {"vpc_id": "vpc-1"}),
    )
    assert found == {VPC: "passed"}


def test_no_flow_logs_fail() -> None:
    found = verdicts("LAKE_NET_11", NEW)
    assert found == {VPC: "failed"}


def test_the_flow_logs_of_another_vpc_do_not_count() -> None:
    found = verdicts("LAKE_NET_11", NEW, planned("aws_flow_log.all", {"vpc_id": "vpc-2"}))
    assert found == {VPC: "failed"}
