"""The picture of docs/architecture.md, held against the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import ROOT

PACKAGE = ROOT / "modules" / "lakeform"

ONLY_IMPORTER = {
    "cdktf": "engine",
    "cdktn": "engine",
    "constructs": "engine",
    "jsii": "engine",
    "yaml": "config",
    "jinja2": "render",
    "moto": "local",
    "checkov": "gate",
    "typer": "cli",
    "PIL": "loadbench",
    "faker": "produce",
    "kafka": "produce",
    "aws_msk_iam_sasl_signer": "produce",
}
"""Library → the only module that may import it."""

LAYERS = (
    ("logs", "visible"),
    ("errors", "collector"),
    ("tools", "render", "cloud"),
    ("node",),
    ("config", "naming", "engine", "plan", "policy_ids", "terraform"),
    ("figures",),
    (
        "aws",
        "catalog",
        "access",
        "advisor",
        "jobs",
        "loadbench",
        "mounts",
        "ci",
        "starter",
        "streaming",
        "gate",
        "produce",
    ),
    ("constructs", "review", "notes"),
    ("stack", "origins"),
    ("app",),
    ("local",),
    ("commands",),
    ("cli", "__main__"),
)
"""A module imports from its own layer and from those above it in this list, never from below."""


def modules() -> Iterator[tuple[str, Path]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        yield file.relative_to(PACKAGE).parts[0].removesuffix(".py"), file


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("library", sorted(ONLY_IMPORTER))
def test_a_library_has_one_importer(library: str) -> None:
    importers = {
        module
        for module, file in modules()
        if any(name.split(".")[0] == library for name in imports(file))
    }
    assert importers <= {ONLY_IMPORTER[library]}


def test_imports_go_one_way() -> None:
    rank = {module: place for place, layer in enumerate(LAYERS) for module in layer}
    wrong = set()
    for module, file in modules():
        if module == "__init__":
            continue
        for name in imports(file):
            parts = name.split(".")
            if parts[0] == "lakeform" and len(parts) > 1 and parts[1] in rank:
                assert module in rank, f"{module} is in no layer"
                if rank[parts[1]] > rank[module]:
                    wrong.add(f"{file.relative_to(PACKAGE)} imports {name}")
    assert not wrong


def test_the_plan_knows_nothing_of_the_lake() -> None:
    for module, file in modules():
        if module == "plan":
            foreign = {
                name.split(".")[1]
                for name in imports(file)
                if name.startswith("lakeform.") and name.split(".")[1] not in ("plan", "errors")
            }
            assert not foreign, f"{file.name} imports {foreign}"


def test_hand_written_modules_stay_small() -> None:
    long = {
        f"{file.relative_to(PACKAGE)}: {lines}"
        for module, file in modules()
        if module != "aws" or file.name == "base.py"
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long


def test_every_rule_is_registered() -> None:
    from lakeform.config.rules import RULES

    registered = {f"{rule.__module__.rsplit('.', 1)[1]}.{rule.__name__}" for rule in RULES}
    written = {
        f"{file.stem}.{node.name}"
        for file in (PACKAGE / "config" / "rules").glob("*.py")
        if file.stem != "__init__"
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and [argument.arg for argument in node.args.args] == ["lake"]
        and node.returns is not None
        and "Fault" in ast.unparse(node.returns)
    }
    assert written == registered
