"""The CDKTF app: one Terraform stack an environment of `lake.yaml`."""

from __future__ import annotations

import contextlib
import functools
import importlib
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lakeform import collector, node
from lakeform.errors import unwritable

if TYPE_CHECKING:
    from lakeform.config import Lake

CONFIG_VARIABLE = "LAKEFORM_CONFIG"
ENVIRONMENT_VARIABLE = "LAKEFORM_ENVIRONMENT"
DEFAULT_CONFIG = Path("lake.yaml")
DEFAULT_OUT = Path("cdktf.out")


@dataclass(frozen=True)
class Synthesis:
    """The Terraform that was written."""

    lakes: Mapping[str, Lake]
    """Environment → lake."""
    stacks: Mapping[str, Path]
    """Environment → folder of its `cdk.tf.json`."""


def synthesize(lakes: Mapping[str, Lake], out: Path = DEFAULT_OUT) -> Synthesis:
    """Write the Terraform of every lake below `out`, the folder that `cdktf` reads.

    Raises:
        InputError: the folder can't be written.
        ToolError: Node, or the disk, failed.
    """
    from lakeform.aws.closed_stack import App
    from lakeform.stack import LakeStack

    stacks = {name: out / "stacks" / name for name in lakes}
    try:
        out.mkdir(parents=True, exist_ok=True)
        for folder in stacks.values():
            (folder / "cdk.tf.json").unlink(missing_ok=True)
        app = App(outdir=os.fspath(out))
        made = {name: LakeStack(app, name, lake) for name, lake in lakes.items()}
        app.synth()
        for name, stack in made.items():
            stack.files.write(stacks[name])
    except OSError as error:
        raise unwritable(error.filename or out, error, "choose another folder with -o") from error
    return Synthesis(lakes, stacks)


def synthesize_file(
    config: Path = DEFAULT_CONFIG, environment: str | None = None, out: Path = DEFAULT_OUT
) -> Synthesis:
    """From `lake.yaml` to Terraform.

    Args:
        environment: this one only, instead of all.

    Raises:
        ConfigError: the file has problems.
        InputError: it has no such environment, or `out` can't be written.
    """
    engine = start_engine()
    from lakeform.config import load

    lakes = load(config, environment)
    importlib.import_module("lakeform.access")  # while Node is busy; it needs no engine
    engine.join()  # an import that waits for one that fails in a thread gets half of a module
    return synthesize(lakes, out)


def end_engine() -> None:
    """End Node before long work that doesn't need it. This process can't synthesise any more."""
    from lakeform.engine import end

    end()


@functools.cache
def start_engine() -> threading.Thread:
    """Start Node, which takes longest, while other modules are imported and the file is read."""
    with contextlib.suppress(Exception):  # a fault shows again where the engine is used
        node.start()
    thread = threading.Thread(target=_import_engine, daemon=True)
    thread.start()
    return thread


def _import_engine() -> None:
    with contextlib.suppress(Exception):  # as above
        importlib.import_module("lakeform.engine")


def main() -> None:
    """What `main.py` runs for the cdktf CLI, which names the folder in `CDKTF_OUTDIR`.

    The variables `LAKEFORM_CONFIG` and `LAKEFORM_ENVIRONMENT` name another file than `lake.yaml`,
    and one environment instead of all.
    """
    collector.rarely()
    synthesize_file(
        Path(os.environ.get(CONFIG_VARIABLE, DEFAULT_CONFIG)),
        os.environ.get(ENVIRONMENT_VARIABLE),
        Path(os.environ.get("CDKTF_OUTDIR", DEFAULT_OUT)),
    )
