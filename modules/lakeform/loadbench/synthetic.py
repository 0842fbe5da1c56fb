"""Synthetic data: images as small files and, the same images, in tar shards."""

from __future__ import annotations

import io
import math
import random
import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from lakeform.errors import InputError
from lakeform.loadbench.samples import has_pillow
from lakeform.loadbench.targets import WRITERS, Target, target

KIB = 1024
MIB = 1024 * KIB
SHARD_MIB = 100
"""Size of the shards; AWS advises 100 MB to 1 GB."""

LEAST_SHARDS = 16
"""Of little data, smaller shards are made: each worker should have one."""

PATTERNS = 8
"""Different images; the files differ by their number at the end, where decoders don't look."""

FOLDER_FILES = 1000
"""Files a folder: an `ls` of a million files takes minutes."""

JPEG_QUALITY = 90
BYTES_A_PIXEL = 0.5
"""Of such a JPEG, roughly: where the search for the right width begins."""
SEARCHES = 12


def make(name: str, count: int, size_kib: int, *, seed: int = 1) -> str:
    """Write `count` images of `size_kib` each below a target, as `files/` and as `shards/`.

    The images are JPEGs of noise with the density of photographs; without Pillow they are random
    bytes, which can't be decoded.

    Returns:
        a sentence about what was made.

    Raises:
        InputError: nothing, or too small images, are asked for.
        ToolError: writing failed.
    """
    if count < 1 or size_kib < 2:
        raise InputError("--make needs at least one image of 2 KiB", hint="--make 10000 --size 110")
    place = target(name)
    patterns = _patterns(size_kib * KIB, seed)
    suffix = "jpg" if has_pillow() else "bin"
    images = (_numbered(patterns[i % PATTERNS], i, size_kib * KIB) for i in range(count))
    a_shard = min(SHARD_MIB * KIB // size_kib, math.ceil(count / LEAST_SHARDS))
    shards = _write(place, images, suffix, max(1, a_shard))
    what = "JPEG images" if suffix == "jpg" else "files of random bytes (Pillow isn't there)"
    return f"{name}: {count:,} {what} of {size_kib} KiB, as files and in {shards:,} shards"


def _write(place: Target, images: Iterator[bytes], suffix: str, a_shard: int) -> int:
    """A shard's worth at a time, so that memory holds no more; returns the number of shards."""
    number = shards = 0
    with ThreadPoolExecutor(WRITERS) as pool:
        while batch := list(islice(images, a_shard)):
            names = [f"{i:08d}.{suffix}" for i in range(number, number + len(batch))]
            keys = [
                f"files/{(number + i) // FOLDER_FILES:05d}/{name}" for i, name in enumerate(names)
            ]
            list(pool.map(place.write, keys, batch))
            place.write(f"shards/{shards:05d}.tar", _shard(names, batch))
            number += len(batch)
            shards += 1
    return shards


def _shard(names: list[str], images: list[bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, image in zip(names, images, strict=True):
            member = tarfile.TarInfo(name)
            member.size = len(image)
            archive.addfile(member, io.BytesIO(image))
    return stream.getvalue()


def _numbered(pattern: bytes, number: int, size: int) -> bytes:
    """The pattern filled up to the size, with its number at the end."""
    return pattern.ljust(size - 8, b"\0") + number.to_bytes(8, "big")


def _patterns(size: int, seed: int) -> list[bytes]:
    chance = random.Random(seed)
    if not has_pillow():
        return [chance.randbytes(size - 8) for _ in range(PATTERNS)]
    return [_jpeg(size - 8, chance) for _ in range(PATTERNS)]


def _jpeg(most: int, chance: random.Random) -> bytes:
    """A JPEG of at most so many bytes, and not many fewer: the picture's width is searched."""
    width, best = max(8, int((most / BYTES_A_PIXEL) ** 0.5)), b""
    for _ in range(SEARCHES):
        data = _encode(width, chance)
        if len(data) <= most and len(data) > len(best):
            best = data
        if len(best) > 0.9 * most:
            break
        width = max(8, int(width * (most / len(data)) ** 0.5 * 0.99))
    if not best:
        raise InputError("no image is that small", hint="--size 2 or more")
    return best


def _encode(width: int, chance: random.Random) -> bytes:
    """Noise of a quarter of the width, scaled up: about as dense as a photograph."""
    from PIL import Image

    quarter = width // 4 + 1
    noise = Image.frombytes("RGB", (quarter, quarter), chance.randbytes(3 * quarter * quarter))
    picture = noise.resize((width, width), Image.Resampling.BICUBIC)
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=JPEG_QUALITY)
    return stream.getvalue()
