"""Crawlers and optimizers: what they are told, and what their roles may do."""

from __future__ import annotations

from typing import Any

from catalogs import AROUND, stack_of
from foundation import ACCOUNT, SUFFIX
from iam_policies import judge, statements

GLUE = f"arn:aws:glue:us-east-1:{ACCOUNT}"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/acme-dev"
IAM = AROUND + "governance: {mode: iam}\n"
RAW = f"acme-dev-raw{SUFFIX}"

BASE = """
databases:
  sales:
    zone: curated
    tables:
      orders: {format: json, columns: {a: int}}
      lines: {format: iceberg, columns: {a: int}, optimize: [compaction, orphan_files]}
      parts: {format: iceberg, columns: {a: int}, optimize: [retention], location: parts/}
  web: {zone: raw, tables: {clicks: {format: json, columns: {a: int}}}}
connections: {erp: {url: "jdbc:postgresql://erp:5432/erp", secret: erp/login}}
classifiers: {logs: {type: grok, pattern: x, classification: logs}}
crawlers:
  landing:
    zone: raw
    prefix: landing/
    database: web
    table_prefix: landing_
    description: "New ${files}"
    classifiers: [logs]
    schedule: cron(0 * * * ? *)
    exclude: ["**.tmp"]
    recrawl: new_folders
    on_change: LOG
  erp: {connection: erp, path: erp/public/%, database: sales, exclude: [erp/public/tmp_%],
        on_delete: DELETE_FROM_DATABASE}
  kept: {tables: [web.clicks]}
"""


def crawler(name: str, around: str = AROUND) -> dict[str, Any]:
    return stack_of(BASE, around=around)[f"aws_glue_crawler.{name}"]


def policy(role: str, around: str = AROUND) -> str:
    found: str = stack_of(BASE, around=around)[f"aws_iam_role_policy.{role}"]["policy"]
    return found


def needs(name: str) -> list[str]:
    return [
        "aws_iam_role_policy.crawler__" + name,
        "aws_cloudwatch_log_group.crawler__" + name,
        "aws_lakeformation_data_lake_settings.lake",
    ]


class TestCrawlers:
    def test_a_crawler_of_a_zone(self) -> None:
        assert crawler("landing") == {
            "name": "acme-dev-landing",
            "description": "New $${files}",
            "role": f"{ROLE}-crawler-landing",
            "database_name": "${aws_glue_catalog_database.web.name}",
            "table_prefix": "landing_",
            "schedule": "cron(0 * * * ? *)",
            "classifiers": ["${aws_glue_classifier.logs.name}"],
            "configuration": '{"CrawlerOutput":{"Partitions":{"AddOrUpdateBehavior":'
            '"InheritFromTable"}},"CreatePartitionIndex":true,"Version":1.0}',
            "security_configuration": "${aws_glue_security_configuration.crawlers.name}",
            "s3_target": [{"path": f"s3://{RAW}/landing/", "exclusions": ["**.tmp"]}],
            "schema_change_policy": {"update_behavior": "LOG", "delete_behavior": "LOG"},
            "recrawl_policy": {"recrawl_behavior": "CRAWL_NEW_FOLDERS_ONLY"},
            "lake_formation_configuration": {
                "account_id": ACCOUNT,
                "use_lake_formation_credentials": True,
            },
            "depends_on": needs("landing"),
        }

    def test_a_crawler_of_a_database(self) -> None:
        assert crawler("erp") == {
            "name": "acme-dev-erp",
            "role": f"{ROLE}-crawler-erp",
            "database_name": "${aws_glue_catalog_database.sales.name}",
            "table_prefix": "",
            "security_configuration": "${aws_glue_security_configuration.crawlers.name}",
            "jdbc_target": [
                {
                    "connection_name": "${aws_glue_connection.erp.name}",
                    "path": "erp/public/%",
                    "exclusions": ["erp/public/tmp_%"],
                }
            ],
            "schema_change_policy": {
                "update_behavior": "UPDATE_IN_DATABASE",
                "delete_behavior": "DELETE_FROM_DATABASE",
            },
            "recrawl_policy": {"recrawl_behavior": "CRAWL_EVERYTHING"},
            "depends_on": needs("erp"),
        }

    def test_a_crawler_of_tables(self) -> None:
        found = crawler("kept")
        assert found["catalog_target"] == [
            {
                "database_name": "${aws_glue_catalog_database.web.name}",
                "tables": ["${aws_glue_catalog_table.web__clicks.name}"],
            }
        ]
        assert found["database_name"] == "${aws_glue_catalog_database.web.name}"
        assert found["configuration"] == (
            '{"CrawlerOutput":{"Partitions":{"AddOrUpdateBehavior":"InheritFromTable"}},'
            '"Version":1.0}'
        )
        assert "table_prefix" not in found

    def test_without_lake_formation_a_crawler_uses_its_own_rights(self) -> None:
        assert "lake_formation_configuration" not in crawler("landing", IAM)

    def test_tables_of_several_databases_are_targets_by_database(self) -> None:
        stack = stack_of(BASE.replace("[web.clicks]", "[web.clicks, sales.orders]"), around=IAM)
        assert stack["aws_glue_crawler.kept"]["catalog_target"] == [
            {
                "database_name": f"${{aws_glue_catalog_database.{database}.name}}",
                "tables": [f"${{aws_glue_catalog_table.{database}__{table}.name}}"],
            }
            for database, table in (("sales", "orders"), ("web", "clicks"))
        ]

    def test_what_crawlers_write_is_encrypted(self) -> None:
        stack = stack_of(BASE)
        key = "${aws_kms_key.general.arn}"
        assert stack["aws_glue_security_configuration.crawlers"] == {
            "name": "acme-dev-crawlers",
            "encryption_configuration": {
                "cloudwatch_encryption": {
                    "cloudwatch_encryption_mode": "SSE-KMS",
                    "kms_key_arn": key,
                },
                "job_bookmarks_encryption": {
                    "job_bookmarks_encryption_mode": "CSE-KMS",
                    "kms_key_arn": key,
                },
                "s3_encryption": {"s3_encryption_mode": "SSE-KMS", "kms_key_arn": key},
            },
        }
        group = "/aws-glue/crawlers-role/acme-dev-crawler-landing-acme-dev-crawlers"
        assert stack["aws_cloudwatch_log_group.crawler__landing"] == {
            "name": group,
            "retention_in_days": 365,
            "kms_key_id": key,
        }
        logs = statements(stack["aws_kms_key.general"]["policy"])["ServiceLogs"]["Condition"]
        arns = logs["ArnLike"]["kms:EncryptionContext:aws:logs:arn"]
        assert f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:{group}" in arns

    def test_a_catalogue_without_crawlers_has_no_security_configuration(self) -> None:
        stack = stack_of("databases: {web: {zone: raw}}")
        assert stack.of("aws_glue_security_configuration") == {}


class TestCrawlerRoles:
    def test_glue_assumes_them(self) -> None:
        stack = stack_of(BASE)
        trust = stack["aws_iam_role.crawler__landing"]["assume_role_policy"]
        assert statements(trust)["ServiceAssumesRole"] == {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "glue.amazonaws.com"},
        }

    def test_a_role_writes_tables_of_its_database_only(self) -> None:
        text = policy("crawler__landing")
        assert judge(text, "glue:CreateTable", f"{GLUE}:table/web/new") == "allowed"
        assert judge(text, "glue:CreateTable", f"{GLUE}:table/sales/new") == "not allowed"
        assert judge(text, "glue:DeleteTable", f"{GLUE}:table/web/new") == "not allowed"
        assert judge(policy("crawler__erp"), "glue:DeleteTable", f"{GLUE}:table/sales/x") == (
            "allowed"
        )
        kept = policy("crawler__kept")
        assert judge(kept, "glue:UpdateTable", f"{GLUE}:table/web/clicks") == "allowed"
        assert judge(kept, "glue:UpdateTable", f"{GLUE}:table/web/other") == "not allowed"

    def test_under_lake_formation_a_role_has_no_right_on_s3(self) -> None:
        text = policy("crawler__landing")
        assert judge(text, "lakeformation:GetDataAccess") == "allowed"
        assert judge(text, "s3:GetObject", f"arn:aws:s3:::{RAW}/landing/a") == "not allowed"

    def test_without_it_a_role_reads_its_prefix_only(self) -> None:
        text = policy("crawler__landing", IAM)
        bucket = f"arn:aws:s3:::{RAW}"
        assert judge(text, "lakeformation:GetDataAccess") == "not allowed"
        assert judge(text, "s3:GetObject", f"{bucket}/landing/a") == "allowed"
        assert judge(text, "s3:GetObject", f"{bucket}/other/a") == "not allowed"
        assert judge(text, "s3:PutObject", f"{bucket}/landing/a") == "not allowed"
        for prefix, verdict in (("landing/", "allowed"), ("other/", "not allowed")):
            assert judge(text, "s3:ListBucket", bucket, context={"s3:prefix": prefix}) == verdict
        assert "KeyRaw" in statements(text)
        admitted = statements(stack_of(BASE, around=IAM)["aws_kms_key.raw"]["policy"])
        assert any(
            f"{ROLE}-crawler-landing" in each["Condition"]["ArnLike"]["aws:PrincipalArn"]
            for sid, each in admitted.items()
            if sid.startswith("Roles")
        )

    def test_only_a_crawler_of_a_database_reads_its_secret_and_enters_the_network(self) -> None:
        secret = f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:erp/login"
        erp, landing = policy("crawler__erp"), policy("crawler__landing")
        interface = f"arn:aws:ec2:us-east-1:{ACCOUNT}:network-interface/eni-1"
        for action, resource in (
            ("secretsmanager:GetSecretValue", f"{secret}-a1b2c3"),
            ("ec2:CreateNetworkInterface", interface),
            ("glue:GetConnection", f"{GLUE}:connection/acme-dev-erp"),
        ):
            assert judge(erp, action, resource) == "allowed"
            assert judge(landing, action, resource) == "not allowed"
        for wrong in (f"{secret}-other-a1b2c3", f"{secret}2-a1b2c3"):
            assert judge(erp, "secretsmanager:GetSecretValue", wrong) == "not allowed"

    def test_nothing_is_allowed_on_everything_but_what_knows_no_resources(self) -> None:
        for role in ("crawler__erp", "crawler__kept", "crawler__landing", "optimizer__sales"):
            for sid, statement in statements(policy(role)).items():
                if statement["Resource"] == "*":
                    assert sid in ("DescribeNetwork", "LakeFormation", "Settings")


class TestOptimizers:
    def test_each_optimizer_has_its_settings(self) -> None:
        stack = stack_of(BASE)
        found = stack.of("aws_glue_catalog_table_optimizer")
        assert set(found) == {
            "sales__lines__compaction",
            "sales__lines__orphan_files",
            "sales__parts__retention",
        }
        base = {"role_arn": f"{ROLE}-optimizer-sales", "enabled": True}
        lines = "aws_glue_catalog_table.sales__lines"
        assert found["sales__lines__compaction"] == {
            "catalog_id": ACCOUNT,
            "database_name": f"${{{lines}.database_name}}",
            "table_name": f"${{{lines}.name}}",
            "type": "compaction",
            "configuration": [base],
            "depends_on": [
                "aws_iam_role_policy.optimizer__sales",
                "aws_cloudwatch_log_group.optimizer__compaction",
                "aws_lakeformation_data_lake_settings.lake",
            ],
        }
        orphans = found["sales__lines__orphan_files"]
        assert orphans["type"] == "orphan_file_deletion"
        assert orphans["configuration"] == [
            {
                **base,
                "orphan_file_deletion_configuration": [
                    {"iceberg_configuration": [{"orphan_file_retention_period_in_days": 3}]}
                ],
            }
        ]
        assert found["sales__parts__retention"]["configuration"] == [
            {
                **base,
                "retention_configuration": [
                    {
                        "iceberg_configuration": [
                            {
                                "snapshot_retention_period_in_days": 5,
                                "number_of_snapshots_to_retain": 1,
                                "clean_expired_files": True,
                            }
                        ]
                    }
                ],
            }
        ]

    def test_their_logs_are_encrypted_and_expire(self) -> None:
        groups = stack_of(BASE).of("aws_cloudwatch_log_group")
        assert {
            name: (each["name"], each["retention_in_days"], each["kms_key_id"])
            for name, each in groups.items()
            if name.startswith("optimizer")
        } == {
            f"optimizer__{kind}": (f"/aws-glue/{group}/logs", 365, "${aws_kms_key.general.arn}")
            for kind, group in (
                ("compaction", "iceberg-compaction"),
                ("orphan_files", "iceberg-orphan-file-deletion"),
                ("retention", "iceberg-retention"),
            )
        }

    def test_the_role_rewrites_the_optimized_tables_only(self) -> None:
        text = policy("optimizer__sales")
        assert judge(text, "glue:UpdateTable", f"{GLUE}:table/sales/lines") == "allowed"
        assert judge(text, "glue:UpdateTable", f"{GLUE}:table/sales/orders") == "not allowed"
        bucket = f"arn:aws:s3:::acme-dev-curated{SUFFIX}"
        own = policy("optimizer__sales", IAM)
        for key, verdict in (
            ("sales/lines/data/a", "allowed"),
            ("parts/data/a", "allowed"),
            ("sales/orders/a", "not allowed"),
        ):
            for action in ("s3:GetObject", "s3:PutObject", "s3:DeleteObject"):
                assert judge(own, action, f"{bucket}/{key}") == verdict
                assert judge(text, action, f"{bucket}/{key}") == "not allowed"

    def test_the_policy_of_many_tables_names_their_database(self) -> None:
        tables = ", ".join(
            f"t{number}: {{format: iceberg, columns: {{a: int}}, optimize: [compaction]"
            + (", location: elsewhere/}" if number == 0 else "}")
            for number in range(150)
        )
        stack = stack_of(f"databases: {{big: {{zone: raw, tables: {{{tables}}}}}}}", around=IAM)
        text = stack["aws_iam_role_policy.optimizer__big"]["policy"]
        assert len(text) < 10_240
        found = statements(text)
        assert f"{GLUE}:table/big/*" in found["Catalogue"]["Resource"]
        assert found["ObjectsRaw"]["Resource"] == [
            f"arn:aws:s3:::{RAW}/big/*",
            f"arn:aws:s3:::{RAW}/elsewhere/*",
        ]

    def test_a_catalogue_without_optimizers_has_no_role_for_them(self) -> None:
        stack = stack_of(
            "databases: {web: {zone: raw, tables: {t: {format: iceberg, columns: {a: int}}}}}"
        )
        assert stack.addresses("aws_iam_role.optimizer") == []
        assert "aws_cloudwatch_log_group.optimizer__compaction" not in stack.addresses()
