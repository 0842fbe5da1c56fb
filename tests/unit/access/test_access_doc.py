"""What docs/access.md shows is what the lake that it describes gives."""

from __future__ import annotations

import re
from pathlib import Path

from lakeform.access import HEADER, access_rows, format_table
from lakeform.config import load
from support import ROOT

WIDTH = 120

PAGE = (ROOT / "docs" / "access.md").read_text(encoding="utf-8")


def test_the_table_is_that_of_the_example(tmp_path: Path) -> None:
    example, table = re.findall(r"^```(?:yaml)?\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    file = tmp_path / "lake.yaml"
    file.write_text(example, encoding="utf-8")
    lake = load(file, "dev")["dev"]
    assert table.rstrip("\n") == format_table([HEADER, *access_rows(lake)], WIDTH)
