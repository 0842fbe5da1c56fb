"""Section `policy`: it says what the gate's own settings say, and neither imports the other."""

from __future__ import annotations

import dataclasses
import inspect
import re
from datetime import date
from typing import Any, get_args

from lakeform.config import policy as section
from lakeform.config.descriptions import descriptions
from lakeform.config.policy import Policy
from lakeform.gate import Settings, Severity
from lakeform.gate.controls import FRAMEWORKS
from support import lake_from

NOT_OF_THE_FILE = {"accounts", "principals"}
"""Settings that the lake itself decides."""


def documented(cls: type) -> dict[str, str]:
    """Attribute → its line in a Google docstring."""
    text = (inspect.getdoc(cls) or "").partition("Attributes:")[2]
    entries = re.findall(r"^ {4}(\w+): ((?:.|\n {8})*)", text, flags=re.MULTILINE)
    return {name: " ".join(words.split()) for name, words in entries}


def settings() -> list[Any]:
    return [
        field
        for field in dataclasses.fields(Settings)
        if field.name not in NOT_OF_THE_FILE and field.name != "sensitive_tag"
    ]


def test_every_setting_of_the_gate_can_be_set() -> None:
    for field in settings():
        default = getattr(Policy(), field.name)
        assert (tuple(default) if isinstance(default, list) else default) == field.default
    assert Settings().sensitive_tag == (
        Policy().sensitive_tag.key,
        tuple(Policy().sensitive_tag.values),
    )


def test_the_words_are_the_same() -> None:
    said, meant = descriptions(Policy), documented(Settings)
    for field in settings():
        assert said[field.name].lower().startswith(meant[field.name].lower())


def test_frameworks_and_severities_are_the_gates() -> None:
    assert tuple(FRAMEWORKS) == section.FRAMEWORKS
    assert get_args(section.Framework) == tuple(FRAMEWORKS)
    assert get_args(Policy.model_fields["fail_on"].annotation) == tuple(Severity)


def test_a_waiver_is_read() -> None:
    lake = lake_from(
        "policy:\n  waivers:\n    - {policy: LAKE_S3_7, address: aws_s3_bucket.sandbox, "
        "reason: Scratch, owner: platform, expires: 2027-06-30}\n"
    )
    (waiver,) = lake.policy.waivers
    assert waiver.expires == date(2027, 6, 30)
