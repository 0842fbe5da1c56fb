"""Kinesis data streams, by PutRecords."""

from __future__ import annotations

from collections.abc import Sequence

from lakeform import cloud
from lakeform.produce.record import Record
from lakeform.produce.senders.sender import MIB, Limits, Refused, busy_in_words, data

LIMITS = Limits(records=500, bytes=5 * MIB, record_bytes=MIB)
"""Kinesis API reference, "PutRecords". A stream can be set to take 10 MiB in a record or request;
these limits are those of every stream."""


class KinesisSender:
    """A stream."""

    limits = LIMITS

    def __init__(self, stream: str, region: str | None, *, lines: bool = True) -> None:
        self._stream = stream
        self._lines = lines
        self._client = cloud.client("kinesis", region, attempts=1)

    def size(self, record: Record) -> int:
        """Data and partition key: both count."""
        return len(data(record, lines=self._lines)) + len(record.key.encode())

    def send(self, batch: Sequence[Record]) -> list[Refused]:
        """One PutRecords; a shard without room refuses single records."""
        entries = [
            {"Data": data(record, lines=self._lines), "PartitionKey": record.key}
            for record in batch
        ]
        what = f"Kinesis stream {self._stream}"
        with busy_in_words(what, "deploy it first, or name another with --to") as codes:
            answer = self._client.put_records(StreamName=self._stream, Records=entries)
        if codes:
            return [Refused(record, codes[0]) for record in batch]
        return [
            Refused(record, result["ErrorCode"])
            for record, result in zip(batch, answer["Records"], strict=True)
            if result.get("ErrorCode")
        ]

    def close(self) -> None:
        """End the connections."""
        self._client.close()
