"""How fast a storage feeds training: the whole model, pure arithmetic.

A worker opens an object, reads it, decodes the sample, and begins the next one. So, alone, it needs

    seconds a sample = opening / samples an object + size / stream rate + decoding

and all workers together read `clients · workers / seconds` samples a second, unless something else
allows less: the requests that the storage answers, the throughput of the file system, the network
of the clients, or what one client gets from that storage. The lowest of these is the rate, and its
name is the limit that the advisor shows.

A share of the data may lie in the clients' memory (the page cache; object stores have none). Then
only the rest loads the storage:

    cached share = memory for the cache / size of the data set, at most 1

Three passes over the data differ: the very first one (the data may have to be copied, or comes from
S3 at its first reading), the first one of each later run (cold clients), and all others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from lakeform.advisor.workload import MB, DataSet

Limit = Literal["requests", "client", "file system", "network", "latency"]
"""What the rate is limited by: requests the storage answers a second; the client, with its
decoding or its share of the storage; the file system's throughput; the clients' network; or the
latency of a request times the few that the workers have under way."""

UNLIMITED = float("inf")


@dataclass(frozen=True)
class Machine:
    """A client, with all of its figures known."""

    network_mb_s: float
    ebs_mb_s: float
    cache_bytes: float
    usd_an_hour: float
    decode_ms: float


@dataclass(frozen=True)
class Reading:
    """How one configuration of a storage is read.

    Attributes:
        open_ms: from the request to the first byte of an object, all round trips together.
        stream_mb_s: what one worker reads of an open object.
        requests_a_second: that the storage answers, all clients together.
        requests_an_object: opening it.
        requests_a_sample: reading it, beyond the opening.
        system_mb_s: throughput of the storage, all clients together.
        client_mb_s: what one client gets of it.
        by_network: reads share the clients' network.
        cacheable: clients keep what they read in memory.
        cached_open_ms: opening an object that the client has in memory.
        cached_requests: requests of that opening.
    """

    open_ms: float
    stream_mb_s: float
    requests_a_second: float = UNLIMITED
    requests_an_object: float = 1.0
    requests_a_sample: float = 0.0
    system_mb_s: float = UNLIMITED
    client_mb_s: float = UNLIMITED
    by_network: bool = True
    cacheable: bool = False
    cached_open_ms: float = 0.0
    cached_requests: float = 0.0


class Rate(NamedTuple):
    """Samples a second, and what keeps them from being more."""

    samples_a_second: float
    limit: Limit


def cached_share(data: DataSet, reading: Reading, machine: Machine) -> float:
    """How much of the data a warm client finds in its memory, 0 to 1."""
    return min(1.0, machine.cache_bytes / data.bytes) if reading.cacheable else 0.0


def read_rate(data: DataSet, reading: Reading, machine: Machine, cached: float = 0.0) -> Rate:
    """The rate of one pass.

    Args:
        cached: share of the data that lies in the clients' memory.
    """
    missing = 1.0 - cached
    an_object = data.samples_an_object
    opening = (reading.open_ms * missing + reading.cached_open_ms * cached) / an_object / 1000
    streaming = missing * data.file_bytes / (reading.stream_mb_s * MB)
    decoding = machine.decode_ms / 1000
    seconds = opening + streaming + decoding
    requests = (
        reading.requests_an_object * missing + reading.cached_requests * cached
    ) / an_object + reading.requests_a_sample * missing
    loaded = missing * data.file_bytes / MB

    by_worker: Limit = "client" if decoding > opening + streaming else "latency"
    network = data.clients * machine.network_mb_s if reading.by_network else UNLIMITED
    rates = (
        Rate(_ratio(data.clients * data.workers, seconds), by_worker),
        Rate(_ratio(reading.requests_a_second, requests), "requests"),
        Rate(_ratio(reading.system_mb_s, loaded), "file system"),
        Rate(_ratio(network, loaded), "network"),
        Rate(_ratio(data.clients * reading.client_mb_s, loaded), "client"),
    )
    return min(rates, key=lambda rate: rate.samples_a_second)


def _ratio(amount: float, divisor: float) -> float:
    return amount / divisor if divisor else UNLIMITED


@dataclass(frozen=True)
class Copying:
    """Bringing the data to a storage before the first epoch.

    Attributes:
        object_ms: reading one object at its home and writing it, without its bytes.
        stream_mb_s: of one transfer.
        requests_a_second: of the slower side.
        write_mb_s: of the storage, all clients together.
        copies: how often the data is written: once, or once a client.
        threads: transfers at the same time, all clients together.
    """

    object_ms: float
    stream_mb_s: float
    requests_a_second: float
    write_mb_s: float
    copies: int
    threads: float


def copy_seconds(data: DataSet, copying: Copying, machine: Machine) -> float:
    """How long the copying takes."""
    each = copying.object_ms / 1000 + data.bytes / data.objects / (copying.stream_mb_s * MB)
    objects, size = data.objects * copying.copies, data.bytes * copying.copies
    return max(
        objects * each / copying.threads,
        objects / copying.requests_a_second,
        size / (copying.write_mb_s * MB),
        size / (data.clients * machine.network_mb_s * MB),
    )
