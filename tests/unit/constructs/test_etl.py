"""Jobs, workflows and alarms as Terraform."""

from __future__ import annotations

import functools
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest

from etl import AROUND, CSV, job, lake_of
from foundation import Stack
from iam_policies import judge
from lakeform.app import synthesize
from lakeform.config import Lake
from lakeform.jobs import script
from lakeform.terraform import Terraform, copy_stack, offline_environment, write_offline_override
from support import synth

ROLE = "arn:aws:iam::111111111111:role/acme-dev-job-j"
CURATED = "arn:aws:s3:::acme-dev-curated-111111111111-us-east-1"
RAW = "arn:aws:s3:::acme-dev-raw-111111111111-us-east-1"
ASSETS = "arn:aws:s3:::acme-dev-etl-111111111111-us-east-1"
GLUE = "arn:aws:glue:us-east-1:111111111111"
STREAM = (
    "{type: spark_streaming, template: stream_to_table, source: {kinesis: c}, target: sales.orders}"
)


@functools.cache
def stack_of(etl: str, around: str = AROUND) -> Stack:
    """The whole lake with this section `etl`."""
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "j.py").write_text("print('${HOME} 100%{x}')\n")
        return Stack(synth(lake_of(etl, around, Path(scratch))))


def policy(stack: Stack, name: str = "job__j") -> str:
    found: str = stack["aws_iam_role_policy." + name]["policy"]
    return found


class TestAJob:
    def test_what_belongs_to_it(self) -> None:
        stack = stack_of(job(CSV))
        mine = [
            a
            for a in stack.addresses()
            if "job_" in a or a.endswith((".j", "__j", ".etl")) or "jobs" in a
        ]
        assert mine == sorted(
            [
                "aws_cloudwatch_event_rule.etl_failures__jobs",
                "aws_cloudwatch_event_target.etl_failures__jobs",
                "aws_cloudwatch_log_group.job__j__error",
                "aws_cloudwatch_log_group.job__j__output",
                "aws_glue_job.j",
                "aws_glue_security_configuration.jobs__curated",
                "aws_iam_role.job__j",
                "aws_iam_role_policy.job__j",
                "aws_lakeformation_permissions.job_j__database__sales",
                "aws_lakeformation_permissions.job_j__location__curated",
                "aws_lakeformation_permissions.job_j__table__sales__orders",
                "aws_s3_bucket.etl",
                "aws_s3_bucket_lifecycle_configuration.etl",
                "aws_s3_bucket_logging.etl",
                "aws_s3_bucket_ownership_controls.etl",
                "aws_s3_bucket_policy.etl",
                "aws_s3_bucket_public_access_block.etl",
                "aws_s3_bucket_server_side_encryption_configuration.etl",
                "aws_s3_bucket_versioning.etl",
                "aws_s3_object.etl-script__j",
            ]
        )

    def test_the_job(self) -> None:
        stack = stack_of(job(CSV))
        made = stack["aws_glue_job.j"]
        arguments = made.pop("default_arguments")
        waits = made.pop("depends_on")
        assert made == {
            "command": {
                "name": "glueetl",
                "python_version": "3",
                "script_location": "s3://acme-dev-etl-111111111111-us-east-1/"
                + stack["aws_s3_object.etl-script__j"]["key"],
            },
            "execution_class": "STANDARD",
            "execution_property": {"max_concurrent_runs": 1},
            "glue_version": "5.0",
            "max_retries": 0,
            "name": "acme-dev-j",
            "number_of_workers": 2,
            "role_arn": ROLE,
            "security_configuration": "${aws_glue_security_configuration.jobs__curated.name}",
            "timeout": 480,
            "worker_type": "G.1X",
        }
        assert arguments["--datalake-formats"] == "iceberg"
        assert waits[:4] == [
            "aws_iam_role_policy.job__j",
            "aws_s3_object.etl-script__j",
            "aws_cloudwatch_log_group.job__j__error",
            "aws_cloudwatch_log_group.job__j__output",
        ]
        assert "aws_lakeformation_permissions.job_j__table__sales__orders" in waits

    def test_everything_that_can_be_chosen(self) -> None:
        made = stack_of(
            job(
                "{script: j.py, description: 'a ${b}', flex: true, timeout_minutes: 5, retries: 2,"
                " concurrency: 3, workers: {type: G.2X, count: 7}, connections: [bus, erp],"
                " arguments: {--x: '${y}'}, writes: [web.clicks],"
                " schedule: 'cron(0 1 * * ? *)'}"
            )
        )
        found = made["aws_glue_job.j"]
        assert found["description"] == "a $${b}"
        assert found["execution_class"] == "FLEX"
        assert found["connections"] == [
            "${aws_glue_connection.bus.name}",
            "${aws_glue_connection.erp.name}",
        ]
        assert found["execution_property"] == {"max_concurrent_runs": 3}
        assert (found["max_retries"], found["timeout"]) == (2, 5)
        assert (found["worker_type"], found["number_of_workers"]) == ("G.2X", 7)
        assert found["default_arguments"]["--x"] == "$${y}"
        assert found["security_configuration"] == (
            "${aws_glue_security_configuration.jobs__raw.name}"
        )
        assert made["aws_glue_trigger.j__schedule"] == {
            "actions": [{"job_name": "${aws_glue_job.j.name}"}],
            "name": "acme-dev-j.schedule",
            "schedule": "cron(0 1 * * ? *)",
            "start_on_creation": True,
            "type": "SCHEDULED",
        }

    def test_a_stream_has_no_end(self) -> None:
        found = stack_of(job(STREAM))["aws_glue_job.j"]
        assert found["command"]["name"] == "gluestreaming"
        assert "timeout" not in found
        assert "execution_class" not in found

    def test_a_python_shell(self) -> None:
        stack = stack_of(job("{type: python_shell, script: j.py}"))
        found = stack["aws_glue_job.j"]
        assert found["command"]["name"] == "pythonshell"
        assert found["command"]["python_version"] == "3.9"
        assert found["max_capacity"] == 0.0625
        assert "worker_type" not in found
        assert found["security_configuration"] == "${aws_glue_security_configuration.jobs.name}"
        assert stack["aws_cloudwatch_log_group.job__j__error"]["name"] == (
            "/aws-glue/python-jobs/acme-dev-jobs-role/acme-dev-job-j/error"
        )

    def test_the_script_has_its_digest_in_its_key(self) -> None:
        found = stack_of(job(CSV))["aws_s3_object.etl-script__j"]
        lake = lake_of(job(CSV))
        assert found["key"] == f"scripts/j/{script(lake, 'j').digest}.py"
        assert found["kms_key_id"] == "${aws_kms_key.general.arn}"
        assert found["lifecycle"] == {"create_before_destroy": True}

    def test_a_script_is_no_terraform_template(self) -> None:
        found = stack_of(job("{script: j.py}"))["aws_s3_object.etl-script__j"]
        assert found["content"] == "print('$${HOME} 100%%{x}')\n"

    def test_log_groups(self) -> None:
        stack = stack_of(f"{{jobs: {{j: {CSV}}}, log_retention_days: 30}}")
        assert stack["aws_cloudwatch_log_group.job__j__output"] == {
            "kms_key_id": "${aws_kms_key.general.arn}",
            "name": "/aws-glue/jobs/acme-dev-jobs-curated-role/acme-dev-job-j/output",
            "retention_in_days": 30,
        }
        arn = (
            "arn:aws:logs:us-east-1:111111111111:log-group:"
            "/aws-glue/jobs/acme-dev-jobs-curated-role/acme-dev-job-j/output"
        )
        context = {"kms:EncryptionContext:aws:logs:arn": arn}
        service = "service:logs.us-east-1.amazonaws.com"
        key = stack["aws_kms_key.general"]["policy"]
        assert judge(key, "kms:Encrypt", principal=service, context=context) == "allowed"

    def test_the_security_configuration_encrypts_with_the_key_of_its_zone(self) -> None:
        found = stack_of(job(CSV))["aws_glue_security_configuration.jobs__curated"]
        assert found == {
            "encryption_configuration": {
                "cloudwatch_encryption": {
                    "cloudwatch_encryption_mode": "SSE-KMS",
                    "kms_key_arn": "${aws_kms_key.general.arn}",
                },
                "job_bookmarks_encryption": {
                    "job_bookmarks_encryption_mode": "CSE-KMS",
                    "kms_key_arn": "${aws_kms_key.general.arn}",
                },
                "s3_encryption": {
                    "kms_key_arn": "${aws_kms_key.curated.arn}",
                    "s3_encryption_mode": "SSE-KMS",
                },
            },
            "name": "acme-dev-jobs-curated",
        }

    def test_a_protected_lake_keeps_the_scripts_bucket(self) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            file = Path(scratch) / "lake.yaml"
            head = (
                "name: acme\nowner: a@b.c\nenvironments: {dev: {account: '111111111111',"
                " region: us-east-1, protect: true}}\n"
            )
            file.write_text(f"{head}{AROUND}etl: {job(CSV)}\n")
            from lakeform.config import load

            stack = Stack(synth(load(file)["dev"]))
        assert stack["aws_s3_bucket.etl"]["lifecycle"] == {"prevent_destroy": True}
        assert stack["aws_s3_bucket.etl"]["force_destroy"] is False


class TestItsRole:
    @pytest.mark.parametrize(
        ("action", "resource", "verdict"),
        [
            ("s3:GetObject", f"{RAW}/in/a.csv", "allowed"),
            ("s3:PutObject", f"{RAW}/in/a.csv", "not allowed"),
            ("s3:GetObject", f"{RAW}/other/a.csv", "not allowed"),
            ("s3:PutObject", f"{CURATED}/sales/orders/data/a.parquet", "allowed"),
            ("s3:PutObject", f"{CURATED}/sales/customers/a.parquet", "not allowed"),
            ("s3:PutObject", f"{CURATED}/_quarantine/j/a.json", "allowed"),
            ("s3:PutObject", f"{CURATED}/_etl/j/temp/a", "allowed"),
            ("s3:PutObject", f"{CURATED}/_etl/k/temp/a", "not allowed"),
            ("s3:GetObject", f"{ASSETS}/scripts/j/0.py", "allowed"),
            ("s3:PutObject", f"{ASSETS}/scripts/j/0.py", "not allowed"),
            ("s3:GetObject", f"{ASSETS}/scripts/k/0.py", "not allowed"),
            ("glue:GetTable", f"{GLUE}:table/sales/orders", "allowed"),
            ("glue:UpdateTable", f"{GLUE}:table/sales/orders", "allowed"),
            ("glue:GetTable", f"{GLUE}:table/sales/customers", "not allowed"),
            ("glue:DeleteTable", f"{GLUE}:table/sales/orders", "not allowed"),
            ("lakeformation:GetDataAccess", "*", "allowed"),
            ("kinesis:GetRecords", "*", "not allowed"),
            ("ec2:CreateNetworkInterface", "*", "not allowed"),
        ],
    )
    def test_of_a_csv_job(self, action: str, resource: str, verdict: str) -> None:
        assert judge(policy(stack_of(job(CSV))), action, resource) == verdict

    def test_it_lists_its_own_prefixes(self) -> None:
        found = policy(stack_of(job(CSV)))
        for prefix, verdict in [
            ("sales/orders/data/", "allowed"),
            ("sales/customers/", "not allowed"),
        ]:
            context = {"s3:prefix": prefix}
            assert judge(found, "s3:ListBucket", CURATED, context=context) == verdict

    def test_of_a_database_job(self) -> None:
        found = policy(
            stack_of(
                job(
                    "{template: jdbc_snapshot, source: {connection: erp, relation: a.b},"
                    " target: sales.customers}"
                )
            )
        )
        secret = "arn:aws:secretsmanager:us-east-1:111111111111:secret:"
        assert judge(found, "glue:GetConnection", f"{GLUE}:connection/acme-dev-erp") == "allowed"
        assert (
            judge(found, "glue:GetConnection", f"{GLUE}:connection/acme-dev-bus") == "not allowed"
        )
        get = "secretsmanager:GetSecretValue"
        assert judge(found, get, f"{secret}erp/login-AbCdEf") == "allowed"
        assert judge(found, get, f"{secret}crm/login-AbCdEf") == "not allowed"
        network = "arn:aws:ec2:us-east-1:111111111111:network-interface/eni-1"
        assert judge(found, "ec2:CreateNetworkInterface", network) == "allowed"

    def test_of_a_stream(self) -> None:
        stack = stack_of(job(STREAM))
        found = policy(stack)
        stream = "arn:aws:kinesis:us-east-1:111111111111:stream/acme-dev-"
        assert judge(found, "kinesis:GetRecords", f"{stream}c") == "allowed"
        assert judge(found, "kinesis:PutRecord", f"{stream}c") == "not allowed"
        assert judge(found, "kinesis:GetRecords", f"{stream}d") == "not allowed"
        context = {"aws:PrincipalArn": ROLE, "kms:ViaService": "kinesis.us-east-1.amazonaws.com"}
        key = stack["aws_kms_key.general"]["policy"]
        root = "arn:aws:iam::111111111111:root"
        assert judge(key, "kms:Decrypt", principal=root, context=context) == "allowed"

    def test_of_a_topic(self) -> None:
        text = (
            "{type: spark_streaming, template: stream_to_table, source: {kafka: k, topic: t},"
            " target: sales.orders, connections: [bus]}"
        )
        found = policy(stack_of(job(text)))
        kafka = "arn:aws:kafka:us-east-1:111111111111"
        read = "kafka-cluster:ReadData"
        assert judge(found, read, f"{kafka}:topic/acme-dev-k/0a-1/t") == "allowed"
        assert judge(found, read, f"{kafka}:topic/acme-dev-k/0a-1/u") == "not allowed"
        assert judge(found, "kafka-cluster:WriteData", f"{kafka}:topic/acme-dev-k/0a-1/t") == (
            "not allowed"
        )

    def test_of_a_job_that_checks_a_table(self) -> None:
        stack = stack_of("{workflows: {w: {steps: [{quality: sales.orders}]}}}")
        found = policy(stack, "job__quality-sales-orders")
        start = "glue:StartDataQualityRulesetEvaluationRun"
        ruleset = f"{GLUE}:dataQualityRuleset/acme-dev-sales-"
        assert judge(found, start, f"{ruleset}orders") == "allowed"
        assert judge(found, start, f"{ruleset}customers") == "not allowed"
        assert judge(found, "s3:GetObject", f"{CURATED}/sales/orders/a") == "allowed"
        assert judge(found, "s3:PutObject", f"{CURATED}/sales/orders/a") == "not allowed"
        role = "arn:aws:iam::111111111111:role/acme-dev-job-quality-sales-orders"
        context = {"iam:PassedToService": "glue.amazonaws.com"}
        assert judge(found, "iam:PassRole", role, context=context) == "allowed"
        assert judge(found, "iam:PassRole", ROLE, context=context) == "not allowed"

    def test_the_keys_let_it_in(self) -> None:
        stack = stack_of(job(CSV))
        root = "arn:aws:iam::111111111111:root"
        for key, bucket, action, verdict in [
            ("curated", CURATED, "kms:GenerateDataKey", "allowed"),
            ("raw", RAW, "kms:Decrypt", "allowed"),
            ("raw", RAW, "kms:GenerateDataKey", "not allowed"),
            ("general", ASSETS, "kms:Decrypt", "allowed"),
        ]:
            context = {
                "aws:PrincipalArn": ROLE,
                "kms:EncryptionContext:aws:s3:arn": bucket,
                "kms:ViaService": "s3.us-east-1.amazonaws.com",
            }
            found = stack[f"aws_kms_key.{key}"]["policy"]
            assert judge(found, action, principal=root, context=context) == verdict, key

    def test_in_mode_iam_it_asks_for_no_credentials(self) -> None:
        found = policy(stack_of(job(CSV), f"{AROUND}governance: {{mode: iam}}\n"))
        assert judge(found, "lakeformation:GetDataAccess") == "not allowed"

    def test_only_glue_of_this_account_assumes_it(self) -> None:
        found = stack_of(job(CSV))["aws_iam_role.job__j"]["assume_role_policy"]
        assert json.loads(found)["Statement"] == [
            {
                "Action": "sts:AssumeRole",
                "Condition": {"StringEquals": {"aws:SourceAccount": "111111111111"}},
                "Effect": "Allow",
                "Principal": {"Service": "glue.amazonaws.com"},
                "Sid": "ServiceAssumesRole",
            }
        ]


class TestWorkflows:
    def flow(self, text: str) -> Stack:
        return stack_of(f"{{jobs: {{j: {CSV}, k: {CSV}}}, workflows: {{w: {text}}}}}")

    def conditions(self, stack: Stack, name: str) -> tuple[str, list[tuple[str, str]]]:
        predicate = stack[f"aws_glue_trigger.{name}"]["predicate"]
        found = [
            (
                (each.get("job_name") or each["crawler_name"]).split(".")[1],
                each.get("state") or each["crawl_state"],
            )
            for each in predicate["conditions"]
        ]
        return predicate["logical"], found

    def test_steps_and_their_branches(self) -> None:
        stack = self.flow(
            "{schedule: 'cron(0 2 * * ? *)', concurrency: 2, steps: [{crawl: landing},"
            " {parallel: [{run: j}, {run: k, arguments: {--x: '${y}'}}]}, {quality: sales.orders}]}"
        )
        assert stack["aws_glue_workflow.w"] == {"max_concurrent_runs": 2, "name": "acme-dev-w"}
        assert stack["aws_glue_trigger.w__start"] == {
            "actions": [{"crawler_name": "${aws_glue_crawler.landing.name}"}],
            "name": "acme-dev-w.start",
            "schedule": "cron(0 2 * * ? *)",
            "start_on_creation": True,
            "type": "SCHEDULED",
            "workflow_name": "${aws_glue_workflow.w.name}",
        }
        assert self.conditions(stack, "w__run__j") == ("AND", [("landing", "SUCCEEDED")])
        step = stack["aws_glue_trigger.w__run__k"]
        assert step["actions"] == [
            {"arguments": {"--x": "$${y}"}, "job_name": "${aws_glue_job.k.name}"}
        ]
        assert (step["type"], step["start_on_creation"]) == ("CONDITIONAL", True)
        assert self.conditions(stack, "w__quality__sales__orders") == (
            "AND",
            [("j", "SUCCEEDED"), ("k", "SUCCEEDED")],
        )

    def test_failures_and_any_end(self) -> None:
        stack = self.flow("{steps: [{crawl: landing}, {run: j, if: any}, {run: k, if: failed}]}")
        assert stack["aws_glue_trigger.w__start"]["type"] == "ON_DEMAND"
        assert self.conditions(stack, "w__run__j") == (
            "ANY",
            [("landing", "CANCELLED"), ("landing", "FAILED"), ("landing", "SUCCEEDED")],
        )
        assert self.conditions(stack, "w__run__k") == ("ANY", [("j", "FAILED"), ("j", "TIMEOUT")])

    def test_objects_start_it(self) -> None:
        stack = self.flow(
            "{on_objects: {zone: raw, prefix: in/, batch: 5, window_seconds: 60},"
            " steps: [{run: j}]}"
        )
        start = stack["aws_glue_trigger.w__start"]
        assert start["type"] == "EVENT"
        assert start["event_batching_condition"] == [{"batch_size": 5, "batch_window": 60}]
        assert "start_on_creation" not in start
        rule = stack["aws_cloudwatch_event_rule.workflow__w"]
        assert json.loads(rule["event_pattern"]) == {
            "detail": {
                "bucket": {"name": ["acme-dev-raw-111111111111-us-east-1"]},
                "object": {"key": [{"prefix": "in/"}]},
            },
            "detail-type": ["Object Created"],
            "source": ["aws.s3"],
        }
        target = stack["aws_cloudwatch_event_target.workflow__w"]
        assert target["arn"] == "${aws_glue_workflow.w.arn}"
        found = policy(stack, "workflow__w")
        assert judge(found, "glue:notifyEvent", f"{GLUE}:workflow/acme-dev-w") == "allowed"
        assert judge(found, "glue:notifyEvent", f"{GLUE}:workflow/acme-dev-v") == "not allowed"

    def test_the_order_in_the_file_changes_nothing(self) -> None:
        one = stack_of(f"{{jobs: {{j: {CSV}, k: {STREAM}}}}}")
        two = stack_of(f"{{jobs: {{k: {STREAM}, j: {CSV}}}}}")
        assert one.data == two.data


class TestAlarms:
    def test_failed_runs_reach_the_topic(self) -> None:
        stack = stack_of(f"{{jobs: {{j: {CSV}}}, alarms: {{emails: [ops@acme.example]}}}}")
        patterns = {
            name: json.loads(rule["event_pattern"])
            for name, rule in stack.of("aws_cloudwatch_event_rule").items()
        }
        assert patterns == {
            "etl_failures__crawlers": {
                "detail": {"crawlerName": ["acme-dev-landing"], "state": ["Failed"]},
                "detail-type": ["Glue Crawler State Change"],
                "source": ["aws.glue"],
            },
            "etl_failures__jobs": {
                "detail": {"jobName": ["acme-dev-j"], "state": ["ERROR", "FAILED", "TIMEOUT"]},
                "detail-type": ["Glue Job State Change"],
                "source": ["aws.glue"],
            },
        }
        topic = "arn:aws:sns:us-east-1:111111111111:acme-dev-etl-failures"
        found = stack["aws_sns_topic_policy.etl_failures"]["policy"]
        events = "service:events.amazonaws.com"
        assert judge(found, "sns:Publish", topic, principal=events) == "allowed"
        assert stack["aws_sns_topic.etl_failures"]["kms_master_key_id"] == "alias/acme-dev-general"
        rule = "arn:aws:events:us-east-1:111111111111:rule/acme-dev-etl-failures-jobs"
        context = {"aws:SourceAccount": "111111111111", "aws:SourceArn": rule}
        key = stack["aws_kms_key.general"]["policy"]
        assert judge(key, "kms:GenerateDataKey", principal=events, context=context) == "allowed"
        (subscription,) = stack.of("aws_sns_topic_subscription").values()
        assert (subscription["protocol"], subscription["endpoint"]) == ("email", "ops@acme.example")

    def test_they_can_be_left_out(self) -> None:
        stack = stack_of(f"{{jobs: {{j: {CSV}}}, alarms: null}}")
        assert stack.addresses("aws_sns") == []


def test_without_jobs_there_is_nothing() -> None:
    stack = stack_of("{}")
    wanted = (
        "aws_glue_job",
        "aws_glue_trigger",
        "aws_glue_workflow",
        "aws_sns",
        "aws_cloudwatch_e",
    )
    assert [address for address in stack.addresses() if address.startswith(wanted)] == []
    assert "aws_s3_bucket.etl" not in stack.addresses()


@pytest.mark.terraform
def test_terraform_plans_it(tmp_path: Path) -> None:
    (tmp_path / "j.py").write_text("print(1)\n")
    lake: Lake = lake_of(
        f"{{jobs: {{csv: {CSV}, stream: {STREAM}, own: {{script: j.py, flex: true}},"
        " shell: {type: python_shell, script: j.py, schedule: 'cron(0 1 * * ? *)'}},"
        " workflows: {w: {schedule: 'cron(0 2 * * ? *)', steps: [{crawl: landing}, {run: csv},"
        " {run: shell, if: failed}, {quality: sales.orders}]},"
        " objects: {on_objects: {zone: raw}, steps: [{run: own}]}}}",
        directory=tmp_path,
    )
    stacks = synthesize({"dev": lake}, tmp_path / "out").stacks
    work = copy_stack(stacks["dev"], tmp_path / "plan")
    write_offline_override(work, state="terraform.tfstate")
    terraform = Terraform(work, env=offline_environment())
    terraform.init()
    plan: dict[str, Any] = terraform.show(terraform.plan(work / "tfplan", refresh=False).file)
    jobs = {
        change["address"]: change["change"]["after"]["command"][0]["name"]
        for change in plan["resource_changes"]
        if change["type"] == "aws_glue_job"
    }
    assert jobs == {
        "aws_glue_job.csv": "glueetl",
        "aws_glue_job.own": "glueetl",
        "aws_glue_job.quality-sales-orders": "pythonshell",
        "aws_glue_job.shell": "pythonshell",
        "aws_glue_job.stream": "gluestreaming",
    }
