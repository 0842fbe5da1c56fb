"""Firehose: sources, prefixes, conversion, transforms, and what its role may do."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from pathlib import Path

from iam_policies import judge
from lakeform.constructs.files import StackFiles
from streams import KEY, RAW, delivery, policy, stack_of, with_streams

FIREHOSE = "aws_kinesis_firehose_delivery_stream"
ROLE = "arn:aws:iam::111111111111:role/acme-dev-delivery-"
ERRORS = "!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/"


def test_a_table_is_filled_from_a_stream() -> None:
    assert delivery("clicks") == {
        "bucket_arn": RAW,
        "role_arn": f"{ROLE}clicks",
        "kms_key_arn": "${aws_kms_key.raw.arn}",
        "prefix": "web/clicks/day=!{timestamp:yyyy-MM-dd}/",
        "error_output_prefix": f"_errors/clicks/{ERRORS}",
        "buffering_size": 128,
        "buffering_interval": 300,
        "compression_format": "UNCOMPRESSED",
        "cloudwatch_logging_options": {
            "enabled": True,
            "log_group_name": "${aws_cloudwatch_log_group.delivery__clicks.name}",
            "log_stream_name": "${aws_cloudwatch_log_stream.delivery__clicks__DestinationDelivery"
            ".name}",
        },
        "data_format_conversion_configuration": {
            "enabled": True,
            "input_format_configuration": {
                "deserializer": {"open_x_json_ser_de": {"case_insensitive": True}}
            },
            "output_format_configuration": {
                "serializer": {"parquet_ser_de": {"compression": "SNAPPY"}}
            },
            "schema_configuration": {
                "catalog_id": "111111111111",
                "database_name": "${aws_glue_catalog_database.web.name}",
                "table_name": "${aws_glue_catalog_table.web__clicks.name}",
                "region": "us-east-1",
                "role_arn": f"{ROLE}clicks",
                "version_id": "LATEST",
            },
        },
    }


def test_the_stream_is_its_source_and_encrypts_for_it() -> None:
    made = stack_of()[f"{FIREHOSE}.clicks"]
    assert made["kinesis_source_configuration"] == {
        "kinesis_stream_arn": "${aws_kinesis_stream.clicks.arn}",
        "role_arn": f"{ROLE}clicks",
    }
    assert "server_side_encryption" not in made
    assert made["name"] == "acme-dev-clicks"


def test_it_waits_for_its_role_s_policy_and_grants() -> None:
    after = stack_of()[f"{FIREHOSE}.clicks"]["depends_on"]
    assert "aws_iam_role_policy.delivery__clicks" in after
    assert "aws_lakeformation_permissions.delivery_clicks__table__web__clicks" in after


def test_its_role_is_granted_the_columns_of_its_table_only() -> None:
    stack = stack_of()
    made = stack["aws_lakeformation_permissions.delivery_clicks__table__web__clicks"]
    assert made["permissions"] == ["DESCRIBE", "SELECT"]
    assert made["principal"] == f"{ROLE}clicks"
    other = "aws_lakeformation_permissions.delivery_put"
    assert not stack.addresses(other)


def test_orc_with_timestamps_and_partitions_of_numbers() -> None:
    made = delivery("events")
    conversion = made["data_format_conversion_configuration"]
    assert conversion["output_format_configuration"] == {
        "serializer": {"orc_ser_de": {"compression": "SNAPPY"}}
    }
    assert conversion["input_format_configuration"] == {
        "deserializer": {"hive_json_ser_de": {"timestamp_formats": ["millis"]}}
    }
    assert made["prefix"] == "web/events/year=!{timestamp:yyyy}/month=!{timestamp:MM}/"


def test_partitions_found_in_records_behind_a_transform() -> None:
    made = delivery("put")
    assert made["prefix"] == "put/site=!{partitionKeyFromQuery:site}/hour=!{timestamp:HH}/"
    assert made["dynamic_partitioning_configuration"] == {"enabled": True, "retry_duration": 300}
    assert made["buffering_size"] == 128
    assert made["compression_format"] == "GZIP"
    processors = made["processing_configuration"]["processors"]
    said = [
        (each["type"], {p["parameter_name"]: p["parameter_value"] for p in each["parameters"]})
        if "parameters" in each
        else (each["type"], {})
        for each in processors
    ]
    assert said == [
        (
            "Lambda",
            {
                "LambdaArn": "${aws_lambda_function.transform__put.arn}",
                "NumberOfRetries": "1",
                "BufferIntervalInSeconds": "90",
            },
        ),
        (
            "MetadataExtraction",
            {"JsonParsingEngine": "JQ-1.6", "MetadataExtractionQuery": "{site:.site}"},
        ),
        ("AppendDelimiterToRecord", {}),
    ]


def test_what_the_provider_would_forget_is_not_written() -> None:
    function = "arn:aws:lambda:us-east-1:111111111111:function:clean:live"
    stack = with_streams(
        f'{{deliveries: {{a: {{zone: raw, lines: false, transform: {{function: "{function}"}}}}}}}}'
    )
    [processor] = delivery("a", stack)["processing_configuration"]["processors"]
    assert processor == {
        "type": "Lambda",
        "parameters": [{"parameter_name": "LambdaArn", "parameter_value": function}],
    }
    assert judge(policy("delivery__a", stack), "lambda:InvokeFunction", function) == "allowed"


def test_direct_records_are_encrypted_while_they_wait_and_kept_as_they_came() -> None:
    made = stack_of()[f"{FIREHOSE}.put"]
    assert made["server_side_encryption"] == {
        "enabled": True,
        "key_type": "CUSTOMER_MANAGED_CMK",
        "key_arn": KEY,
    }
    assert made["extended_s3_configuration"]["s3_backup_mode"] == "Enabled"
    originals = made["extended_s3_configuration"]["s3_backup_configuration"]
    assert originals["prefix"] == "_originals/"
    assert originals["kms_key_arn"] == "${aws_kms_key.raw.arn}"
    names = {
        name
        for name in stack_of().of("aws_cloudwatch_log_stream")
        if name.startswith("delivery__put")
    }
    assert names == {"delivery__put__BackupDelivery", "delivery__put__DestinationDelivery"}


def test_a_topic_is_read_through_a_private_connection() -> None:
    made = stack_of()[f"{FIREHOSE}.topic"]
    assert made["msk_source_configuration"] == {
        "msk_cluster_arn": "${aws_msk_cluster.ledger.arn}",
        "topic_name": "payments",
        "read_from_timestamp": "1970-01-01T00:00:00Z",
        "authentication_configuration": {
            "connectivity": "PRIVATE",
            "role_arn": f"{ROLE}topic",
        },
    }
    assert "aws_msk_cluster_policy.ledger" in made["depends_on"]
    assert made["extended_s3_configuration"]["prefix"] == "pay/"
    document = json.loads(stack_of()["aws_msk_cluster_policy.ledger"]["policy"])
    [statement] = document["Statement"]
    assert statement["Principal"] == {"Service": "firehose.amazonaws.com"}
    assert statement["Action"] == "kafka:CreateVpcConnection"


class TestItsRole:
    def test_writes_below_its_prefixes_only(self) -> None:
        allowed = policy("delivery__put")
        for prefix in ("put/site=a/x", "_errors/put/x", "_originals/x"):
            assert judge(allowed, "s3:PutObject", f"{RAW}/{prefix}") == "allowed"
        for prefix in ("web/clicks/x", "_errors/clicks/x"):
            assert judge(allowed, "s3:PutObject", f"{RAW}/{prefix}") == "not allowed"
        assert judge(allowed, "s3:DeleteObject", f"{RAW}/put/x") == "not allowed"

    def test_reads_its_stream_only(self) -> None:
        stream = "arn:aws:kinesis:us-east-1:111111111111:stream/acme-dev-"
        allowed = policy("delivery__clicks")
        assert judge(allowed, "kinesis:GetRecords", f"{stream}clicks") == "allowed"
        assert judge(allowed, "kinesis:GetRecords", f"{stream}anomalies") == "not allowed"

    def test_reads_its_topic_only(self) -> None:
        topic = "arn:aws:kafka:us-east-1:111111111111:topic/acme-dev-ledger/id/"
        allowed = policy("delivery__topic")
        assert judge(allowed, "kafka-cluster:ReadData", f"{topic}payments") == "allowed"
        assert judge(allowed, "kafka-cluster:ReadData", f"{topic}orders") == "not allowed"
        assert judge(allowed, "kafka-cluster:WriteData", f"{topic}payments") == "not allowed"

    def test_reads_the_columns_of_its_table_only(self) -> None:
        table = "arn:aws:glue:us-east-1:111111111111:table/web/"
        allowed = policy("delivery__clicks")
        assert judge(allowed, "glue:GetTableVersions", f"{table}clicks") == "allowed"
        assert judge(allowed, "glue:GetTableVersions", f"{table}events") == "not allowed"
        assert judge(policy("delivery__put"), "glue:GetTable", f"{table}clicks") == "not allowed"

    def test_calls_its_own_transform_only(self) -> None:
        function = "arn:aws:lambda:us-east-1:111111111111:function:acme-dev-transform-put"
        assert judge(policy("delivery__put"), "lambda:InvokeFunction", function) == "allowed"
        assert judge(policy("delivery__clicks"), "lambda:InvokeFunction", function) == "not allowed"


class TestATransformOfOnesOwn:
    def test_becomes_a_function_with_logs_of_its_own(self) -> None:
        stack = stack_of()
        made = stack["aws_lambda_function.transform__put"]
        assert made["handler"] == "transform.handler"
        assert made["filename"] == "files/transform__put.zip"
        assert made["runtime"] == "python3.13"
        assert stack["aws_cloudwatch_log_group.transform__put"]["kms_key_id"] == KEY
        group = "arn:aws:logs:us-east-1:111111111111:log-group:/aws/lambda/acme-dev-transform-put"
        allowed = policy("transform__put")
        assert judge(allowed, "logs:PutLogEvents", f"{group}:log-stream:a") == "allowed"
        assert judge(allowed, "s3:GetObject", f"{RAW}/put/x") == "not allowed"

    def test_is_zipped_to_the_same_bytes_each_time(self, tmp_path: Path) -> None:
        made = []
        for _ in range(2):
            files = StackFiles()
            entry = files.archive("a.zip", {"transform.py": b"def handler(): ...\n"})
            files.write(tmp_path)
            data = (tmp_path / entry.path).read_bytes()
            assert hashlib.sha256(data).digest() == entry.digest
            made.append(data)
        assert made[0] == made[1]
        [inside] = zipfile.ZipFile(io.BytesIO(made[0])).infolist()
        assert (inside.filename, inside.date_time) == ("transform.py", (1980, 1, 1, 0, 0, 0))
        assert inside.external_attr >> 16 == 0o644

    def test_its_digest_is_that_of_the_archive(self) -> None:
        content = b"def handler(event, context):\n    return {'records': []}\n"
        entry = StackFiles().archive("a.zip", {"transform.py": content})
        said = stack_of()["aws_lambda_function.transform__put"]["source_code_hash"]
        assert said == base64.b64encode(entry.digest).decode()
