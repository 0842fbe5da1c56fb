"""`lakeform check`: synthesise → plan offline → gate; or gate a plan that is there already."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from lakeform.commands import review
from lakeform.commands.judging import (
    Choice,
    access_of,
    check_flags,
    guarded_of,
    judge_subject,
    keys_of,
    plan_of,
    subjects,
)
from lakeform.commands.output import write_output

if TYPE_CHECKING:
    from lakeform.gate.findings import GateResult


@dataclass(frozen=True)
class Request(Choice):
    """What the user asks of the gate.

    Attributes:
        format: `text` or `json`.
        output: a file in place of standard output.
        evidence: a folder for evidence, None for none.
        allow_destroy: addresses whose data may be destroyed, if lake.yaml has them too.
        show_plan: whether what would be made is shown before the verdict.
        reports: a folder for the reviews of the same plans, in every format; None for none.
    """

    format: str = "text"
    output: Path | None = None
    evidence: Path | None = None
    allow_destroy: tuple[str, ...] = ()
    show_plan: bool = False
    reports: Path | None = None


def run(request: Request, today: date | None = None) -> int:
    """Judge, print the verdicts, write the evidence.

    Returns:
        The exit code: 0 passed, 1 findings or stale waivers, 3 a policy or checkov broke.

    Raises:
        InputError: what was given can't be used; `--allow-destroy` names what isn't destroyed.
    """
    day = today or date.today()
    judged = _judged(request, day)
    _write(request, judged)
    if request.evidence is not None:
        from lakeform.gate.evidence import write_evidence

        for file in write_evidence(request.evidence, judged):
            print(f"evidence: {file}", file=sys.stderr)
    return max(result.exit_code for result in judged.values())


def _judged(request: Request, today: date) -> Mapping[str, GateResult]:
    from lakeform.review.guards import at_stake

    judged = {}
    reviews = []
    going: set[str] = set()
    for subject in subjects(request, today):
        plan = plan_of(subject)
        if request.show_plan and subject.lake is not None:
            from lakeform.commands.plan import show

            show(subject.lake, plan, subject.file)
        keys = keys_of(subject, request.allow_destroy)
        going |= at_stake(plan)
        further = guarded_of(subject, plan, keys, access_of(subject, plan))
        result = judged[subject.name] = judge_subject(subject, further)
        if request.reports is not None:
            told = review.Request(request.config, allow_destroy=request.allow_destroy)
            reviews.append(review.review_of(subject, told, result))
    check_flags(request.allow_destroy, going, request.lake_file)
    if request.reports is not None:
        review.write_reports(reviews, request.reports)
    return judged


def _write(request: Request, judged: Mapping[str, GateResult]) -> None:
    from lakeform.gate.report import as_json, text

    if request.format == "json":
        data = {name: as_json(result) for name, result in judged.items()}
        words = json.dumps(data, indent=2) + "\n"
    elif request.format == "text":
        words = "\n".join(text(result, name) for name, result in judged.items())
    else:
        from lakeform.review.build import of_verdict
        from lakeform.review.formats import FORMATS

        fallback = str(request.config or request.plan or "lake.yaml")
        verdicts = [
            of_verdict(result, subject=name, fallback=fallback) for name, result in judged.items()
        ]
        words = FORMATS[request.format](verdicts)
    write_output(words, request.output)
    if request.reports is not None:
        print(f"\nThe review, as text, Markdown, HTML, JSON, SARIF and JUnit: {request.reports}")
