import sound
from mutation import Mutation
from plans import planned, verdicts

SECRET = "aws_secretsmanager_secret.erp"
MUTATION = Mutation("aws_secretsmanager_secret.added", (), {"kms_key_id": sound.KEY})


def test_a_secret_that_rotates_passes() -> None:
    found = verdicts(
        "LAKE_SECRET_5",
        planned(SECRET, unknown={"id": True}),
        planned(
            "aws_secretsmanager_secret_rotation.erp",
            unknown={"secret_id": True},
            refers={"secret_id": "aws_secretsmanager_secret.erp.id"},
        ),
    )
    assert found == {SECRET: "passed"}


def test_a_secret_that_stays_as_it_is_fails() -> None:
    found = verdicts("LAKE_SECRET_5", planned(SECRET))
    assert found == {SECRET: "failed"}


def test_the_rotation_of_another_secret_does_not_count() -> None:
    found = verdicts(
        "LAKE_SECRET_5",
        planned(SECRET, {"arn": "arn:1"}),
        planned("aws_secretsmanager_secret_rotation.other", {"secret_id": "arn:2"}),
    )
    assert found == {SECRET: "failed"}
