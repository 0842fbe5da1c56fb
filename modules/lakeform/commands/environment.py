"""The one lake that a command works on."""

from __future__ import annotations

from pathlib import Path

from lakeform.config import Lake, load
from lakeform.errors import InputError


def one_lake(config: Path, environment: str | None) -> Lake:
    """The lake of the environment that is named, or of the only one.

    Raises:
        InputError: the file has several environments, and none is named.
    """
    lakes = load(config, environment)
    if len(lakes) > 1:
        raise InputError(
            f"{config} has {len(lakes)} environments",
            hint=f"name one of them with -e: {', '.join(lakes)}",
        )
    [lake] = lakes.values()
    return lake
