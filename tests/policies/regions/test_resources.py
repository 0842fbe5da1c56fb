from lakeform.gate import Settings
from mutation import Mutation
from plans import planned, verdicts

SUBNET = "aws_subnet.a"
ENDPOINT = "aws_vpc_endpoint.glue"
VOLUME = "aws_ebs_volume.v"
MUTATION = Mutation(
    "aws_subnet.private_a",
    ("availability_zone",),
    "eu-west-1a",
    settings=Settings(regions=("us-east-1",)),
)


def test_everywhere_is_allowed_where_the_settings_name_no_region() -> None:
    found = verdicts("LAKE_REGION_1", planned(SUBNET, {"availability_zone": "us-east-1a"}))
    assert found == {SUBNET: "passed"}


def test_a_zone_of_an_allowed_region_passes() -> None:
    found = verdicts(
        "LAKE_REGION_1",
        planned(SUBNET, {"availability_zone": "eu-west-1a"}),
        settings=Settings(regions=("eu-west-1",)),
    )
    assert found == {SUBNET: "passed"}


def test_an_arn_in_an_allowed_region_passes() -> None:
    found = verdicts(
        "LAKE_REGION_1",
        planned(VOLUME, {"arn": "arn:aws:ec2:eu-west-1:1:volume/v"}),
        settings=Settings(regions=("eu-west-1",)),
    )
    assert found == {VOLUME: "passed"}


def test_a_zone_of_another_region_fails() -> None:
    found = verdicts(
        "LAKE_REGION_1",
        planned(SUBNET, {"availability_zone": "us-gov-east-1a"}),
        settings=Settings(regions=("eu-west-1",)),
    )
    assert found == {SUBNET: "failed"}


def test_a_service_of_another_region_fails() -> None:
    found = verdicts(
        "LAKE_REGION_1",
        planned(ENDPOINT, {"service_name": "com.amazonaws.us-east-1.glue"}),
        settings=Settings(regions=("eu-west-1",)),
    )
    assert found == {ENDPOINT: "failed"}


def test_a_subnet_that_does_not_say_is_unknown() -> None:
    found = verdicts(
        "LAKE_REGION_1",
        planned(SUBNET, unknown={"availability_zone": True}),
        settings=Settings(regions=("eu-west-1",)),
    )
    assert found == {SUBNET: "unknown"}
