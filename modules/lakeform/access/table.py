"""Rows as a plain table, for terminals and pipes."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from lakeform.access.effective import AccessRow, effective
from lakeform.config import Lake

HEADER = ("WHO", "WHAT", "MAY", "COLUMNS", "ROWS", "THROUGH")

_GAP = "  "
_NARROWEST = 8


def access_rows(
    lake: Lake, *, who: str | None = None, what: str | None = None
) -> list[tuple[str, ...]]:
    """The effective access as texts, for under HEADER; the arguments are those of `effective`.

    `SELECT+grant` is SELECT with the right to grant it to others.
    """
    return [_cells(row) for row in effective(lake, who=who, what=what)]


def format_table(rows: Sequence[Sequence[str]], width: int) -> str:
    """A table of at most `width` characters a line, as far as the columns' number allows.

    Args:
        rows: the header, then the rows; each with the same number of cells.
        width: of the terminal, in characters. The widest columns are wrapped first.
    """
    widths = _widths([max(map(len, column)) for column in zip(*rows, strict=True)], width)
    lines: list[str] = []
    for row in rows:
        wrapped = [
            textwrap.wrap(cell, size, break_on_hyphens=False) or [""]
            for cell, size in zip(row, widths, strict=True)
        ]
        for place in range(max(map(len, wrapped))):
            cells = [
                (cell[place] if place < len(cell) else "").ljust(size)
                for cell, size in zip(wrapped, widths, strict=True)
            ]
            lines.append(_GAP.join(cells).rstrip())
    return "\n".join(lines)


def _cells(row: AccessRow) -> tuple[str, ...]:
    may = ", ".join(
        f"{permission}+grant" if permission in row.grantable else permission
        for permission in row.permissions
    )
    columns = "" if row.columns is None else str(row.columns)
    rows = "" if row.columns is None else row.rows
    return (row.who, row.what, may, columns, rows, row.through)


def _widths(wanted: list[int], width: int) -> list[int]:
    """Widths of the columns that fit: the widest gives way until all fit or are narrow."""
    widths = list(wanted)
    room = width - len(_GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widest = max(widths)
        second = max((size for size in widths if size < widest), default=_NARROWEST)
        giving = [place for place, size in enumerate(widths) if size == widest]
        too_much = sum(widths) - room
        step = min(widest - max(second, _NARROWEST), -(-too_much // len(giving)))
        for place in giving:
            widths[place] -= max(step, 1)
    return widths
