"""Delivery: pace, batches, refusals, endings; on a clock that the tests turn."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence

import pytest

from lakeform.errors import InputError, ToolError
from lakeform.produce import Anomaly, Pace, Record, Report, deliver
from lakeform.produce.deliver import LAG, PATIENCE
from lakeform.produce.senders import Limits, Refused

SMALL = Limits(records=500, bytes=5_000_000, record_bytes=1_000_000)


class Clock:
    """Time passes when somebody waits, or says so."""

    def __init__(self, stop_at: float = math.inf) -> None:
        self.time = 100.0
        self.stop_at = 100.0 + stop_at

    @property
    def stopped(self) -> bool:
        return self.time >= self.stop_at

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float) -> None:
        assert seconds > 0
        self.time = min(self.time + seconds, max(self.stop_at, self.time))


class Sender:
    """Takes everything, unless `refuse` says otherwise of a batch; a request costs `seconds`."""

    def __init__(
        self,
        clock: Clock,
        limits: Limits = SMALL,
        seconds: float = 0.0,
        refuse: Callable[[int, Sequence[Record]], list[Refused]] = lambda _, __: [],
    ) -> None:
        self.limits = limits
        self.clock = clock
        self.seconds = seconds
        self.refuse = refuse
        self.requests: list[tuple[float, list[int]]] = []

    def size(self, record: Record) -> int:
        return len(record.text)

    def send(self, batch: Sequence[Record]) -> list[Refused]:
        self.requests.append((self.clock.time - 100.0, [each.number for each in batch]))
        self.clock.time += self.seconds
        return self.refuse(len(self.requests), batch)

    def close(self) -> None: ...

    @property
    def sent(self) -> list[int]:
        return [number for _, numbers in self.requests for number in numbers]


def some(size: int = 10) -> Iterator[Record]:
    return (Record(number, "k", "x" * size) for number in itertools.count(1))


def test_a_count_is_kept_in_batches_of_the_services_limit() -> None:
    clock = Clock()
    sender = Sender(clock)
    report = deliver(some(), sender, Pace(count=1203), clock)
    assert [len(numbers) for _, numbers in sender.requests] == [500, 500, 203]
    assert sender.sent == list(range(1, 1204))
    assert (report.sent, report.bytes, report.requests, report.ending) == (1203, 12030, 3, "done")


def test_the_rate_is_kept() -> None:
    clock = Clock()
    sender = Sender(clock)
    report = deliver(some(), sender, Pace(rate=100, count=1000), clock)
    assert report.sent == 1000
    assert 9.8 <= report.seconds <= 10.0
    for at, numbers in sender.requests:
        assert numbers[-1] <= at * 100 + 1.001
        assert len(numbers) <= 12


def test_a_slow_rate_sends_at_once_and_then_waits() -> None:
    clock = Clock()
    sender = Sender(clock)
    deliver(some(), sender, Pace(rate=0.5, count=3), clock)
    assert [(round(at, 3), numbers) for at, numbers in sender.requests] == [
        (0.0, [1]),
        (2.0, [2]),
        (4.0, [3]),
    ]


@pytest.mark.parametrize(
    ("rate", "seconds", "count"), [(1000, 1, 1000), (10, 2.5, 25), (3, 1, 3), (0.1, 15, 2)]
)
def test_a_duration_holds_its_rates_records(rate: float, seconds: float, count: int) -> None:
    clock = Clock()
    sender = Sender(clock)
    report = deliver(some(), sender, Pace(rate, seconds=seconds), clock)
    assert report.sent == count
    assert report.seconds <= seconds


def test_what_comes_first_ends_it() -> None:
    assert deliver(some(), Sender(c := Clock()), Pace(10, 5, 10.0), c).sent == 5
    assert deliver(some(), Sender(c := Clock()), Pace(10, 500, 10.0), c).sent == 100


def test_a_slow_service_ends_on_time_and_gets_no_burst_afterwards() -> None:
    clock = Clock()
    sender = Sender(clock, seconds=2.0)
    report = deliver(some(), sender, Pace(rate=100, seconds=20), clock)
    assert report.seconds <= 20 + LAG + 2.0
    assert 0 < report.sent < 1500
    assert all(len(numbers) <= 100 * LAG + 1 for _, numbers in sender.requests)


def test_bytes_limit_a_request() -> None:
    clock = Clock()
    sender = Sender(clock, Limits(records=500, bytes=100, record_bytes=100))
    deliver(some(30), sender, Pace(count=7), clock)
    assert [len(numbers) for _, numbers in sender.requests] == [3, 3, 1]
    assert sender.sent == list(range(1, 8))


def test_a_record_that_the_service_never_takes_is_said() -> None:
    clock = Clock()
    sender = Sender(clock, Limits(records=500, bytes=100, record_bytes=100))
    report = deliver(some(101), sender, Pace(count=1), clock)
    assert (report.ending, report.sent, sender.requests) == ("failed", 0, [])
    assert isinstance(report.failure, InputError)
    assert "record 1 has 101 bytes, and the service takes 100" in str(report.failure)


def test_only_refused_records_are_sent_again() -> None:
    def refuse(request: int, batch: Sequence[Record]) -> list[Refused]:
        return [Refused(each, "Slow") for each in batch if each.number % 3 == 0 and request < 3]

    clock = Clock()
    sender = Sender(clock, refuse=refuse)
    told: list[int] = []
    report = deliver(
        some(),
        sender,
        Pace(count=9),
        clock,
        taken=lambda taken: told.extend(each.number for each in taken),
    )
    assert [numbers for _, numbers in sender.requests] == [[*range(1, 10)], [3, 6, 9], [3, 6, 9]]
    assert told == [1, 2, 4, 5, 7, 8, 3, 6, 9]
    assert (report.sent, report.requests, report.refused) == (9, 3, {"Slow": 6})
    assert clock.time > 100.0


def test_waits_grow_with_refusals_and_then_it_gives_up() -> None:
    clock = Clock()
    sender = Sender(clock, refuse=lambda _, batch: [Refused(each, "Slow") for each in batch])
    report = deliver(some(), sender, Pace(count=5), clock)
    assert len(sender.requests) == PATIENCE
    assert (report.sent, report.ending, report.refused) == (0, "failed", {"Slow": 5 * PATIENCE})
    assert isinstance(report.failure, ToolError)
    assert report.failure.message == "5 records were refused 10 times in a row: Slow"
    assert 0.5 < report.seconds < 45


def test_a_record_taken_now_and_then_keeps_hope() -> None:
    def refuse(_: int, batch: Sequence[Record]) -> list[Refused]:
        return [Refused(each, "Slow") for each in batch[1:]]

    clock = Clock()
    report = deliver(some(), Sender(clock, refuse=refuse), Pace(count=PATIENCE * 2), clock)
    assert (report.sent, report.ending) == (PATIENCE * 2, "done")


def test_a_wish_to_stop_ends_it_with_its_counts() -> None:
    clock = Clock(stop_at=3.0)
    report = deliver(some(), Sender(clock), Pace(rate=10), clock)
    assert (report.ending, report.failure) == ("interrupted", None)
    assert 29 <= report.sent <= 31


def test_a_wish_to_stop_is_heard_between_refusals() -> None:
    clock = Clock(stop_at=0.01)
    sender = Sender(clock, refuse=lambda _, batch: [Refused(each, "Slow") for each in batch])
    report = deliver(some(), sender, Pace(count=5), clock)
    assert (report.ending, report.sent) == ("interrupted", 0)
    assert len(sender.requests) < PATIENCE


def test_a_failure_keeps_the_counts() -> None:
    def fail(request: int, _: Sequence[Record]) -> list[Refused]:
        if request == 3:
            raise ToolError("access denied")
        return []

    clock = Clock()
    report = deliver(some(), Sender(clock, refuse=fail), Pace(count=5000), clock)
    assert (report.sent, report.ending, str(report.failure)) == (1000, "failed", "access denied")


def test_anomalies_are_counted_and_progress_is_shown() -> None:
    marked = (
        Record(number, "k", "x", Anomaly("missing", "a") if number % 2 else None)
        for number in itertools.count(1)
    )
    shown: list[Report] = []
    clock = Clock()
    report = deliver(marked, Sender(clock), Pace(count=600), clock, watch=shown.append)
    assert report.anomalies == {"missing": 300}
    assert [each.sent for each in shown] == [500, 600]
