from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation("aws_cloudwatch_log_group.flow_logs", ("kms_key_id",), None)
ADDRESS = "aws_cloudwatch_log_group.g"


def test_a_group_with_a_key_passes_and_one_without_fails() -> None:
    key = planned(ADDRESS, {"kms_key_id": "arn:aws:kms:us-east-1:111111111111:key/k"})
    assert verdicts("LAKE_LOG_2", key) == {ADDRESS: "passed"}
    assert verdicts("LAKE_LOG_2", planned(ADDRESS)) == {ADDRESS: "failed"}


def test_a_key_that_the_plan_makes_passes_and_one_from_elsewhere_is_unknown() -> None:
    key = planned("aws_kms_key.k", unknown={"arn": True})
    made = planned(
        ADDRESS, unknown={"kms_key_id": True}, refers={"kms_key_id": "aws_kms_key.k.arn"}
    )
    assert verdicts("LAKE_LOG_2", key, made) == {ADDRESS: "passed"}
    variable = {"kms_key_id": {"references": ["var.key"]}}
    later = planned(ADDRESS, unknown={"kms_key_id": True}, expressions=variable)
    assert verdicts("LAKE_LOG_2", later) == {ADDRESS: "unknown"}
