from mutation import Mutation
from plan_parts import grant
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_lakeformation_permissions.engineer__database__sales",
    ("principal",),
    "111111111111:IAMPrincipals",
)
ADDRESS = "aws_lakeformation_permissions.g"


def test_a_grant_to_a_role_passes() -> None:
    assert verdicts("LAKE_LF_19", grant()) == {ADDRESS: "passed"}


def test_a_grant_to_everybody_in_an_account_fails() -> None:
    everybody = grant(principal="111111111111:IAMPrincipals")
    assert verdicts("LAKE_LF_19", everybody) == {ADDRESS: "failed"}


def test_a_principal_known_only_after_apply_is_unknown() -> None:
    later = planned(ADDRESS, unknown={"principal": True})
    assert verdicts("LAKE_LF_19", later) == {ADDRESS: "unknown"}
