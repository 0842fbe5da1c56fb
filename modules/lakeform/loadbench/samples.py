"""From items to samples: files, members of tar shards, decoded images."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from typing import Literal

from lakeform.errors import InputError, ToolError, ToolMissing
from lakeform.loadbench.targets import Item, Target

Layout = Literal["files", "shards"]
"""A sample a file, or many in a tar shard."""

SHARD = ".tar"
CHUNK = 1024 * 1024
"""Bytes that are read of a shard at a time."""


def layouts(items: list[Item]) -> dict[Layout, list[Item]]:
    """The items by layout, without empty ones."""
    shards = [item for item in items if item.key.endswith(SHARD)]
    files = [item for item in items if not item.key.endswith(SHARD)]
    found: dict[Layout, list[Item]] = {"files": files, "shards": shards}
    return {layout: members for layout, members in found.items() if members}


def samples(place: Target, item: Item) -> Iterator[bytes]:
    """The samples of one item, read in one go.

    Raises:
        ToolError: the item can't be read, or is no tar file though it is called one.
    """
    if not item.key.endswith(SHARD):
        with place.open(item.key) as stream:
            yield stream.read()
        return
    try:
        with (
            place.open(item.key) as stream,
            tarfile.open(fileobj=stream, mode="r|", bufsize=CHUNK) as archive,
        ):
            for member in archive:
                file = archive.extractfile(member)
                if file is not None:
                    yield file.read()
    except tarfile.TarError as error:
        raise ToolError(f"{place.name}: {item.key} is no tar shard: {error}") from error


def decode(data: bytes, name: str) -> int:
    """Decode an image to pixels, as a training loader does; returns their number.

    Raises:
        InputError: it is no image.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as image:
            pixels = image.convert("RGB")
    except (UnidentifiedImageError, OSError) as error:
        raise InputError(
            f"a sample of {name} is no image: {error}", hint="measure with --no-decode"
        ) from error
    return pixels.width * pixels.height


def need_pillow(purpose: str) -> None:
    """Say what to install where Pillow isn't there.

    Raises:
        ToolMissing: it isn't.
    """
    if not has_pillow():
        raise ToolMissing(f"{purpose} needs Pillow", hint="pip install pillow")


def has_pillow() -> bool:
    """Whether images can be decoded and drawn."""
    try:
        import PIL.Image  # noqa: F401
    except ImportError:
        return False
    return True
