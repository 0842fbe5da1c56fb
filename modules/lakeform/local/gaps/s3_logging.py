"""S3 access logs: s3:PutBucketLogging, GetBucketLogging.

moto fails (``'str' object has no attribute 'get'``) when the log bucket's policy has a statement
for everyone, such as the TLS-only one, knows no lists of resources, and loses the key format.
"""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any
from xml.etree import ElementTree

from moto.s3.exceptions import InvalidTargetBucketForLogging, MalformedXML
from moto.s3.models import FakeBucket

from lakeform.local.gaps.gap import Gap
from lakeform.local.gaps.s3_documents import DocumentKind, Exchange, keep_document

_SERVICE = "logging.s3.amazonaws.com"
_LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery"
_OFF = b'<BucketLoggingStatus xmlns="http://doc.s3.amazonaws.com/2006-03-01" />'


def _check(exchange: Exchange) -> None:
    enabled = ElementTree.fromstring(exchange.body).find("{*}LoggingEnabled")
    if enabled is None:
        return
    name = enabled.findtext("{*}TargetBucket")
    if not name:
        raise MalformedXML()
    target = exchange.response.backend.buckets.get(name)
    if target is None or target.region_name != exchange.bucket.region_name:
        raise InvalidTargetBucketForLogging("The target bucket for logging does not exist")
    prefix = enabled.findtext("{*}TargetPrefix", default="")
    if not (_policy_lets_in(target, prefix) or _acl_lets_in(target)):
        raise InvalidTargetBucketForLogging(
            "You must either provide the necessary permissions to the logging service using a "
            "bucket policy or give the log-delivery group WRITE and READ_ACP permissions."
        )


def _policy_lets_in(target: FakeBucket, prefix: str) -> bool:
    if not target.policy:
        return False
    statements = json.loads(target.policy)["Statement"]
    wanted = f"{target.arn}/{prefix}log"
    return any(
        statement["Effect"] == "Allow"
        and isinstance(statement.get("Principal"), dict)
        and _SERVICE in _listed(statement["Principal"].get("Service"))
        and {"s3:PutObject", "s3:*"} & set(_listed(statement.get("Action")))
        and any(fnmatchcase(wanted, pattern) for pattern in _listed(statement.get("Resource")))
        for statement in _listed(statements)
    )


def _acl_lets_in(target: FakeBucket) -> bool:
    given: set[str] = set()
    for grant in target.acl.grants if target.acl else ():
        if any(grantee.uri == _LOG_DELIVERY for grantee in grant.grantees):
            given.update(grant.permissions)
    return "FULL_CONTROL" in given or {"WRITE", "READ_ACP"} <= given


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def apply() -> None:
    keep_document(DocumentKind("logging", default=_OFF, check=_check))


GAP = Gap(
    name="S3 access logs",
    resources=("aws_s3_bucket_logging",),
    corrected=("s3:PutBucketLogging", "s3:GetBucketLogging"),
    apply=apply,
)
