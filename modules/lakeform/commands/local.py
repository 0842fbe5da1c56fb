"""`lakeform up --local` and `down --local`: the lake on the embedded AWS."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from lakeform.app import end_engine, synthesize_file
from lakeform.commands.console import Counter, step
from lakeform.commands.environment import one_lake
from lakeform.commands.plan import CACHE, WORK
from lakeform.config import Lake
from lakeform.local.lifecycle import UpReport, down, up


def run_up(config: Path, environment: str | None, out: Path) -> None:
    """Apply one environment, plan it again, verify it; exit code 1 when something is off."""
    lake = one_lake(config, environment)
    name, place = lake.environment_name, lake.environment
    with step("synthesising", "synthesised") as progress:
        stack = synthesize_file(config, name, out).stacks[name]
        progress.note(f"→ {out}")
    end_engine()
    with step("applying", "applied") as progress:
        report = up(
            stack,
            _folder(name),
            account=place.account,
            region=place.region,
            watch=Counter(progress).watch,
            cache=CACHE,
        )
        progress.note(f"to an embedded AWS at {report.endpoint_url}")
    print("\n".join(_up_lines(lake, report)))
    if not report.ok:
        sys.exit(1)


def run_down(config: Path, environment: str | None) -> None:
    """Destroy what `up` made; exit code 1 when something is left."""
    lake = one_lake(config, environment)
    with step("destroying", "destroyed") as progress:
        report = down(_folder(lake.environment_name), watch=Counter(progress).watch, cache=CACHE)
        progress.note("and the embedded AWS stopped" if report.was_running else "nothing was up")
    if report.was_running:
        print(f"{report.destroyed} resources destroyed, {len(report.leftovers) or 'nothing'} left")
    for leftover in report.leftovers:
        print(f"  left: {leftover}")
    if not report.ok:
        sys.exit(1)


def _folder(environment: str) -> Path:
    return WORK / "local" / environment


def _up_lines(lake: Lake, report: UpReport) -> Iterator[str]:
    changed = report.applied
    yield f"\n{lake.name} {lake.environment_name}: {report.resources} resources in the embedded AWS"
    yield f"  {changed.add} added, {changed.change} changed, {changed.destroy} destroyed"
    if report.replanned:
        yield f"  planned again: {len(report.replanned)} would change"
        yield from (f"    {address}" for address in report.replanned)
    else:
        yield "  planned again: no changes"
    wrong = [check for check in report.checks if not check.ok]
    good = len(report.checks) - len(wrong)
    yield f"  verified with boto3: {good} of {len(report.checks)} as planned"
    for check in wrong:
        yield f"    {check.what}: expected {check.expected}, found {check.observed}"
    for left in report.left_out:
        yield f"  planned only: {left.address}: {left.reason}"
    yield "\nTo look at it with your own tools:"
    yield from (f"  export {name}={value}" for name, value in sorted(report.variables.items()))
    yield "`lakeform down --local` destroys it; without a request it ends by itself."
