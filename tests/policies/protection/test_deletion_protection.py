from mutation import Mutation
from plans import planned, verdicts

TABLE = "aws_dynamodb_table.state"
DATABASE = "aws_rds_cluster.erp"
MUTATION = Mutation(
    "aws_dynamodb_table.added",
    (),
    {
        "deletion_protection_enabled": False,
        "point_in_time_recovery": [{"enabled": True}],
        "server_side_encryption": [{"enabled": True, "kms_key_arn": "k"}],
    },
)


def test_a_protected_table_passes() -> None:
    found = verdicts("LAKE_DATA_2", planned(TABLE, {"deletion_protection_enabled": True}))
    assert found == {TABLE: "passed"}


def test_a_table_without_protection_fails() -> None:
    found = verdicts("LAKE_DATA_2", planned(TABLE, {"deletion_protection_enabled": False}))
    assert found == {TABLE: "failed"}


def test_a_database_that_says_nothing_fails() -> None:
    found = verdicts("LAKE_DATA_2", planned(DATABASE))
    assert found == {DATABASE: "failed"}


def test_what_is_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_DATA_2",
        planned(
            TABLE,
            unknown={"deletion_protection_enabled": True},
            refers={"deletion_protection_enabled": "terraform_data.x.output"},
        ),
    )
    assert found == {TABLE: "unknown"}
