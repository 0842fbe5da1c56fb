"""Programs in S3 that other services load: whether one is there, and what it is.

Not a gap of its own: what several gaps share.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from moto.core.responses import BaseResponse
from moto.s3.models import s3_backends


@dataclass(frozen=True)
class CodeObject:
    """A program; `missing` when its bucket is here and hasn't got it.

    Of a bucket that isn't here, another account's, nothing is known.
    """

    missing: bool = False
    md5: str = ""
    size: int = 0


def code_object(response: BaseResponse, bucket_arn: str, key: str) -> CodeObject:
    """Look for a program where a request says that it is."""
    s3 = s3_backends[response.current_account][response.partition]
    bucket = bucket_arn.rpartition(":")[2]
    if bucket not in s3.buckets:
        return CodeObject()
    found = s3.get_object(bucket, key)
    if found is None:
        return CodeObject(missing=True)
    body: bytes = found.value
    return CodeObject(md5=hashlib.md5(body, usedforsecurity=False).hexdigest(), size=len(body))
