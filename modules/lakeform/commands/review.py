"""`lakeform review`: what a plan changes, for whoever has to approve it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from lakeform.commands.judging import (
    Choice,
    Subject,
    access_of,
    check_flags,
    guarded_of,
    judge_subject,
    keys_of,
    plan_of,
    subjects,
)
from lakeform.commands.output import write_output
from lakeform.errors import InputError

if TYPE_CHECKING:
    from lakeform.gate.findings import GateResult
    from lakeform.review.model import Review

_ENDINGS = {
    "text": "txt",
    "markdown": "md",
    "html": "html",
    "json": "json",
    "sarif": "sarif",
    "junit": "xml",
}
"""Format → ending of its file's name."""


@dataclass(frozen=True)
class Request(Choice):
    """What is reviewed, and how it is told.

    Attributes:
        baseline: the JSON of the base branch's plan, None for none.
        prices: a file of prices in place of lakeform's, None for lakeform's.
        output: a file in place of standard output.
        allow_destroy: addresses whose data may be destroyed, if lake.yaml has them too.
        is_early: whether the second key for destroying data may be given later, at apply.
    """

    baseline: Path | None = None
    prices: Path | None = None
    format: str = "text"
    output: Path | None = None
    allow_destroy: tuple[str, ...] = ()
    is_early: bool = False


def run(request: Request, today: date | None = None) -> int:
    """Review, and print the report.

    Returns:
        The exit code: 0 nothing stands against the change, 1 something does, 3 a policy broke.

    Raises:
        InputError: what was given can't be used; `--allow-destroy` names what isn't destroyed.
    """
    from lakeform.review.model import Kind

    if request.baseline is not None and request.plan is None:
        _check_one_environment(request.config or Path("lake.yaml"), request.environment)
        _check_not_overwritten(request.baseline)
    reviews = [review_of(each, request) for each in subjects(request, today or date.today())]
    risks = [risk for each in reviews for risk in each.risks if risk.kind is not Kind.FORGOTTEN]
    check_flags(request.allow_destroy, (risk.address for risk in risks), request.lake_file)
    write_output(_written(request, reviews), request.output)
    return max(review.exit_code for review in reviews)


def review_of(subject: Subject, request: Request, gate: GateResult | None = None) -> Review:
    """The review of one plan.

    Args:
        gate: the gate's verdict with the guards' findings, where it is there already.
    """
    from lakeform.plan import compare, is_stateless, load
    from lakeform.review.build import build
    from lakeform.review.costs import DEFAULT, load_prices

    prices = load_prices(DEFAULT if request.prices is None else request.prices)
    plan = plan_of(subject)
    base = None if request.baseline is None else load(request.baseline)
    is_compared = base is not None and is_stateless(base) and is_stateless(plan)
    if base is not None and is_compared:
        plan = compare(base, plan)
    keys = keys_of(subject, request.allow_destroy, is_early=request.is_early)
    access = access_of(subject, plan)
    if gate is None:
        gate = judge_subject(subject, guarded_of(subject, plan, keys, access))
    return build(
        plan,
        subject=_name(subject),
        access=access,
        gate=gate,
        baseline=_judged_base(subject, request.baseline),
        keys=keys,
        prices=prices,
        is_compared=is_compared,
        fallback=str(request.config or request.plan or "lake.yaml"),
    )


def write_reports(reviews: Sequence[Review], folder: Path) -> list[Path]:
    """Write `review.txt`, `review.md`, … : every format, each into a file of the folder.

    Raises:
        InputError: a file can't be written.
    """
    from lakeform.review.formats import FORMATS

    files = {name: folder / f"review.{_ENDINGS[name]}" for name in FORMATS}
    for name, file in files.items():
        write_output(FORMATS[name](reviews), file)
    return list(files.values())


def _judged_base(subject: Subject, baseline: Path | None) -> GateResult | None:
    """The base branch's plan, judged on the terms of this one."""
    if baseline is None:
        return None
    from dataclasses import replace

    return judge_subject(replace(subject, file=baseline, plan=None))


def _check_not_overwritten(baseline: Path) -> None:
    """The plan that is made now must not take the place of the one that it is held against."""
    from lakeform.commands.plan import WORK

    if (WORK / "plan").resolve() in baseline.resolve().parents:
        raise InputError(
            f"{baseline} is where the plan of now is written",
            hint="copy the old plan elsewhere first, and name the copy",
        )


def _check_one_environment(config: Path, environment: str | None) -> None:
    """A plan is of one environment, and so is what it is held against."""
    from lakeform.config import load

    lakes = load(config, environment)
    if len(lakes) > 1:
        raise InputError(
            f"{config} has several environments; the baseline is of one",
            hint=f"name it with -e: {', '.join(lakes)}",
        )


def _name(subject: Subject) -> str:
    if subject.lake is None:
        return subject.name
    return f"{subject.lake.name} {subject.lake.environment_name}"


def _written(request: Request, reviews: list[Review]) -> str:
    from lakeform.review.formats import FORMATS
    from lakeform.review.formats.text import Screen, text

    if request.format == "text" and request.output is None:
        return text(reviews, Screen.of_terminal())
    return FORMATS[request.format](reviews)
