"""Where the program starts: `lakeform` and `python -m lakeform`."""

from __future__ import annotations

import sys

SYNTHESISE = frozenset({"synth", "plan", "up"})


def main() -> None:
    """Run the command line. Node, which takes longest, is started before all else."""
    if len(sys.argv) > 1 and sys.argv[1] in SYNTHESISE:
        from lakeform.app import start_engine

        start_engine()
    from lakeform.cli import main as run

    run()


if __name__ == "__main__":
    main()
