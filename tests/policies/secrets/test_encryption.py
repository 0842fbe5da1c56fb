from mutation import Mutation
from plans import planned, verdicts

SECRET = "aws_secretsmanager_secret.erp"
MUTATION = Mutation(
    "aws_secretsmanager_secret.added", (), {"name": "added"}, also=frozenset({"LAKE_SECRET_5"})
)


def test_a_key_passes() -> None:
    found = verdicts("LAKE_SECRET_2", planned(SECRET, {"kms_key_id": "alias/lake"}))
    assert found == {SECRET: "passed"}


def test_no_key_fails() -> None:
    found = verdicts("LAKE_SECRET_2", planned(SECRET))
    assert found == {SECRET: "failed"}


def test_the_key_of_aws_fails() -> None:
    found = verdicts("LAKE_SECRET_2", planned(SECRET, {"kms_key_id": "alias/aws/secretsmanager"}))
    assert found == {SECRET: "failed"}


def test_a_key_elsewhere_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_SECRET_2",
        planned(
            SECRET, unknown={"kms_key_id": True}, refers={"kms_key_id": "data.aws_kms_key.k.arn"}
        ),
    )
    assert found == {SECRET: "unknown"}
