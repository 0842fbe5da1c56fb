from mutation import Mutation
from plans import planned, verdicts

REPLICATION = "aws_dms_replication_config.tickets"
MUTATION = Mutation(
    "aws_dms_replication_config.added", (), {"compute_config": [{"max_capacity_units": 2}]}
)


def test_a_key_passes() -> None:
    found = verdicts(
        "LAKE_DMS_1", planned(REPLICATION, {"compute_config": [{"kms_key_id": "arn:k"}]})
    )
    assert found == {REPLICATION: "passed"}


def test_a_key_left_to_dms_fails() -> None:
    found = verdicts(
        "LAKE_DMS_1",
        planned(
            REPLICATION,
            {"compute_config": [{}]},
            unknown={"compute_config": [{"kms_key_id": True}]},
            expressions={
                "compute_config": [{"replication_subnet_group_id": {"constant_value": "a"}}]
            },
        ),
    )
    assert found == {REPLICATION: "failed"}


def test_a_key_elsewhere_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_DMS_1",
        planned(
            REPLICATION,
            {"compute_config": [{}]},
            unknown={"compute_config": [{"kms_key_id": True}]},
            expressions={
                "compute_config": [{"kms_key_id": {"references": ["data.aws_kms_key.k.arn"]}}]
            },
        ),
    )
    assert found == {REPLICATION: "unknown"}
