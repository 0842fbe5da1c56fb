"""Workflows: steps as Glue triggers, one for each step, and one that starts those without any
before them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from lakeform.aws.base import inside
from lakeform.aws.events import CloudwatchEventRule, CloudwatchEventTarget
from lakeform.aws.glue import (
    GlueCrawler,
    GlueJob,
    GlueTrigger,
    GlueTriggerActions,
    GlueTriggerEventBatchingCondition,
    GlueTriggerPredicate,
    GlueTriggerPredicateConditions,
    GlueWorkflow,
)
from lakeform.config import Lake
from lakeform.config.workflows import PlannedStep, Workflow, planned_steps
from lakeform.constructs.iam import from_this_account, service_role, service_trust, statement
from lakeform.engine import Construct
from lakeform.jobs.places import bucket_of
from lakeform.jobs.quality import quality_job
from lakeform.naming import Names, logical_id

JOB_STATES = {
    "succeeded": ("SUCCEEDED",),
    "failed": ("FAILED", "TIMEOUT"),
    "any": ("FAILED", "STOPPED", "SUCCEEDED", "TIMEOUT"),
}
CRAWL_STATES = {
    "succeeded": ("SUCCEEDED",),
    "failed": ("FAILED",),
    "any": ("CANCELLED", "FAILED", "SUCCEEDED"),
}
"""How a step ended → the states that Glue gives it (AWS Glue API reference, "Condition")."""


class Workflows(Construct):
    """All workflows.

    Attributes:
        by_name: name → workflow.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        lake: Lake,
        names: Names,
        *,
        jobs: Mapping[str, GlueJob],
        crawlers: Mapping[str, GlueCrawler],
    ) -> None:
        super().__init__(scope, id)
        self._lake = lake
        self._names = names
        self._jobs = jobs
        self._crawlers = crawlers
        self.by_name = {
            name: self._workflow(name, section)
            for name, section in sorted(lake.etl.workflows.items())
        }

    def _workflow(self, name: str, section: Workflow) -> GlueWorkflow:
        workflow = GlueWorkflow(
            self,
            f"workflow-{name}",
            logical_id=logical_id(name),
            name=self._names.name(name, limit=255),
            description=section.description,
            max_concurrent_runs=section.concurrency,
        )
        steps = planned_steps(section)
        first = [step for step in steps if not step.waits_for]
        self._start(name, section, workflow, first)
        by_name = {step.name: step for step in steps}
        for step in steps:
            if step.waits_for:
                self._conditional(name, workflow, step, by_name)
        if section.on_objects is not None:
            self._on_objects(name, section, workflow)
        return workflow

    def _start(
        self, name: str, section: Workflow, workflow: GlueWorkflow, first: list[PlannedStep]
    ) -> None:
        watched = section.on_objects
        type = "ON_DEMAND" if section.schedule is None else "SCHEDULED"
        batching = None
        if watched is not None:
            type = "EVENT"
            batching = [
                GlueTriggerEventBatchingCondition(
                    batch_size=watched.batch, batch_window=watched.window_seconds
                )
            ]
        GlueTrigger(
            self,
            f"start-{name}",
            logical_id=logical_id(name, "start"),
            name=self._names.name(f"{name}.start", limit=255),
            type=type,
            schedule=section.schedule,
            event_batching_condition=batching,
            # Glue starts the others; it refuses the argument where the trigger only waits.
            start_on_creation=True if type == "SCHEDULED" else None,
            workflow_name=inside(workflow, "name"),
            actions=[self._action(step) for step in first],
        )

    def _conditional(
        self,
        name: str,
        workflow: GlueWorkflow,
        step: PlannedStep,
        by_name: Mapping[str, PlannedStep],
    ) -> None:
        conditions = [
            condition
            for before in step.waits_for
            for condition in self._conditions(by_name[before], step.condition)
        ]
        every = step.condition == "succeeded"
        GlueTrigger(
            self,
            f"step-{name}-{step.kind}-{step.name}",
            logical_id=logical_id(name, step.kind, step.name),
            name=self._names.name(f"{name}.{step.kind}.{step.name}", limit=255),
            type="CONDITIONAL",
            start_on_creation=True,
            workflow_name=inside(workflow, "name"),
            predicate=GlueTriggerPredicate(
                conditions=conditions, logical="AND" if every else "ANY"
            ),
            actions=[self._action(step)],
        )

    def _conditions(
        self, step: PlannedStep, ended: str
    ) -> Iterator[GlueTriggerPredicateConditions]:
        if step.kind == "crawl":
            for state in CRAWL_STATES[ended]:
                yield GlueTriggerPredicateConditions(
                    crawler_name=inside(self._crawlers[step.name], "name"),
                    crawl_state=state,
                    logical_operator="EQUALS",
                )
        else:
            for state in JOB_STATES[ended]:
                yield GlueTriggerPredicateConditions(
                    job_name=inside(self._job(step), "name"), state=state, logical_operator="EQUALS"
                )

    def _job(self, step: PlannedStep) -> GlueJob:
        return self._jobs[quality_job(step.name) if step.kind == "quality" else step.name]

    def _action(self, step: PlannedStep) -> GlueTriggerActions:
        match step.kind:
            case "crawl":
                return GlueTriggerActions(crawler_name=inside(self._crawlers[step.name], "name"))
            case "quality" | "run":
                given = dict(step.arguments)
                return GlueTriggerActions(
                    job_name=inside(self._job(step), "name"), arguments=given or None
                )

    def _on_objects(self, name: str, section: Workflow, workflow: GlueWorkflow) -> None:
        """S3 → EventBridge → the workflow."""
        watched = section.on_objects
        if watched is None:
            return
        rule_name = self._names.name(name, "objects", limit=64)
        rule = self._names.arn("events", f"rule/{rule_name}")
        target = self._names.arn("glue", f"workflow/{self._names.name(name, limit=255)}")
        role = service_role(
            self,
            logical_id("workflow", name),
            self._names,
            name=("workflow", name),
            trust=[service_trust("events.amazonaws.com", from_this_account(self._names, rule))],
            statements=[statement("Start", "Allow", "glue:notifyEvent", target)],
            description=f"EventBridge starts the workflow {name}",
        )
        detail: dict[str, object] = {"bucket": {"name": [bucket_of(self._lake, watched.zone)]}}
        if watched.prefix:
            detail["object"] = {"key": [{"prefix": watched.prefix}]}
        pattern = {"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": detail}
        made = CloudwatchEventRule(
            self,
            f"objects-{name}",
            logical_id=logical_id("workflow", name),
            name=rule_name,
            description=f"Objects that start the workflow {name}",
            event_pattern=json.dumps(pattern, sort_keys=True, separators=(",", ":")),
        )
        CloudwatchEventTarget(
            self,
            f"objects-{name}-target",
            logical_id=logical_id("workflow", name),
            rule=made.name,
            target_id="workflow",
            arn=workflow.arn,
            role_arn=role.arn,
            depends_on=[role.policy],
        )
