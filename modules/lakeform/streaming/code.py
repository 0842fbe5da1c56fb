"""Where the programs lie that Flink and Kafka Connect run."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.config import Lake
from lakeform.config.streams.references import Code, StoredCode

PROGRAMS = "programs/"
"""Prefix of uploaded programs in the bucket of what runs."""


def programs(lake: Lake) -> Iterator[tuple[str, str, Code]]:
    """Section, name and code of each program, sorted."""
    for name, application in sorted(lake.streams.flink.items()):
        yield "flink", name, application.code
    for name, connector in sorted(lake.streams.connect.items()):
        yield "connect", name, connector.plugin


def uploads_code(lake: Lake) -> bool:
    """Whether a program is a file or folder beside `lake.yaml`."""
    return any(not isinstance(code, StoredCode) for _, _, code in programs(lake))
