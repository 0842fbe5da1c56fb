"""The table as a picture: a bar for every case.

It is drawn with Pillow, which decoding needs anyway; a plotting library would be ten times as
large, for one kind of picture.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lakeform.errors import ToolError
from lakeform.loadbench.report import reference_name
from lakeform.loadbench.results import Measurement, Results

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont

FILE = "bench-load.png"
WIDTH, MARGIN, BAR, GAP, FONT = 1200, 24, 22, 10, 16
LABELS, VALUES = 430, 190
"""Pixels left of the bars for what they are, and right of them for how much."""

WHITE, BLACK, GREY = "#ffffff", "#1a1a1a", "#6b6b6b"
COLORS = {"cold": "#4477aa", "warm": "#ee6677"}
"""Told apart by the colour-blind too (Paul Tol's bright scheme)."""


def plot(results: Results, folder: Path) -> Path:
    """Draw `bench-load.png`.

    Raises:
        ToolError: it can't be written.
    """
    from PIL import Image, ImageDraw, ImageFont

    bars = results.measurements
    height = 2 * MARGIN + 2 * (FONT + GAP) + len(bars) * (BAR + GAP) + len(bars) // 2 * GAP
    image = Image.new("RGB", (WIDTH, height), WHITE)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(FONT)
    draw.text((MARGIN, MARGIN), "Images a second", BLACK, font)
    draw.text((MARGIN + 180, MARGIN), f"{reference_name(results)} = 1", GREY, font)
    most = max((bar.samples_a_second for bar in bars), default=0.0)
    y = MARGIN + 2 * (FONT + GAP)
    for position, bar in enumerate(bars):
        _bar(draw, font, y, bar, results, most)
        y += BAR + GAP + (GAP if position % 2 else 0)
    file = folder / FILE
    try:
        image.save(file, "PNG")
    except OSError as error:
        raise ToolError(f"{file} can't be written: {error}") from error
    return file


def _bar(
    draw: ImageDraw.ImageDraw,
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
    y: int,
    bar: Measurement,
    results: Results,
    most: float,
) -> None:
    room = WIDTH - 2 * MARGIN - LABELS - VALUES
    length = round(room * bar.samples_a_second / most) if most else 0
    left = MARGIN + LABELS
    if bar.temperature == "cold":
        draw.text((MARGIN, y), _shortened(str(bar.case), 52), BLACK, font)
    draw.rectangle((left, y, left + length, y + BAR - 4), fill=COLORS[bar.temperature])
    relative = results.relative(bar)
    times = "" if relative is None else f" ({relative:.2f})"
    value = f"{bar.samples_a_second:,.0f}{times} {bar.temperature}"
    draw.text((left + length + 8, y), value, GREY, font)


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"…{text[1 - most :]}"
