"""The processes that read, as those of a training loader.

Each gets a share of the items, waits until all are ready, reads its share once (cold), and once
more (warm), always in a new random order if shuffled. A pass ends when the share is read or the
time is over; what a cold pass didn't reach, the warm one doesn't read either.
"""

from __future__ import annotations

import multiprocessing
import random
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

from lakeform.errors import LakeformError, ToolError
from lakeform.loadbench.samples import decode, samples
from lakeform.loadbench.targets import Item, Target

START_SECONDS = 120.0
"""Longest wait for a worker to start: a new process imports Python and boto3."""

GRACE_SECONDS = 120.0
"""What a pass may last beyond its time: one sample that is under way."""


@dataclass(frozen=True)
class Task:
    """What one worker does."""

    place: Target
    items: tuple[Item, ...]
    decode: bool
    shuffle: bool
    seed: int
    seconds: float


@dataclass(frozen=True)
class Pass:
    """One epoch of all workers: samples, bytes, and the seconds of the slowest worker."""

    samples: int
    bytes: int
    seconds: float

    @property
    def samples_a_second(self) -> float:
        """The rate."""
        return self.samples / self.seconds if self.seconds else 0.0


@dataclass(frozen=True)
class _Share:
    """What one worker read in one pass."""

    samples: int
    bytes: int
    seconds: float
    items: int


def read_twice(tasks: Sequence[Task]) -> Iterator[Pass]:
    """Run all tasks at once, each in a process: yields the cold pass, then the warm one.

    Raises:
        LakeformError: a worker's own error, or that it died.
    """
    with _running(tasks) as workers:
        for worker in workers:
            worker.wait_for("ready", START_SECONDS)
        for _ in range(2):
            for worker in workers:
                worker.connection.send("go")
            shares = [worker.share(tasks[0].seconds + GRACE_SECONDS) for worker in workers]
            yield Pass(
                sum(share.samples for share in shares),
                sum(share.bytes for share in shares),
                max(share.seconds for share in shares),
            )


@dataclass(frozen=True)
class _Worker:
    process: multiprocessing.process.BaseProcess
    connection: Connection

    def wait_for(self, word: str, seconds: float) -> None:
        said = self._receive(seconds)
        if said != word:
            raise ToolError(f"a worker said {said!r} instead of {word!r}")

    def share(self, seconds: float) -> _Share:
        said = self._receive(seconds)
        if not isinstance(said, _Share):
            raise ToolError(f"a worker said {said!r} instead of what it read")
        return said

    def _receive(self, seconds: float) -> object:
        try:
            if not self.connection.poll(seconds):
                raise ToolError(f"a worker didn't answer for {seconds:g} s")
            said: object = self.connection.recv()
        except (EOFError, OSError) as error:
            self.process.join(timeout=5)
            code = self.process.exitcode
            raise ToolError(f"a worker died (exit code {code})") from error
        if isinstance(said, LakeformError):
            raise said
        return said


@contextmanager
def _running(tasks: Sequence[Task]) -> Iterator[list[_Worker]]:
    # Not forked: a fork copies locks of other threads, and boto3 isn't safe in one.
    context = multiprocessing.get_context("spawn")
    workers: list[_Worker] = []
    try:
        with _no_interrupt():
            for task in tasks:
                ours, theirs = context.Pipe()
                process = context.Process(target=_work, args=(theirs, task), daemon=True)
                process.start()
                theirs.close()
                workers.append(_Worker(process, ours))
        yield workers
    finally:
        for worker in workers:
            worker.connection.close()
        for worker in workers:
            worker.process.join(timeout=1)
            if worker.process.is_alive():
                worker.process.terminate()
                worker.process.join(timeout=5)


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Put Ctrl-C off until the workers are started, each whole. They inherit that, for good: the
    terminal sends it to all of them, and it is for the parent to end them."""
    former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def _work(connection: Connection, task: Task) -> None:
    """The life of a worker: ready, go, a share, go, a share."""
    items = list(task.items)
    chance = random.Random(task.seed)
    try:
        connection.send("ready")
        while connection.recv() == "go":
            if task.shuffle:
                chance.shuffle(items)
            share = _read(task, items)
            items = items[: share.items]
            connection.send(share)
    except LakeformError as error:
        connection.send(error)
    except (EOFError, BrokenPipeError):
        return  # the parent has what it wanted, or is gone
    except Exception as error:  # a stream that breaks off, a disk that fails: the parent says so
        connection.send(ToolError(f"{task.place.name}: {type(error).__name__}: {error}"))


def _read(task: Task, items: Sequence[Item]) -> _Share:
    count = size = touched = 0
    begin = time.perf_counter()
    end = begin + task.seconds
    for item in items:
        touched += 1
        for sample in samples(task.place, item):
            count += 1
            size += len(sample)
            if task.decode:
                decode(sample, task.place.name)
            if time.perf_counter() >= end:
                return _Share(count, size, time.perf_counter() - begin, touched)
    return _Share(count, size, time.perf_counter() - begin, touched)
