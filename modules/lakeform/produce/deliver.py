"""Records to a sender: at a pace, in batches within its limits, refused ones again."""

from __future__ import annotations

import math
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from lakeform.errors import InputError, LakeformError, ToolError
from lakeform.produce.record import Record
from lakeform.produce.report import Ending, Report
from lakeform.produce.senders.sender import Limits, Sender

TICK = 0.1
"""Seconds that records are collected for before they are sent together."""
LAG = 1.0
"""Seconds that the pace may be behind; what is lost beyond that isn't made up for in a burst."""
FIRST_WAIT = 0.1
LONGEST_WAIT = 5.0
PATIENCE = 10
"""Refusals of a whole batch in a row after which there is no hope."""


class Clock(Protocol):
    """Time, and the wish to stop."""

    @property
    def stopped(self) -> bool: ...

    def now(self) -> float:
        """Seconds since some moment."""
        ...

    def wait(self, seconds: float) -> None:
        """Sleep; it ends early when there is a wish to stop."""
        ...


@dataclass(frozen=True)
class Pace:
    """How fast, and until when.

    Attributes:
        rate: records a second; None is as fast as they are taken.
        count: records; None is without an end.
        seconds: how long; None is without an end.
    """

    rate: float | None = None
    count: int | None = None
    seconds: float | None = None

    @property
    def most(self) -> float:
        """Records that there will be at most."""
        most = math.inf if self.count is None else self.count
        if self.seconds is not None and self.rate is not None:
            most = min(most, math.ceil(self.seconds * self.rate - 1e-9))
        return most


def deliver(
    records: Iterator[Record],
    sender: Sender,
    pace: Pace,
    clock: Clock,
    taken: Callable[[Sequence[Record]], None] = lambda _: None,
    watch: Callable[[Report], None] = lambda _: None,
) -> Report:
    """Send records until there are enough, the time is over, or the clock says stop.

    Args:
        taken: is told which records the service has taken.
        watch: is shown the counts after each request.

    Returns:
        what was sent, also where sending failed: then with the failure.
    """
    return _Delivery(records, sender, pace, clock, taken, watch).run()


class _Delivery:
    def __init__(
        self,
        records: Iterator[Record],
        sender: Sender,
        pace: Pace,
        clock: Clock,
        taken: Callable[[Sequence[Record]], None],
        watch: Callable[[Report], None],
    ) -> None:
        self._batches = _Batches(records, sender.limits, sender.size)
        self._sender = sender
        self._pace = pace
        self._clock = clock
        self._taken = taken
        self._watch = watch
        self._began = self._schedule = clock.now()
        self._sent = self._bytes = self._requests = 0
        self._refused: Counter[str] = Counter()
        self._anomalies: Counter[str] = Counter()

    def run(self) -> Report:
        try:
            while not self._clock.stopped and (due := self._wait_for_records()):
                self._send(self._batches.take(due))
        except LakeformError as error:
            return self._report("failed", error)
        return self._report("interrupted" if self._clock.stopped else "done")

    def _wait_for_records(self) -> int:
        """How many records are to be sent now; 0 when no more are."""
        begun = self._batches.begun
        while not self._clock.stopped and begun < self._pace.most:
            due = min(self._due(), self._pace.most) - begun
            if self._is_over(allow=LAG if due > 0 else 0.0):
                return 0
            if due > 0:
                return int(min(due, self._sender.limits.records))
            self._clock.wait(max(self._seconds_until(begun), TICK))
        return 0

    def _due(self) -> float:
        """How many records are due by now in all."""
        rate, now = self._pace.rate, self._clock.now()
        if rate is None:
            return math.inf
        behind = now - self._schedule - self._batches.begun / rate
        if behind > LAG:
            self._schedule += behind - LAG
        if self._pace.seconds is not None:
            now = min(now, self._began + self._pace.seconds)
        return math.floor((now - self._schedule) * rate + 1e-6) + 1

    def _seconds_until(self, number: int) -> float:
        assert self._pace.rate is not None
        return self._schedule + number / self._pace.rate - self._clock.now()

    def _is_over(self, allow: float) -> bool:
        seconds = self._pace.seconds
        return seconds is not None and self._clock.now() - self._began >= seconds + allow

    def _send(self, batch: Sequence[Record]) -> None:
        """Send the batch until all of it is taken.

        Raises:
            LakeformError: the service can't take it, or refused it too often.
        """
        in_vain = 0
        while batch:
            self._requests += 1
            refused = self._sender.send(batch)
            self._refused.update(each.code for each in refused)
            again = {id(each.record) for each in refused}
            self._count([record for record in batch if id(record) not in again])
            in_vain = in_vain + 1 if len(refused) == len(batch) else 0
            if in_vain == PATIENCE:
                codes = ", ".join(sorted({each.code for each in refused}))
                raise ToolError(
                    f"{len(refused)} records were refused {PATIENCE} times in a row: {codes}",
                    hint="lower --rate, or give the stream more shards or on-demand capacity",
                )
            batch = [each.record for each in refused]
            if batch:
                # Full jitter: producers that were refused together don't come back together.
                longest = min(LONGEST_WAIT, FIRST_WAIT * 2**in_vain)
                self._clock.wait(random.uniform(0, longest))
                if self._clock.stopped:
                    return

    def _count(self, taken: Sequence[Record]) -> None:
        self._sent += len(taken)
        self._bytes += sum(map(self._sender.size, taken))
        self._anomalies.update(each.anomaly.kind for each in taken if each.anomaly is not None)
        self._taken(taken)
        self._watch(self._report("done"))

    def _report(self, ending: Ending, failure: LakeformError | None = None) -> Report:
        return Report(
            self._sent,
            self._bytes,
            self._requests,
            self._clock.now() - self._began,
            dict(self._refused),
            dict(self._anomalies),
            ending,
            failure,
        )


class _Batches:
    """Takes records that fit into a request; one that doesn't waits for the next."""

    def __init__(
        self, records: Iterator[Record], limits: Limits, size: Callable[[Record], int]
    ) -> None:
        self._records = records
        self._limits = limits
        self._size = size
        self._waiting: Record | None = None
        self.begun = 0
        """Records that were taken in all."""

    def take(self, most: int) -> list[Record]:
        """The next records: at least one, `most` of them or what a request holds."""
        batch: list[Record] = []
        total = 0
        while len(batch) < most:
            record = next(self._records) if self._waiting is None else self._waiting
            self._waiting = None
            size = self._size(record)
            if size > self._limits.record_bytes:
                raise InputError(
                    f"record {record.number} has {size:,} bytes, and the service takes "
                    f"{self._limits.record_bytes:,}",
                    hint="make the template, or the columns, smaller",
                )
            if total + size > self._limits.bytes:
                self._waiting = record
                break
            total += size
            batch.append(record)
        self.begun += len(batch)
        return batch


class Wall:
    """The clock on the wall."""

    def __init__(self) -> None:
        self._stop = False

    @property
    def stopped(self) -> bool:
        """Whether somebody wishes to stop."""
        return self._stop

    def stop(self) -> None:
        """Wish it; safe to call from a signal handler."""
        self._stop = True

    def now(self) -> float:
        """Seconds of the monotonic clock."""
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        """Sleep in short naps, so that a wish to stop is heard."""
        end = self.now() + seconds
        while not self._stop and (rest := end - self.now()) > 0:
            time.sleep(min(rest, TICK))
