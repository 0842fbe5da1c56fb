"""The command line as a user meets it: whole processes, their words and their exit codes."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml

from support import HEAD, ROOT


def lakeform(
    *arguments: str,
    cwd: Path,
    stdout: int = subprocess.PIPE,
    start_new_session: bool = False,
    preexec_fn: Callable[[], None] | None = None,
    **variables: str,
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.fspath(ROOT / "modules"), **variables}
    return subprocess.run(
        [sys.executable, "-m", "lakeform", *arguments],
        cwd=cwd,
        env=environment,
        stdout=stdout,
        stderr=subprocess.PIPE,
        start_new_session=start_new_session,
        preexec_fn=preexec_fn,
        text=True,
        timeout=120,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "lake.yaml", tmp_path)
    return tmp_path


def test_validate_says_that_a_file_is_valid(project: Path) -> None:
    result = lakeform("validate", cwd=project)
    assert (result.returncode, result.stdout, result.stderr) == (0, "lake.yaml is valid: dev\n", "")


def test_validate_names_the_problems(tmp_path: Path) -> None:
    (tmp_path / "lake.yaml").write_text(HEAD + "network: {nat: triple}\nstorge: {}\n")
    result = lakeform("validate", cwd=tmp_path)
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr == (
        "lake.yaml:4:16: `network.nat` can't be `triple`\n"
        "  → one of none, single, one_per_zone\n"
        "lake.yaml:5:1: unknown key `storge`\n"
        "  → did you mean `storage`?\n"
        "2 problems\n"
    )


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    result = lakeform("synth", cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.startswith("lake.yaml: doesn't exist\n  → name the file with -c")
    assert list(tmp_path.iterdir()) == []


def test_an_invalid_file_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "lake.yaml").write_text(HEAD + "network: {nat: triple}\n")
    assert lakeform("synth", cwd=tmp_path).returncode == 2
    assert [file.name for file in tmp_path.iterdir()] == ["lake.yaml"]


def test_synth_writes_the_terraform_and_says_where(project: Path) -> None:
    result = lakeform("synth", cwd=project)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "cdktf.out/stacks/dev/cdk.tf.json\n"
    assert json.loads((project / result.stdout.strip()).read_text())["resource"]["aws_s3_bucket"]


def test_synth_writes_what_main_writes(project: Path) -> None:
    assert lakeform("synth", cwd=project).returncode == 0
    shutil.copy(ROOT / "main.py", project)
    environment = {**os.environ, "PYTHONPATH": os.fspath(ROOT / "modules"), "CDKTF_OUTDIR": "other"}
    subprocess.run([sys.executable, "main.py"], cwd=project, env=environment, check=True)
    ours, theirs = project / "cdktf.out", project / "other"
    for name in ("stacks/dev/cdk.tf.json", "manifest.json"):
        assert (ours / name).read_bytes() == (theirs / name).read_bytes()


def test_main_py_shows_no_traceback(tmp_path: Path) -> None:
    shutil.copy(ROOT / "main.py", tmp_path)
    environment = {**os.environ, "PYTHONPATH": os.fspath(ROOT / "modules")}
    result = subprocess.run(
        [sys.executable, "main.py"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert result.returncode == 2
    assert result.stderr.startswith("lake.yaml: doesn't exist")


def test_the_schema_accepts_what_lakeform_accepts(tmp_path: Path) -> None:
    result = lakeform("schema", cwd=tmp_path)
    assert result.returncode == 0
    schema = json.loads(result.stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for sample in ("lake.yaml", "examples/full.yaml", "tests/samples/valid/contract.yaml"):
        errors = list(validator.iter_errors(yaml.safe_load((ROOT / sample).read_text())))
        assert not errors, f"{sample}: {errors[0].message} at {list(errors[0].absolute_path)}"


def test_the_schema_refuses_a_misspelt_key(tmp_path: Path) -> None:
    schema = json.loads(lakeform("schema", cwd=tmp_path).stdout)
    data = yaml.safe_load(HEAD + "network: {natt: none}\n")
    messages = [
        error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(data)
    ]
    assert messages


def test_access_prints_a_table(project: Path) -> None:
    result = lakeform("access", "--who", "analyst", cwd=project, COLUMNS="200")
    assert result.returncode == 0
    lines = [line.split("  ") for line in result.stdout.splitlines() if line]
    assert lines[0][0] == "WHO"
    assert {line[0] for line in lines[1:]} == {"analyst"}
    assert any("all but email" in cell for line in lines for cell in line)


def test_access_prints_json(project: Path) -> None:
    result = lakeform("access", "--what", "sales.orders", "--format", "json", cwd=project)
    rows = json.loads(result.stdout)["dev"]
    assert {"who", "what", "may", "columns", "rows", "through"} == set(rows[0])
    assert {row["what"] for row in rows if row["what"] != "everything"} == {"sales.orders"}


def test_a_misspelt_persona_does_not_look_like_no_access(project: Path) -> None:
    result = lakeform("access", "--who", "analysts", cwd=project)
    assert result.returncode == 2
    assert result.stderr == (
        "there is no persona or share `analysts`\n  → did you mean `analyst`?\n"
    )


@pytest.mark.terraform
def test_plan_prints_one_json_object_for_all_environments(tmp_path: Path) -> None:
    second = 'prod: {account: "222222222222", region: us-east-1}}'
    (tmp_path / "lake.yaml").write_text(HEAD.replace("}}\n", "}, " + second + "\n"))
    result = lakeform("plan", "--format", "json", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    assert list(found) == ["dev", "prod"]
    for name, plan in found.items():
        assert set(plan) == {"add", "change", "destroy", "services", "types", "plan"}
        assert plan["plan"] == f".lakeform/plan/{name}/plan.json"
        assert plan["add"] == sum(plan["types"].values()) > 0
        assert (tmp_path / plan["plan"]).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("in_the_way", [".lakeform", ".lakeform/plan/dev"])
def test_a_file_in_the_way_of_the_plan_is_said(project: Path, in_the_way: str) -> None:
    (project / in_the_way).parent.mkdir(parents=True, exist_ok=True)
    (project / in_the_way).touch()
    result = lakeform("plan", cwd=project)
    assert result.returncode == 2
    assert ".lakeform/plan/dev can't be written: " in result.stderr
    assert "a fault of lakeform" not in result.stderr


def test_a_closed_pipe_ends_a_command_quietly(project: Path) -> None:
    for command in ("schema", "validate", "access"):
        reading, writing = os.pipe()
        os.close(reading)
        result = lakeform(command, cwd=project, stdout=writing)
        os.close(writing)
        assert (result.returncode, result.stderr) == (141, ""), command


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a disk that is always full")
def test_a_full_disk_is_not_a_fault_of_lakeform(project: Path) -> None:
    for command in ("schema", "validate"):
        with open("/dev/full", "w") as full:
            result = lakeform(command, cwd=project, stdout=full.fileno())
        assert result.returncode == 3
        assert result.stderr == (
            "the output can't be written: No space left on device\n  → make room for it\n"
        )
    assert not (project / ".lakeform").exists()


def test_a_limit_on_the_size_of_files_is_said(project: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))

    result = lakeform("synth", cwd=project, preexec_fn=limit)
    assert result.returncode == 2
    assert result.stderr == (
        "a temporary file can't be written: File too large\n"
        "  → raise the largest size of a file: `ulimit -f unlimited`\n"
    )


@pytest.mark.parametrize("module", ["lakeform.config", "lakeform.stack"])
def test_ctrl_c_is_one_word(project: Path, module: str) -> None:
    """While the file is read, and while Node works: all on the terminal get the signal."""
    (project / "sitecustomize.py").write_text(
        "import importlib.abc, os, signal, sys\n"
        "class Pressed(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, *_):\n"
        f"        if name == {module!r}: os.killpg(0, signal.SIGINT)\n"
        "sys.meta_path.insert(0, Pressed())\n"
    )
    path = os.pathsep.join([os.fspath(project), os.fspath(ROOT / "modules")])
    result = lakeform("synth", cwd=project, PYTHONPATH=path, start_new_session=True)
    assert (result.returncode, result.stdout, result.stderr) == (130, "", "interrupted\n")


def test_help_and_usage_keep_their_words(tmp_path: Path) -> None:
    helped = lakeform("synth", "--help", cwd=tmp_path)
    assert (helped.returncode, helped.stderr) == (0, "")
    assert "Write the Terraform of every environment" in helped.stdout
    wrong = lakeform("synth", "--no-such-option", cwd=tmp_path)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "No such option" in wrong.stderr


def test_init_refuses_an_owner_that_no_lake_has(tmp_path: Path) -> None:
    result = lakeform("init", "mine", "--owner", '"x": {', cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.startswith('--owner: `"x": {` isn\'t a tag')
    assert list(tmp_path.iterdir()) == []


def test_init_writes_a_project_that_synthesises(tmp_path: Path) -> None:
    result = lakeform("init", "my-lake", cwd=tmp_path)
    assert result.returncode == 0
    assert lakeform("synth", cwd=tmp_path / "my-lake").returncode == 0


def test_init_names_a_folder_as_a_shell_wants_it(tmp_path: Path) -> None:
    result = lakeform("init", "My Lake", cwd=tmp_path)
    assert result.stderr == "next: cd 'My Lake' && lakeform plan\n"
    (tmp_path / "here").mkdir()
    assert lakeform("init", ".", cwd=tmp_path / "here").stderr == "next: lakeform plan\n"


def test_init_says_what_is_next_for_pipelines_of_a_project(tmp_path: Path) -> None:
    lakeform("init", "mine", cwd=tmp_path)
    first = lakeform("init", "mine", "--ci", "github", cwd=tmp_path)
    second = lakeform("init", "mine", "--ci", "gitlab", cwd=tmp_path)
    assert second.stdout == "mine/.gitlab-ci.yml\n"
    assert first.stderr == second.stderr
    assert first.stderr.startswith("the pipelines need roles on AWS")
    again = lakeform("init", "mine", "--ci", "gitlab", cwd=tmp_path)
    assert again.returncode == 2
    assert again.stderr == (
        "mine has .gitlab-ci.yml already\n  → remove them to have them written anew, or choose "
        "another system than gitlab; nothing was written\n"
    )


def test_up_and_down_need_local(project: Path) -> None:
    for command in ("up", "down"):
        result = lakeform(command, cwd=project)
        assert result.returncode == 2
        assert "add --local" in result.stderr


def test_down_takes_the_options_that_up_was_given(project: Path) -> None:
    result = lakeform("down", "--local", "-e", "dev", "-o", "elsewhere", cwd=project)
    assert (result.returncode, result.stdout) == (0, "")
    assert "nothing was up" in result.stderr
    assert not (project / "elsewhere").exists()


def test_an_unknown_command_is_bad_input(tmp_path: Path) -> None:
    result = lakeform("aply", cwd=tmp_path)
    assert result.returncode == 2
    assert "No such command" in result.stderr
    assert "Traceback" not in result.stderr


def test_version_is_printed(tmp_path: Path) -> None:
    assert lakeform("--version", cwd=tmp_path).stdout.startswith("lakeform ")


def test_a_fault_of_lakeform_shows_no_traceback(project: Path) -> None:
    (project / "sitecustomize.py").write_text(
        "import lakeform.app\n"
        "def broken(*_): raise RuntimeError('a fault')\n"
        "lakeform.app.synthesize_file = broken\n"
    )
    path = os.pathsep.join([os.fspath(project), os.fspath(ROOT / "modules")])
    result = lakeform("synth", cwd=project, PYTHONPATH=path)
    assert result.returncode == 3
    assert result.stderr.startswith("lakeform failed: RuntimeError: a fault\n")
    assert "Traceback" not in result.stderr
    assert "RuntimeError: a fault" in (project / ".lakeform" / "crash.log").read_text()
