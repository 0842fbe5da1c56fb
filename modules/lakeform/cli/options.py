"""The options that several commands have."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

LAKE = Path("lake.yaml")
OUT = Path("cdktf.out")

Config = Annotated[Path, typer.Option("-c", "--config", help="The lake's file.")]
Environment = Annotated[
    str | None, typer.Option("-e", "--environment", help="One environment of the file.")
]
Out = Annotated[Path, typer.Option("-o", "--out", help="Where the Terraform is written.")]


class OutputFormat(StrEnum):
    """How a command prints its result."""

    TEXT = "text"
    JSON = "json"


Format = Annotated[OutputFormat, typer.Option("--format", help="How the result is printed.")]
