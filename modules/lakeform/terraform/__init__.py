"""The only caller of Terraform: init, validate, plan, apply, destroy, and what they say.

::

    stack folder ─copy_stack, write_offline_override→ work folder ─Terraform→ plan JSON, events

`mirror` decides where providers come from, `process` runs one command so that an interruption
leaves nothing behind, `events` reads Terraform's machine-readable output, `failure` turns its
diagnostics into one error, `client` puts them together.
"""

from lakeform.terraform.client import Output, Planned, Terraform
from lakeform.terraform.events import Counts, Diagnostic, Event
from lakeform.terraform.stack_files import (
    OVERRIDE_FILE,
    STACK_FILE,
    copy_stack,
    offline_environment,
    write_file,
    write_offline_override,
)

__all__ = [
    "OVERRIDE_FILE",
    "STACK_FILE",
    "Counts",
    "Diagnostic",
    "Event",
    "Output",
    "Planned",
    "Terraform",
    "copy_stack",
    "offline_environment",
    "write_file",
    "write_offline_override",
]
