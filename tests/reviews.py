"""Reviews for tests of the formats: every field of one filled with the same text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from lakeform.gate.facts.accounts import Whose
from lakeform.gate.findings import Finding, GateProblem, GateResult, Position, Rule, Waiver
from lakeform.gate.severity import Severity
from lakeform.gate.verdict import Outcome
from lakeform.review.access import AccessChange, Area, Turn
from lakeform.review.costs import CostChange, CostItem
from lakeform.review.model import (
    AttributeChange,
    Findings,
    Item,
    Kind,
    Part,
    Review,
    Risk,
)

NASTY = (
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07",
    "\u202egnp.exe",
    "zero\u200bwidth\u200djoined\ufeff",
    "line\nbreak\r\nand\ttab",
    "\n## passed: no finding\n",
    "\n\n---\n\n# approved",
    "</code></summary></details><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<!-- --> <!--",
    "-->",
    "`tick` ``ticks`` ```",
    "`",
    " ` ",
    "| a | b |\n|---|---|",
    "[link](https://evil.example) ![image](https://evil.example/x.png)",
    "::error file=lake.yaml::faked",
    "a word " * 9 + "::stop-commands::x " + "::error::faked " * 20,
    "##[error]faked ##vso[task.complete]faked",
    "https://evil.example www.evil.example mail@evil.example",
    "@org/team #1 GH-1 :warning: :100:",
    "**bold** __bold__ ~~gone~~ *a* _b_ $x^2$",
    "> quote",
    "- item",
    "1. item",
    "&lt;script&gt; &amp; &#60;",
    "{{ 7 * 7 }} {% raw %} {0} {1}",
    "]]> <![CDATA[",
    "\x00\x07\x7f\x85",
    "\ud800 lone",
    "\ufffe\uffff",
    "Z\u0301\u0302\u0303\u0304\u0305\u0306\u0307algo",
    "\U000e0041\U000e0042 tags",
    "\u2028\u2029\u00a0\u3164\u2800",
    "עברית RTL",
    "x" * 5_000,
    "word " * 2_000,
    "\\",
    "\\`",
    "",
    " ",
)
"""What a name, a tag or a description may hold, if somebody wants to break or fake a report."""

PLACE = Position(Path("lake.yaml"), 12)


def finding(text: str, severity: Severity, policy: str = "LAKE_S3_1", **more: object) -> Finding:
    values: dict[str, object] = {
        "policy": policy,
        "title": text,
        "severity": severity,
        "outcome": Outcome.FAILED,
        "address": text,
        "reason": text,
        "controls": {"soc2": ("CC6.1",)},
        "fix": text,
        **more,
    }
    return Finding(**values)  # type: ignore[arg-type]


def review_of(text: str, subject: str | None = None) -> Review:
    """A review with every part filled, and `text` wherever a plan or a user may write."""
    waiver = Waiver("LAKE_S3_2", text, text, text, date(2027, 1, 1), PLACE)
    new = (
        finding(text, Severity.CRITICAL, config=PLACE),
        finding(text, Severity.LOW, "LAKE_S3_3", outcome=Outcome.UNKNOWN),
    )
    waived = (finding(text, Severity.HIGH, "LAKE_S3_2", waiver=waiver),)
    gate = GateResult(
        findings=new,
        waived=waived,
        judged={"LAKE_S3_1": {text: Outcome.FAILED, "aws_s3_bucket.fine": Outcome.PASSED}},
        rules=(Rule("LAKE_S3_1", "Buckets are fine", Severity.CRITICAL, ("*",), {}, "Why."),),
        problems=(GateProblem(text, text, PLACE),),
        fail_on=Severity.HIGH,
        versions={"lakeform": "0.1.0"},
        plan_sha256="0" * 64,
        by_no_rule={text: 2},
    )
    attributes = (AttributeChange(text, text, text, forces=True),)
    items = (
        Item(text, text, Kind.REPLACED, attributes, text, text, text, text, text),
        Item(text, "aws_s3_bucket", Kind.CREATED),
        Item(f"{text}.", "aws_s3_bucket", Kind.CREATED),
    )
    return Review(
        subject=text if subject is None else subject,
        line="Plan: 2 to add, 0 to change, 1 to destroy.",
        is_compared=True,
        is_complete=False,
        parts=(Part("Storage", items),),
        drift=items[:1],
        outputs=(text,),
        risks=(Risk(text, Kind.DESTROYED, text, Severity.CRITICAL, is_allowed=False),),
        access=(
            AccessChange(
                Area.DATA, Turn.GAINS, text, text, (text, text), (text,), whose=Whose.FOREIGN
            ),
        ),
        findings=Findings(
            new=new,
            old=(finding(text, Severity.HIGH, "LAKE_S3_4"),),
            healed=(finding(text, Severity.HIGH, "LAKE_S3_5"),),
            waived=waived,
        ),
        cost=CostChange(
            before=1.0,
            after=33.85,
            items=(CostItem(text, 1.0, 33.85, text),),
            by_use={"aws_s3_bucket": 2},
            unpriced={"aws_instance": 1},
            region="us-east-1",
            collected=date(2026, 11, 22),
            unconfirmed=True,
        ),
        has_baseline=True,
        gate=gate,
    )


PLAIN = review_of("plain")
"""The same review with a text that needs no escaping."""
