import pytest

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation(
    "aws_iam_user.etl",
    (),
    {"name": "etl", "path": "/", "tags_all": {"owner": "a", "environment": "dev"}},
)
ADDRESS = "aws_iam_user.u"


@pytest.mark.parametrize(("path", "outcome"), [("/", "failed"), ("/service/smtp/", "passed")])
def test_users_fail_but_for_deliberate_ones(path: str, outcome: str) -> None:
    assert verdicts("LAKE_IAM_9", planned(ADDRESS, {"path": path})) == {ADDRESS: outcome}


def test_a_path_known_only_after_apply_is_unknown() -> None:
    assert verdicts("LAKE_IAM_9", planned(ADDRESS, unknown={"path": True})) == {ADDRESS: "unknown"}
