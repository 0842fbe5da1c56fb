"""What the user reads when Terraform fails."""

from __future__ import annotations

import pytest

from lakeform.terraform.events import Diagnostic
from lakeform.terraform.failure import failure

CONSTRUCTS = {"aws_subnet.private": "lake/network/private"}


def test_the_words_the_address_and_the_construct() -> None:
    error = failure(
        "terraform plan",
        [
            Diagnostic("warning", "Deprecated"),
            Diagnostic("error", "Invalid CIDR", "It has\n\ntwo lines.", "aws_subnet.private[0]"),
            Diagnostic("error", "No such argument", file="cdk.tf.json", line=4),
        ],
        "",
        CONSTRUCTS,
    )
    assert str(error) == (
        "terraform plan failed:\n"
        "  Error: Invalid CIDR\n"
        "    aws_subnet.private[0]  (lake/network/private)\n"
        "    It has\n"
        "\n"
        "    two lines.\n"
        "  Error: No such argument\n"
        "    cdk.tf.json:4"
    )
    assert error.exit_code == 3


def test_many_errors() -> None:
    errors = [Diagnostic("error", f"number {number}") for number in range(25)]
    text = str(failure("terraform apply", errors, "", {}))
    assert "number 19" in text
    assert "number 20" not in text
    assert text.endswith("  and 5 more errors")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("panic: out of luck\ngoroutine 1", "  panic: out of luck\n  goroutine 1"),
        (" ", "no reason"),
    ],
)
def test_without_a_diagnostic(words: str, said: str) -> None:
    assert said in str(failure("terraform plan", (), words, {}))


@pytest.mark.parametrize(
    ("summary", "hint"),
    [
        ("could not connect to registry.terraform.io", "LAKEFORM_PROVIDER_MIRROR"),
        ("Error acquiring the state lock", "another run holds the state"),
        ("No valid credential sources found", "log in to AWS"),
        ("Instance cannot be destroyed", "`protect`"),
        ("the cached package doesn't match any of the checksums", ".terraform.lock.hcl"),
    ],
)
def test_hints(summary: str, hint: str) -> None:
    error = failure("terraform plan", [Diagnostic("error", summary)], "", {})
    assert error.hint is not None
    assert hint in error.hint


def test_no_hint_where_none_is_known() -> None:
    assert failure("terraform plan", [Diagnostic("error", "Odd")], "", {}).hint is None
