from mutation import REMOVED, Mutation
from plans import planned, verdicts

MUTATION = Mutation("aws_lakeformation_data_lake_settings.settings", (), REMOVED)
LOCATION = planned("aws_lakeformation_resource.raw", {"arn": "arn:aws:s3:::raw"})


def test_a_location_beside_the_settings_passes() -> None:
    settings = planned("aws_lakeformation_data_lake_settings.s", {"admins": []})
    found = verdicts("LAKE_LF_4", LOCATION, settings)
    assert found == {"aws_lakeformation_resource.raw": "passed"}


def test_a_location_without_settings_is_unknown() -> None:
    assert verdicts("LAKE_LF_4", LOCATION) == {"aws_lakeformation_resource.raw": "unknown"}
