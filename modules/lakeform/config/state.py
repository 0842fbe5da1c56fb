"""Section `state`: where Terraform keeps its state."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator

from lakeform.config.base import Section, pattern
from lakeform.config.environment import Region


class State(Section):
    """Where Terraform keeps its state."""

    backend: Literal["local", "s3"] = "local"
    """A file beside the generated Terraform, or an S3 bucket with S3's own lock."""
    bucket: (
        Annotated[
            str,
            AfterValidator(pattern(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "isn't a bucket name")),
        ]
        | None
    ) = None
    """The bucket of the `s3` backend; it exists already, with versioning on."""
    region: Region | None = None
    """The bucket's region; left out, the environment's."""
