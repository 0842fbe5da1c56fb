"""Firehose delivery streams, by PutRecordBatch."""

from __future__ import annotations

from collections.abc import Sequence

from lakeform import cloud
from lakeform.produce.record import Record
from lakeform.produce.senders.sender import Limits, Refused, busy_in_words, data

LIMITS = Limits(records=500, bytes=4_000_000, record_bytes=1_024_000)
"""Firehose API reference, "PutRecordBatch": 500 records, 1,000 KiB each, 4 MB together."""


class FirehoseSender:
    """A delivery stream that takes records directly."""

    limits = LIMITS

    def __init__(self, stream: str, region: str | None, *, lines: bool = True) -> None:
        self._stream = stream
        self._lines = lines
        self._client = cloud.client("firehose", region, attempts=1)

    def size(self, record: Record) -> int:
        """The data, before it is encoded."""
        return len(data(record, lines=self._lines))

    def send(self, batch: Sequence[Record]) -> list[Refused]:
        """One PutRecordBatch."""
        entries = [{"Data": data(record, lines=self._lines)} for record in batch]
        what = f"Firehose stream {self._stream}"
        with busy_in_words(what, "deploy it first, or name another with --to") as codes:
            answer = self._client.put_record_batch(DeliveryStreamName=self._stream, Records=entries)
        if codes:
            return [Refused(record, codes[0]) for record in batch]
        if not answer["FailedPutCount"]:
            return []
        return [
            Refused(record, result["ErrorCode"])
            for record, result in zip(batch, answer["RequestResponses"], strict=True)
            if result.get("ErrorCode")
        ]

    def close(self) -> None:
        """End the connections."""
        self._client.close()
