"""Terraform's machine-readable output (`-json`), a line at a time, as typed events and diagnostics.

The format is Terraform's "machine-readable UI" 1.x; what a line has beyond the fields here is
ignored, as the format's own compatibility promise asks of a reader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True)
class Diagnostic:
    """A warning or an error in Terraform's own words.

    Attributes:
        address: the resource it is about, empty when it is about none.
        line: in `file`, counted from 1; 0 when Terraform names no place.
    """

    severity: str
    summary: str
    detail: str = ""
    address: str = ""
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class Counts:
    """How many resources a plan would change, or an apply changed."""

    add: int = 0
    change: int = 0
    destroy: int = 0
    imported: int = 0


@dataclass(frozen=True)
class Event:
    """One step of a running command, for progress lines.

    Attributes:
        kind: Terraform's type (`planned_change`, `apply_start`, `apply_progress`, `apply_complete`,
            `apply_errored`, `refresh_start`, `diagnostic`, `change_summary`, …), or `note` for a
            sentence of lakeform's own, or `text` for a line that isn't JSON.
        message: a plain sentence, fit to be shown.
        action: `create`, `update`, `delete`, `replace`, `read`, …; empty when there is none.
        seconds: since the step began, where Terraform says so.
    """

    kind: str
    message: str
    address: str = ""
    action: str = ""
    seconds: float = 0.0
    diagnostic: Diagnostic | None = None
    counts: Counts | None = None


def plain(text: str) -> str:
    """The text without terminal colours."""
    return _ANSI.sub("", text)


def parse_line(line: str) -> Event | None:
    """The event of one line of output; None for an empty one."""
    text = plain(line).rstrip()
    if not text:
        return None
    try:
        record = json.loads(text)
    except ValueError:
        return Event("text", text)
    if not isinstance(record, dict):
        return Event("text", text)
    kind = str(record.get("type", "log"))
    message = str(record.get("@message", ""))
    if kind == "diagnostic":
        diagnostic = parse_diagnostic(_mapping(record.get("diagnostic")))
        return Event(kind, message, address=diagnostic.address, diagnostic=diagnostic)
    if kind == "change_summary":
        return Event(kind, message, counts=_counts(_mapping(record.get("changes"))))
    step = _mapping(record.get("hook")) or _mapping(record.get("change"))
    resource = _mapping(step.get("resource"))
    return Event(
        kind,
        message,
        address=str(resource.get("addr", "")),
        action=str(step.get("action", "")),
        seconds=float(step.get("elapsed_seconds") or 0),
    )


def parse_diagnostic(record: Mapping[str, Any]) -> Diagnostic:
    """A diagnostic as `-json` output and `validate -json` both write it."""
    place = _mapping(record.get("range"))
    return Diagnostic(
        severity=str(record.get("severity", "error")),
        summary=plain(str(record.get("summary", ""))).strip(),
        detail=plain(str(record.get("detail", ""))).strip(),
        address=str(record.get("address") or ""),
        file=str(place.get("filename", "")),
        line=int(_mapping(place.get("start")).get("line", 0)),
    )


def _counts(record: Mapping[str, Any]) -> Counts:
    return Counts(
        add=int(record.get("add", 0)),
        change=int(record.get("change", 0)),
        destroy=int(record.get("remove", 0)),
        imported=int(record.get("import", 0)),
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
