"""What a log shows is no command for the runner that reads it."""

from __future__ import annotations

import pytest

from lakeform.errors import InputError, report_errors
from lakeform.logs import without_commands


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", "\\u003a:error::x"),
        ("a\n \t ::add-mask::x\n", "a\n \t \\u003a:add-mask::x\n"),
        ("a ##[error]x", "a \\u0023#[error]x"),
        ("###[group]", "#\\u0023#[group]"),
        ("##vso[task.x]", "\\u0023#vso[task.x]"),
        ("arn:aws:s3:::raw", "arn:aws:s3:::raw"),
        ("std::vector # ## [x]", "std::vector # ## [x]"),
    ],
)
def test_commands_become_text_and_the_rest_stays(text: str, shown: str) -> None:
    assert without_commands(text) == shown


def test_an_error_is_no_command_either(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit), report_errors():
        raise InputError("plan.json does to\n::warning::nothing")
    assert "\n::" not in capsys.readouterr().err
