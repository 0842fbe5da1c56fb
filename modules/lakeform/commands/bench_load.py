"""`lakeform bench-load`: make data, measure, and print the relative table."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from lakeform.errors import InputError
from lakeform.loadbench import Options, make
from lakeform.loadbench import run as measure
from lakeform.loadbench.plot import plot
from lakeform.loadbench.report import text
from lakeform.loadbench.results import FILE, to_json
from lakeform.loadbench.samples import has_pillow


def run(
    targets: Sequence[str],
    options: Options,
    out: Path,
    *,
    fresh: bool,
    make_count: int | None,
    size_kib: int,
    format: str,
) -> None:
    """Write synthetic data to the targets, if asked for; otherwise measure them.

    Raises:
        InputError, ToolError: what is wrong with a target or an option.
    """
    if make_count is not None:
        for name in targets:
            print(make(name, make_count, size_kib, seed=options.seed))
        return
    try:
        results = measure(targets, options, out, fresh=fresh)
    except KeyboardInterrupt:
        print(f"what was measured is in {out / FILE}; the same command goes on", file=sys.stderr)
        raise
    print(json.dumps(to_json(results), indent=2) if format == "json" else text(results), end="")
    print(f"saved {out / FILE}", file=sys.stderr)
    if has_pillow():
        print(f"drew {plot(results, out)}", file=sys.stderr)
    else:
        print("no picture: pip install pillow, which draws one", file=sys.stderr)


def worker_counts(text: str) -> tuple[int, ...]:
    """`1,8` → (1, 8).

    Raises:
        InputError: it is no list of numbers.
    """
    try:
        return tuple(int(part) for part in text.split(","))
    except ValueError:
        raise InputError(
            f"`{text}` is no list of numbers of workers", hint="for example --workers 1,8"
        ) from None
