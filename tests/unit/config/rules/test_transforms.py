"""Transforms of deliveries: what a file must be."""

from __future__ import annotations

from pathlib import Path

import pytest

from lakeform.errors import ConfigError
from support import lake_from


@pytest.mark.parametrize(
    ("name", "content", "more", "said"),
    [
        ("t.py", "def handler(event, context): ...", "", None),
        ("t.py", "def clean(event, context): ...", ", handler: clean", None),
        (
            "t.py",
            "def handlr(event, context): ...",
            "",
            "`t.py` defines no function `handler` → did you mean `handlr`?",
        ),
        (
            "t.py",
            "x = 1",
            "",
            "`t.py` defines no function `handler` → there are no functions in it",
        ),
        (
            "t.py",
            "def handler(:\n",
            "",
            "`t.py` isn't valid Python 3.13: line 1: invalid syntax → correct it",
        ),
        ("t.txt", "def handler(event, context): ...", "", "`t.txt` isn't a `.py` file"),
    ],
)
def test_a_transform_is_a_python_file_that_defines_its_function(
    name: str, content: str, more: str, said: str | None, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content)
    text = (
        "storage: {zones: {raw: }}\n"
        f"streams: {{deliveries: {{a: {{zone: raw, transform: {{file: {name}{more}}}}}}}}}\n"
    )
    if said is None:
        assert lake_from(text, tmp_path).streams.deliveries
        return
    with pytest.raises(ConfigError) as caught:
        lake_from(text, tmp_path)
    [problem] = caught.value.problems
    assert " → ".join(filter(None, (problem.message, problem.hint))) == said
