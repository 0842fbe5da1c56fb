"""Workflows of section `etl`: their models, and the graph that the steps make."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, Tag

from lakeform.config.base import (
    Identifier,
    Int,
    Prefix,
    Schedule,
    Section,
    TableReference,
    Text,
    by_key,
    fail,
    pattern,
)

ArgumentName = Annotated[
    str,
    AfterValidator(
        pattern(r"--[A-Za-z][\w-]*", "isn't a job argument", "for example `--log-level`")
    ),
]


class _Step(Section):
    if_: Literal["succeeded", "failed", "any"] = Field(default="succeeded", alias="if")
    """How what it waits for must have ended; `failed` means failed or timed out."""
    after: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    """Steps that it waits for, by what they run; left out, the step before it in the list that
    isn't itself one for failures."""


class CrawlStep(_Step):
    """Run a crawler."""

    crawl: Identifier
    """A crawler of `catalog.crawlers`."""


class RunStep(_Step):
    """Run a job."""

    run: Identifier
    """A job of `etl.jobs`."""
    arguments: dict[ArgumentName, Text] = {}
    """Arguments of this run, over those of the job."""


class QualityStep(_Step):
    """Check a table against its data quality rules; a broken rule fails the step."""

    quality: TableReference
    """A table with `quality` rules."""


SingleStep = Annotated[
    Annotated[CrawlStep, Tag("crawl step")]
    | Annotated[RunStep, Tag("run step")]
    | Annotated[QualityStep, Tag("quality step")],
    by_key({"crawl": "crawl step", "run": "run step", "quality": "quality step"}, "a step"),
]


def _steps(least: int) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    # Not a length of the field: that would also be said where a step itself is wrong.
    def check(value: tuple[Any, ...]) -> tuple[Any, ...]:
        if len(value) < least:
            noun = "a step" if least == 1 else f"{least} steps"
            fail(f"at least {noun} must be listed", "crawl, run or quality")
        return value

    return check


class ParallelStep(_Step):
    """Several steps that start together; the next step of the list waits for all of them."""

    parallel: Annotated[tuple[SingleStep, ...], AfterValidator(_steps(2))]
    """The steps."""


Step = Annotated[
    Annotated[CrawlStep, Tag("crawl step")]
    | Annotated[RunStep, Tag("run step")]
    | Annotated[QualityStep, Tag("quality step")]
    | Annotated[ParallelStep, Tag("parallel step")],
    by_key(
        {
            "crawl": "crawl step",
            "run": "run step",
            "quality": "quality step",
            "parallel": "parallel step",
        },
        "a step",
    ),
]


class OnObjects(Section):
    """Start a workflow when objects arrive in a zone with `events: eventbridge`."""

    zone: str
    """The zone."""
    prefix: Prefix = ""
    """The prefix that is watched."""
    batch: Annotated[Int, Field(ge=1, le=100)] = 1
    """Objects that start one run, 1 to 100."""
    window_seconds: Annotated[Int, Field(ge=1, le=900)] = 900
    """Seconds after which fewer objects start a run too, 1 to 900."""


class Workflow(Section):
    """Steps that run after each other."""

    description: Annotated[str, Field(max_length=2048)] | None = None
    """What it does."""
    schedule: Schedule | None = None
    """When it starts, as an AWS cron expression in UTC; left out, on demand."""
    on_objects: OnObjects | None = None
    """Start it when objects arrive, instead."""
    concurrency: Annotated[Int, Field(ge=1, le=1000)] = 1
    """Runs at the same time."""
    steps: Annotated[tuple[Step, ...], AfterValidator(_steps(1))]
    """The steps, in order; each waits until the one before it has succeeded."""


Condition = Literal["succeeded", "failed", "any"]


@dataclass(frozen=True)
class PlannedStep:
    """One action of a workflow.

    Attributes:
        kind: what it runs: a crawler, a job, or the data quality rules of a table.
        name: the crawler, job or table; unlike all others of its workflow.
        waits_for: names of the steps before it, sorted; none: it starts the workflow.
        condition: how they must have ended.
        path: where it stands below the workflow, as keys.
    """

    kind: Literal["crawl", "run", "quality"]
    name: str
    waits_for: tuple[str, ...]
    condition: Condition
    arguments: tuple[tuple[str, str], ...]
    path: tuple[str | int, ...]


def planned_steps(workflow: Workflow) -> tuple[PlannedStep, ...]:
    """The steps in the order of the file."""
    found: list[PlannedStep] = []
    before: tuple[str, ...] = ()
    for place, step in enumerate(workflow.steps):
        path: tuple[str | int, ...] = ("steps", place)
        waits = before if step.after is None else tuple(sorted(set(step.after)))
        if isinstance(step, ParallelStep):
            inner = [
                _planned(
                    each,
                    (*path, "parallel", number),
                    waits if each.after is None else tuple(sorted(set(each.after))),
                    step.if_ if each.after is None and each.if_ == "succeeded" else each.if_,
                )
                for number, each in enumerate(step.parallel)
            ]
        else:
            inner = [_planned(step, path, waits, step.if_)]
        found += inner
        if step.if_ != "failed":
            before = tuple(sorted(each.name for each in inner if each.condition != "failed"))
    return tuple(found)


def _planned(
    step: CrawlStep | RunStep | QualityStep,
    path: tuple[str | int, ...],
    waits_for: tuple[str, ...],
    condition: Condition,
) -> PlannedStep:
    match step:
        case CrawlStep():
            return PlannedStep("crawl", step.crawl, waits_for, condition, (), path)
        case QualityStep():
            return PlannedStep("quality", step.quality, waits_for, condition, (), path)
        case RunStep():
            arguments = tuple(sorted(step.arguments.items()))
            return PlannedStep("run", step.run, waits_for, condition, arguments, path)


def cycle(steps: tuple[PlannedStep, ...]) -> tuple[str, ...]:
    """The names of steps that wait for each other, in order and the first one again at the end;
    empty where there are none."""
    waits = {step.name: step.waits_for for step in steps}
    done: set[str] = set()

    def walk(name: str, way: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if name in way:
            yield (*way[way.index(name) :], name)
        elif name not in done:
            for other in waits.get(name, ()):
                yield from walk(other, (*way, name))
            done.add(name)

    return next((found for step in steps for found in walk(step.name, ())), ())
