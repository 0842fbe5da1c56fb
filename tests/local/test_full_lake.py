"""The lake with everything in it, applied by `lakeform up --local`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.commands import check_down, check_up, lakeform, resource_count
from support import EXAMPLES

pytestmark = [pytest.mark.local, pytest.mark.terraform]

FULL = ("-c", os.fspath(EXAMPLES / "full.yaml"), "-e", "dev")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    if (tmp_path / ".lakeform" / "local").exists():
        lakeform(tmp_path, "down", "--local", *FULL)


def test_up_applies_and_verifies_and_down_leaves_nothing(project: Path) -> None:
    checks = check_up(project, *FULL)
    assert resource_count(project) >= 400
    assert checks >= 350
    check_down(project, *FULL)
