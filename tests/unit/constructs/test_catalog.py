"""The catalogue: databases, tables of every format, connections, classifiers, registry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from catalogs import AROUND, HEAD, PROTECTED, lake_of, stack_of, write_stack
from foundation import ACCOUNT, SUFFIX, Stack
from iam_policies import statements
from lakeform.terraform import Terraform, copy_stack, offline_environment, write_offline_override

SAMPLES = Path(__file__).parents[2] / "samples"
CURATED = f"s3://acme-dev-curated{SUFFIX}"
TABLE = "aws_glue_catalog_table.sales__orders"
OBJECT = "aws_s3_object.sales__orders"


def with_table(text: str, **options: Any) -> Stack:
    """A catalogue with the one table `sales.orders`."""
    return stack_of(
        f"databases: {{sales: {{zone: curated, tables: {{orders: {text}}}}}}}", **options
    )


def table(text: str, **options: Any) -> dict[str, Any]:
    return with_table(text, **options)[TABLE]


class TestDatabases:
    def test_a_database_lies_in_its_zone(self) -> None:
        stack = stack_of(
            """
            databases:
              sales: {zone: curated, description: "Orders ${here}"}
              web: {zone: raw, prefix: in/web/}
              all-of-it: {zone: raw, prefix: ""}
            """
        )
        assert stack["aws_glue_catalog_database.sales"] == {
            "name": "sales",
            "catalog_id": ACCOUNT,
            "description": "Orders $${here}",
            "location_uri": f"{CURATED}/sales/",
            "depends_on": [
                "aws_s3_bucket_logging.curated",
                "aws_glue_data_catalog_encryption_settings.catalog",
                "aws_lakeformation_data_lake_settings.lake",
            ],
        }
        raw = f"s3://acme-dev-raw{SUFFIX}"
        assert stack["aws_glue_catalog_database.web"]["location_uri"] == f"{raw}/in/web/"
        assert stack["aws_glue_catalog_database.all-of-it"]["location_uri"] == f"{raw}/"

    def test_the_metadata_is_encrypted_with_the_general_key(self) -> None:
        stack = stack_of("databases: {sales: {zone: curated}}")
        key = "${aws_kms_key.general.arn}"
        assert stack["aws_glue_data_catalog_encryption_settings.catalog"] == {
            "catalog_id": ACCOUNT,
            "data_catalog_encryption_settings": {
                "connection_password_encryption": {
                    "aws_kms_key_id": key,
                    "return_connection_password_encrypted": True,
                },
                "encryption_at_rest": {
                    "catalog_encryption_mode": "SSE-KMS",
                    "sse_aws_kms_key_id": key,
                },
            },
        }
        policy = statements(stack["aws_kms_key.general"]["policy"])
        assert policy["AccountThroughGlue"] == {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
            "Action": ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
            "Resource": "*",
            "Condition": {"StringEquals": {"kms:ViaService": "glue.us-east-1.amazonaws.com"}},
        }

    def test_a_catalogue_without_anything_has_nothing(self) -> None:
        stack = stack_of("{}", around="network:")
        assert stack.addresses("aws_glue") == []

    def test_a_connection_s_password_is_encrypted_too(self) -> None:
        stack = stack_of("connections: {vpc: {type: network}}", around="network:")
        assert stack.addresses("aws_glue_data_catalog_encryption_settings") == [
            "aws_glue_data_catalog_encryption_settings.catalog"
        ]

    def test_the_account_s_own_encryption_is_left_alone_where_the_file_says_so(self) -> None:
        around = AROUND + "encryption: {catalog: leave}\n"
        stack = stack_of(
            """
            databases: {sales: {zone: curated}}
            crawlers: {landing: {zone: raw, database: sales}}
            """,
            around=around,
        )
        assert stack.addresses("aws_glue_data_catalog_encryption_settings") == []
        assert stack["aws_glue_catalog_database.sales"]["depends_on"] == [
            "aws_s3_bucket_logging.curated",
            "aws_lakeformation_data_lake_settings.lake",
        ]
        assert "AccountThroughGlue" not in statements(stack["aws_kms_key.general"]["policy"])
        role = stack["aws_iam_role_policy.crawler__landing"]["policy"]
        assert "CatalogueKey" not in statements(role)

    def test_a_protected_environment_keeps_what_holds_data(self) -> None:
        catalog = """
            databases:
              sales:
                zone: curated
                tables:
                  orders: {format: json, columns: {a: int}}
                  lines: {format: iceberg, columns: {a: int}}
            schemas: {click: {format: json, file: click.json}}
            """
        kept = {
            "aws_glue_catalog_database.sales",
            "aws_glue_catalog_table.sales__lines",
            "aws_glue_catalog_table.sales__orders",
            "aws_glue_registry.lake",
            "aws_glue_schema.click",
            "aws_s3_object.sales__lines",
        }
        directory = SAMPLES / "schemas"
        guarded = stack_of(catalog, head=PROTECTED, directory=directory)
        free = stack_of(catalog, directory=directory)
        for stack, expected in ((guarded, kept), (free, set())):
            addresses = [*stack.addresses("aws_glue"), "aws_s3_object.sales__lines"]
            assert {
                address
                for address in addresses
                if stack[address].get("lifecycle", {}).get("prevent_destroy")
            } == expected

    def test_the_order_in_the_file_changes_nothing(self) -> None:
        one = "{x: {format: json, columns: {b: int, a: int}}, y: {format: orc, columns: {a: int}}}"
        two = "{y: {columns: {a: int}, format: orc}, x: {columns: {b: int, a: int}, format: json}}"
        first = stack_of(f"databases: {{b: {{zone: raw, tables: {one}}}, a: {{zone: curated}}}}")
        second = stack_of(f"databases: {{a: {{zone: curated}}, b: {{tables: {two}, zone: raw}}}}")
        assert json.dumps(first.data) == json.dumps(second.data)


class TestTables:
    def test_a_parquet_table(self) -> None:
        found = table(
            """
            {format: parquet, description: "All of them", properties: {note: "${x} %{y}"},
             columns: {id: bigint, items: 'array<struct<sku:string,price:decimal(10,2)>>',
                       mail: {type: string, comment: Contact}},
             partitions: {day: date, region: {type: string, comment: Where}}}
            """
        )
        hive = "org.apache.hadoop.hive.ql.io.parquet"
        assert found == {
            "catalog_id": ACCOUNT,
            "database_name": "${aws_glue_catalog_database.sales.name}",
            "name": "orders",
            "description": "All of them",
            "table_type": "EXTERNAL_TABLE",
            "parameters": {
                "EXTERNAL": "TRUE",
                "classification": "parquet",
                "note": "$${x} %%{y}",
            },
            "partition_keys": [
                {"name": "day", "type": "date"},
                {"name": "region", "type": "string", "comment": "Where"},
            ],
            "storage_descriptor": {
                "location": f"{CURATED}/sales/orders/",
                "input_format": f"{hive}.MapredParquetInputFormat",
                "output_format": f"{hive}.MapredParquetOutputFormat",
                "ser_de_info": {
                    "serialization_library": f"{hive}.serde.ParquetHiveSerDe",
                    "parameters": {"serialization.format": "1"},
                },
                "columns": [
                    {"name": "id", "type": "bigint"},
                    {"name": "items", "type": "array<struct<sku:string,price:decimal(10,2)>>"},
                    {"name": "mail", "type": "string", "comment": "Contact"},
                ],
            },
        }

    @pytest.mark.parametrize(
        ("options", "serde", "classification"),
        [
            ("orc", "org.apache.hadoop.hive.ql.io.orc.OrcSerde", "orc"),
            ("json", "org.openx.data.jsonserde.JsonSerDe", "json"),
            ("avro", "org.apache.hadoop.hive.serde2.avro.AvroSerDe", "avro"),
            ("csv", "org.apache.hadoop.hive.serde2.OpenCSVSerde", "csv"),
            (
                "csv, csv: {quote: null}",
                "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
                "csv",
            ),
        ],
    )
    def test_other_formats_have_their_own_libraries(
        self, options: str, serde: str, classification: str
    ) -> None:
        found = table(f"{{format: {options}, columns: {{a: int}}}}")
        assert found["storage_descriptor"]["ser_de_info"]["serialization_library"] == serde
        assert found["parameters"]["classification"] == classification
        assert "partition_keys" not in found

    def test_an_avro_table_carries_the_schema_of_its_columns(self) -> None:
        found = table("{format: avro, columns: {id: bigint}}")
        parameters = found["storage_descriptor"]["ser_de_info"]["parameters"]
        assert json.loads(parameters["avro.schema.literal"]) == {
            "type": "record",
            "name": "orders",
            "fields": [{"name": "id", "type": ["null", "long"], "default": None}],
        }

    def test_an_avro_table_carries_the_schema_of_its_file(self) -> None:
        found = table(
            "{format: avro, schema: schemas/order.avsc, partitions: {day: date}}",
            directory=SAMPLES,
        )
        descriptor = found["storage_descriptor"]
        assert descriptor["columns"][0] == {
            "name": "id",
            "type": "bigint",
            "comment": "Key of the order",
        }
        assert len(descriptor["columns"]) == 16
        schema = json.loads(descriptor["ser_de_info"]["parameters"]["avro.schema.literal"])
        assert [field["name"] for field in schema["fields"]][:3] == ["Id", "placed", "at"]

    def test_partition_projection(self) -> None:
        found = table(
            """
            {format: json, columns: {a: int}, location: in/, partitions: {day: date, hour: int},
             projection: {hour: {type: integer, range: [0, 23], digits: 2},
                          day: {type: date, range: ['2024-01-01', NOW]}}}
            """
        )
        assert found["parameters"] == {
            "EXTERNAL": "TRUE",
            "classification": "json",
            "projection.enabled": "true",
            "projection.day.type": "date",
            "projection.day.range": "2024-01-01,NOW",
            "projection.day.format": "yyyy-MM-dd",
            "projection.hour.type": "integer",
            "projection.hour.range": "0,23",
            "projection.hour.digits": "2",
            # Doubled, or Terraform would look for something called `day`.
            "storage.location.template": f"{CURATED}/in/day=$${{day}}/hour=$${{hour}}/",
        }

    def test_partition_indexes(self) -> None:
        found = table(
            """
            {format: json, columns: {a: int}, partitions: {day: date, region: string},
             partition_indexes: [[region, day], [day]]}
            """
        )
        assert found["partition_index"] == [
            {"index_name": "region_day", "keys": ["region", "day"]},
            {"index_name": "day", "keys": ["day"]},
        ]

    def test_data_quality_rules(self) -> None:
        stack = with_table(
            """
            {format: json, columns: {a: int, s: string},
             quality: ['IsComplete "a"', 'ColumnValues "s" matches "%{a}"']}
            """
        )
        assert stack["aws_glue_data_quality_ruleset.sales__orders"] == {
            "name": "acme-dev-sales-orders",
            "description": "Rules of sales.orders",
            "ruleset": 'Rules = [ IsComplete "a", ColumnValues "s" matches "%%{a}" ]',
            "target_table": {
                "database_name": f"${{{TABLE}.database_name}}",
                "table_name": f"${{{TABLE}.name}}",
            },
        }


class TestIceberg:
    STACK = (
        "{format: iceberg, description: All orders, columns: {id: bigint, s: string},"
        " partitions: {day: date}, properties: {write.format.default: parquet}}"
    )
    UUID = "37cebd74-38ee-57ac-8e10-96dc4d35352e"
    KEY = f"sales/orders/metadata/00000-{UUID}.metadata.json"

    def test_the_table_names_its_metadata_and_leaves_it_to_its_writers(self) -> None:
        assert table(self.STACK) == {
            "catalog_id": ACCOUNT,
            "database_name": "${aws_glue_catalog_database.sales.name}",
            "name": "orders",
            "description": "All orders",
            "table_type": "EXTERNAL_TABLE",
            "parameters": {
                "metadata_location": f"{CURATED}/{self.KEY}",
                "table_type": "ICEBERG",
            },
            "storage_descriptor": {
                "location": f"{CURATED}/sales/orders",
                "columns": [
                    {"name": "id", "type": "bigint"},
                    {"name": "s", "type": "string"},
                    {"name": "day", "type": "date"},
                ],
            },
            "depends_on": [OBJECT],
            "lifecycle": {
                "ignore_changes": [
                    "owner",
                    "parameters",
                    "storage_descriptor[0].additional_locations",
                    "storage_descriptor[0].columns",
                ],
                "replace_triggered_by": [f"{OBJECT}.key"],
            },
        }

    def test_the_metadata_is_written_once_into_the_zone(self) -> None:
        stack = with_table(self.STACK)
        written = dict(stack[OBJECT])
        content = json.loads(written.pop("content"))
        assert written == {
            "bucket": "${aws_s3_bucket.curated.id}",
            "key": self.KEY,
            "content_type": "application/json",
            "server_side_encryption": "aws:kms",
            "kms_key_id": "${aws_kms_key.curated.arn}",
            "override_provider": {"default_tags": {"tags": {}}},
            "depends_on": ["aws_s3_bucket_logging.curated"],
            "lifecycle": {"ignore_changes": ["content", "kms_key_id"]},
        }
        assert content["table-uuid"] == self.UUID
        assert content["location"] == f"{CURATED}/sales/orders"
        assert content["partition-specs"][0]["fields"][0]["transform"] == "identity"
        assert content["properties"] == {"comment": "All orders", "write.format.default": "parquet"}

    def test_whoever_deploys_may_write_it(self) -> None:
        policy = statements(with_table(self.STACK)["aws_kms_key.curated"]["policy"])
        admitted = [
            statement
            for sid, statement in policy.items()
            if sid.startswith("Roles")
            and statement["Condition"]["ArnLike"]["aws:PrincipalArn"]
            == f"arn:aws:iam::{ACCOUNT}:role/acme-dev-deploy"
        ]
        assert len(admitted) == 1

    def test_a_zone_without_iceberg_tables_admits_nobody(self) -> None:
        stack = with_table("{format: json, columns: {a: int}}")
        assert not any(
            sid.startswith("Roles") for sid in statements(stack["aws_kms_key.curated"]["policy"])
        )


class TestConnections:
    def test_each_kind_says_what_glue_must_know(self) -> None:
        secret = f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:AmazonMSK_x-a1b2c3"
        stack = stack_of(
            f"""
            connections:
              erp: {{url: "jdbc:postgresql://erp:5432/erp", secret: erp/login,
                     availability_zone: 2, description: ERP}}
              old: {{url: "jdbc:mysql://old:3306/old", secret: old, tls: false}}
              bus: {{type: kafka, url: "b-1:9096, b-2:9096", secret: "{secret}"}}
              open: {{type: kafka, url: "b-1:9092", tls: false}}
              docs: {{type: mongodb, url: "mongodb://db:27017/x?retryWrites=false", secret: docs}}
              atlas: {{type: mongodb, url: "mongodb+srv://db.example/x", secret: docs}}
              way: {{type: network}}
            """
        )
        found = stack.of("aws_glue_connection")
        assert found["erp"] == {
            "name": "acme-dev-erp",
            "catalog_id": ACCOUNT,
            "description": "ERP",
            "connection_type": "JDBC",
            "connection_properties": {
                "JDBC_CONNECTION_URL": "jdbc:postgresql://erp:5432/erp",
                "JDBC_ENFORCE_SSL": "true",
                "SECRET_ID": "erp/login",
            },
            "physical_connection_requirements": {
                "availability_zone": "us-east-1b",
                "security_group_id_list": ["${aws_security_group.glue.id}"],
                "subnet_id": "${aws_subnet.private_b.id}",
            },
        }
        assert {name: each.get("connection_properties") for name, each in found.items()} == {
            "atlas": {"CONNECTION_URL": "mongodb+srv://db.example/x", "SECRET_ID": "docs"},
            "bus": {
                "KAFKA_BOOTSTRAP_SERVERS": "b-1:9096,b-2:9096",
                "KAFKA_SSL_ENABLED": "true",
                "KAFKA_SASL_MECHANISM": "SCRAM-SHA-512",
                "KAFKA_SASL_SCRAM_SECRETS_ARN": secret,
            },
            "docs": {
                "CONNECTION_URL": "mongodb://db:27017/x?retryWrites=false&tls=true",
                "SECRET_ID": "docs",
            },
            "erp": found["erp"]["connection_properties"],
            "old": {
                "JDBC_CONNECTION_URL": "jdbc:mysql://old:3306/old",
                "JDBC_ENFORCE_SSL": "false",
                "SECRET_ID": "old",
            },
            "open": {"KAFKA_BOOTSTRAP_SERVERS": "b-1:9092", "KAFKA_SSL_ENABLED": "false"},
            "way": None,
        }
        assert {each["connection_type"] for each in found.values()} == {
            "JDBC",
            "KAFKA",
            "MONGODB",
            "NETWORK",
        }

    def test_an_existing_network_without_names_of_its_zones(self) -> None:
        stack = stack_of(
            "connections: {way: {type: network, availability_zone: 2}}",
            around="network: {endpoints: [], flow_logs: null, existing: "
            "{vpc: vpc-0abc1234, private_subnets: [subnet-0aaa1111, subnet-0bbb2222]}}",
        )
        assert stack["aws_glue_connection.way"]["physical_connection_requirements"] == {
            "security_group_id_list": ["${aws_security_group.glue.id}"],
            "subnet_id": "subnet-0bbb2222",
        }


def test_classifiers() -> None:
    stack = stack_of(
        """
        classifiers:
          csv: {type: csv}
          pipes: {type: csv, delimiter: "|", quote: "'", header: [a, b]}
          logs: {type: grok, pattern: "%{NUMBER:n}", custom_patterns: "X ${y}", classification: log}
          rows: {type: json, json_path: "$[*]"}
          docs: {type: xml, classification: doc, row_tag: row}
        """
    )
    found = stack.of("aws_glue_classifier")
    assert {name: each.pop("name") for name, each in found.items()} == {
        name: f"acme-dev-{name}" for name in ("csv", "docs", "logs", "pipes", "rows")
    }
    same = {"allow_single_column": False, "disable_value_trimming": False}
    assert found == {
        "csv": {
            "csv_classifier": {
                **same,
                "contains_header": "UNKNOWN",
                "delimiter": ",",
                "quote_symbol": '"',
            }
        },
        "pipes": {
            "csv_classifier": {
                **same,
                "contains_header": "ABSENT",
                "delimiter": "|",
                "quote_symbol": "'",
                "header": ["a", "b"],
            }
        },
        "logs": {
            "grok_classifier": {
                "classification": "log",
                "grok_pattern": "%%{NUMBER:n}",
                "custom_patterns": "X $${y}",
            }
        },
        "rows": {"json_classifier": {"json_path": "$[*]"}},
        "docs": {"xml_classifier": {"classification": "doc", "row_tag": "row"}},
    }


def test_the_schema_registry() -> None:
    stack = stack_of(
        """
        schemas:
          click: {format: json, file: schemas/click.json}
          order: {format: avro, file: schemas/order.avsc, compatibility: FULL_ALL, description: X}
        """,
        directory=SAMPLES,
    )
    assert stack["aws_glue_registry.lake"] == {
        "registry_name": "acme-dev",
        "description": "Schemas of the lake acme",
    }
    order = stack["aws_glue_schema.order"]
    text = order.pop("schema_definition")
    assert json.loads(text) == json.loads((SAMPLES / "schemas" / "order.avsc").read_text())
    assert order == {
        "schema_name": "order",
        "registry_arn": "${aws_glue_registry.lake.arn}",
        "data_format": "AVRO",
        "compatibility": "FULL_ALL",
        "description": "X",
    }
    assert stack["aws_glue_schema.click"]["compatibility"] == "BACKWARD"


FULL = """
databases:
  sales:
    zone: curated
    description: Orders and customers
    tables:
      orders:
        format: iceberg
        description: All orders
        columns:
          order_id: bigint
          email: {type: string, comment: Contact}
          items: array<struct<sku:string,price:decimal(10,2)>>
        partitions: {order_date: date, at: {type: timestamp, transform: hour}}
        optimize: [compaction, retention, orphan_files]
        quality: ['IsComplete "order_id"']
  web:
    zone: raw
    tables:
      clicks:
        format: parquet
        schema: schemas/click.json
        partitions: {day: date, region: string}
        projection:
          day: {type: date, range: ["2024-01-01", NOW]}
          region: {type: enum, values: [eu, us]}
      orders: {format: avro, schema: schemas/order.avsc, partitions: {day: date}}
      people:
        format: csv
        columns: {a: int, b: string}
        partitions: {day: date, region: string}
        partition_indexes: [[region, day], [day]]
      plain: {format: csv, csv: {quote: null, delimiter: "\\t", header: false}, columns: {a: date}}
      events: {format: json, columns: {a: "struct<x:int>"}}
      old: {format: orc, columns: {a: tinyint}}
crawlers:
  landing: {zone: raw, prefix: landing/, database: web, table_prefix: landing_, classifiers: [logs],
            schedule: "cron(0 * * * ? *)", exclude: ["**.tmp"]}
  erp: {connection: erp, path: erp/public/%, database: sales, table_prefix: jdbc_}
  kept: {tables: [web.events]}
connections:
  erp: {url: "jdbc:postgresql://erp.internal:5432/erp", secret: erp/login, availability_zone: 2}
  bus: {type: kafka, url: "b-1:9094,b-2:9094"}
  docs: {type: mongodb, url: "mongodb://db:27017/x", secret: docs}
  way: {type: network}
classifiers:
  logs: {type: grok, pattern: "%{WORD:a}", classification: logs}
  pipes: {type: csv, delimiter: "|", header: [a, b]}
  rows: {type: json, json_path: "$[*]"}
  docs: {type: xml, classification: x, row_tag: r}
schemas:
  click: {format: json, file: schemas/click.json}
  order: {format: avro, file: schemas/order.avsc, compatibility: FULL}
"""


@pytest.mark.terraform
@pytest.mark.parametrize("mode", ["lake_formation", "iam"])
def test_terraform_plans_everything_without_an_account(tmp_path: Path, mode: str) -> None:
    """Validated and planned by the real provider, with no credentials and no state."""
    around = f"{AROUND}governance: {{mode: {mode}}}\n"
    lake = lake_of(FULL, around=around, head=HEAD, directory=SAMPLES)
    stack = write_stack(lake, tmp_path / "out")
    work = copy_stack(tmp_path / "out" / "stacks" / "lake", tmp_path / "plan")
    write_offline_override(work, state="terraform.tfstate")
    terraform = Terraform(work, env=offline_environment())
    terraform.init()
    assert terraform.validate() == ()
    planned = terraform.plan(work / "tfplan", refresh=False)
    assert planned.counts.add == len(stack.addresses()) > 100
    assert planned.warnings == ()
    after = {
        change["address"]: change["change"]["after"]
        for change in terraform.show(planned.file)["resource_changes"]
    }
    # What is escaped for Terraform reaches AWS as it was meant.
    parameters = after["aws_glue_catalog_table.web__clicks"]["parameters"]
    assert parameters["storage.location.template"].endswith("/day=${day}/region=${region}/")
    assert after["aws_glue_classifier.logs"]["grok_classifier"][0]["grok_pattern"] == "%{WORD:a}"
    # The documents that decide who may do what stand in the plan as text.
    roles = [address for address in stack.addresses("aws_iam_role_policy") if "flow" not in address]
    assert len(roles) == 4
    assert all('"Statement":' in after[address]["policy"] for address in roles)
