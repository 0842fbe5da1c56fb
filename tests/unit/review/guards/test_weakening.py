"""Encryption, protection, retention, logging and the public, before and after."""

from __future__ import annotations

from typing import Any

import pytest

from changes import changed, created, deleted, kept, plan
from lakeform.gate.verdict import Outcome
from lakeform.review.guards import guard
from lakeform.review.guards.attributes import ENCRYPTION, LOGGING, PROTECTION, PUBLIC, RETENTION
from lakeform.review.guards.protections import Protection


def found(*entries: Any) -> list[tuple[str, str]]:
    return [(each.policy, each.reason) for each in guard(plan(*entries))]


def nested(path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """The value at a path, every block on the way in a list."""
    if len(path) == 1:
        return {path[0]: value}
    return {path[0]: [nested(path[1:], value)]}


_TABLES = {
    "GUARD_ENCRYPTION_1": ENCRYPTION,
    "GUARD_PROTECTION_1": PROTECTION,
    "GUARD_PROTECTION_2": RETENTION,
    "GUARD_PROTECTION_3": LOGGING,
    "GUARD_NETWORK_3": PUBLIC,
}

_TURNS: tuple[tuple[Any, Any], ...] = (
    (True, False),
    (False, True),
    ("arn:aws:kms:key", None),
    (14, 7),
    ("KMS", "NONE"),
    ("aws:kms", "AES256"),
    ("SSE-KMS", "DISABLED"),
    ("CSE-KMS", "DISABLED"),
    ("TLS", "PLAINTEXT"),
    ("CSE_KMS", "SSE_S3"),
    ("Enabled", "Suspended"),
    ("Enabled", "Disabled"),
    ("ENABLED", "DISABLED"),
    ("COMPLIANCE", "GOVERNANCE"),
    ("private", "public-read"),
    ("DISABLED", "SERVICE_PROVIDED_EIPS"),
    ([{"target_bucket": "logs"}], []),
    ({"rule": "x"}, None),
)


@pytest.mark.parametrize(
    ("guarding", "protection"),
    [
        pytest.param(identity, each, id=f"{each.types[0]}-{'.'.join(each.path)}")
        for identity, table in _TABLES.items()
        for each in table
    ],
)
def test_every_line_of_the_tables_finds_its_attribute_weakened_and_not_strengthened(
    guarding: str, protection: Protection
) -> None:
    address = f"{protection.types[0].replace('*', 'other')}.one"
    hits = []
    for strong, weak in _TURNS:
        before, after = nested(protection.path, strong), nested(protection.path, weak)
        there = any(identity == guarding for identity, _ in found(changed(address, before, after)))
        back = any(identity == guarding for identity, _ in found(changed(address, after, before)))
        assert not (there and back), (strong, weak)
        if there:
            hits.append((strong, weak))
    assert hits


def test_words_say_what_became_of_it() -> None:
    address = "aws_s3_bucket_versioning.lake"
    path = ("versioning_configuration", "status")
    entry = changed(address, nested(path, "Enabled"), nested(path, "Suspended"))
    assert found(entry) == [("GUARD_PROTECTION_1", "versioning is Suspended instead of Enabled")]


def test_logs_kept_without_an_end_are_kept_longest() -> None:
    address = "aws_cloudwatch_log_group.jobs"

    def keep(days: int) -> dict[str, Any]:
        return {"retention_in_days": days}

    assert found(changed(address, keep(30), keep(0))) == []
    assert found(changed(address, keep(0), keep(30))) == [
        ("GUARD_PROTECTION_2", "retention of logs is 30 instead of without an end")
    ]


def test_a_switch_that_nobody_knows_yet_is_unknown_and_another_key_is_fine() -> None:
    address = "aws_ebs_volume.one"
    unsure = changed(address, {"encrypted": True}, {}, unknown={"encrypted": True})
    (finding,) = guard(plan(unsure))
    assert finding.outcome is Outcome.UNKNOWN
    another = changed(address, {"kms_key_id": "a"}, {}, unknown={"kms_key_id": True})
    assert guard(plan(another)) == ()


def test_a_sensitive_value_does_not_get_out() -> None:
    entry = changed(
        "aws_glue_connection.db",
        {"connection_properties": {"JDBC_ENFORCE_SSL": "true", "PASSWORD": "hunter2hunter2"}},
        {"connection_properties": {"JDBC_ENFORCE_SSL": "false", "PASSWORD": "hunter2hunter2"}},
    )
    entry["change"]["before_sensitive"] = {"connection_properties": True}
    entry["change"]["after_sensitive"] = {"connection_properties": True}
    assert "hunter2" not in repr(guard(plan(entry)))


@pytest.mark.parametrize(
    ("type", "attribute", "identity"),
    [
        ("aws_s3_bucket_versioning", "bucket", "GUARD_PROTECTION_1"),
        ("aws_s3_bucket_public_access_block", "bucket", "GUARD_NETWORK_3"),
        (
            "aws_s3_bucket_server_side_encryption_configuration",
            "bucket",
            "GUARD_ENCRYPTION_1",
        ),
        ("aws_s3_bucket_logging", "bucket", "GUARD_PROTECTION_3"),
    ],
)
def test_a_resource_that_protects_must_not_go_without_what_it_protects(
    type: str, attribute: str, identity: str
) -> None:
    entry = deleted(f"{type}.lake", {attribute: "lake"})
    assert [each for each, _ in found(entry)] == [identity]
    bucket = deleted("aws_s3_bucket.lake", {"bucket": "lake", "id": "lake"})
    assert [each for each, _ in found(entry, bucket)] == ["GUARD_DESTROY_1"]


def lifecycle(days: int | None) -> dict[str, Any]:
    rules = []
    if days is not None:
        rules = [{"id": "expire", "status": "Enabled", "expiration": [{"days": days}]}]
    return {"bucket": "lake", "rule": rules}


LIFECYCLE = "aws_s3_bucket_lifecycle_configuration.lake"


def test_objects_that_are_deleted_earlier() -> None:
    assert found(changed(LIFECYCLE, lifecycle(365), lifecycle(30))) == [
        ("GUARD_PROTECTION_2", "rule expire deletes objects after 30 days instead of 365")
    ]
    assert found(changed(LIFECYCLE, lifecycle(30), lifecycle(365))) == []


def test_a_lifecycle_on_a_bucket_that_exists_deletes_what_is_in_it() -> None:
    bucket = {"bucket": "lake"}
    entry = created(LIFECYCLE, lifecycle(30))
    assert found(kept("aws_s3_bucket.lake", bucket), entry) == [
        ("GUARD_PROTECTION_2", "rule expire deletes objects after 30 days instead of never")
    ]
    assert found(created("aws_s3_bucket.lake", bucket), entry) == []


def expiring(block: dict[str, Any], **more: Any) -> dict[str, Any]:
    rule = {"id": "expire", "status": "Enabled", **more, "expiration": [block]}
    return {"bucket": "lake", "rule": [rule]}


def of_versions(days: int, newer: Any) -> dict[str, Any]:
    block = {"noncurrent_days": days, "newer_noncurrent_versions": newer}
    rule = {"id": "old", "status": "Enabled", "noncurrent_version_expiration": [block]}
    return {"bucket": "lake", "rule": [rule]}


def of_prefix(prefix: str) -> list[dict[str, Any]]:
    return [{"prefix": prefix}]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (
            expiring({"days": 30}, filter=of_prefix("tmp/")),
            expiring({"days": 30}, filter=of_prefix("")),
            "rule expire deletes objects after 30 days in more of the bucket than before",
        ),
        (
            expiring({"days": 30}, filter=[{"and": [{"prefix": "", "tags": {"a": "b"}}]}]),
            expiring({"days": 30}, filter=[{"prefix": ""}]),
            "rule expire deletes objects after 30 days in more of the bucket than before",
        ),
        (
            of_versions(30, "5"),
            of_versions(30, None),
            "rule old deletes old versions after 30 days and keeps 0 of them instead of 5",
        ),
    ],
)
def test_a_rule_that_reaches_more_deletes_more(
    before: dict[str, Any], after: dict[str, Any], words: str
) -> None:
    assert found(changed(LIFECYCLE, before, after)) == [("GUARD_PROTECTION_2", words)]
    assert found(changed(LIFECYCLE, after, before)) == []


def test_a_rule_that_is_renamed_deletes_nothing_earlier() -> None:
    before, after = lifecycle(30), lifecycle(30)
    after["rule"][0]["id"] = "other"
    assert found(changed(LIFECYCLE, before, after)) == []


@pytest.mark.parametrize("block", [{"days": 1}, {"date": "2026-01-01T00:00:00Z"}])
def test_a_bucket_that_exists_is_emptied_at_once(block: dict[str, Any]) -> None:
    assert [each for each, _ in found(created(LIFECYCLE, expiring(block)))] == [
        "GUARD_PROTECTION_4"
    ]
    assert found(changed(LIFECYCLE, expiring(block), expiring(block, filter=of_prefix("a/")))) == []


def test_a_rule_of_the_bucket_itself() -> None:
    bucket = "aws_s3_bucket.lake"
    rule = {"id": "tmp", "enabled": True, "prefix": "", "expiration": [{"days": 7}]}
    before = {"bucket": "lake", "lifecycle_rule": []}
    after = {"bucket": "lake", "lifecycle_rule": [rule]}
    assert found(changed(bucket, before, after)) == [
        ("GUARD_PROTECTION_2", "rule tmp deletes objects after 7 days instead of never")
    ]
    assert found(changed(bucket, after, before)) == []


@pytest.mark.parametrize(
    ("after", "unknown"),
    [
        ({"bucket": "lake"}, {"rule": True}),
        (expiring({}), {"rule": [{"expiration": [{"days": True}]}]}),
        (expiring({"days": 400}, filter=[{}]), {"rule": [{"filter": [{"prefix": True}]}]}),
        (expiring({"days": 400}), {"rule": [{"status": True}]}),
    ],
)
def test_a_lifecycle_that_nobody_knows_yet_is_unknown(
    after: dict[str, Any], unknown: dict[str, Any]
) -> None:
    before = expiring({"days": 365}, filter=of_prefix("tmp/"))
    (finding,) = guard(plan(changed(LIFECYCLE, before, after, unknown=unknown)))
    assert (finding.policy, finding.outcome) == ("GUARD_PROTECTION_2", Outcome.UNKNOWN)


def test_markers_alone_expire_no_object_whatever_days_the_provider_computes() -> None:
    entry = created(
        LIFECYCLE,
        expiring({"expired_object_delete_marker": True}),
        unknown={"rule": [{"expiration": [{"days": True}]}]},
    )
    assert found(entry) == []
