"""The package as it is installed, away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from support import EXAMPLES, ROOT

Run = Callable[..., str]


def python(*arguments: str | Path, path: Path, cwd: Path) -> str:
    """What a run of Python prints, with modules of `path` before all others."""
    done = subprocess.run(
        [sys.executable, *map(os.fspath, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.fspath(path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network and installed into a folder of its own."""
    tools = Path(sys.prefix) / "build-tools"
    if not tools.is_dir():
        pytest.skip("no build tools beside this Python; `make setup` installs them")
    folder = tmp_path_factory.mktemp("wheel")
    pip = ("-m", "pip", "--disable-pip-version-check", "-q")
    build = ("wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", folder, ROOT)
    python(*pip, *build, path=tools, cwd=folder)
    [wheel] = folder.glob("*.whl")
    target = folder / "installed"
    install = ("install", "--no-deps", "--no-index", "--target", target, wheel)
    python(*pip, *install, path=tools, cwd=folder)
    return target


@pytest.fixture
def lakeform(installed: Path, tmp_path: Path) -> Run:
    """Calls the installed lakeform's command line."""

    def run(*arguments: str, cwd: Path = tmp_path) -> str:
        return python("-m", "lakeform", *arguments, path=installed, cwd=cwd)

    return run


def of_the_checkout(*arguments: str, cwd: Path) -> str:
    return python("-m", "lakeform", *arguments, path=ROOT / "modules", cwd=cwd)


def test_the_wheel_is_what_runs(installed: Path, tmp_path: Path) -> None:
    code = "import lakeform; print(lakeform.__file__)"
    assert Path(python("-c", code, path=installed, cwd=tmp_path).strip()).is_relative_to(installed)


def test_it_makes_a_project_that_is_valid_and_synthesises(lakeform: Run, tmp_path: Path) -> None:
    lakeform("init", "my-lake")
    project = tmp_path / "my-lake"
    lakeform("validate", cwd=project)
    lakeform("synth", cwd=project)
    assert list(project.glob("cdktf.out/stacks/*/cdk.tf.json"))


def test_it_has_every_template_and_policy(lakeform: Run, tmp_path: Path) -> None:
    """What it writes of the lake that uses them all is what the checkout writes, to the byte."""
    assert lakeform("policies") == of_the_checkout("policies", cwd=tmp_path) != ""
    synth = ("synth", "-c", os.fspath(EXAMPLES / "full.yaml"), "-e", "dev", "-o")
    lakeform(*synth, "wheel")
    of_the_checkout(*synth, "checkout", cwd=tmp_path)
    written = files_in(tmp_path / "wheel")
    assert Path("stacks/dev/cdk.tf.json") in written
    assert written == files_in(tmp_path / "checkout")


def files_in(folder: Path) -> dict[Path, bytes]:
    return {
        file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }
