"""What a sender is: a service's limits, and its answer to a batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from lakeform import cloud
from lakeform.errors import InputError
from lakeform.produce.record import Record

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What a request holds at most: records, their bytes together, and the bytes of one."""

    records: int
    bytes: int
    record_bytes: int


@dataclass(frozen=True)
class Refused:
    """A record that the service didn't take now and may take later; `code` is its own word."""

    record: Record
    code: str


class Sender(Protocol):
    """A place that takes records."""

    @property
    def limits(self) -> Limits: ...

    def size(self, record: Record) -> int:
        """The bytes that the service counts for a record."""
        ...

    def send(self, batch: Sequence[Record]) -> list[Refused]:
        """Send records, within the limits.

        Returns:
            those to be sent again.

        Raises:
            LakeformError: none can be sent, and none could be later.
        """
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...


def data(record: Record, *, lines: bool) -> bytes:
    """A record as Kinesis and Firehose carry it.

    Args:
        lines: end the line. Firehose puts records into a file one after the other, and not every
            delivery separates them.
    """
    return f"{record.text}\n".encode() if lines else record.text.encode()


@contextmanager
def busy_in_words(what: str, missing: str) -> Iterator[list[str]]:
    """Around one request to AWS. The list gets the code of an answer that says "later"; other
    failures are raised.

    Args:
        what: whom the request goes to: `Kinesis stream clicks`.
        missing: what to do where there is no such thing.
    """
    from botocore.exceptions import ClientError

    codes: list[str] = []
    with cloud.in_words(what):
        try:
            yield codes
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            if code == "ResourceNotFoundException":
                raise InputError(f"there is no {what}", hint=missing) from error
            if code not in BUSY:
                raise
            codes.append(code)


BUSY = frozenset(
    {
        "InternalFailure",
        "InternalFailureException",
        "KMSThrottlingException",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ServiceUnavailable",
        "ServiceUnavailableException",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
    }
)
"""Errors of a whole request that pass (API references of PutRecords and PutRecordBatch, and the
common errors of AWS)."""
