from typing import Any

from lakeform.gate import Settings
from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation("aws_s3_bucket.raw", ("tags_all",), {"environment": "dev"})
ADDRESS = "aws_s3_bucket.lake"


def bucket(**tags: str) -> dict[str, Any]:
    return planned(ADDRESS, {"bucket": "lake", "tags_all": tags})


def test_all_tags_with_a_value_pass() -> None:
    assert verdicts("LAKE_TAG_1", bucket(Owner="a", environment="dev")) == {ADDRESS: "passed"}


def test_a_tag_that_lacks_or_is_empty_fails() -> None:
    assert verdicts("LAKE_TAG_1", bucket(owner="a")) == {ADDRESS: "failed"}
    assert verdicts("LAKE_TAG_1", bucket(owner="a", environment="")) == {ADDRESS: "failed"}
    none = planned(ADDRESS, {"bucket": "lake", "tags_all": None})
    assert verdicts("LAKE_TAG_1", none) == {ADDRESS: "failed"}


def test_the_settings_say_which_tags() -> None:
    settings = Settings(required_tags=("team",))
    assert verdicts("LAKE_TAG_1", bucket(team="a"), settings=settings) == {ADDRESS: "passed"}


def test_what_cant_have_tags_passes() -> None:
    policy = planned("aws_s3_bucket_policy.p", {"bucket": "lake"})
    key = planned("aws_s3_object.o", {"key": "a", "tags_all": {}})
    assert verdicts("LAKE_TAG_1", policy, key) == {
        "aws_s3_bucket_policy.p": "passed",
        "aws_s3_object.o": "passed",
    }


def test_a_resource_without_any_tag_fails_though_the_provider_leaves_it_open() -> None:
    none = planned(ADDRESS, {"bucket": "lake", "tags": None}, unknown={"tags_all": True})
    assert verdicts("LAKE_TAG_1", none) == {ADDRESS: "failed"}


def test_tags_known_only_after_apply_are_unknown() -> None:
    for tags in (True, {"owner": True}):
        later = planned(ADDRESS, {"bucket": "lake"}, unknown={"tags_all": True, "tags": tags})
        assert verdicts("LAKE_TAG_1", later) == {ADDRESS: "unknown"}
