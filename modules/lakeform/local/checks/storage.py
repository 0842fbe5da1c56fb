"""Buckets and what is set on them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

from lakeform.local.checks.check import Check, Json, State, compare, document, only
from lakeform.local.embedded import EmbeddedAws

_BLOCKS = (
    ("block_public_acls", "BlockPublicAcls"),
    ("block_public_policy", "BlockPublicPolicy"),
    ("ignore_public_acls", "IgnorePublicAcls"),
    ("restrict_public_buckets", "RestrictPublicBuckets"),
)


def checks(state: State, aws: EmbeddedAws) -> Iterator[Check]:
    s3 = aws.client("s3")
    for bucket in state.of("aws_s3_bucket"):
        name = bucket.values["bucket"]
        yield compare(f"bucket {name}", "exists", functools.partial(_exists, s3, name))
    for kind, title, expected, observed in _SETTINGS:
        for applied in state.of(kind):
            values = applied.values
            name = values["bucket"]
            look = functools.partial(observed, s3, name, values)
            yield compare(f"bucket {name}: {title}", expected(values), look)


def _exists(s3: Any, bucket: str) -> str:
    s3.head_bucket(Bucket=bucket)
    return "exists"


def _versioning(values: Json) -> object:
    return only(values["versioning_configuration"])["status"]


def _versioning_there(s3: Any, bucket: str, _: Json) -> object:
    return s3.get_bucket_versioning(Bucket=bucket).get("Status", "never enabled")


def _encryption(values: Json) -> object:
    rule = only(values["rule"])
    default = only(rule["apply_server_side_encryption_by_default"])
    return {
        "algorithm": default["sse_algorithm"],
        "key": default.get("kms_master_key_id") or None,
        "bucket key": bool(rule.get("bucket_key_enabled")),
    }


def _encryption_there(s3: Any, bucket: str, _: Json) -> object:
    answer = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]
    rule = answer["Rules"][0]
    default = rule["ApplyServerSideEncryptionByDefault"]
    return {
        "algorithm": default["SSEAlgorithm"],
        "key": default.get("KMSMasterKeyID"),
        "bucket key": rule["BucketKeyEnabled"],
    }


def _access_block(values: Json) -> object:
    return [argument for argument, _ in _BLOCKS if values[argument]]


def _access_block_there(s3: Any, bucket: str, _: Json) -> object:
    answer = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    return [argument for argument, member in _BLOCKS if answer[member]]


def _ownership(values: Json) -> object:
    return only(values["rule"])["object_ownership"]


def _ownership_there(s3: Any, bucket: str, _: Json) -> object:
    answer = s3.get_bucket_ownership_controls(Bucket=bucket)
    return answer["OwnershipControls"]["Rules"][0]["ObjectOwnership"]


def _policy(values: Json) -> object:
    return _Policy(values["policy"])


def _policy_there(s3: Any, bucket: str, _: Json) -> object:
    return _Policy(s3.get_bucket_policy(Bucket=bucket)["Policy"])


class _Policy:
    """A policy that compares as a document and is shown by what it is for."""

    def __init__(self, text: str) -> None:
        self._document = document(text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Policy) and self._document == other._document

    def __hash__(self) -> int:
        return hash(str(self._document))

    def __str__(self) -> str:
        statements = self._document["Statement"]
        listed = statements if isinstance(statements, list) else [statements]
        tls = "TLS only" if any(map(_denies_plain_http, listed)) else "plain HTTP allowed"
        return f"{tls}, {len(listed)} statements"


def _denies_plain_http(statement: Json) -> bool:
    secure = statement.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport")
    everyone = statement.get("Principal") in ("*", {"AWS": "*"})
    return statement["Effect"] == "Deny" and everyone and str(secure).lower() == "false"


def _lifecycle(values: Json) -> object:
    return sorted(
        f"{rule['id']} {rule['status']}: "
        + "; ".join(
            [
                *(
                    f"{t['storage_class']} after {t['days']} d"
                    for t in _by_days(rule, "transition")
                ),
                *_days("expires after", only(rule.get("expiration")), "days"),
                *_days(
                    "old versions expire after",
                    only(rule.get("noncurrent_version_expiration")),
                    "noncurrent_days",
                ),
                *_days(
                    "uploads end after",
                    only(rule.get("abort_incomplete_multipart_upload")),
                    "days_after_initiation",
                ),
            ]
        )
        for rule in values["rule"]
    )


def _lifecycle_there(s3: Any, bucket: str, _: Json) -> object:
    rules = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    return sorted(
        f"{rule['ID']} {rule['Status']}: "
        + "; ".join(
            [
                *(
                    f"{t['StorageClass']} after {t['Days']} d"
                    for t in sorted(rule.get("Transitions", ()), key=lambda t: t.get("Days", 0))
                    if "Days" in t
                ),
                *_days("expires after", rule.get("Expiration", {}), "Days"),
                *_days(
                    "old versions expire after",
                    rule.get("NoncurrentVersionExpiration", {}),
                    "NoncurrentDays",
                ),
                *_days(
                    "uploads end after",
                    rule.get("AbortIncompleteMultipartUpload", {}),
                    "DaysAfterInitiation",
                ),
            ]
        )
        for rule in rules
    )


def _by_days(rule: Json, block: str) -> list[Json]:
    dated = [each for each in rule.get(block) or () if each.get("days") is not None]
    return sorted(dated, key=lambda each: int(each["days"]))


def _days(text: str, block: Json, member: str) -> list[str]:
    return [f"{text} {block[member]} d"] if block.get(member) else []


def _logging(values: Json) -> object:
    return f"to {values['target_bucket']}/{values['target_prefix']}"


def _logging_there(s3: Any, bucket: str, _: Json) -> object:
    enabled = s3.get_bucket_logging(Bucket=bucket).get("LoggingEnabled")
    return f"to {enabled['TargetBucket']}/{enabled['TargetPrefix']}" if enabled else "off"


def _notification(values: Json) -> object:
    return {
        "EventBridge": bool(values.get("eventbridge")),
        "queues": sorted(queue["queue_arn"] for queue in values.get("queue") or ()),
    }


def _notification_there(s3: Any, bucket: str, _: Json) -> object:
    answer = s3.get_bucket_notification_configuration(Bucket=bucket)
    return {
        "EventBridge": "EventBridgeConfiguration" in answer,
        "queues": sorted(queue["QueueArn"] for queue in answer.get("QueueConfigurations", ())),
    }


def _replication(values: Json) -> object:
    return [
        f"{rule['id']} {rule['status']} to {only(rule['destination'])['bucket']}"
        for rule in values["rule"]
    ]


def _replication_there(s3: Any, bucket: str, _: Json) -> object:
    answer = s3.get_bucket_replication(Bucket=bucket)["ReplicationConfiguration"]
    return [
        f"{rule['ID']} {rule['Status']} to {rule['Destination']['Bucket']}"
        for rule in answer["Rules"]
    ]


def _object_lock(values: Json) -> object:
    retention = only(only(values["rule"])["default_retention"])
    return f"{retention['mode']} {retention['days'] or 0} d {retention['years'] or 0} y"


def _object_lock_there(s3: Any, bucket: str, _: Json) -> object:
    answer = s3.get_object_lock_configuration(Bucket=bucket)["ObjectLockConfiguration"]
    retention = answer["Rule"]["DefaultRetention"]
    return f"{retention['Mode']} {retention.get('Days', 0)} d {retention.get('Years', 0)} y"


def _inventory(values: Json) -> object:
    return f"{values['name']} {only(values['schedule'])['frequency']}"


def _inventory_there(s3: Any, bucket: str, values: Json) -> object:
    answer = s3.get_bucket_inventory_configuration(Bucket=bucket, Id=values["name"])
    found = answer["InventoryConfiguration"]
    return f"{found['Id']} {found['Schedule']['Frequency']}"


def _tiering(values: Json) -> object:
    tiers = sorted(f"{tier['access_tier']} after {tier['days']} d" for tier in values["tiering"])
    return [values["status"], *tiers]


def _tiering_there(s3: Any, bucket: str, values: Json) -> object:
    answer = s3.get_bucket_intelligent_tiering_configuration(Bucket=bucket, Id=values["name"])
    found = answer["IntelligentTieringConfiguration"]
    tiers = sorted(f"{tier['AccessTier']} after {tier['Days']} d" for tier in found["Tierings"])
    return [found["Status"], *tiers]


Expected = Callable[[Json], object]
Observed = Callable[[Any, str, Json], object]
_SETTINGS: tuple[tuple[str, str, Expected, Observed], ...] = (
    ("aws_s3_bucket_versioning", "versioning", _versioning, _versioning_there),
    (
        "aws_s3_bucket_server_side_encryption_configuration",
        "encryption",
        _encryption,
        _encryption_there,
    ),
    ("aws_s3_bucket_public_access_block", "access block", _access_block, _access_block_there),
    ("aws_s3_bucket_ownership_controls", "ownership", _ownership, _ownership_there),
    ("aws_s3_bucket_policy", "policy", _policy, _policy_there),
    ("aws_s3_bucket_lifecycle_configuration", "lifecycle", _lifecycle, _lifecycle_there),
    ("aws_s3_bucket_logging", "access logs", _logging, _logging_there),
    ("aws_s3_bucket_notification", "notifications", _notification, _notification_there),
    ("aws_s3_bucket_replication_configuration", "replication", _replication, _replication_there),
    ("aws_s3_bucket_object_lock_configuration", "object lock", _object_lock, _object_lock_there),
    ("aws_s3_bucket_inventory", "inventory", _inventory, _inventory_there),
    (
        "aws_s3_bucket_intelligent_tiering_configuration",
        "intelligent tiering",
        _tiering,
        _tiering_there,
    ),
)
