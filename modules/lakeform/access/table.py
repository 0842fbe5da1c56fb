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
        width: of the terminal, in characters. The widest columns are wrapped first, and words are
            broken only where it can't be helped.
    """
    widths = _widths(list(zip(*rows, strict=True)), width)
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


def _widths(columns: Sequence[Sequence[str]], width: int) -> list[int]:
    """Widths of the columns that fit: the widest gives way, down to its longest word at first."""
    widths = [max(map(len, column)) for column in columns]
    words = [
        max(len(word) for cell in column for word in [*cell.split(), ""]) for column in columns
    ]
    room = width - len(_GAP) * (len(columns) - 1)
    for least in (words, [_NARROWEST] * len(columns)):
        while sum(widths) > room:
            giving = [place for place, size in enumerate(widths) if size > least[place]]
            if not giving:
                break
            widths[max(giving, key=lambda place: widths[place])] -= 1
    return widths
