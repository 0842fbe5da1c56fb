"""Where the program starts: `lakeform` and `python -m lakeform`."""

from __future__ import annotations

import sys

from lakeform import collector

SYNTHESISE = frozenset({"synth", "plan", "up"})
JUDGE = frozenset({"check", "review"})
"""Commands that synthesise unless they are given a plan."""


def main() -> None:
    """Run the command line. Node, which takes longest, is started before all else."""
    collector.rarely()
    command, *words = sys.argv[1:] or [""]
    has_plan = any(word.endswith(".json") for word in words)
    if command in SYNTHESISE or (command in JUDGE and not has_plan):
        from lakeform.app import start_engine

        start_engine()
    from lakeform.cli import main as run

    run()


if __name__ == "__main__":
    main()
