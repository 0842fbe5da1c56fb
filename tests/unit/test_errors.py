"""What a user sees of an error is words, whatever it quotes."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from lakeform.errors import ConfigError, InputError, Problem, report_errors
from reviews import NASTY


@pytest.mark.parametrize("nasty", NASTY, ids=lambda nasty: ascii(nasty)[:30])
@pytest.mark.parametrize("kind", [InputError, ValueError])
def test_what_an_error_quotes_acts_on_no_terminal(
    kind: type[Exception],
    nasty: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended, report_errors():
        raise kind(f"the plan has {nasty}")
    assert ended.value.code == (2 if kind is InputError else 3)
    told = capsys.readouterr().err
    assert {c for c in told if c != "\n" and unicodedata.category(c)[0] == "C"} == set()
    assert told.encode()


def test_lines_stay_lines(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [
        Problem(Path("lake.yaml"), line, 1, f"\x1b[2J{line}", "heal\tit") for line in (3, 4)
    ]
    with pytest.raises(SystemExit), report_errors():
        raise ConfigError(problems)
    assert capsys.readouterr().err.splitlines() == [
        "lake.yaml:3:1: \\u001b[2J3",
        "  → heal        it",
        "lake.yaml:4:1: \\u001b[2J4",
        "  → heal        it",
        "2 problems",
    ]
