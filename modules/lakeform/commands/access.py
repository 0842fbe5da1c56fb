"""`lakeform access`: who may do what on which data, and through which grant."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from lakeform.access import HEADER, access_rows, format_table
from lakeform.config import Lake, load
from lakeform.config.base import suggestion
from lakeform.errors import InputError


def run(
    config: Path, environment: str | None, *, who: str | None, what: str | None, format: str
) -> None:
    """Print the effective access of every environment, or of one."""
    lakes = load(config, environment)
    for lake in lakes.values():
        _check(lake, who, what)
    rows = {name: access_rows(lake, who=who, what=what) for name, lake in lakes.items()}
    if format == "json":
        keys = [name.lower() for name in HEADER]
        found = {
            name: [dict(zip(keys, row, strict=True)) for row in of_one]
            for name, of_one in rows.items()
        }
        print(json.dumps(found, indent=2))
        return
    width = shutil.get_terminal_size((120, 0)).columns
    for name, of_one in rows.items():
        if len(rows) > 1:
            print(f"{name}\n")
        print(format_table([HEADER, *of_one], width) if of_one else "nobody may do anything")
        print()


def _check(lake: Lake, who: str | None, what: str | None) -> None:
    """A misspelt name must not look like "no access"."""
    personas = sorted({*lake.governance.personas, *lake.governance.shares})
    if who is not None and not access_rows(lake, who=who) and who not in personas:
        raise InputError(
            f"there is no persona or share `{who}`", hint=suggestion(who, personas, "personas")
        )
    databases = lake.catalog.databases
    tables = [f"{name}.{table}" for name in sorted(databases) for table in databases[name].tables]
    known = [*sorted(databases), *sorted(tables), *lake.zones]
    if what is not None and what not in known:
        raise InputError(
            f"there is no database, table or zone `{what}`",
            hint=suggestion(what, known, "what there is"),
        )
