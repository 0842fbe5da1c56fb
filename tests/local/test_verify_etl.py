"""`verify` finds what differs of jobs, workflows and alarms, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from lakeform.local.embedded import EmbeddedAws
from lakeform.local.verify import verify
from local.states import state_of, wrong

ACCOUNT = "111111111111"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k"
OTHER_KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/other"
TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:failures"
NIGHTLY = "cron(0 2 * * ? *)"
SCRIPT = "print(1)\n"
PATTERN = {"source": ["aws.glue"], "detail": {"state": ["FAILED"]}}

STATE = state_of(
    (
        "aws_s3_object",
        {
            "bucket": "etl",
            "key": "scripts/load/1.py",
            "content": SCRIPT,
            "content_type": "text/x-python",
            "kms_key_id": KEY,
        },
    ),
    (
        "aws_glue_job",
        {
            "name": "load",
            "role_arn": f"arn:aws:iam::{ACCOUNT}:role/load",
            "command": [{"name": "glueetl", "script_location": "s3://etl/scripts/load/1.py"}],
            "worker_type": "G.1X",
            "number_of_workers": 2,
            "security_configuration": "jobs",
            "default_arguments": {"--job-language": "python"},
        },
    ),
    (
        "aws_glue_security_configuration",
        {
            "name": "jobs",
            "encryption_configuration": [
                {
                    "s3_encryption": [{"kms_key_arn": KEY}],
                    "cloudwatch_encryption": [{"kms_key_arn": KEY}],
                    "job_bookmarks_encryption": [{"kms_key_arn": KEY}],
                }
            ],
        },
    ),
    ("aws_glue_workflow", {"name": "nightly", "max_concurrent_runs": 1}),
    (
        "aws_glue_trigger",
        {
            "name": "nightly.load",
            "type": "CONDITIONAL",
            "workflow_name": "nightly",
            "schedule": "",
            "actions": [{"job_name": "load", "crawler_name": ""}],
            "predicate": [
                {
                    "conditions": [
                        {
                            "job_name": "",
                            "state": "",
                            "crawler_name": "landing",
                            "crawl_state": "SUCCEEDED",
                        }
                    ]
                }
            ],
        },
    ),
    (
        "aws_glue_trigger",
        {
            "name": "nightly.start",
            "type": "SCHEDULED",
            "workflow_name": "nightly",
            "schedule": NIGHTLY,
            "actions": [{"job_name": "", "crawler_name": "landing"}],
        },
    ),
    ("aws_sns_topic", {"name": "failures", "arn": TOPIC, "kms_master_key_id": KEY}),
    (
        "aws_cloudwatch_event_rule",
        {"name": "failed", "event_pattern": json.dumps(PATTERN), "schedule_expression": ""},
    ),
    ("aws_cloudwatch_event_target", {"rule": "failed", "arn": TOPIC}),
)


def encryption(objects: str) -> dict[str, Any]:
    return {
        "S3Encryption": [{"S3EncryptionMode": "SSE-KMS", "KmsKeyArn": objects}],
        "CloudWatchEncryption": {"CloudWatchEncryptionMode": "SSE-KMS", "KmsKeyArn": KEY},
        "JobBookmarksEncryption": {"JobBookmarksEncryptionMode": "CSE-KMS", "KmsKeyArn": KEY},
    }


def put_script(aws: EmbeddedAws, text: str) -> None:
    aws.client("s3").put_object(
        Bucket="etl",
        Key="scripts/load/1.py",
        Body=text.encode(),
        ServerSideEncryption="aws:kms",
        SSEKMSKeyId=KEY,
    )


def job(**change: Any) -> dict[str, Any]:
    command = {"Name": "glueetl", "ScriptLocation": "s3://etl/scripts/load/1.py"}
    return {
        "Role": f"arn:aws:iam::{ACCOUNT}:role/load",
        "Command": command,
        "WorkerType": "G.1X",
        "NumberOfWorkers": 2,
        "SecurityConfiguration": "jobs",
        "DefaultArguments": {"--job-language": "python"},
        **change,
    }


def change_job(aws: EmbeddedAws, **change: Any) -> None:
    aws.client("glue").update_job(JobName="load", JobUpdate=job(**change))


def change_trigger(aws: EmbeddedAws, **change: Any) -> None:
    aws.client("glue").update_trigger(Name="nightly.load", TriggerUpdate=change)


def predicate(condition: dict[str, str]) -> dict[str, Any]:
    return {"Logical": "AND", "Conditions": [condition]}


def put_rule(aws: EmbeddedAws, pattern: dict[str, Any]) -> None:
    aws.client("events").put_rule(Name="failed", EventPattern=json.dumps(pattern))


def replace_security(aws: EmbeddedAws) -> None:
    glue = aws.client("glue")
    glue.delete_security_configuration(Name="jobs")
    glue.create_security_configuration(Name="jobs", EncryptionConfiguration=encryption(OTHER_KEY))


CRAWLED = {"LogicalOperator": "EQUALS", "CrawlerName": "landing", "CrawlState": "SUCCEEDED"}


@pytest.fixture
def etl(aws: EmbeddedAws) -> EmbeddedAws:
    aws.client("s3").create_bucket(Bucket="etl")
    put_script(aws, SCRIPT)
    glue = aws.client("glue")
    glue.create_security_configuration(Name="jobs", EncryptionConfiguration=encryption(KEY))
    glue.create_job(Name="load", **job())
    glue.create_workflow(Name="nightly", MaxConcurrentRuns=1)
    glue.create_trigger(
        Name="nightly.load",
        Type="CONDITIONAL",
        WorkflowName="nightly",
        Actions=[{"JobName": "load"}],
        Predicate=predicate(CRAWLED),
    )
    glue.create_trigger(
        Name="nightly.start",
        Type="SCHEDULED",
        WorkflowName="nightly",
        Schedule=NIGHTLY,
        Actions=[{"CrawlerName": "landing"}],
    )
    sns = aws.client("sns")
    sns.create_topic(Name="failures", Attributes={"KmsMasterKeyId": KEY})
    put_rule(aws, PATTERN)
    aws.client("events").put_targets(Rule="failed", Targets=[{"Id": "topic", "Arn": TOPIC}])
    return aws


def test_etl_as_applied(etl: EmbeddedAws) -> None:
    checks = verify(STATE, etl)
    assert [check.what for check in checks] == [
        "script scripts/load/1.py",
        "job load: runs",
        "job load: workers",
        "job load: security",
        "job load: arguments",
        "security configuration jobs",
        "workflow nightly",
        "trigger nightly.load",
        "trigger nightly.load: starts",
        "trigger nightly.load: waits for",
        "trigger nightly.start",
        "trigger nightly.start: starts",
        "topic failures",
        "event rule failed",
    ]
    assert [check for check in checks if not check.ok] == []


@pytest.mark.parametrize(
    ("tamper", "what", "observed"),
    [
        (
            lambda aws: put_script(aws, "print(2)\n"),
            "script scripts/load/1.py",
            f"digest 0111afd387e1ad57, key {KEY}",
        ),
        (
            lambda aws: change_job(
                aws, Command={"Name": "glueetl", "ScriptLocation": "s3://elsewhere/1.py"}
            ),
            "job load: runs",
            "glueetl, s3://elsewhere/1.py, load",
        ),
        (
            lambda aws: change_job(aws, Role=f"arn:aws:iam::{ACCOUNT}:role/admin"),
            "job load: runs",
            "glueetl, s3://etl/scripts/load/1.py, admin",
        ),
        (
            lambda aws: change_job(aws, NumberOfWorkers=90),
            "job load: workers",
            "type G.1X, count 90",
        ),
        (
            lambda aws: change_job(aws, SecurityConfiguration="plain"),
            "job load: security",
            "plain",
        ),
        (
            lambda aws: change_job(aws, DefaultArguments={"--target": "s3://elsewhere/"}),
            "job load: arguments",
            "--target s3://elsewhere/",
        ),
        (
            replace_security,
            "security configuration jobs",
            f"objects {OTHER_KEY}, logs {KEY}, bookmarks {KEY}",
        ),
        (
            lambda aws: aws.client("glue").update_workflow(Name="nightly", MaxConcurrentRuns=9),
            "workflow nightly",
            "at most 9 at a time",
        ),
        (
            lambda aws: aws.client("glue").delete_workflow(Name="nightly"),
            "workflow nightly",
            "absent (EntityNotFoundException)",
        ),
        (
            lambda aws: change_trigger(aws, Actions=[{"JobName": "other"}]),
            "trigger nightly.load: starts",
            "other",
        ),
        (
            lambda aws: change_trigger(
                aws, Predicate=predicate({**CRAWLED, "CrawlState": "FAILED"})
            ),
            "trigger nightly.load: waits for",
            "landing FAILED",
        ),
        (
            lambda aws: aws.client("glue").update_trigger(
                Name="nightly.start", TriggerUpdate={"Schedule": "cron(0 1 * * ? *)"}
            ),
            "trigger nightly.start",
            "SCHEDULED, nightly, cron(0 1 * * ? *)",
        ),
        (
            lambda aws: aws.client("sns").set_topic_attributes(
                TopicArn=TOPIC, AttributeName="KmsMasterKeyId", AttributeValue=OTHER_KEY
            ),
            "topic failures",
            f"key {OTHER_KEY}",
        ),
        (
            lambda aws: put_rule(aws, {"source": ["aws.s3"]}),
            "event rule failed",
            f"of source aws.s3, to {TOPIC}",
        ),
        (
            lambda aws: aws.client("events").remove_targets(Rule="failed", Ids=["topic"]),
            "event rule failed",
            "of source aws.glue, detail state FAILED, to none",
        ),
    ],
)
def test_tampered_etl(
    etl: EmbeddedAws, tamper: Callable[[EmbeddedAws], object], what: str, observed: str
) -> None:
    tamper(etl)
    ((found, _, said),) = wrong(STATE, etl)
    assert (found, said) == (what, observed)
