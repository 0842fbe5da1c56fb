"""Glue jobs and their scripts, triggers, workflows, and what listens to events."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from lakeform.local.checks.check import Check, Json, State, compare, only
from lakeform.local.embedded import EmbeddedAws

SCRIPT_TYPE = "text/x-python"
"""Content type of the scripts: what tells them from other objects."""


def checks(state: State, aws: EmbeddedAws) -> Iterator[Check]:
    s3 = aws.client("s3")
    for applied in state.of("aws_s3_object"):
        if applied.values["content_type"] == SCRIPT_TYPE:
            yield _script(s3, applied.values)
    glue = aws.client("glue")
    for applied in state.of("aws_glue_job"):
        yield from _job(glue, applied.values)
    for applied in state.of("aws_glue_security_configuration"):
        yield _security(glue, applied.values)
    for applied in state.of("aws_glue_workflow"):
        yield _workflow(glue, applied.values)
    for applied in state.of("aws_glue_trigger"):
        yield from _trigger(glue, applied.values)
    sns = aws.client("sns")
    for applied in state.of("aws_sns_topic"):
        yield _topic(sns, applied.values)
    events = aws.client("events")
    for applied in state.of("aws_cloudwatch_event_rule"):
        targets = [
            target.values["arn"]
            for target in state.of("aws_cloudwatch_event_target")
            if target.values["rule"] == applied.values["name"]
        ]
        yield _rule(events, applied.values, sorted(targets))


def _script(s3: Any, values: Json) -> Check:
    def look() -> object:
        found = s3.get_object(Bucket=values["bucket"], Key=values["key"])
        return {"digest": _digest(found["Body"].read()), "key": found.get("SSEKMSKeyId")}

    expected = {"digest": _digest(values["content"].encode()), "key": values["kms_key_id"]}
    return compare(f"script {values['key']}", expected, look)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _job(glue: Any, values: Json) -> Iterator[Check]:
    title = f"job {values['name']}"

    def found() -> Json:
        job: Json = glue.get_job(JobName=values["name"])["Job"]
        return job

    def runs() -> object:
        command = found()["Command"]
        return [command["Name"], command["ScriptLocation"], found()["Role"].rpartition("/")[2]]

    def workers() -> object:
        job = found()
        return {"type": job.get("WorkerType"), "count": job.get("NumberOfWorkers")}

    def secured() -> object:
        return found().get("SecurityConfiguration")

    def arguments() -> object:
        return dict(sorted(found().get("DefaultArguments", {}).items()))

    command = only(values["command"])
    role = values["role_arn"].rpartition("/")[2]
    yield compare(f"{title}: runs", [command["name"], command["script_location"], role], runs)
    if command["name"] != "pythonshell":
        expected = {"type": values["worker_type"], "count": values["number_of_workers"]}
        yield compare(f"{title}: workers", expected, workers)
    yield compare(f"{title}: security", values["security_configuration"] or None, secured)
    given = dict(sorted((values["default_arguments"] or {}).items()))
    yield compare(f"{title}: arguments", given, arguments)


def _security(glue: Any, values: Json) -> Check:
    def look() -> object:
        answer = glue.get_security_configuration(Name=values["name"])
        found = answer["SecurityConfiguration"]["EncryptionConfiguration"]
        return {
            "objects": found["S3Encryption"][0].get("KmsKeyArn"),
            "logs": found["CloudWatchEncryption"].get("KmsKeyArn"),
            "bookmarks": found["JobBookmarksEncryption"].get("KmsKeyArn"),
        }

    applied = only(values["encryption_configuration"])
    expected = {
        "objects": only(applied["s3_encryption"])["kms_key_arn"],
        "logs": only(applied["cloudwatch_encryption"])["kms_key_arn"],
        "bookmarks": only(applied["job_bookmarks_encryption"])["kms_key_arn"],
    }
    return compare(f"security configuration {values['name']}", expected, look)


def _workflow(glue: Any, values: Json) -> Check:
    def look() -> object:
        found = glue.get_workflow(Name=values["name"])["Workflow"]
        return f"at most {found.get('MaxConcurrentRuns')} at a time"

    expected = f"at most {values['max_concurrent_runs']} at a time"
    return compare(f"workflow {values['name']}", expected, look)


def _trigger(glue: Any, values: Json) -> Iterator[Check]:
    title = f"trigger {values['name']}"

    def found() -> Json:
        trigger: Json = glue.get_trigger(Name=values["name"])["Trigger"]
        return trigger

    def kind() -> object:
        trigger = found()
        return [trigger["Type"], *_given(trigger.get("WorkflowName"), trigger.get("Schedule"))]

    def starts() -> object:
        actions = found()["Actions"]
        return sorted(action.get("JobName") or action["CrawlerName"] for action in actions)

    def waits() -> object:
        return sorted(
            f"{each.get('JobName') or each.get('CrawlerName')} "
            f"{each.get('State') or each.get('CrawlState')}"
            for each in found()["Predicate"]["Conditions"]
        )

    expected = [values["type"], *_given(values["workflow_name"], values["schedule"])]
    yield compare(title, expected, kind)
    actions = values["actions"]
    started = sorted(action["job_name"] or action["crawler_name"] for action in actions)
    yield compare(f"{title}: starts", started, starts)
    if values["type"] == "CONDITIONAL":
        conditions = only(values["predicate"])["conditions"]
        named = sorted(
            f"{each['job_name'] or each['crawler_name']} {each['state'] or each['crawl_state']}"
            for each in conditions
        )
        yield compare(f"{title}: waits for", named, waits)


def _given(*texts: str | None) -> list[str]:
    return [text for text in texts if text]


def _topic(sns: Any, values: Json) -> Check:
    def look() -> object:
        found = sns.get_topic_attributes(TopicArn=values["arn"])["Attributes"]
        return {"key": found.get("KmsMasterKeyId")}

    return compare(f"topic {values['name']}", {"key": values["kms_master_key_id"] or None}, look)


def _rule(events: Any, values: Json, targets: list[str]) -> Check:
    def look() -> object:
        found = events.describe_rule(Name=values["name"])
        to = events.list_targets_by_rule(Rule=values["name"])["Targets"]
        return {
            "of": _starts(found.get("EventPattern"), found.get("ScheduleExpression")),
            "to": sorted(target["Arn"] for target in to),
        }

    starts = _starts(values["event_pattern"], values["schedule_expression"])
    return compare(f"event rule {values['name']}", {"of": starts, "to": targets}, look)


def _starts(pattern: str | None, schedule: str | None) -> object:
    return json.loads(pattern) if pattern else schedule or None
