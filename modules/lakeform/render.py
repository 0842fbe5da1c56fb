"""Jinja2: the only reader of `templates/`."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from lakeform.errors import InputError

Escape = Callable[[str], str]
"""Makes a text harmless in the language of a template."""

Verbatim = Markup
"""A text that is in the template's language already, so that it isn't escaped again."""


def resource_folder(name: str) -> Path:
    """A folder that travels with the package: `templates` or `policies`.

    In an installed package it lies inside, in a checkout at the top.
    """
    installed = Path(__file__).parent / f"_{name}"
    return installed if installed.is_dir() else Path(__file__).parents[2] / name


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates, which a later run needn't compile again; without them, it does."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


@cache
def _compiled() -> BytecodeCache | None:
    """They lie where Python keeps this module's bytecode; nowhere, if it keeps none."""
    folder = Path(__file__).parent / "__pycache__"
    return _Compiled(os.fspath(folder), "%s.jinja") if folder.is_dir() else None


@cache
def _environment(escape: Escape | None) -> Environment:
    return Environment(
        loader=FileSystemLoader(resource_folder("templates")),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=lambda name: (
            escape is not None or (name is not None and name.endswith(".html.j2"))
        ),
        finalize=None if escape is None else _finalizer(escape),
        bytecode_cache=_compiled(),
    )


def _finalizer(escape: Escape) -> Callable[[object], Markup]:
    """What Jinja2 calls on each `{{ … }}`, before it escapes for HTML what isn't markup by then."""

    def finalize(value: object) -> Markup:
        return value if isinstance(value, Markup) else Markup(escape(str(value)))

    return finalize


def render(template: str, values: Mapping[str, object], escape: Escape | None = None) -> str:
    """Render `templates/TEMPLATE`; a value that the template wants and doesn't get is an error.

    Args:
        escape: is applied to every value that the template puts out and that isn't `Verbatim`.
            None puts them out as they are: for YAML, Python and text made of what lakeform knows.
    """
    return _environment(escape).get_template(template).render(values)


def template_text(template: str) -> str:
    """`templates/TEMPLATE` as it stands, for what isn't rendered: a script, a style sheet."""
    return (resource_folder("templates") / template).read_text(encoding="utf-8")


def render_file(
    file: Path, values: Mapping[str, object], filters: Mapping[str, Callable[..., object]]
) -> str:
    """Render a template of the user's own, which may include lakeform's.

    It runs in Jinja2's sandbox: a configuration is data, and can't run code here.

    Args:
        filters: what it may use beside Jinja2's own filters.
    Raises:
        InputError: it can't be read or isn't a template, or wants a value that there isn't.
    """
    loaders = [FileSystemLoader(file.parent), FileSystemLoader(resource_folder("templates"))]
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader(loaders),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    environment.filters.update(filters)
    try:
        return environment.get_template(file.name).render(values)
    except TemplateSyntaxError as error:
        where = f"{error.filename or file}:{error.lineno}"
        raise InputError(f"{where}: {error.message}", hint="correct the template") from error
    except TemplateNotFound as error:
        raise InputError(
            f"{file}: there is no template `{error.name}`",
            hint="templates are looked up beside the script, then among lakeform's own",
        ) from error
    except (TemplateError, UnicodeDecodeError, TypeError, ValueError) as error:
        raise InputError(
            f"{file}: it can't be rendered: {error}", hint="correct the template"
        ) from error


@cache
def _bracketed() -> Environment:
    return _environment(None).overlay(
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
    )


def render_bracketed(template: str, values: Mapping[str, object]) -> str:
    """As `render`, for a template that writes `[[ … ]]` and `[% … %]`, because its `{{ … }}` are
    somebody else's: GitHub's, for example."""
    return _bracketed().get_template(template).render(values)


def templates(folder: str) -> list[str]:
    """The templates of a folder, sorted: `starter/lake.yaml.j2`, …"""
    prefix = f"{folder}/"
    return [name for name in _environment(None).list_templates() if name.startswith(prefix)]
