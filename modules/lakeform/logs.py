"""Text that a pipeline's log takes for text only.

A runner reads what programs print, and obeys lines that look like its commands: GitHub's one that
begins with `::`, whatever blanks are before it, and GitHub's and Azure's one with `##[` or `##vso[`
anywhere (actions/runner, `ActionCommand.cs`). Names and tags of a plan come from whoever opened the
pull request, so they could fake an error, or hide one.
"""

from __future__ import annotations

import re

_BEGINS = re.compile(r"^([^\S\n]*):(?=:)", re.MULTILINE)
_ANYWHERE = re.compile(r"#(?=#(?:vso)?\[)")


def without_commands(text: str) -> str:
    """A text in which no line is a command: the first character of one is written as its code."""
    return _ANYWHERE.sub(r"\\u0023", _BEGINS.sub(r"\1\\u003a", text))
