"""A failed Terraform command as one error: its words, the construct at fault, what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lakeform.errors import ToolError
from lakeform.terraform.events import Diagnostic
from lakeform.terraform.mirror import MIRROR_VARIABLE

_SHOWN = 20
_INDEX = re.compile(r"\[[^\]]*\]$")

_HINTS: tuple[tuple[str, str], ...] = (
    (
        r"could not connect to registry|Failed to query available provider packages",
        f"there is no way to the registry: name a folder with the provider in {MIRROR_VARIABLE}",
    ),
    (
        r"Error acquiring the state lock",
        "another run holds the state; wait for it, or allow more time",
    ),
    (
        r"No valid credential sources|ExpiredToken|InvalidClientTokenId|SSO session",
        "log in to AWS for this environment's account, for example: aws sso login",
    ),
    (
        r"Instance cannot be destroyed",
        "it is protected: take `protect` from the environment in lake.yaml first, if you mean it",
    ),
    (
        r"doesn't match any of the checksums|locked provider",
        "the lock file names another provider: delete .terraform.lock.hcl and run again",
    ),
)


def failure(
    what: str,
    diagnostics: Sequence[Diagnostic],
    other_words: str,
    constructs: Mapping[str, str],
) -> ToolError:
    """The error to raise.

    Args:
        what: the command, as in `terraform plan`.
        other_words: what it wrote beside diagnostics; used when there is no diagnostic.
        constructs: Terraform address → path in the construct tree.
    """
    errors = [d for d in diagnostics if d.severity == "error"]
    parts = [_describe(d, constructs) for d in errors[:_SHOWN]]
    if len(errors) > _SHOWN:
        parts.append(f"  and {len(errors) - _SHOWN} more errors")
    if not errors:
        words = other_words.strip() or "it gave no reason"
        parts = [_indented(words)]
    text = "\n".join(parts)
    hint = next((hint for pattern, hint in _HINTS if re.search(pattern, text)), None)
    return ToolError(f"{what} failed:\n{text}", hint=hint)


def _describe(diagnostic: Diagnostic, constructs: Mapping[str, str]) -> str:
    lines = [f"  Error: {diagnostic.summary}"]
    if diagnostic.address:
        path = constructs.get(_INDEX.sub("", diagnostic.address))
        lines.append(f"    {diagnostic.address}" + (f"  ({path})" if path else ""))
    elif diagnostic.file:
        lines.append(f"    {diagnostic.file}:{diagnostic.line}")
    if diagnostic.detail:
        lines.append(_indented(diagnostic.detail, "    "))
    return "\n".join(lines)


def _indented(text: str, by: str = "  ") -> str:
    return "\n".join(by + line if line.strip() else "" for line in text.splitlines())
