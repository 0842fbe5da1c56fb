from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation("aws_iam_access_key.k", (), {"user": "etl"})


def test_keys_and_passwords_fail() -> None:
    key = planned("aws_iam_access_key.k", {"user": "a"}, unknown={"status": True})
    password = planned("aws_iam_user_login_profile.p", {"user": "a"})
    assert verdicts("LAKE_IAM_8", key, password) == {
        "aws_iam_access_key.k": "failed",
        "aws_iam_user_login_profile.p": "failed",
    }


def test_an_inactive_key_passes() -> None:
    inactive = planned("aws_iam_access_key.k", {"user": "a", "status": "Inactive"})
    assert verdicts("LAKE_IAM_8", inactive) == {"aws_iam_access_key.k": "passed"}


def test_a_status_known_only_after_apply_is_unknown() -> None:
    later = planned(
        "aws_iam_access_key.k",
        {"user": "a"},
        unknown={"status": True},
        expressions={"status": {"references": ["var.status"]}},
    )
    assert verdicts("LAKE_IAM_8", later) == {"aws_iam_access_key.k": "unknown"}
