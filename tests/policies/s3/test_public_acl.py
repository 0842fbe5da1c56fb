from typing import Any

import pytest

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation("aws_s3_object.etl-script__orders", ("acl",), "public-read")
ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"
ANY_ACCOUNT = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
LOGS = "http://acs.amazonaws.com/groups/s3/LogDelivery"


def acl(**values: object) -> dict[str, Any]:
    return planned("aws_s3_bucket_acl.a", {"bucket": "lake", **values})


def granted(uri: str) -> dict[str, Any]:
    grant = {"permission": "READ", "grantee": [{"type": "Group", "uri": uri}]}
    return acl(access_control_policy=[{"grant": [grant]}])


@pytest.mark.parametrize("value", ["public-read", "public-read-write", "authenticated-read"])
@pytest.mark.parametrize("kind", ["aws_s3_bucket_acl", "aws_s3_object", "aws_s3_object_copy"])
def test_a_public_acl_fails_whoever_has_the_bucket(kind: str, value: str) -> None:
    entry = planned(f"{kind}.a", {"bucket": "lake", "acl": value})
    assert verdicts("LAKE_S3_15", entry) == {f"{kind}.a": "failed"}


@pytest.mark.parametrize("value", ["private", "log-delivery-write", None])
def test_an_acl_for_the_owner_passes(value: str | None) -> None:
    assert verdicts("LAKE_S3_15", acl(acl=value)) == {"aws_s3_bucket_acl.a": "passed"}


@pytest.mark.parametrize(
    ("uri", "outcome"), [(ALL_USERS, "failed"), (ANY_ACCOUNT, "failed"), (LOGS, "passed")]
)
def test_grants_are_judged_by_their_group(uri: str, outcome: str) -> None:
    assert verdicts("LAKE_S3_15", granted(uri)) == {"aws_s3_bucket_acl.a": outcome}


def test_grants_of_an_object_copy_are_judged_too() -> None:
    grant = {"permissions": ["READ"], "type": "Group", "uri": ALL_USERS}
    copy = planned("aws_s3_object_copy.a", {"bucket": "lake", "grant": [grant]})
    assert verdicts("LAKE_S3_15", copy) == {"aws_s3_object_copy.a": "failed"}


def test_what_nobody_wrote_inside_a_bucket_isnt_its_own() -> None:
    bucket = "aws_s3_bucket.b"
    written = {"acl": {"constant_value": "public-read"}}
    for expressions, outcome in (({}, "passed"), (written, "failed")):
        entry = planned(bucket, {"bucket": "b", "acl": "public-read"}, expressions=expressions)
        assert verdicts("LAKE_S3_15", entry) == {bucket: outcome}


def test_an_acl_known_only_after_apply_is_unknown_unless_the_provider_chooses_it() -> None:
    address = "aws_s3_object.a"
    values, later = {"bucket": "lake", "key": "k"}, {"acl": True}
    chosen = planned(address, values, unknown=later)
    given = planned(address, values, unknown=later, refers={"acl": "aws_ssm_parameter.a.value"})
    assert verdicts("LAKE_S3_15", chosen) == {address: "passed"}
    assert verdicts("LAKE_S3_15", given) == {address: "unknown"}


def test_grants_known_only_after_apply_are_unknown() -> None:
    address = "aws_s3_bucket_acl.a"
    uri = planned(
        address,
        {"bucket": "lake", "access_control_policy": [{"grant": [{"grantee": [{}]}]}]},
        unknown={"access_control_policy": [{"grant": [{"grantee": [{"uri": True}]}]}]},
    )
    whole = planned(
        address,
        {"bucket": "lake"},
        unknown={"access_control_policy": True},
        refers={"access_control_policy": "aws_ssm_parameter.a.value"},
    )
    assert verdicts("LAKE_S3_15", uri) == {address: "unknown"}
    assert verdicts("LAKE_S3_15", whole) == {address: "unknown"}
