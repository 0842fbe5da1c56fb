"""Which Python the set-up takes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support import ROOT

STUB = """\
#!{shell}
if [ "$1" = -c ]; then
    exec {real} -c "import sys; sys.version_info = (3, {minor}, 0, 'final', 0)
{extra}$2"
fi
echo "{name}"
"""
"""Says that it is another version; asked to run a file, it says its own name."""
WITHOUT_VENV = "sys.modules['venv'] = None\n"


def run(
    folder: Path, pythons: dict[str, int], *, chosen: str = "", extra: str = ""
) -> subprocess.CompletedProcess[str]:
    """The set-up where PATH has these Pythons, as name → minor version."""
    for name, minor in pythons.items():
        file = folder / name
        text = STUB.format(
            shell="/bin/sh", real=sys.executable, minor=minor, name=name, extra=extra
        )
        file.write_text(text, encoding="utf-8")
        file.chmod(0o755)
    path = os.pathsep.join([str(folder), *os.defpath.split(os.pathsep)])
    # Names that the machine itself has would be found beside the stubs.
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        if name not in pythons:
            (folder / name).write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
            (folder / name).chmod(0o755)
    return subprocess.run(
        ["/bin/sh", str(ROOT / "scripts" / "bootstrap.sh")],
        env={"PATH": path, "PYTHON": chosen},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("pythons", "taken"),
    [
        ({"python3": 11}, "python3"),
        ({"python3": 12, "python3.11": 11}, "python3"),
        ({"python3": 13, "python3.12": 12, "python3.13": 13}, "python3.12"),
        ({"python3": 14, "python3.13": 13, "python3.11": 11}, "python3.11"),
        ({"python3": 10, "python3.13": 13}, "python3.13"),
        ({"python3": 13}, "python3"),
    ],
)
def test_one_that_runs_every_test_comes_first(
    tmp_path: Path, pythons: dict[str, int], taken: str
) -> None:
    found = run(tmp_path, pythons)
    assert (found.returncode, found.stdout) == (0, f"{taken}\n")


def test_the_one_that_is_named_is_taken(tmp_path: Path) -> None:
    found = run(tmp_path, {"python3": 12, "python3.13": 13}, chosen="python3.13")
    assert found.stdout == "python3.13\n"


@pytest.mark.parametrize("minor", [10, 14])
def test_others_are_refused(tmp_path: Path, minor: int) -> None:
    found = run(tmp_path, {"python3": minor})
    assert found.returncode == 3
    assert "no Python 3.11, 3.12 or 3.13 on PATH" in found.stderr
    found = run(tmp_path, {"python3": minor}, chosen="python3")
    assert found.stderr == "set-up: PYTHON=python3 isn't Python 3.11, 3.12 or 3.13\n"


def test_one_without_venv_is_told(tmp_path: Path) -> None:
    found = run(tmp_path, {"python3": 12}, extra=WITHOUT_VENV)
    assert found.returncode == 3
    assert "python3 has no venv module" in found.stderr
