"""Templates are compiled once, and rendered all the same where that can't be kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment

from lakeform import render


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in place of the package's, with one template."""
    (tmp_path / "_templates").mkdir()
    (tmp_path / "_templates" / "greeting.j2").write_text("Hello {{ name }}\n", encoding="utf-8")
    monkeypatch.setattr(render, "__file__", str(tmp_path / "render.py"))
    forget()
    yield tmp_path
    forget()


def forget() -> None:
    render._environment.cache_clear()
    render._compiled.cache_clear()


def greet() -> str:
    forget()  # as the next process does
    return render.render("greeting.j2", {"name": "you"})


def no_compiler(*_: object, **__: object) -> None:
    raise AssertionError("it is compiled again")


def test_a_template_is_compiled_once(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (package / "__pycache__").mkdir()
    assert greet() == "Hello you\n"

    monkeypatch.setattr(Environment, "_generate", no_compiler)
    assert greet() == "Hello you\n"


def test_a_template_that_changed_is_compiled_again(package: Path) -> None:
    (package / "__pycache__").mkdir()
    greet()
    (package / "_templates" / "greeting.j2").write_text("Bye {{ name }}\n", encoding="utf-8")

    assert greet() == "Bye you\n"


def test_what_was_kept_and_is_broken_is_made_again(package: Path) -> None:
    (package / "__pycache__").mkdir()
    greet()
    (kept,) = (package / "__pycache__").iterdir()
    for left in (0, 10, len(kept.read_bytes()) - 5):
        kept.write_bytes(kept.read_bytes()[:left])
        assert greet() == "Hello you\n"


@pytest.mark.parametrize("full", [False, True], ids=["no folder", "a folder that takes nothing"])
def test_a_template_is_rendered_where_nothing_can_be_kept(
    package: Path, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    if full:
        (package / "__pycache__").mkdir()
        monkeypatch.setattr("jinja2.bccache.tempfile.NamedTemporaryFile", refuse)

    assert greet() == "Hello you\n"
    assert list(package.glob("__pycache__/*")) == []


def refuse(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")
