"""Changes of crawlers, jobs and triggers: glue:UpdateCrawler, UpdateJob, UpdateTrigger.

moto has none of the three. It also drops a crawler's Lake Formation configuration and a job's
maintenance window, gives every job the execution class STANDARD, which Terraform would remove, and
activates an on-demand trigger that was only started.
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.glue.models import FakeCrawler, FakeJob, FakeTrigger
from moto.glue.responses import GlueResponse
from moto.glue.utils import Action, Predicate

from lakeform.local.gaps.gap import Gap, add_calls, body_of, replace

Json = dict[str, Any]

# request member → moto's attribute
_CRAWLER = {
    "Role": "role",
    "DatabaseName": "database_name",
    "Description": "description",
    "Targets": "targets",
    "Schedule": "schedule",
    "Classifiers": "classifiers",
    "TablePrefix": "table_prefix",
    "SchemaChangePolicy": "schema_change_policy",
    "RecrawlPolicy": "recrawl_policy",
    "LineageConfiguration": "lineage_configuration",
    "Configuration": "configuration",
    "CrawlerSecurityConfiguration": "crawler_security_configuration",
    "LakeFormationConfiguration": "lakeform_lake_formation",
}
_JOB = {
    "Description": "description",
    "LogUri": "log_uri",
    "Role": "role",
    "ExecutionProperty": "execution_property",
    "Command": "command",
    "DefaultArguments": "default_arguments",
    "NonOverridableArguments": "non_overridable_arguments",
    "Connections": "connections",
    "MaxRetries": "max_retries",
    "AllocatedCapacity": "allocated_capacity",
    "Timeout": "timeout",
    "MaxCapacity": "max_capacity",
    "WorkerType": "worker_type",
    "NumberOfWorkers": "number_of_workers",
    "SecurityConfiguration": "security_configuration",
    "NotificationProperty": "notification_property",
    "GlueVersion": "glue_version",
    "CodeGenConfigurationNodes": "code_gen_configuration_nodes",
    "ExecutionClass": "execution_class",
    "SourceControlDetails": "source_control_details",
    "MaintenanceWindow": "lakeform_maintenance_window",
    "JobMode": "lakeform_job_mode",
    "JobRunQueuingEnabled": "lakeform_queuing",
}
# What moto's own methods read without asking whether it is there.
_JOB_DEFAULTS: Json = {"execution_property": {}, "default_arguments": {}}
_JOB_EXTRAS = ("MaintenanceWindow", "JobMode", "JobRunQueuingEnabled", "ExecutionClass")


def _set_job(job: FakeJob, definition: Json) -> None:
    """A job's definition is replaced as a whole: what an update leaves out is gone."""
    for member, attribute in _JOB.items():
        setattr(job, attribute, definition.get(member, _JOB_DEFAULTS.get(attribute)))
    job.last_modified_on = utcnow()


def _update_job(self: GlueResponse) -> ActionResult:
    request = body_of(self)
    _set_job(self.glue_backend.get_job(request["JobName"]), request["JobUpdate"])
    return ActionResult({"JobName": request["JobName"]})


def _set_crawler(crawler: FakeCrawler, definition: Json) -> None:
    """A crawler keeps what an update leaves out."""
    for member, attribute in _CRAWLER.items():
        if member in definition:
            setattr(crawler, attribute, definition[member])


def _update_crawler(self: GlueResponse) -> ActionResult:
    request = body_of(self)
    crawler = self.glue_backend.get_crawler(request["Name"])
    _set_crawler(crawler, request)
    crawler.version += 1
    crawler.last_updated = utcnow()
    return ActionResult({})


def _update_trigger(self: GlueResponse) -> ActionResult:
    request = body_of(self)
    trigger = self.glue_backend.get_trigger(request["Name"])
    update = request["TriggerUpdate"]
    trigger.description = update.get("Description", trigger.description)
    trigger.schedule = update.get("Schedule", trigger.schedule)
    if "Actions" in update:
        trigger.actions = [Action(action) for action in update["Actions"]]
    if "Predicate" in update:
        trigger.predicate = Predicate(update["Predicate"])
    batching = update.get("EventBatchingCondition", trigger.event_batching_condition)
    trigger.event_batching_condition = batching
    return ActionResult({"Trigger": trigger.as_dict()})


def apply() -> None:
    create_job, create_crawler = GlueResponse.create_job, GlueResponse.create_crawler
    job_as_dict, crawler_as_dict = FakeJob.as_dict, FakeCrawler.as_dict
    start_trigger = FakeTrigger.start_trigger

    def create_whole_job(self: GlueResponse) -> Any:
        answer = create_job(self)
        request = body_of(self)
        _set_job(self.glue_backend.get_job(request["Name"]), request)
        return answer

    def create_whole_crawler(self: GlueResponse) -> Any:
        answer = create_crawler(self)
        request = body_of(self)
        _set_crawler(self.glue_backend.get_crawler(request["Name"]), request)
        return answer

    def whole_job(self: FakeJob) -> Json:
        extras = {member: getattr(self, _JOB[member], None) for member in _JOB_EXTRAS}
        return {**job_as_dict(self), **extras}

    def whole_crawler(self: FakeCrawler) -> Json:
        configuration = getattr(self, "lakeform_lake_formation", None)
        return {**crawler_as_dict(self), "LakeFormationConfiguration": configuration}

    def start_unless_on_demand(self: FakeTrigger) -> None:
        if self.trigger_type != "ON_DEMAND":
            start_trigger(self)

    replace(FakeTrigger, start_trigger=start_unless_on_demand)
    replace(FakeJob, as_dict=whole_job)
    replace(FakeCrawler, as_dict=whole_crawler)
    add_calls(
        GlueResponse,
        {
            "create_job": create_whole_job,
            "create_crawler": create_whole_crawler,
            "update_job": _update_job,
            "update_crawler": _update_crawler,
            "update_trigger": _update_trigger,
        },
    )


GAP = Gap(
    name="Changes of Glue crawlers, jobs and triggers",
    resources=("aws_glue_crawler", "aws_glue_job", "aws_glue_trigger"),
    missing=("glue:UpdateCrawler", "glue:UpdateJob", "glue:UpdateTrigger"),
    corrected=(
        "glue:CreateCrawler",
        "glue:GetCrawler",
        "glue:CreateJob",
        "glue:GetJob",
        "glue:StartTrigger",
    ),
    apply=apply,
)
