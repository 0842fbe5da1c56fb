"""The default lake, applied for real: by `lakeform up --local`, and by the cdktf CLI."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lakeform.errors import ToolMissing
from lakeform.local.embedded import EmbeddedAws
from lakeform.terraform import Terraform
from lakeform.tools import child_environment, find_cdktf
from local.commands import check_down, check_up, lakeform, resource_count
from support import ROOT

pytestmark = pytest.mark.local

COLOR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    shutil.copy(ROOT / "lake.yaml", tmp_path)
    shutil.copy(ROOT / "main.py", tmp_path)
    settings = json.loads((ROOT / "cdktf.json").read_text())
    settings["app"] = f"{sys.executable} main.py"
    (tmp_path / "cdktf.json").write_text(json.dumps(settings))
    yield tmp_path
    if (tmp_path / ".lakeform" / "local").exists():
        lakeform(tmp_path, "down", "--local")


def test_up_applies_and_verifies_and_down_leaves_nothing(project: Path) -> None:
    assert check_up(project) >= 50
    check_down(project)
    again = lakeform(project, "down", "--local")
    assert (again.returncode, again.stdout) == (0, "")
    assert "nothing was up" in again.stderr


def test_the_cdktf_cli_deploys_the_same_stack(project: Path) -> None:
    try:
        cdktf = find_cdktf(ROOT)
    except ToolMissing as error:
        pytest.skip(f"{error}; `make cdktf` installs it")
    assert lakeform(project, "synth").returncode == 0
    stack = project / "cdktf.out" / "stacks" / "dev"
    ours = (stack / "cdk.tf.json").read_bytes()
    with EmbeddedAws.start(account="111111111111", region="us-east-1") as aws:
        environment = {
            **Terraform(stack).environment,
            **child_environment(),
            **aws.credentials(),
            "PYTHONPATH": os.fspath(ROOT / "modules"),
            "CI": "1",
        }

        def run(*arguments: str) -> str:
            result = subprocess.run(
                [*cdktf, *arguments], cwd=project, env=environment, capture_output=True, text=True
            )
            words = COLOR.sub("", result.stdout + result.stderr)
            assert result.returncode == 0, words[-3000:]
            return words

        run("synth")
        assert (stack / "cdk.tf.json").read_bytes() == ours
        count = resource_count(project)
        deployed = run("deploy", "dev", "--auto-approve", "--skip-provider-lock")
        assert f"Apply complete! Resources: {count} added, 0 changed, 0 destroyed." in deployed
        assert "No changes." in run("diff", "dev", "--skip-provider-lock")
        assert (project / "terraform.dev.tfstate").is_file()
