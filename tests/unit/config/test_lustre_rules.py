"""Sizes of FSx for Lustre."""

from __future__ import annotations

from itertools import islice

import pytest

from lakeform.config.lustre_rules import METADATA_IOPS, capacities, nearest


@pytest.mark.parametrize(
    ("storage", "throughput", "efa", "sizes"),
    [
        ("SSD", 125, False, [1200, 2400, 4800, 7200, 9600]),
        ("SSD", 0, False, [1200, 2400, 4800, 7200, 9600]),
        ("HDD", 12, False, [6000, 12000, 18000, 24000, 30000]),
        ("HDD", 40, False, [1800, 3600, 5400, 7200, 9000]),
        ("SSD", 125, True, [38400, 76800, 115200, 153600, 192000]),
        ("SSD", 250, True, [19200, 38400, 57600, 76800, 96000]),
        ("SSD", 500, True, [9600, 19200, 28800, 38400, 48000]),
        ("SSD", 1000, True, [4800, 9600, 14400, 19200, 24000]),
    ],
)
def test_the_sizes_that_there_are(
    storage: str, throughput: int, efa: bool, sizes: list[int]
) -> None:
    assert list(islice(capacities(storage, throughput, efa=efa), 5)) == sizes
    for size in sizes:
        assert nearest(size, storage, throughput, efa=efa) == (size,)


@pytest.mark.parametrize(
    ("capacity", "expected"),
    [(1, (1200, 2400)), (1199, (1200, 2400)), (1201, (1200, 2400)), (3600, (2400, 4800))],
)
def test_the_nearest(capacity: int, expected: tuple[int, int]) -> None:
    assert nearest(capacity, "SSD", 125, efa=False) == expected


def test_metadata_iops() -> None:
    assert METADATA_IOPS[:6] == (1500, 3000, 6000, 12000, 24000, 36000)
    assert METADATA_IOPS[-1] == 192000
