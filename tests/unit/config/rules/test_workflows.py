"""Rules of workflows: what each says, word for word; and the graph that steps become."""

from __future__ import annotations

import pytest

from etl import CSV, lake_of, problems
from lakeform.config.workflows import PlannedStep, planned_steps

STREAM = (
    "{type: spark_streaming, template: stream_to_table, source: {kinesis: c}, target: sales.orders}"
)


def workflow(text: str) -> str:
    """A section with one workflow, `w`, and two jobs."""
    return f"{{jobs: {{j: {CSV}, k: {CSV}, s: {STREAM}}}, workflows: {{w: {text}}}}}"


WRONG = [
    (
        "{steps: []}",
        [
            "at least a step must be listed → crawl, run or quality",
        ],
    ),
    (
        "{steps: [{}]}",
        [
            "a step has exactly one of the keys crawl, run, quality, parallel → write one of them",
        ],
    ),
    (
        "{steps: [{run: j, crawl: landing}]}",
        [
            "a step has exactly one of the keys crawl, run, quality, parallel → write one of them",
        ],
    ),
    (
        "{steps: [{run: jj}, {crawl: landig}, {quality: sales.orders}, {quality: "
        "sales.exports}, {quality: sales.x}]}",
        [
            "there is no job `jj` → did you mean `j`?",
            "there is no crawler `landig` → did you mean `landing`?",
            "the table `sales.exports` has no data quality rules → write its rules in `quality`",
            "there is no table `sales.x` → did you mean `sales.exports`?",
        ],
    ),
    (
        "{steps: [{run: s}]}",
        [
            "`s` is a streaming job: it never ends, and no step comes after it → give it a "
            "`schedule` of its own",
        ],
    ),
    (
        "{steps: [{run: j}, {crawl: landing}, {run: j}]}",
        [
            "two steps of the workflow `w` run `j`, and Glue can't tell them apart → put one "
            "of them into a workflow or job of its own",
        ],
    ),
    (
        "{steps: [{run: j, after: [landing]}, {crawl: landing, after: [j]}]}",
        [
            "the steps wait for each other: j waits for landing waits for j → remove one `after`",
        ],
    ),
    (
        "{steps: [{run: j, after: [j]}]}",
        [
            "the steps wait for each other: j waits for j → remove one `after`",
        ],
    ),
    (
        "{steps: [{run: j, if: failed}]}",
        [
            "the step starts the workflow, and there is nothing that can have failed → remove "
            "`if`, or name the steps before it in `after`",
        ],
    ),
    (
        "{steps: [{run: j, after: [x]}]}",
        [
            "no step of the workflow `w` runs `x` → steps: j",
        ],
    ),
    (
        "{steps: [{parallel: [{run: j}, {crawl: landing}]}, {quality: sales.orders, if: any}]}",
        [
            "`if: any` waits for 2 steps, and Glue can't wait for all of several whatever "
            "their result → let it wait for one step",
        ],
    ),
    (
        '{schedule: "cron(0 2 * * ? *)", on_objects: {zone: curated}, steps: [{run: j}]}',
        [
            "a workflow has one start, and this one has a `schedule` and `on_objects` → keep "
            "one of them",
            "the zone `curated` doesn't tell EventBridge of its objects → write `events: "
            "eventbridge` in the zone curated",
        ],
    ),
    (
        "{on_objects: {zone: nope, batch: 0}, steps: [{run: j}]}",
        [
            "there is no zone `nope` → zones: curated, raw",
            "`etl.workflows.w.on_objects.batch` is 0; it must be at least 1",
        ],
    ),
    (
        "{on_objects: {zone: nope}, steps: [{run: j}]}",
        [
            "there is no zone `nope` → zones: curated, raw",
        ],
    ),
    (
        "{schedule: hourly, steps: [{run: j}]}",
        [
            "`hourly` isn't an AWS cron expression of six fields → for example \"cron(0 2 * * "
            '? *)", in UTC',
        ],
    ),
    (
        "{steps: [{parallel: [{run: j}]}]}",
        [
            "at least 2 steps must be listed → crawl, run or quality",
        ],
    ),
]


@pytest.mark.parametrize(("text", "said"), WRONG, ids=range(len(WRONG)))
def test_a_wrong_workflow(text: str, said: list[str]) -> None:
    assert problems(workflow(text)) == said


def steps(text: str) -> list[tuple[str, str, tuple[str, ...], str]]:
    found = planned_steps(lake_of(workflow(text)).etl.workflows["w"])
    return [(step.kind, step.name, step.waits_for, step.condition) for step in found]


def test_steps_wait_for_the_one_before() -> None:
    assert steps("{steps: [{crawl: landing}, {run: j}, {quality: sales.orders}]}") == [
        ("crawl", "landing", (), "succeeded"),
        ("run", "j", ("landing",), "succeeded"),
        ("quality", "sales.orders", ("j",), "succeeded"),
    ]


def test_a_step_for_failures_is_a_branch_of_its_own() -> None:
    assert steps("{steps: [{run: j}, {run: k, if: failed}, {quality: sales.orders}]}") == [
        ("run", "j", (), "succeeded"),
        ("run", "k", ("j",), "failed"),
        ("quality", "sales.orders", ("j",), "succeeded"),
    ]


def test_parallel_steps_start_and_end_together() -> None:
    text = "{steps: [{crawl: landing}, {parallel: [{run: j}, {run: k}]}, {quality: sales.orders}]}"
    assert steps(text)[1:] == [
        ("run", "j", ("landing",), "succeeded"),
        ("run", "k", ("landing",), "succeeded"),
        ("quality", "sales.orders", ("j", "k"), "succeeded"),
    ]
    text = "{steps: [{crawl: landing}, {parallel: [{run: j}, {run: k}], if: any}]}"
    assert [condition for *_, condition in steps(text)] == ["succeeded", "any", "any"]


def test_after_names_any_step() -> None:
    text = "{steps: [{run: j}, {crawl: landing, after: [k]}, {run: k, after: [j], if: any}]}"
    assert steps(text) == [
        ("run", "j", (), "succeeded"),
        ("crawl", "landing", ("k",), "succeeded"),
        ("run", "k", ("j",), "any"),
    ]


def test_arguments_of_a_step() -> None:
    found = planned_steps(
        lake_of(workflow("{steps: [{run: j, arguments: {--b: x, --a: 1}}]}")).etl.workflows["w"]
    )
    assert found == (
        PlannedStep("run", "j", (), "succeeded", (("--a", "1"), ("--b", "x")), ("steps", 0)),
    )
