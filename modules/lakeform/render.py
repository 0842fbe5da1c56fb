"""Jinja2: the only reader of `templates/`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def resource_folder(name: str) -> Path:
    """A folder that travels with the package: `templates` or `policies`.

    In an installed package it lies inside, in a checkout at the top.
    """
    installed = Path(__file__).parent / f"_{name}"
    return installed if installed.is_dir() else Path(__file__).parents[2] / name


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(resource_folder("templates")),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # what is rendered is YAML, Python and text, never HTML
    )


def render(template: str, values: Mapping[str, object]) -> str:
    """Render `templates/TEMPLATE`; a value that the template wants and doesn't get is an error."""
    return _environment().get_template(template).render(values)


def templates(folder: str) -> list[str]:
    """The templates of a folder, sorted: `starter/lake.yaml.j2`, …"""
    prefix = f"{folder}/"
    return [name for name in _environment().list_templates() if name.startswith(prefix)]
