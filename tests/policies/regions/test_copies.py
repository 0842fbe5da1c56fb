from typing import Any

from lakeform.gate import Settings
from mutation import Mutation
from plans import planned, verdicts

FILES = "aws_efs_replication_configuration.home"
OBJECTS = "aws_s3_bucket_replication_configuration.raw"
SECRET = "aws_secretsmanager_secret.erp"
MUTATION = Mutation(
    "aws_efs_replication_configuration.added",
    (),
    {"destination": [{"region": "eu-west-1"}]},
    settings=Settings(regions=("us-east-1",)),
)


def objects(**destination: Any) -> dict[str, Any]:
    return planned(OBJECTS, {"rule": [{"destination": [destination]}]})


def test_everywhere_is_allowed_where_the_settings_name_no_region() -> None:
    found = verdicts("LAKE_REGION_2", planned(FILES, {"destination": [{"region": "us-east-1"}]}))
    assert found == {FILES: "passed"}


def test_files_copied_to_an_allowed_region_pass() -> None:
    found = verdicts(
        "LAKE_REGION_2",
        planned(FILES, {"destination": [{"region": "eu-west-1"}]}),
        settings=Settings(regions=("eu-west-1",)),
    )
    assert found == {FILES: "passed"}


def test_objects_copied_with_a_key_of_an_allowed_region_pass() -> None:
    found = verdicts(
        "LAKE_REGION_2",
        objects(encryption_configuration=[{"replica_kms_key_id": "arn:aws:kms:eu-west-1:1:key/k"}]),
        settings=Settings(regions=("eu-west-1",)),
    )
    assert found == {OBJECTS: "passed"}


def test_a_secret_without_a_copy_passes() -> None:
    found = verdicts("LAKE_REGION_2", planned(SECRET), settings=Settings(regions=("eu-west-1",)))
    assert found == {SECRET: "passed"}


def test_files_copied_elsewhere_fail() -> None:
    found = verdicts(
        "LAKE_REGION_2",
        planned(FILES, {"destination": [{"region": "us-east-1"}]}),
        settings=Settings(regions=("eu-west-1",)),
    )
    assert found == {FILES: "failed"}


def test_objects_copied_with_a_key_elsewhere_fail() -> None:
    found = verdicts(
        "LAKE_REGION_2",
        objects(encryption_configuration=[{"replica_kms_key_id": "arn:aws:kms:us-east-1:1:key/k"}]),
        settings=Settings(regions=("eu-west-1",)),
    )
    assert found == {OBJECTS: "failed"}


def test_one_secret_of_two_elsewhere_fails() -> None:
    found = verdicts(
        "LAKE_REGION_2",
        planned(SECRET, {"replica": [{"region": "eu-west-1"}, {"region": "us-east-1"}]}),
        settings=Settings(regions=("eu-west-1",)),
    )
    assert found == {SECRET: "failed"}


def test_objects_copied_without_a_key_are_unknown() -> None:
    found = verdicts(
        "LAKE_REGION_2",
        objects(bucket="arn:aws:s3:::copies"),
        settings=Settings(regions=("eu-west-1",)),
    )
    assert found == {OBJECTS: "unknown"}


def test_a_region_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_REGION_2",
        planned(FILES, {"destination": [{}]}, unknown={"destination": [{"region": True}]}),
        settings=Settings(regions=("eu-west-1",)),
    )
    assert found == {FILES: "unknown"}
