from __future__ import annotations

from collections.abc import Iterator

import pytest

from lakeform.commands.console import Counter, Step
from lakeform.terraform import Counts, Event


def completed(number: int) -> Event:
    return Event("apply_complete", "", address=f"aws_s3_bucket.b{number}", action="create")


def lines_of(seconds: Iterator[float], capsys: pytest.CaptureFixture[str]) -> list[str]:
    counter = Counter(Step("applying"), clock=lambda: next(seconds))
    counter.watch(Event("stage", "apply"))
    counter.watch(Event("change_summary", "", counts=Counts(add=40, change=1)))
    for number in range(30):
        counter.watch(completed(number))
    counter.watch(Event("change_summary", "", counts=Counts(add=40)))
    return capsys.readouterr().err.rstrip("\n").split("\n")


def test_a_log_gets_a_line_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    first, *others = lines_of(iter(range(1000)), capsys)
    assert first.startswith("  applying     Terraform applies")
    assert others == [f"  applying     {done} of 41" for done in (10, 20, 30)]


def test_a_fast_apply_gets_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(lines_of(iter([0.0] * 1000), capsys)) == 1


def test_a_terminal_gets_one_line_that_changes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    [written] = lines_of(iter([0.0] * 1000), capsys)
    assert written.endswith("applying … 30 of 41 create aws_s3_bucket.b29")
