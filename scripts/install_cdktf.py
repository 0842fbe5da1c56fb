"""Install the CDKTF command line into `node_modules`, if `package-lock.json` has changed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from lakeform.errors import LakeformError, report_errors
from lakeform.tools import child_environment, find_npm

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "package-lock.json"
STAMP = ROOT / "node_modules" / "lakeform-setup"


def main() -> None:
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted:
        return
    print("set-up: installing the CDKTF command line (half a minute)", file=sys.stderr, flush=True)
    installed = subprocess.run(
        [*find_npm(), "ci", "--loglevel=error"],
        cwd=ROOT,
        env={**os.environ, **child_environment()},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if installed.returncode != 0:
        words = (installed.stdout + installed.stderr).strip().splitlines()[-20:]
        raise LakeformError("npm ci failed:\n" + "\n".join(words))
    STAMP.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    with report_errors():
        main()
