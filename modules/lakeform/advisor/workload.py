"""What is trained: a data set, and the machines and runs that read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

KIB = 1024
MIB = 1024 * 1024
GIB = 1024**3
MB = 1_000_000

Goal = Literal["cheapest", "fastest"]


@dataclass(frozen=True)
class Clients:
    """The machines that train. None takes the stand-in of the facts.

    Attributes:
        network_gbps: network bandwidth of one.
        ebs_mb_s: bandwidth of one to its EBS volumes.
        cache_gib: memory of one that serves as page cache.
        usd_an_hour: price of one; the waiting for data costs it.
    """

    network_gbps: float | None = None
    ebs_mb_s: float | None = None
    cache_gib: float | None = None
    usd_an_hour: float | None = None


@dataclass(frozen=True)
class DataSet:
    """A data set and its training.

    Attributes:
        home: where the data lies today; what is stored elsewhere must be copied first.
        files: how many samples, one a file or, in shards, one a member.
        mean_file_kib: mean size of a sample.
        epochs: how often one run reads all samples.
        runs_a_month: runs, one after the other.
        clients: machines that share a run.
        workers: loader processes on each of them; each reads one sample at a time.
        shard_mib: size of the shards that hold the samples; None for a file a sample.
        decode_ms: time a worker needs to decode a sample; None: estimated from its size.
        goal: what the winner is best at.
        budget_usd_a_month: storage and requests may cost no more.
    """

    name: str
    files: int
    mean_file_kib: float
    epochs: int
    runs_a_month: float
    clients: int
    workers: int
    home: Literal["s3", "efs"] = "s3"
    shard_mib: float | None = None
    decode_ms: float | None = None
    machine: Clients = Clients()
    goal: Goal = "cheapest"
    budget_usd_a_month: float | None = None

    @property
    def file_bytes(self) -> float:
        """Mean size of a sample."""
        return self.mean_file_kib * KIB

    @property
    def bytes(self) -> float:
        """Size of the data set."""
        return self.files * self.file_bytes

    @property
    def samples_an_object(self) -> float:
        """Samples that are read with one opening: 1, or what fits in a shard."""
        if self.shard_mib is None:
            return 1.0
        return max(1.0, min(self.files, self.shard_mib * MIB / self.file_bytes))

    @property
    def objects(self) -> float:
        """Files or shards."""
        return self.files / self.samples_an_object

    @property
    def epochs_a_month(self) -> float:
        """How often the data set is read in a month."""
        return self.epochs * self.runs_a_month
