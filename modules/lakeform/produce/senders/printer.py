"""A dry run's last stage: the records on standard output, a line each."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from lakeform.produce.record import Record
from lakeform.produce.senders.sender import MIB, Limits, Refused, data


class Printer:
    """Prints."""

    limits = Limits(records=500, bytes=5 * MIB, record_bytes=5 * MIB)

    def size(self, record: Record) -> int:
        """The line's bytes."""
        return len(data(record, lines=True))

    def send(self, batch: Sequence[Record]) -> list[Refused]:
        """Print them; nothing is ever refused."""
        sys.stdout.write("".join(f"{record.text}\n" for record in batch))
        sys.stdout.flush()
        return []

    def close(self) -> None:
        """Nothing is open."""
