"""Rules of `etl.workflows`."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.config.base import quoted, suggestion
from lakeform.config.explain import Fault
from lakeform.config.model import Lake
from lakeform.config.workflows import PlannedStep, cycle, planned_steps
from lakeform.config.yaml_reader import KeyPath


def _path(workflow: str, step: PlannedStep, *keys: str) -> KeyPath:
    return ("etl", "workflows", workflow, *step.path, *keys)


def steps_name_what_exists(lake: Lake) -> Iterator[Fault]:
    """A step's crawler, job or table exists, and so do the steps that it waits for."""
    for workflow, section in lake.etl.workflows.items():
        steps = planned_steps(section)
        names = [step.name for step in steps]
        for step in steps:
            yield from _target_faults(lake, workflow, step)
            for name in step.waits_for:
                if name not in names:
                    yield Fault(
                        _path(workflow, step, "after"),
                        f"no step of the workflow {quoted(workflow)} runs {quoted(name)}",
                        suggestion(name, names, "steps"),
                    )


def _target_faults(lake: Lake, workflow: str, step: PlannedStep) -> Iterator[Fault]:
    where = _path(workflow, step, step.kind)
    if step.kind == "quality":
        table = lake.table(step.name)
        if table is None:
            known = [f"{d}.{t}" for d, each in lake.catalog.databases.items() for t in each.tables]
            hint = suggestion(step.name, known, "tables")
            yield Fault(where, f"there is no table {quoted(step.name)}", hint)
        elif not table.quality:
            yield Fault(
                where,
                f"the table {quoted(step.name)} has no data quality rules",
                "write its rules in `quality`",
            )
        return
    noun = "crawler" if step.kind == "crawl" else "job"
    known = list(lake.catalog.crawlers if step.kind == "crawl" else lake.etl.jobs)
    if step.name not in known:
        hint = suggestion(step.name, known, f"{noun}s")
        yield Fault(where, f"there is no {noun} {quoted(step.name)}", hint)
    elif step.kind == "run" and lake.etl.jobs[step.name].type == "spark_streaming":
        yield Fault(
            where,
            f"{quoted(step.name)} is a streaming job: it never ends, and no step comes after it",
            "give it a `schedule` of its own",
        )


def steps_run_once(lake: Lake) -> Iterator[Fault]:
    """Glue tells the steps of a workflow apart by what they run."""
    for workflow, section in lake.etl.workflows.items():
        seen: set[str] = set()
        for step in planned_steps(section):
            if step.name in seen:
                yield Fault(
                    _path(workflow, step, step.kind),
                    f"two steps of the workflow {quoted(workflow)} run {quoted(step.name)}, and "
                    "Glue can't tell them apart",
                    "put one of them into a workflow or job of its own",
                )
            seen.add(step.name)


def steps_come_after_each_other(lake: Lake) -> Iterator[Fault]:
    """No step waits for itself, and what it waits for can be said to Glue."""
    for workflow, section in lake.etl.workflows.items():
        steps = planned_steps(section)
        once = len({step.name for step in steps}) == len(steps)  # `steps_run_once` says the rest
        found = cycle(steps) if once else ()
        if found:
            yield Fault(
                ("etl", "workflows", workflow, "steps"),
                f"the steps wait for each other: {' waits for '.join(found)}",
                "remove one `after`",
                at_key=True,
            )
        for step in steps:
            if step.condition != "succeeded" and not step.waits_for:
                yield Fault(
                    _path(workflow, step, "if"),
                    f"the step starts the workflow, and there is nothing that can have "
                    f"{_ENDED[step.condition]}",
                    "remove `if`, or name the steps before it in `after`",
                )
            if step.condition == "any" and len(step.waits_for) > 1:
                yield Fault(
                    _path(workflow, step),
                    f"`if: any` waits for {len(step.waits_for)} steps, and Glue can't wait for all "
                    "of several whatever their result",
                    "let it wait for one step",
                    at_key=True,
                )


_ENDED = {"failed": "failed", "any": "ended"}


def starts_are_possible(lake: Lake) -> Iterator[Fault]:
    """A workflow has one way to start, and S3 tells of the objects that start it."""
    for workflow, section in lake.etl.workflows.items():
        where = ("etl", "workflows", workflow)
        watched = section.on_objects
        if watched is None:
            continue
        if section.schedule is not None:
            yield Fault(
                (*where, "schedule"),
                "a workflow has one start, and this one has a `schedule` and `on_objects`",
                "keep one of them",
                at_key=True,
            )
        zone = lake.zones.get(watched.zone)
        if zone is None:
            yield Fault(
                (*where, "on_objects", "zone"),
                f"there is no zone {quoted(watched.zone)}",
                suggestion(watched.zone, list(lake.zones), "zones"),
            )
        elif zone.events != "eventbridge":
            yield Fault(
                (*where, "on_objects", "zone"),
                f"the zone {quoted(watched.zone)} doesn't tell EventBridge of its objects",
                f"write `events: eventbridge` in the zone {watched.zone}",
            )
