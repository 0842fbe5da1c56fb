"""Where lake.yaml has what a resource comes from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lakeform.config.yaml_reader import Document, KeyPath, read


class Positions:
    """The places of one environment's keys: those of its overrides, and the shared ones."""

    def __init__(self, file: Path, environment: str) -> None:
        self._document: Document = read(file)
        self._overrides: KeyPath = ("environments", environment, "overrides")

    @property
    def file(self) -> Path:
        return self._document.file

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts of all environments, sorted."""
        environments = self._document.data["environments"]
        return tuple(sorted({str(environment["account"]) for environment in environments.values()}))

    def place(self, path: KeyPath) -> tuple[int, int]:
        """Line and column of the value at `path`: of the overrides', where they have it."""
        over = (*self._overrides, *path)
        return self._document.locate(over if self._document.has(over) else path)

    def best(self, paths: Iterable[KeyPath]) -> int | None:
        """The line of that path which the file has: the longest of those that it has wholly, else
        the one that it has most of; None where it has nothing of any.
        """
        best, line = (False, 0), None
        for path in paths:
            for start in ((), self._overrides):
                depth = self._depth(start, path)
                if depth and (depth == len(path), depth) > best:
                    best = depth == len(path), depth
                    line, _ = self._document.locate((*start, *path[:depth]), key=True)
        return line

    def _depth(self, start: KeyPath, path: KeyPath) -> int:
        """How many of the path's parts the file has below `start`."""
        depth = 0
        while depth < len(path) and self._document.has((*start, *path[: depth + 1])):
            depth += 1
        return depth
