"""Plans of other people's Terraform, in styles that lakeform doesn't write.

`reorganised.json` is what Terraform 1.11 wrote of a project with modules, count, for_each, data
sources, a move, a removal, an import, drift and a deposed object. `unusual.json` is written by
hand: an older format, other providers, marks left out, values of the wrong shape, and texts that
want to be something else.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lakeform.gate.findings import GateResult
from lakeform.gate.severity import Severity
from lakeform.plan import load
from lakeform.review.access import access_changes
from lakeform.review.build import build
from lakeform.review.costs import load_prices
from lakeform.review.formats import FORMATS
from lakeform.review.guards import guarded
from lakeform.review.model import Review
from support import ROOT

PLANS = ROOT / "tests" / "data" / "plans"
NAMES = ("no_changes", "reorganised", "unusual")
ENDINGS = {"text": "txt", "markdown": "md"}

SECRETS = (
    "correct-horse-battery",
    "another-horse-battery",
    "old-password-1",
    "new-password-2",
    "s3cr3t-t0ken-value",
)


def review_of(name: str) -> Review:
    """The review of a plan with the guards' findings alone, as policies come and go."""
    plan = load(PLANS / f"{name}.json")
    access = access_changes(plan)
    further = guarded(plan, access=access)
    gate = GateResult(
        findings=further.findings,
        waived=(),
        judged={},
        rules=further.rules,
        problems=(),
        fail_on=Severity.HIGH,
        versions={},
        plan_sha256="",
    )
    return build(plan, subject=name, access=access, gate=gate, prices=load_prices())


@pytest.mark.parametrize("format", sorted(ENDINGS))
@pytest.mark.parametrize("name", NAMES)
def test_the_report_is_the_one_that_was_read_and_approved(name: str, format: str) -> None:
    """`LAKEFORM_UPDATE_GOLDEN=1` writes the reports anew: read what `git diff` says then."""
    golden = PLANS / f"{name}.{ENDINGS[format]}"
    shown = FORMATS[format]([review_of(name)])
    if os.environ.get("LAKEFORM_UPDATE_GOLDEN"):
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("format", sorted(FORMATS))
@pytest.mark.parametrize("name", NAMES)
def test_no_secret_gets_into_a_report(name: str, format: str) -> None:
    assert any(secret in _text(PLANS / "unusual.json") for secret in SECRETS)
    shown = FORMATS[format]([review_of(name)])
    assert not [secret for secret in SECRETS if secret in shown]


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
