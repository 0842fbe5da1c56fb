"""What is allowed in `lake.yaml` and yet rarely meant: told beside a plan, refused by nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from lakeform.catalog import arrivals
from lakeform.config import Lake
from lakeform.config.base import quoted
from lakeform.config.streams.references import Code, StoredCode


class Note(NamedTuple):
    """A note: the key that it is about, what is so, and what to do where it isn't meant."""

    key: str
    message: str
    hint: str

    def __str__(self) -> str:
        return f"{self.key}: {self.message}; {self.hint}"


def programs_are_there_before(lake: Lake) -> Iterator[Note]:
    """A program in a zone can't be there before the zone's bucket is."""
    codes: list[tuple[str, Code]] = [
        *((f"flink.{name}.code", each.code) for name, each in lake.streams.flink.items()),
        *((f"connect.{name}.plugin", each.plugin) for name, each in lake.streams.connect.items()),
    ]
    for key, code in codes:
        if isinstance(code, StoredCode):
            yield Note(
                f"streams.{key}",
                f"the object {quoted(code.key)} must be in the zone {quoted(code.zone)} before "
                "this is made, and a first apply makes the zone's bucket too",
                "apply the rest first and upload it, or let lakeform upload it: "
                "`{file: …}` or `{folder: …}`",
            )


def applications_use_something(lake: Lake) -> Iterator[Note]:
    """A Flink application's role may read and write what the file lists, and nothing else."""
    for name, application in lake.streams.flink.items():
        if not application.reads and not application.writes:
            yield Note(
                f"streams.flink.{name}",
                "it lists neither `reads` nor `writes`, so its role may use no stream and no zone",
                "list what it uses",
            )


def deliveries_are_found(lake: Lake) -> Iterator[Note]:
    """Nothing tells the catalogue of folders that a delivery writes."""
    for name, table in arrivals.unseen(lake):
        yield Note(
            f"streams.deliveries.{name}",
            f"Athena finds none of the partitions that it writes to {quoted(table)}",
            "add a `projection` to the table, or a crawler; `projection: {}` says that you add "
            "partitions yourself",
        )


NOTES: tuple[Callable[[Lake], Iterator[Note]], ...] = (
    programs_are_there_before,
    applications_use_something,
    deliveries_are_found,
)


def notes(lake: Lake) -> Iterator[Note]:
    """All notes about a lake."""
    for each in NOTES:
        yield from each(lake)
