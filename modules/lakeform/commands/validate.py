"""`lakeform validate`: all problems of lake.yaml, waivers of no policy among them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lakeform.commands.console import note_once
from lakeform.config import Lake, load
from lakeform.config.explain import Fault
from lakeform.config.waivers import waivers_name_policies
from lakeform.notes import notes


def run(config: Path, policies: Path | None) -> None:
    """Print the environments of a valid file.

    Args:
        policies: a folder with further policies, before the one that lake.yaml names.
    """

    def waivers(lake: Lake) -> Iterator[Fault]:
        if not lake.policy.waivers:
            return
        from lakeform.policy_ids import waivable_ids

        folder = policies
        if folder is None and lake.policy.folder is not None:
            folder = lake.directory / lake.policy.folder
        ids = waivable_ids(folder)
        if ids is not None:
            yield from waivers_name_policies(lake, ids)

    lakes = load(config, rules=(waivers,))
    print(f"{config} is valid: {', '.join(lakes)}")
    for lake in lakes.values():
        for note in notes(lake):
            note_once(str(note))
