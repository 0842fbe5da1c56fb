"""Rules of training data: where it lies, and what it is read from."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.config.base import quoted, suggestion
from lakeform.config.explain import Fault
from lakeform.config.model import Lake
from lakeform.config.training import STORAGES


def training_data_lies_somewhere(lake: Lake) -> Iterator[Fault]:
    """In a zone or in a file system, one that exists."""
    for name, data in sorted(lake.training.items()):
        where = ("training", name)
        if (data.zone is None) == (data.efs is None):
            yield Fault(
                where,
                f"{quoted(name)} lies in a zone or in a file system",
                "write one of `zone` and `efs`",
                at_key=True,
            )
        elif data.zone is not None and data.zone not in lake.zones:
            yield Fault(
                (*where, "zone"),
                f"there is no zone {quoted(data.zone)}",
                suggestion(data.zone, list(lake.zones), "zones"),
            )
        elif data.efs is not None and data.efs not in lake.file_systems.efs:
            yield Fault(
                (*where, "efs"),
                f"there is no EFS file system {quoted(data.efs)}",
                suggestion(data.efs, sorted(lake.file_systems.efs), "file systems"),
            )


def training_storage_exists(lake: Lake) -> Iterator[Fault]:
    """A file system that training reads from is declared, or can be made."""
    references = lake.file_systems.references()
    for name, data in sorted(lake.training.items()):
        where = ("training", name, "storage")
        if data.storage not in STORAGES:
            if data.storage not in references:
                yield Fault(
                    where,
                    f"there is no file system {quoted(data.storage)}",
                    suggestion(data.storage, references, "file systems"),
                )
            continue
        asked = "storage" in data.model_fields_set
        if asked and data.storage in ("efs", "ebs", "lustre", "auto") and lake.network is None:
            yield Fault(
                where,
                f"{quoted(data.storage)} may need a file system, and that a network to lie in",
                "add `network: {}`, or read from `s3`, `s3_connector` or `s3_express`",
                at_key=True,
            )
        kind = data.storage
        if kind in ("efs", "ebs", "lustre") and f"{kind}.{name}" in references:
            yield Fault(
                where,
                f"the file system `{kind}.{name}` would be made for this data set, but is declared "
                "already",
                f"write `storage: {kind}.{name}` to use it",
            )
