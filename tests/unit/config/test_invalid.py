"""Every sample of `samples/invalid` is refused with exactly the words beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lakeform.config import load
from lakeform.errors import ConfigError
from support import ROOT

SAMPLES = sorted((ROOT / "tests" / "samples" / "invalid").glob("*.yaml"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_the_problems_are_named(sample: Path, tmp_path: Path) -> None:
    file = tmp_path / "lake.yaml"
    file.write_bytes(sample.read_bytes())
    with pytest.raises(ConfigError) as caught:
        load(file)
    said = str(caught.value).replace(f"{tmp_path}/", "")
    assert said + "\n" == sample.with_suffix(".txt").read_text(encoding="utf-8")


def test_there_are_enough_of_them() -> None:
    assert len(SAMPLES) >= 40
