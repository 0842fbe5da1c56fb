import pytest

from mutation import Mutation
from plan_parts import ANALYST
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_lakeformation_data_lake_settings.settings",
    ("admins",),
    ["arn:aws:iam::111111111111:root"],
)
ADDRESS = "aws_lakeformation_data_lake_settings.s"


def test_named_roles_pass() -> None:
    assert verdicts("LAKE_LF_16", planned(ADDRESS, {"admins": [ANALYST]})) == {ADDRESS: "passed"}


def test_a_role_that_the_plan_makes_passes() -> None:
    role = planned("aws_iam_role.admin", {"name": "admin"}, unknown={"arn": True})
    made = planned(ADDRESS, unknown={"admins": True}, refers={"admins": "aws_iam_role.admin.arn"})
    assert verdicts("LAKE_LF_16", made, role) == {ADDRESS: "passed"}


@pytest.mark.parametrize("admins", [[], ["arn:aws:iam::111111111111:root"]])
def test_root_or_nobody_fails(admins: list[str]) -> None:
    assert verdicts("LAKE_LF_16", planned(ADDRESS, {"admins": admins})) == {ADDRESS: "failed"}


def test_settings_that_dont_say_fail() -> None:
    silent = planned(ADDRESS, unknown={"admins": True})
    assert verdicts("LAKE_LF_16", silent) == {ADDRESS: "failed"}


def test_administrators_from_elsewhere_are_unknown() -> None:
    later = planned(
        ADDRESS, unknown={"admins": True}, expressions={"admins": {"references": ["var.admins"]}}
    )
    assert verdicts("LAKE_LF_16", later) == {ADDRESS: "unknown"}
