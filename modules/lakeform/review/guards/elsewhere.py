"""Guards of where data goes, and of whose keys it is encrypted with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from lakeform.gate.facts.accounts import Whose
from lakeform.gate.verdict import Outcome
from lakeform.plan import Action, Change, Mark
from lakeform.review.access import Side, account_of
from lakeform.review.guards.guard import Case, Hit
from lakeform.review.guards.protections import values_at

_CHANGING = (Action.CREATE, Action.UPDATE, Action.REPLACE)
_KEY = re.compile(r"arn:[a-z-]+:kms:[^:]*:\d{12}:(?:key|alias)/.+")
_KMS = "aws_kms_*"
"""What is about a key, rather than encrypted with one."""


@dataclass(frozen=True)
class _Way:
    """An attribute that says where data goes.

    Attributes:
        types: the resource types that have it.
        paths: attribute names; nested blocks are gone through one by one.
        verb: what the resource does with it.
        sources: the attributes, as `block.attribute`, that name whose data it is, and the types of
            that; a resource that is made sends data that exists where one of these isn't made.
    """

    types: tuple[str, ...]
    paths: tuple[tuple[str, ...], ...]
    verb: str
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_FIREHOSE = (
    "extended_s3_configuration",
    "http_endpoint_configuration",
    "iceberg_configuration",
    "opensearch_configuration",
    "opensearchserverless_configuration",
    "redshift_configuration",
    "snowflake_configuration",
    "splunk_configuration",
)

_CLUSTERS = ("aws_msk_cluster", "aws_msk_serverless_cluster")

_WAYS: tuple[_Way, ...] = (
    _Way(
        ("aws_s3_bucket_replication_configuration",),
        (
            ("rule", "destination", "account"),
            ("rule", "destination", "bucket"),
            ("rule", "destination", "encryption_configuration", "replica_kms_key_id"),
        ),
        "replicates",
        {"bucket": ("aws_s3_bucket",)},
    ),
    _Way(
        ("aws_s3_bucket",),
        (
            ("replication_configuration", "rules", "destination", "account_id"),
            ("replication_configuration", "rules", "destination", "bucket"),
        ),
        "replicates",
    ),
    _Way(
        ("aws_s3tables_table_bucket_replication", "aws_s3tables_table_replication"),
        (("rule", "destination", "destination_table_bucket_arn"),),
        "replicates",
    ),
    _Way(
        ("aws_dynamodb_table_export",),
        (("s3_bucket_owner",), ("s3_bucket",)),
        "exports",
        {"table_arn": ("aws_dynamodb_table",)},
    ),
    _Way(
        ("aws_rds_export_task",),
        (("s3_bucket_name",),),
        "exports",
        {"source_arn": ("aws_db_snapshot", "aws_db_cluster_snapshot", "aws_rds_cluster")},
    ),
    _Way(
        ("aws_msk_replicator",),
        (("kafka_cluster", "amazon_msk_cluster", "msk_cluster_arn"),),
        "replicates",
    ),
    _Way(
        ("aws_ecr_replication_configuration",),
        (("replication_configuration", "rule", "destination", "registry_id"),),
        "replicates images",
    ),
    _Way(
        ("aws_efs_replication_configuration",),
        (("destination", "file_system_id"),),
        "replicates",
    ),
    _Way(
        ("aws_kinesis_firehose_delivery_stream",),
        (
            ("extended_s3_configuration", "bucket_arn"),
            *((kind, "s3_configuration", "bucket_arn") for kind in _FIREHOSE[1:]),
            *((kind, "s3_backup_configuration", "bucket_arn") for kind in _FIREHOSE),
            ("iceberg_configuration", "catalog_arn"),
            ("opensearch_configuration", "domain_arn"),
        ),
        "delivers records",
        {
            "kinesis_source_configuration.kinesis_stream_arn": ("aws_kinesis_stream",),
            "msk_source_configuration.msk_cluster_arn": _CLUSTERS,
        },
    ),
    _Way(("aws_dynamodb_kinesis_streaming_destination",), (("stream_arn",),), "sends changes"),
    _Way(
        ("aws_s3_bucket_inventory",),
        (("destination", "bucket", "account_id"), ("destination", "bucket", "bucket_arn")),
        "lists objects",
        {"bucket": ("aws_s3_bucket",)},
    ),
    _Way(
        ("aws_s3_bucket_notification",),
        (
            ("lambda_function", "lambda_function_arn"),
            ("queue", "queue_arn"),
            ("topic", "topic_arn"),
        ),
        "tells of objects",
    ),
    _Way(
        ("aws_backup_plan",), (("rule", "copy_action", "destination_vault_arn"),), "copies backups"
    ),
    _Way(("aws_cloudwatch_log_subscription_filter",), (("destination_arn",),), "sends logs"),
    _Way(("aws_cloudwatch_metric_stream",), (("firehose_arn",),), "sends metrics"),
    _Way(("aws_flow_log",), (("log_destination",),), "sends flow logs"),
    _Way(("aws_s3_bucket_logging",), (("target_bucket",),), "sends access logs"),
    _Way(("aws_cloudtrail",), (("s3_bucket_name",),), "sends the trail"),
    _Way(("aws_cloudwatch_event_target",), (("arn",),), "sends events"),
    _Way(("aws_pipes_pipe",), (("target",),), "sends records"),
    _Way(("aws_sns_topic_subscription",), (("endpoint",),), "sends messages"),
)
"""The ways out of an account that data has by itself, once they are there."""

_SETTINGS_OF: Mapping[str, str] = {
    "aws_s3_bucket_server_side_encryption_configuration": "bucket",
}
"""Types that set the key of another resource, and the attribute that names it."""


def data_goes_elsewhere(case: Case) -> Iterator[Hit]:
    """What is sent, copied or delivered gets to somebody else, or somewhere that nobody knows."""
    for change in _changes(case):
        for way in _WAYS:
            if any(fnmatchcase(change.type, pattern) for pattern in way.types):
                hits = [hit for path in way.paths for hit in _sent(case, change, way, path)]
                # Where the account is said, the bucket is nobody else's.
                failed = [hit for hit in hits if hit.outcome is Outcome.FAILED]
                yield from failed or hits


def _sent(case: Case, change: Change, way: _Way, path: tuple[str, ...]) -> Iterator[Hit]:
    before = set(_texts(values_at(change.before, path)))
    accounts = {account_of(each) for each in before}
    for target in sorted(set(_texts(values_at(change.after, path))) - before):
        account = account_of(target)
        if account:
            if account not in accounts and case.principals.whose(target) is Whose.FOREIGN:
                yield Hit(change.address, f"{way.verb} to account {account}: {target}")
        elif (
            _is_bucket(target)
            and not _has_bucket(case, target)
            and (before or _has_data(case, change, way))
        ):
            reason = f"{way.verb} to {target}, of which the plan doesn't say whose it is"
            yield Hit(change.address, reason, Outcome.UNKNOWN)


def _has_data(case: Case, change: Change, way: _Way) -> bool:
    """Whether what a resource sends is there before the plan is applied."""
    if change.action is Action.UPDATE:
        return True
    return any(
        any(_texts(values_at(change.after, tuple(source.split(".")))))
        and not case.sides.makes(change.address, source, *types)
        for source, types in way.sources.items()
    )


def keys_are_elsewhere(case: Case) -> Iterator[Hit]:
    """What exists is encrypted with a key of somebody else, who may take it away."""
    for change in _changes(case):
        if fnmatchcase(change.type, _KMS) or _is_for_new(case, change):
            continue
        before, after = _keys(change.before), _keys(change.after)
        for path, keys in after.items():
            accounts = {account_of(key) for key in before.get(path, ())}
            for key in sorted(keys - before.get(path, set())):
                account = account_of(key)
                if account not in accounts and case.principals.whose(key) is Whose.FOREIGN:
                    yield Hit(change.address, f"{path} is a key of account {account}: {key}")


def _changes(case: Case) -> Iterator[Change]:
    return (
        change
        for change in case.plan.with_action(*_CHANGING)
        if change.is_managed and not change.deposed and change.after is not None
    )


def _is_for_new(case: Case, change: Change) -> bool:
    """Whether what is encrypted is made by the plan, so that nobody's data moves to another key."""
    if change.action is not Action.CREATE:
        return False
    attribute = _SETTINGS_OF.get(change.type)
    return attribute is None or case.sides.makes(change.address, attribute, "aws_s3_bucket")


def _keys(value: Any, at: str = "") -> dict[str, set[str]]:
    """Path of attribute names → the ARNs of KMS keys that stand there."""
    found: dict[str, set[str]] = {}
    if isinstance(value, Mapping):
        for name, item in value.items():
            for path, keys in _keys(item, f"{at}.{name}" if at else str(name)).items():
                found.setdefault(path, set()).update(keys)
    elif isinstance(value, list):
        for item in value:
            for path, keys in _keys(item, at).items():
                found.setdefault(path, set()).update(keys)
    elif isinstance(value, str) and _KEY.fullmatch(value):
        found[at] = {value}
    return found


def _texts(values: Iterable[Any]) -> Iterator[str]:
    yield from (each for each in values if isinstance(each, str) and not isinstance(each, Mark))


def _is_bucket(target: str) -> bool:
    """Whether it is a bucket's ARN or name, neither of which has an account in it."""
    return ":s3:::" in target or re.fullmatch(r"[a-z0-9][a-z0-9.-]{2,62}", target) is not None


def _has_bucket(case: Case, target: str) -> bool:
    name = target.rpartition(":::")[2].partition("/")[0]
    return any(
        state.values.get("bucket") == name
        for side in Side
        for state in case.sides.of(side, "aws_s3_bucket")
    )
