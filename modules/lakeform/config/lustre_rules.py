"""The sizes and throughputs that FSx for Lustre offers.

Numbers: API reference of CreateFileSystem (`StorageCapacity`, `PerUnitStorageThroughput`) and the
FSx for Lustre user guide ("Deployment and storage class options", "Working with EFA").
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice

THROUGHPUTS: dict[tuple[str, str], tuple[int, ...]] = {
    ("PERSISTENT_2", "SSD"): (125, 250, 500, 1000),
    ("PERSISTENT_1", "SSD"): (50, 100, 200),
    ("PERSISTENT_1", "HDD"): (12, 40),
}
"""Deployment and kind of disk → MB/s a TiB; a deployment that isn't here has a fixed throughput."""

HDD_STEPS = {12: 6000, 40: 1800}
"""MB/s a TiB of disks → step of the capacity in GiB."""

EFA_STEPS = {125: 38400, 250: 19200, 500: 9600, 1000: 4800}
"""MB/s a TiB → step of the capacity in GiB, with EFA."""

SSD_FIRST = 1200
SSD_STEP = 2400

METADATA_IOPS = (1500, 3000, 6000, 12000, *range(24000, 192001, 12000))
"""Metadata IOPS that can be provisioned (API reference of
CreateFileSystemLustreMetadataConfiguration)."""


def capacities(storage: str, throughput: int, *, efa: bool) -> Iterator[int]:
    """All capacities in GiB, ascending, without end.

    Args:
        storage: SSD or HDD.
        throughput: MB/s a TiB; it decides on disks and with EFA only.
    """
    if efa:
        yield from count(EFA_STEPS[throughput], EFA_STEPS[throughput])
    elif storage == "HDD":
        yield from count(HDD_STEPS[throughput], HDD_STEPS[throughput])
    else:
        yield SSD_FIRST
        yield from count(SSD_STEP, SSD_STEP)


def nearest(capacity: int, storage: str, throughput: int, *, efa: bool) -> tuple[int, ...]:
    """The capacity itself, where the service makes it; otherwise those below and above, and the
    smallest two where nothing is below."""
    below = 0
    for allowed in capacities(storage, throughput, efa=efa):
        if allowed == capacity:
            return (capacity,)
        if allowed > capacity:
            break
        below = allowed
    if not below:
        return tuple(islice(capacities(storage, throughput, efa=efa), 2))
    return below, allowed
