"""The formats of a report: one small writer each, all from the same reviews."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lakeform.review.formats.html import html
from lakeform.review.formats.json import json
from lakeform.review.formats.junit import junit
from lakeform.review.formats.markdown import markdown
from lakeform.review.formats.sarif import sarif
from lakeform.review.formats.text import text
from lakeform.review.model import Review

FORMATS: Mapping[str, Callable[[Sequence[Review]], str]] = {
    "text": text,
    "markdown": markdown,
    "html": html,
    "json": json,
    "sarif": sarif,
    "junit": junit,
}
"""Name on the command line → writer."""
