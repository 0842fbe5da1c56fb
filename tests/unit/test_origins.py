"""Every resource of a lake is found again in lake.yaml."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lakeform.app import Synthesis, synthesize_file
from lakeform.config.positions import Positions
from lakeform.origins import Origins
from support import ROOT

FULL = ROOT / "examples" / "full.yaml"


@pytest.fixture(scope="module")
def synthesis(tmp_path_factory: pytest.TempPathFactory) -> Synthesis:
    return synthesize_file(FULL, None, tmp_path_factory.mktemp("out"))


def key_at(line: int | None) -> str:
    assert line is not None
    written = FULL.read_text(encoding="utf-8").splitlines()[line - 1]
    return written.strip().removeprefix("- ").partition(":")[0]


def origins(synthesis: Synthesis, environment: str) -> Origins:
    return Origins(synthesis.stacks[environment], Positions(FULL, environment))


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("aws_s3_bucket.raw", "raw"),
        ("aws_s3_bucket_versioning.curated", "curated"),
        ("aws_s3_bucket.logs", "access_logs"),
        ("aws_kms_key.sandbox", "sandbox"),
        ("aws_kms_key.general", "encryption"),
        ("aws_vpc.network", "network"),
        ("aws_flow_log.network", "flow_logs"),
        ("aws_vpc_endpoint.kms", "endpoints"),
        ("aws_efs_file_system.home", "home"),
        ("aws_fsx_lustre_file_system.training", "training"),
        ("aws_ebs_volume.scratch", "scratch"),
        ("aws_iam_role.auditor", "auditor"),
        ("aws_lakeformation_lf_tag.domain", "domain"),
        ("aws_lakeformation_permissions.auditor__filter__large_orders", "grants"),
        ("aws_lakeformation_permissions.share_partner__table__web__pages", "partner"),
        ("aws_lakeformation_data_cells_filter.large_orders", "large_orders"),
        ("aws_glue_catalog_database.sales", "sales"),
        ("aws_glue_catalog_table.web__clicks", "clicks"),
        ("aws_glue_catalog_table_optimizer.sales__orders__compaction", "orders"),
        ("aws_glue_crawler.erp", "erp"),
        ("aws_iam_role.crawler__erp", "erp"),
        ("aws_glue_connection.events", "events"),
        ("aws_glue_classifier.app-log", "app-log"),
        ("aws_glue_schema.click", "click"),
        ("aws_glue_job.uploads", "uploads"),
        ("aws_kinesis_stream.clicks", "clicks"),
        ("aws_kinesis_stream_consumer.clicks__dashboard", "clicks"),
        ("aws_kinesis_firehose_delivery_stream.clicks_by_site", "clicks_by_site"),
        ("aws_iam_role.delivery__events_to_raw", "events_to_raw"),
        ("aws_lambda_function.transform__pages_to_raw", "pages_to_raw"),
        ("aws_cloudwatch_log_stream.delivery__pages_to_raw__BackupDelivery", "pages_to_raw"),
        ("aws_lakeformation_permissions.delivery_events_to_raw__database__web", "events_to_raw"),
        ("aws_msk_cluster.ledger", "ledger"),
        ("aws_msk_configuration.ledger", "ledger"),
        ("aws_security_group.kafka__events", "events"),
        ("aws_security_group.kafka-clients", "kafka"),
        ("aws_secretsmanager_secret.ledger__erp", "ledger"),
        ("aws_kinesisanalyticsv2_application.click_anomalies", "click_anomalies"),
        ("aws_iam_role_policy.flink__click_anomalies", "click_anomalies"),
        ("aws_mskconnect_custom_plugin.events_to_files", "events_to_files"),
        ("aws_security_group.stream-workers", "streams"),
        ("aws_cloudwatch_metric_alarm.delivery__clicks_by_site__delay", "clicks_by_site"),
        ("aws_cloudwatch_metric_alarm.kinesis__clicks__iterator-age", "clicks"),
        ("aws_sns_topic.stream_alarms", "alarms"),
        ("aws_iam_role_policy.job__report", "report"),
        ("aws_glue_trigger.nightly__start", "nightly"),
        ("aws_lakeformation_permissions.job_uploads__location__raw", "uploads"),
        ("aws_sns_topic.etl_failures", "alarms"),
    ],
)
def test_a_resource_comes_from_its_section(synthesis: Synthesis, address: str, key: str) -> None:
    assert key_at(origins(synthesis, "prod").line(address)) == key


def test_every_resource_comes_from_somewhere(synthesis: Synthesis) -> None:
    for environment, stack in synthesis.stacks.items():
        found = origins(synthesis, environment)
        written = json.loads((stack / "cdk.tf.json").read_text(encoding="utf-8"))
        lost = [
            f"{kind}.{name}"
            for kind, resources in written["resource"].items()
            for name in resources
            if found.line(f"{kind}.{name}") is None
        ]
        assert not lost


def test_instances_come_from_where_their_resource_does(synthesis: Synthesis) -> None:
    found = origins(synthesis, "prod")
    assert found.line('aws_s3_bucket.raw["a"]') == found.line("aws_s3_bucket.raw")


def test_what_isnt_of_the_lake_comes_from_nowhere(synthesis: Synthesis) -> None:
    found = origins(synthesis, "prod")
    assert found.line("aws_s3_bucket.elsewhere") is None
    assert found.line("module.a.aws_s3_bucket.raw") is None


def test_what_an_environment_adds_stands_in_its_overrides(tmp_path: Path) -> None:
    file = tmp_path / "lake.yaml"
    file.write_text(
        "name: acme\nowner: me\nenvironments:\n  dev:\n    account: '111111111111'\n"
        "    region: us-east-1\n    overrides:\n      storage:\n        zones:\n"
        "          extra: {}\nstorage:\n  zones:\n    raw: {}\n",
        encoding="utf-8",
    )
    out = synthesize_file(file, None, tmp_path / "out")
    found = Origins(out.stacks["dev"], Positions(file, "dev"))
    assert found.line("aws_s3_bucket.extra") == 10
    assert found.line("aws_s3_bucket.raw") == 13
