"""`lakeform up --local` and `down --local`, as a user calls them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from support import ROOT


def lakeform(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lakeform", *arguments],
        cwd=project,
        env={**os.environ, "PYTHONPATH": os.fspath(ROOT / "modules")},
        capture_output=True,
        text=True,
    )


def resource_count(project: Path) -> int:
    stack = json.loads((project / "cdktf.out/stacks/dev/cdk.tf.json").read_text())
    return sum(len(instances) for instances in stack["resource"].values())


def check_up(project: Path, *options: str) -> int:
    """Bring a lake's `dev` up; everything is applied and as planned. The number of checks."""
    up = lakeform(project, "up", "--local", *options)
    assert up.returncode == 0, up.stdout + up.stderr
    count = resource_count(project)
    assert f"{count} resources in the embedded AWS" in up.stdout
    assert f"{count} added, 0 changed, 0 destroyed" in up.stdout
    assert "planned again: no changes" in up.stdout
    assert "planned only" not in up.stdout
    verified = re.search(r"verified with boto3: (\d+) of (\d+) as planned", up.stdout)
    assert verified is not None
    assert verified[1] == verified[2]
    return int(verified[2])


def check_down(project: Path, *options: str) -> None:
    """Bring it down; nothing is left of it, on the embedded AWS or on disk."""
    count = resource_count(project)
    down = lakeform(project, "down", "--local", *options)
    assert down.returncode == 0, down.stdout + down.stderr
    assert f"{count} resources destroyed, nothing left" in down.stdout
    assert not (project / ".lakeform" / "local" / "dev").exists()
