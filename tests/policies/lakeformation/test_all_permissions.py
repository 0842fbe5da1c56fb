import pytest

from mutation import Mutation
from plan_parts import grant
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_lakeformation_permissions.engineer__database__sales", ("permissions",), ["ALL"]
)
ADDRESS = "aws_lakeformation_permissions.g"


def test_listed_permissions_pass() -> None:
    assert verdicts("LAKE_LF_6", grant(permissions=["DESCRIBE", "SELECT"])) == {ADDRESS: "passed"}


@pytest.mark.parametrize("permission", ["ALL", "SUPER"])
def test_everything_at_once_fails(permission: str) -> None:
    assert verdicts("LAKE_LF_6", grant(permissions=[permission])) == {ADDRESS: "failed"}


def test_permissions_known_only_after_apply_are_unknown() -> None:
    later = planned(ADDRESS, {"principal": "x"}, unknown={"permissions": True})
    assert verdicts("LAKE_LF_6", later) == {ADDRESS: "unknown"}
