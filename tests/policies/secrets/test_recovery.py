import sound
from mutation import Mutation
from plans import planned, verdicts

SECRET = "aws_secretsmanager_secret.erp"
MUTATION = Mutation(
    "aws_secretsmanager_secret.added",
    (),
    {"kms_key_id": sound.KEY, "recovery_window_in_days": 0},
    also=frozenset({"LAKE_SECRET_5"}),
)


def test_the_default_passes() -> None:
    found = verdicts("LAKE_SECRET_3", planned(SECRET))
    assert found == {SECRET: "passed"}


def test_a_week_passes() -> None:
    found = verdicts("LAKE_SECRET_3", planned(SECRET, {"recovery_window_in_days": 7}))
    assert found == {SECRET: "passed"}


def test_deletion_at_once_fails() -> None:
    found = verdicts("LAKE_SECRET_3", planned(SECRET, {"recovery_window_in_days": 0}))
    assert found == {SECRET: "failed"}


def test_a_window_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_SECRET_3",
        planned(
            SECRET,
            unknown={"recovery_window_in_days": True},
            refers={"recovery_window_in_days": "terraform_data.x.output"},
        ),
    )
    assert found == {SECRET: "unknown"}
