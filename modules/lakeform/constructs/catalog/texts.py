"""Texts of the user in Terraform, where `${` and `%{` start a template."""

from __future__ import annotations

from typing import overload


@overload
def literal(text: str) -> str: ...
@overload
def literal(text: None) -> None: ...
def literal(text: str | None) -> str | None:
    """The text with its `${` and `%{` meaning themselves, and nothing to Terraform."""
    return None if text is None else text.replace("${", "$${").replace("%{", "%%{")
