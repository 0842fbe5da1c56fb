from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation("aws_lakeformation_resource.raw", ("hybrid_access_enabled",), True)
ADDRESS = "aws_lakeformation_resource.r"


def test_a_location_without_hybrid_access_passes() -> None:
    for location in (
        planned(ADDRESS, {"arn": "arn:aws:s3:::raw", "hybrid_access_enabled": False}),
        planned(ADDRESS, {"arn": "arn:aws:s3:::raw"}, unknown={"hybrid_access_enabled": True}),
    ):
        assert verdicts("LAKE_LF_13", location) == {ADDRESS: "passed"}


def test_a_location_in_hybrid_access_mode_fails() -> None:
    location = planned(ADDRESS, {"arn": "arn:aws:s3:::raw", "hybrid_access_enabled": True})
    assert verdicts("LAKE_LF_13", location) == {ADDRESS: "failed"}


def test_a_mode_from_elsewhere_is_unknown() -> None:
    location = planned(
        ADDRESS,
        {"arn": "arn:aws:s3:::raw"},
        unknown={"hybrid_access_enabled": True},
        expressions={"hybrid_access_enabled": {"references": ["var.hybrid"]}},
    )
    assert verdicts("LAKE_LF_13", location) == {ADDRESS: "unknown"}
