"""Rules of the zones: what each says, word for word."""

from __future__ import annotations

import pytest

from foundation import lake_of, said
from lakeform.config.model import Lake
from lakeform.config.rules import storage

RAW = "storage.zones.raw"
KEY = "arn:aws:kms:us-west-2:222222222222:key/1234"


def zone(settings: str) -> Lake:
    return lake_of(f"storage: {{zones: {{raw: {{{settings}}}}}}}")


@pytest.mark.parametrize(
    "settings",
    [
        "",
        "transitions: {STANDARD_IA: 30, INTELLIGENT_TIERING: 60, GLACIER: 61, DEEP_ARCHIVE: 62}",
        "transitions: {INTELLIGENT_TIERING: 0, GLACIER_IR: 1}",
        "transitions: {GLACIER: 0}, expire_days: 1",
        "expire_days: 30, object_lock: {days: 30}",
        "transitions: {INTELLIGENT_TIERING: 0}, intelligent_tiering: {archive_days: 90}",
        "transitions: {INTELLIGENT_TIERING: 0}, "
        "intelligent_tiering: {archive_days: 180, deep_archive_days: 181}",
        "versioning: false",
        "versioning: false, expire_noncurrent_days: null",
        "keep_noncurrent_versions: 3",
        "replicate_to: {bucket: 'arn:aws:s3:::dup', region: us-west-2}",
        "replicate_to: {bucket: 'arn:aws:s3:::dup', region: us-west-2, account: '111111111111'}",
        f"replicate_to: {{bucket: 'arn:aws:s3:::dup', region: us-west-2, account: '222222222222', "
        f"kms_key: '{KEY}'}}",
        "inventory: {}",
        "bucket: my-own",
    ],
)
def test_what_s3_accepts_is_accepted(settings: str) -> None:
    lake = zone(settings)
    rules = (
        storage.archive_tiers_have_objects,
        storage.buckets_have_names_of_their_own,
        storage.inventories_have_a_bucket,
        storage.objects_expire_last,
        storage.replicas_have_a_place,
        storage.transitions_follow_the_waterfall,
        storage.versions_are_kept_where_needed,
    )
    assert [text for rule in rules for text in said(rule, lake)] == []


@pytest.mark.parametrize(
    ("transitions", "faults"),
    [
        (
            "STANDARD_IA: 29",
            [
                f"{RAW}.transitions.STANDARD_IA: objects can't move to STANDARD_IA after 29 days → "
                "at least 30: S3 keeps them in its standard class so long"
            ],
        ),
        (
            "DEEP_ARCHIVE: 90, GLACIER: 90",
            [
                f"{RAW}.transitions.DEEP_ARCHIVE: objects move to DEEP_ARCHIVE after 90 days, but "
                "to GLACIER after 90 → more than 90: GLACIER comes before DEEP_ARCHIVE"
            ],
        ),
        (
            "INTELLIGENT_TIERING: 10, STANDARD_IA: 40",
            [
                f"{RAW}.transitions.INTELLIGENT_TIERING: objects move to INTELLIGENT_TIERING after "
                "10 days, but to STANDARD_IA after 40 → more than 40: STANDARD_IA comes before "
                "INTELLIGENT_TIERING"
            ],
        ),
        (
            "STANDARD_IA: 30, GLACIER: 59",
            [
                f"{RAW}.transitions.GLACIER: objects would stay in STANDARD_IA for 29 days only → "
                "at least 60: STANDARD_IA is paid for 30 days"
            ],
        ),
        (
            "ONEZONE_IA: 30, GLACIER_IR: 90",
            [
                f"{RAW}.transitions.GLACIER_IR: S3 moves no object from ONEZONE_IA to GLACIER_IR → "
                "leave one of them out"
            ],
        ),
    ],
)
def test_transitions(transitions: str, faults: list[str]) -> None:
    lake = zone(f"transitions: {{{transitions}}}")
    assert said(storage.transitions_follow_the_waterfall, lake) == faults


def test_expiry_comes_last() -> None:
    lake = zone(
        "transitions: {GLACIER: 30, DEEP_ARCHIVE: 90}, expire_days: 90, "
        "object_lock: {mode: COMPLIANCE, days: 365}"
    )
    assert said(storage.objects_expire_last, lake) == [
        f"{RAW}.expire_days: objects expire after 90 days, but move to DEEP_ARCHIVE after 90 → "
        "more than 90, or without that transition",
        f"{RAW}.expire_days: objects expire after 90 days, but are locked for 365 → at least 365: "
        "S3 deletes no locked object",
    ]


def test_archive_tiers() -> None:
    assert said(storage.archive_tiers_have_objects, zone("intelligent_tiering: {}")) == [
        f"{RAW}.intelligent_tiering: `intelligent_tiering` names no archive tier → add "
        "`archive_days`, `deep_archive_days` or both",
        f"{RAW}.intelligent_tiering: the archive tiers are of the class INTELLIGENT_TIERING, which "
        "no object moves to → add `transitions: {INTELLIGENT_TIERING: 0}`",
    ]
    lake = zone(
        "transitions: {INTELLIGENT_TIERING: 0}, "
        "intelligent_tiering: {archive_days: 200, deep_archive_days: 200}"
    )
    assert said(storage.archive_tiers_have_objects, lake) == [
        f"{RAW}.intelligent_tiering.deep_archive_days: objects go to the deep archive after 200 "
        "days, but to the archive after 200 → more than 200"
    ]


def test_versions() -> None:
    lake = zone(
        "versioning: false, object_lock: {days: 1}, keep_noncurrent_versions: 1, "
        "expire_noncurrent_days: 90, replicate_to: {bucket: 'arn:aws:s3:::dup', region: us-west-2}"
    )
    assert said(storage.versions_are_kept_where_needed, lake) == [
        f"{RAW}.{key}: `{key}` needs the zone's versioning → remove `versioning: false`"
        for key in (
            "replicate_to",
            "object_lock",
            "keep_noncurrent_versions",
            "expire_noncurrent_days",
        )
    ]
    lake = zone("expire_noncurrent_days: null, keep_noncurrent_versions: 1")
    assert said(storage.versions_are_kept_where_needed, lake) == [
        f"{RAW}.keep_noncurrent_versions: all old versions are kept, so their number can't be "
        "limited → give `expire_noncurrent_days` a number"
    ]


@pytest.mark.parametrize(
    ("target", "faults"),
    [
        (
            "bucket: 'arn:aws-cn:s3:::dup', region: us-west-2",
            [
                "bucket: `arn:aws-cn:s3:::dup` lies in the partition `aws-cn`, the lake in `aws` → "
                "S3 copies inside one partition only"
            ],
        ),
        (
            "bucket: 'arn:aws:s3:::my-own', region: us-west-2",
            ["bucket: the zone's bucket `my-own` would be copied to itself → name another bucket"],
        ),
        (
            "bucket: 'arn:aws:s3:::dup', region: us-west-2, account: '222222222222'",
            [
                "account: copies in account 222222222222 need a key of their own → add `kms_key`: "
                "the key `aws/s3`, which is used without, serves its own account only"
            ],
        ),
        (
            f"bucket: 'arn:aws:s3:::dup', region: eu-west-1, kms_key: '{KEY}'",
            ["kms_key: the key lies in us-west-2, the bucket in eu-west-1 → a key in eu-west-1"],
        ),
        (
            "bucket: 'arn:aws:s3:::dup', region: us-west-2, account: '222222222222', "
            "kms_key: 'arn:aws:kms:us-west-2:222222222222:alias/aws/s3'",
            [
                "kms_key: the key `aws/s3` serves its own account only → a customer-managed key of "
                "the other account"
            ],
        ),
    ],
)
def test_replicas(target: str, faults: list[str]) -> None:
    lake = zone(f"bucket: my-own, replicate_to: {{{target}}}")
    expected = [f"{RAW}.replicate_to.{fault}" for fault in faults]
    assert said(storage.replicas_have_a_place, lake) == expected


def test_a_zone_is_not_copied_to_the_bucket_that_is_made_for_it() -> None:
    target = "arn:aws:s3:::acme-dev-raw-111111111111-us-east-1"
    lake = zone(f"replicate_to: {{bucket: '{target}', region: us-west-2}}")
    assert said(storage.replicas_have_a_place, lake) == [
        f"{RAW}.replicate_to.bucket: the zone's bucket `acme-dev-raw-111111111111-us-east-1` would "
        "be copied to itself → name another bucket"
    ]


def test_inventories() -> None:
    lake = lake_of("storage: {access_logs: null, zones: {raw: {inventory: {}}}}")
    assert said(storage.inventories_have_a_bucket, lake) == [
        f"{RAW}.inventory: the inventory goes to the log bucket, but the lake has none → keep "
        "`storage.access_logs`"
    ]


def test_bucket_names() -> None:
    lake = lake_of(
        "storage: {zones: {raw: {bucket: one}, curated: {bucket: one}, x: {bucket: two}, y: }}"
    )
    assert said(storage.buckets_have_names_of_their_own, lake) == [
        f"{RAW}.bucket: the zones `curated` and `raw` have the same bucket → name another one, or "
        "leave it out"
    ]
