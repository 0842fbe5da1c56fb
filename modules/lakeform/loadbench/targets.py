"""Where samples are read from: S3 or a mounted file system."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from lakeform import cloud
from lakeform.errors import InputError, LakeformError, ToolError

S3_SCHEME = "s3://"
NETWORK_FILE_SYSTEMS = {"nfs", "nfs4"}
PAGE = 4096


@dataclass(frozen=True)
class Item:
    """A file or an object: its key below the target, and its bytes."""

    key: str
    size: int


class Target(Protocol):
    """What the benchmark needs of a place; an instance goes to every worker process.

    Attributes:
        name: what the user wrote.
    """

    @property
    def name(self) -> str: ...

    def kind(self) -> str:
        """`s3`, `nfs4`, `lustre`, `ext4`, …"""
        ...

    def is_efs(self) -> bool:
        """Whether it counts as the EFS that others are compared with."""
        ...

    def items(self) -> Iterator[Item]:
        """Everything below it that has bytes, sorted by key."""
        ...

    def open(self, key: str) -> IO[bytes]:
        """The bytes of one item, as a stream."""
        ...

    def write(self, key: str, data: bytes) -> None:
        """Put one item there."""
        ...

    def cool(self, items: Sequence[Item]) -> str | None:
        """Drop what this machine has cached of the items; None if nothing of them is left, else
        what is."""
        ...


def target(name: str) -> Target:
    """The target that a user names: `s3://bucket/prefix`, or a folder.

    Raises:
        InputError: it is neither.
    """
    if name.startswith(S3_SCHEME):
        bucket, _, prefix = name.removeprefix(S3_SCHEME).partition("/")
        if not bucket:
            raise InputError(f"`{name}` names no bucket", hint="write s3://BUCKET/PREFIX")
        return S3Target(
            name, bucket, prefix if not prefix or prefix.endswith("/") else f"{prefix}/"
        )
    if "://" in name:
        raise InputError(f"`{name}` is no target", hint="write s3://BUCKET/PREFIX, or a folder")
    return FolderTarget(name, Path(name))


@dataclass(frozen=True)
class FolderTarget:
    """A folder of any file system: EFS, FSx for Lustre, EBS, a local disk."""

    name: str
    folder: Path

    def kind(self) -> str:
        """The type of the file system, as the kernel calls it."""
        return mount_of(self.folder).type

    def is_efs(self) -> bool:
        """An NFS mount: EFS speaks nothing else, and few others are NFS."""
        return mount_of(self.folder).type in NETWORK_FILE_SYSTEMS

    def items(self) -> Iterator[Item]:
        """The files below the folder."""
        if not self.folder.is_dir():
            raise InputError(
                f"`{self.name}` isn't a folder",
                hint="mount the file system, or make data with `--make N`",
            )
        for root, folders, files in os.walk(self.folder, onerror=_unreadable):
            folders.sort()
            for file in sorted(files):
                path = Path(root, file)
                if path.is_file() and (size := path.stat().st_size):
                    yield Item(path.relative_to(self.folder).as_posix(), size)

    def open(self, key: str) -> IO[bytes]:
        """The file; unbuffered, as it is read in large pieces."""
        try:
            return open(self.folder / key, "rb", buffering=0)
        except OSError as error:
            raise ToolError(f"{self.folder / key} can't be read: {error.strerror}") from error

    def write(self, key: str, data: bytes) -> None:
        """Write the file and its folders."""
        path = self.folder / key
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except OSError as error:
            raise ToolError(f"{path} can't be written: {error.strerror}") from error

    def cool(self, items: Sequence[Item]) -> str | None:
        """Ask the kernel to drop the files' pages; that needs no root, and the file system may
        ignore it. What the file server has cached stays."""
        if sys.platform != "linux":
            return "only Linux lets the page cache be dropped without root: it may be warm"
        os.sync()  # pages that aren't written yet can't be dropped
        for item in items:
            descriptor = os.open(self.folder / item.key, os.O_RDONLY)
            try:
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(descriptor)
        return _what_is_cached(self.folder, items)


def _unreadable(error: OSError) -> None:
    raise ToolError(f"{error.filename} can't be read: {error.strerror}") from error


def _what_is_cached(folder: Path, items: Sequence[Item], most: int = 200) -> str | None:
    """Ask for a page of some items without waiting for the disk: the kernel has it, or refuses."""
    if sys.platform != "linux":
        return None
    step = max(1, len(items) // most)
    probed = items[::step]
    cached = 0
    for item in probed:
        descriptor = os.open(folder / item.key, os.O_RDONLY)
        try:
            offset = max(0, item.size // 2 // PAGE * PAGE)
            os.preadv(descriptor, [bytearray(1)], offset, os.RWF_NOWAIT)
            cached += 1
        except OSError as error:
            if error.errno in (errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL):
                return "this file system doesn't tell what is cached: it may be warm"
            if error.errno != errno.EAGAIN:
                raise ToolError(f"{folder / item.key}: {error.strerror}") from error
        finally:
            os.close(descriptor)
    if not cached:
        return None
    return f"{cached / len(probed):.0%} of the files couldn't be dropped from the page cache"


@dataclass(frozen=True)
class Mount:
    """A mounted file system: its type, and what is mounted."""

    type: str
    source: str


def mount_of(path: Path, mountinfo: str | None = None) -> Mount:
    """The mount that a path lies on; type `unknown` where the system doesn't say.

    Args:
        mountinfo: content of /proc/self/mountinfo.
    """
    if mountinfo is None:
        try:
            mountinfo = Path("/proc/self/mountinfo").read_text(encoding="utf-8")
        except OSError:
            return Mount("unknown", "")
    wanted = path.resolve()
    best, found = -1, Mount("unknown", "")
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        point = Path(before.split()[4].encode().decode("unicode_escape"))
        if wanted.is_relative_to(point) and len(point.parts) >= best:
            type, source = after.split()[:2]
            best, found = len(point.parts), Mount(type, source)
    return found


@dataclass(frozen=True)
class S3Target:
    """A prefix of a bucket, read through boto3, as a loader without a special client does it."""

    name: str
    bucket: str
    prefix: str

    def kind(self) -> str:
        """`s3`, or `s3_express` for a directory bucket."""
        return "s3_express" if self.bucket.endswith("--x-s3") else "s3"

    def is_efs(self) -> bool:
        """Never."""
        return False

    def items(self) -> Iterator[Item]:
        """The objects below the prefix."""
        with cloud.in_words(self.name):
            pages = _client().get_paginator("list_objects_v2")
            found = [
                Item(entry["Key"].removeprefix(self.prefix), entry["Size"])
                for page in pages.paginate(Bucket=self.bucket, Prefix=self.prefix)
                for entry in page.get("Contents", ())
                if entry["Size"]
            ]
        # A directory bucket doesn't sort its keys.
        yield from sorted(found, key=lambda item: item.key)

    def open(self, key: str) -> IO[bytes]:
        """The object's body."""
        with cloud.in_words(f"s3://{self.bucket}/{self.prefix}{key}"):
            answer = _client().get_object(Bucket=self.bucket, Key=self.prefix + key)
        body: IO[bytes] = answer["Body"]
        return body

    def write(self, key: str, data: bytes) -> None:
        """Put the object."""
        with cloud.in_words(f"s3://{self.bucket}/{self.prefix}{key}"):
            _client().put_object(Bucket=self.bucket, Key=self.prefix + key, Body=data)

    def cool(self, items: Sequence[Item]) -> str | None:  # noqa: ARG002
        """Nothing to do: this machine caches no objects."""
        return None


_clients: dict[int, Any] = {}


def _client() -> Any:
    """One client a process: a client made before a fork or handed over isn't safe to use."""
    process = os.getpid()
    if process not in _clients:
        _clients[process] = cloud.client("s3", connections=WRITERS)
    return _clients[process]


WRITERS = 16
"""Uploads at the same time."""


def existing_items(place: Target) -> list[Item]:
    """The items of a target.

    Raises:
        InputError: there are none.
        LakeformError: it can't be read.
    """
    try:
        found = list(place.items())
    except OSError as error:
        raise LakeformError(f"{place.name} can't be read: {error}") from error
    if not found:
        raise InputError(f"`{place.name}` is empty", hint="make data with `--make N --size KIB`")
    return found
