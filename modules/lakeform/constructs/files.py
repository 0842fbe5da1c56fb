"""Files that Terraform uploads: they lie beside `cdk.tf.json`, so that no path names a machine.

They are written after the stack was synthesised: a construct only says what there will be.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = "files"
"""The folder beside `cdk.tf.json`."""

_THE_PAST = (1980, 1, 1, 0, 0, 0)
"""Time of every file in an archive: the earliest that ZIP knows."""
_READABLE = 0o644 << 16


@dataclass(frozen=True)
class StackFile:
    """A file of a stack.

    Attributes:
        path: as Terraform knows it.
        digest: SHA-256 of its content.
    """

    path: str
    digest: bytes


class StackFiles:
    """The files of one stack."""

    def __init__(self) -> None:
        self._writers: dict[str, Callable[[Path], object]] = {}

    def copy(self, name: str, source: Path) -> StackFile:
        """A copy of a file of the user's.

        Args:
            name: unlike those of all other files of the stack.

        Raises:
            OSError: it can't be read.
        """
        with source.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").digest()
        return self._add(name, digest, lambda target: shutil.copyfile(source, target))

    def archive(self, name: str, inside: Mapping[str, bytes]) -> StackFile:
        """A ZIP archive; the same content gives the same bytes.

        Args:
            name: unlike those of all other files of the stack.
            inside: path in the archive → content.
        """
        data = _zip(inside)
        digest = hashlib.sha256(data).digest()
        return self._add(name, digest, lambda target: target.write_bytes(data))

    def _add(self, name: str, digest: bytes, write: Callable[[Path], object]) -> StackFile:
        if name in self._writers:
            raise ValueError(f"there is a file {name} already")
        self._writers[name] = write
        return StackFile(f"{FOLDER}/{name}", digest)

    def write(self, stack: Path) -> None:
        """Write them into a stack's folder, and remove what former runs left there.

        Raises:
            OSError: the folder can't be written.
        """
        folder = stack / FOLDER
        if folder.exists():
            shutil.rmtree(folder)
        for name, write in sorted(self._writers.items()):
            folder.mkdir(exist_ok=True)
            write(folder / name)


def folder_content(folder: Path) -> dict[str, bytes]:
    """Path → content of all files below a folder; those that start with `.` are left out.

    Raises:
        OSError: one can't be read.
    """
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder): path for path in paths}
    return {
        inside.as_posix(): path.read_bytes()
        for inside, path in named.items()
        if not any(part.startswith((".", "__pycache__")) for part in inside.parts)
    }


def _zip(inside: Mapping[str, bytes]) -> bytes:
    """Stored, not compressed: what compression makes depends on the version of zlib."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path, content in sorted(inside.items()):
            entry = zipfile.ZipInfo(path, _THE_PAST)
            entry.external_attr = _READABLE
            entry.create_system = 3  # Unix, on every machine
            archive.writestr(entry, content)
    return buffer.getvalue()
