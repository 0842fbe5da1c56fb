from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation("aws_lakeformation_resource.raw", ("use_service_linked_role",), True)
ADDRESS = "aws_lakeformation_resource.r"
LINKED = "arn:aws:iam::111111111111:role/aws-service-role/lakeformation.amazonaws.com/Access"


def test_a_role_of_its_own_passes() -> None:
    known = planned(ADDRESS, {"role_arn": "arn:aws:iam::111111111111:role/lake"})
    made = planned(
        ADDRESS, unknown={"role_arn": True}, refers={"role_arn": "aws_iam_role.lake.arn"}
    )
    assert verdicts("LAKE_LF_14", known) == {ADDRESS: "passed"}
    assert verdicts("LAKE_LF_14", made) == {ADDRESS: "passed"}


def test_the_service_linked_role_fails_however_it_is_chosen() -> None:
    for values in ({"use_service_linked_role": True}, {"role_arn": LINKED}):
        assert verdicts("LAKE_LF_14", planned(ADDRESS, values)) == {ADDRESS: "failed"}
    left_out = planned(ADDRESS, unknown={"role_arn": True})
    assert verdicts("LAKE_LF_14", left_out) == {ADDRESS: "failed"}


def test_a_choice_known_only_after_apply_is_unknown() -> None:
    later = planned(ADDRESS, unknown={"use_service_linked_role": True})
    assert verdicts("LAKE_LF_14", later) == {ADDRESS: "unknown"}
