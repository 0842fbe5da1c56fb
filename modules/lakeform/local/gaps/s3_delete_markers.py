"""Delete markers in a bucket whose versioning is suspended: s3:DeleteObject, DeleteObjects.

moto forgets a key as a whole there and fails when its newest version is a delete marker
(``'FakeDeleteMarker' object has no attribute 'dispose'``). A marker holds no data to dispose of.
"""

from __future__ import annotations

from moto.s3.models import FakeDeleteMarker

from lakeform.local.gaps.gap import Gap, replace


def _dispose(self: FakeDeleteMarker, garbage: bool = False) -> None:
    del self, garbage


def apply() -> None:
    replace(FakeDeleteMarker, dispose=_dispose)


GAP = Gap(
    name="S3 delete markers",
    resources=("aws_s3_bucket", "aws_s3_object"),
    corrected=("s3:DeleteObject", "s3:DeleteObjects"),
    apply=apply,
)
