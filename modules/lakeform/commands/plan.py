"""`lakeform plan`: synthesise → plan offline → show what Terraform would make."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from lakeform.app import end_engine, synthesize_file
from lakeform.commands.console import note_once, step
from lakeform.config import Lake
from lakeform.notes import notes
from lakeform.plan import Plan, Row, Summary, load, summarise
from lakeform.terraform import (
    Terraform,
    copy_stack,
    offline_environment,
    write_file,
    write_offline_override,
)

WORK = Path(".lakeform")
"""Where copies of the Terraform are planned and applied, below the working folder."""

CACHE = WORK / "plugin-cache"

_LONGEST_TYPE_LIST = 100


def run(config: Path, environment: str | None, out: Path, format: str) -> None:
    """Plan every environment, or one, and print what would be made."""
    with step("synthesising", "synthesised") as progress:
        synthesis = synthesize_file(config, environment, out)
        progress.note(f"→ {out}")
    end_engine()
    found: dict[str, object] = {}
    for name, stack in synthesis.stacks.items():
        plan, file = plan_offline(stack, name)
        if format == "json":
            found[name] = _as_json(summarise(plan), file)
        else:
            show(synthesis.lakes[name], plan, file)
    if format == "json":
        print(json.dumps(found, indent=2))


def plan_offline(stack: Path, environment: str) -> tuple[Plan, Path]:
    """Plan a stack without an AWS account.

    Returns:
        The plan, masked, and the file that holds it as Terraform's JSON.

    Raises:
        InputError: the folder for the plan can't be written.
        ToolError: Terraform refuses the stack; the message has its own words.
    """
    work = copy_stack(stack, WORK / "plan" / environment)
    write_offline_override(work)
    file = work / "plan.json"
    with step("planning", "planned") as progress:
        terraform = Terraform(work, env=offline_environment(), on_event=progress.watch, cache=CACHE)
        terraform.init()
        content = terraform.show(terraform.plan(work / "tfplan", refresh=False).file)
        version = ".".join(map(str, terraform.tool.version))
        progress.note(f"Terraform {version}, offline: nothing was asked of AWS")
    # Unlike what is printed, it has sensitive values in the clear: only its owner can read it.
    write_file(file, json.dumps(content).encode())
    return load(content), file


def show(lake: Lake, plan: Plan, file: Path) -> None:
    """Print what a plan would make, and what the lake's file rarely means."""
    print("\n".join(_report(lake, summarise(plan), file)), flush=True)
    for note in notes(lake):
        note_once(str(note))


def _report(lake: Lake, summary: Summary, file: Path) -> Iterator[str]:
    place = lake.environment
    yield f"\n{lake.name} {lake.environment_name}: account {place.account}, {place.region}\n"
    width = max((len(row.name) for row in summary.services), default=0)
    for row in summary.services:
        yield f"  {row.name:<{width}}  {row.total:>4}  {_types(row)}".rstrip()
    yield f"\n{summary.line}"
    yield f"The whole plan: {file}"


def _types(row: Row) -> str:
    """`bucket 4, bucket policy 4, …`: the types without the service's own prefix."""
    kinds = sorted(row.types, key=lambda kind: (-kind.total, kind.name))
    text = ", ".join(f"{kind.name.removeprefix('aws_')} {kind.total}" for kind in kinds)
    if len(text) <= _LONGEST_TYPE_LIST:
        return text
    return text[:_LONGEST_TYPE_LIST].rsplit(",", 1)[0] + ", …"


def _as_json(summary: Summary, file: Path) -> dict[str, object]:
    return {
        "add": summary.add,
        "change": summary.change,
        "destroy": summary.destroy,
        "services": {row.name: row.total for row in summary.services},
        "types": {kind.name: kind.total for row in summary.services for kind in row.types},
        "plan": str(file),
    }
