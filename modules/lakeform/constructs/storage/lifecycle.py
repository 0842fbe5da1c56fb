"""When objects move to another storage class and when they are deleted: a pure function."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.aws.s3 import (
    S3BucketLifecycleConfigurationRule as Rule,
)
from lakeform.aws.s3 import (
    S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload as Abort,
)
from lakeform.aws.s3 import (
    S3BucketLifecycleConfigurationRuleExpiration as Expiration,
)
from lakeform.aws.s3 import (
    S3BucketLifecycleConfigurationRuleFilter as Filter,
)
from lakeform.aws.s3 import (
    S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration as NoncurrentExpiration,
)
from lakeform.aws.s3 import (
    S3BucketLifecycleConfigurationRuleTransition as Transition,
)
from lakeform.config.storage import STORAGE_CLASSES, Zone

NONCURRENT_LOG_DAYS = 30
"""Days that an overwritten or deleted log record can still be recovered."""
TEMPORARY_DAYS = 7
"""Days that the temporary files of jobs are kept."""


def zone_rules(zone: Zone) -> Iterator[Rule]:
    """The lifecycle rules of a zone, each for one purpose."""
    yield _uploads(zone.abort_incomplete_upload_days)
    if zone.transitions or zone.expire_days is not None:
        yield _rule(
            "objects",
            transition=[
                Transition(storage_class=name, days=zone.transitions[name])
                for name in STORAGE_CLASSES
                if name in zone.transitions
            ]
            or None,
            expiration=None if zone.expire_days is None else [Expiration(days=zone.expire_days)],
        )
    if not zone.versioning:
        return
    if zone.expire_noncurrent_days is not None:
        yield _noncurrent(zone.expire_noncurrent_days, zone.keep_noncurrent_versions)
    if zone.expire_days is None:
        # Where objects expire, S3 clears away the markers that are left by itself.
        yield _rule("delete-markers", expiration=[Expiration(expired_object_delete_marker=True)])


def log_rules(expire_days: int) -> Iterator[Rule]:
    """The lifecycle rules of the log bucket."""
    yield _uploads(7)
    yield _rule("objects", expiration=[Expiration(days=expire_days)])
    yield _noncurrent(NONCURRENT_LOG_DAYS, None)


def asset_rules() -> Iterator[Rule]:
    """The lifecycle rules of the bucket of the jobs' scripts."""
    yield _uploads(7)
    yield Rule(
        id="temporary-files",
        status="Enabled",
        filter=[Filter(prefix="temp/")],
        expiration=[Expiration(days=TEMPORARY_DAYS)],
    )
    yield _noncurrent(NONCURRENT_LOG_DAYS, None)
    yield _rule("delete-markers", expiration=[Expiration(expired_object_delete_marker=True)])


def _uploads(days: int) -> Rule:
    return _rule(
        "incomplete-uploads", abort_incomplete_multipart_upload=[Abort(days_after_initiation=days)]
    )


def _noncurrent(days: int, keep: int | None) -> Rule:
    return _rule(
        "old-versions",
        noncurrent_version_expiration=[
            NoncurrentExpiration(noncurrent_days=days, newer_noncurrent_versions=keep)
        ],
    )


def _rule(
    id: str,
    *,
    abort_incomplete_multipart_upload: list[Abort] | None = None,
    expiration: list[Expiration] | None = None,
    noncurrent_version_expiration: list[NoncurrentExpiration] | None = None,
    transition: list[Transition] | None = None,
) -> Rule:
    return Rule(
        id=id,
        status="Enabled",
        filter=[Filter()],  # every object; S3 wants it said
        abort_incomplete_multipart_upload=abort_incomplete_multipart_upload,
        expiration=expiration,
        noncurrent_version_expiration=noncurrent_version_expiration,
        transition=transition,
    )
