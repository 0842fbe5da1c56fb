"""`verify` finds what differs from the state, and nothing else.

The state is written by hand, as `terraform show -json` has it; what it says is made with boto3, and
then tampered with.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from lakeform.local.embedded import EmbeddedAws
from lakeform.local.leftovers import empty_buckets, find_leftovers
from lakeform.local.verify import Check, verify
from local.states import state_of, wrong

ACCOUNT = "111111111111"
ANALYST = f"arn:aws:iam::{ACCOUNT}:role/analyst"
PRINCIPAL = {"DataLakePrincipalIdentifier": ANALYST}
TLS_ONLY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": ["arn:aws:s3:::raw", "arn:aws:s3:::raw/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
    ],
}
COLUMNS = [("order_id", "bigint"), ("email", "string")]
PARQUET = {
    "InputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
    "OutputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
    "SerdeInfo": {"SerializationLibrary": "parquet.serde.ParquetHiveSerDe"},
}


# --- a bucket

BLOCKED = {
    "block_public_acls": True,
    "block_public_policy": True,
    "ignore_public_acls": True,
    "restrict_public_buckets": True,
}
BUCKET_STATE = state_of(
    ("aws_s3_bucket", {"bucket": "raw"}),
    (
        "aws_s3_bucket_versioning",
        {"bucket": "raw", "versioning_configuration": [{"status": "Enabled"}]},
    ),
    (
        "aws_s3_bucket_server_side_encryption_configuration",
        {
            "bucket": "raw",
            "rule": [
                {
                    "apply_server_side_encryption_by_default": [
                        {"sse_algorithm": "aws:kms", "kms_master_key_id": "key-1"}
                    ],
                    "bucket_key_enabled": True,
                }
            ],
        },
    ),
    ("aws_s3_bucket_public_access_block", {"bucket": "raw", **BLOCKED}),
    ("aws_s3_bucket_policy", {"bucket": "raw", "policy": json.dumps(TLS_ONLY)}),
    (
        "aws_s3_bucket_lifecycle_configuration",
        {
            "bucket": "raw",
            "rule": [
                {
                    "id": "tier",
                    "status": "Enabled",
                    "transition": [{"days": 30, "storage_class": "INTELLIGENT_TIERING"}],
                    "expiration": [{"days": 365}],
                }
            ],
        },
    ),
)


def put_encryption(s3: Any, *, bucket_key: bool) -> None:
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "key-1"}
    rule = {"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": bucket_key}
    s3.put_bucket_encryption(Bucket="raw", ServerSideEncryptionConfiguration={"Rules": [rule]})


def put_lifecycle(s3: Any, *, days: int) -> None:
    rule = {
        "ID": "tier",
        "Status": "Enabled",
        "Filter": {},
        "Transitions": [{"Days": 30, "StorageClass": "INTELLIGENT_TIERING"}],
        "Expiration": {"Days": days},
    }
    s3.put_bucket_lifecycle_configuration(Bucket="raw", LifecycleConfiguration={"Rules": [rule]})


def put_block(s3: Any, *, policies: bool) -> None:
    s3.put_public_access_block(
        Bucket="raw",
        PublicAccessBlockConfiguration={
            "BlockPublicAcls": True,
            "BlockPublicPolicy": policies,
            "IgnorePublicAcls": True,
            "RestrictPublicBuckets": True,
        },
    )


@pytest.fixture
def s3(aws: EmbeddedAws) -> Any:
    client = aws.client("s3")
    client.create_bucket(Bucket="raw")
    client.put_bucket_versioning(Bucket="raw", VersioningConfiguration={"Status": "Enabled"})
    put_encryption(client, bucket_key=True)
    put_block(client, policies=True)
    client.put_bucket_policy(Bucket="raw", Policy=json.dumps(TLS_ONLY))
    put_lifecycle(client, days=365)
    return client


def without_tls(s3: Any) -> None:
    plain = {**TLS_ONLY["Statement"][0], "Condition": {"Bool": {"aws:SecureTransport": "true"}}}
    s3.put_bucket_policy(Bucket="raw", Policy=json.dumps({**TLS_ONLY, "Statement": [plain]}))


def test_a_bucket_as_applied(s3: Any, aws: EmbeddedAws) -> None:
    assert s3
    checks = verify(BUCKET_STATE, aws)
    assert [check.what for check in checks] == [
        "bucket raw",
        "bucket raw: versioning",
        "bucket raw: encryption",
        "bucket raw: access block",
        "bucket raw: policy",
        "bucket raw: lifecycle",
    ]
    assert checks[2] == Check(
        "bucket raw: encryption",
        "algorithm aws:kms, key key-1, bucket key yes",
        "algorithm aws:kms, key key-1, bucket key yes",
        ok=True,
    )
    assert all(check.ok for check in checks)


@pytest.mark.parametrize(
    ("tamper", "what", "observed"),
    [
        (
            lambda s3: s3.put_bucket_versioning(
                Bucket="raw", VersioningConfiguration={"Status": "Suspended"}
            ),
            "versioning",
            "Suspended",
        ),
        (
            lambda s3: put_encryption(s3, bucket_key=False),
            "encryption",
            "algorithm aws:kms, key key-1, bucket key no",
        ),
        (
            lambda s3: s3.delete_bucket_encryption(Bucket="raw"),
            "encryption",
            "absent (ServerSideEncryptionConfigurationNotFoundError)",
        ),
        (
            lambda s3: put_block(s3, policies=False),
            "access block",
            "block_public_acls, ignore_public_acls, restrict_public_buckets",
        ),
        (without_tls, "policy", "plain HTTP allowed, 1 statements"),
        (
            lambda s3: s3.delete_bucket_policy(Bucket="raw"),
            "policy",
            "absent (NoSuchBucketPolicy)",
        ),
        (
            lambda s3: put_lifecycle(s3, days=30),
            "lifecycle",
            "tier Enabled: INTELLIGENT_TIERING after 30 d; expires after 30 d",
        ),
    ],
)
def test_a_tampered_bucket(
    s3: Any, aws: EmbeddedAws, tamper: Callable[[Any], object], what: str, observed: str
) -> None:
    tamper(s3)
    ((found, _, said),) = wrong(BUCKET_STATE, aws)
    assert (found, said) == (f"bucket raw: {what}", observed)


def test_a_bucket_that_is_gone(s3: Any, aws: EmbeddedAws) -> None:
    s3.delete_bucket(Bucket="raw")
    assert [(what, said) for what, _, said in wrong(BUCKET_STATE, aws)][:2] == [
        ("bucket raw", "absent (404)"),
        ("bucket raw: versioning", "absent (NoSuchBucket)"),
    ]


# --- a table, its grants and tags

TABLE_STATE = state_of(
    ("aws_glue_catalog_database", {"name": "sales", "location_uri": "s3://raw/sales/"}),
    (
        "aws_glue_catalog_table",
        {
            "name": "orders",
            "database_name": "sales",
            "parameters": {"classification": "parquet"},
            "open_table_format_input": [],
            "storage_descriptor": [
                {
                    "location": "s3://raw/sales/orders/",
                    "columns": [{"name": name, "type": kind} for name, kind in COLUMNS],
                    "input_format": PARQUET["InputFormat"],
                    "output_format": PARQUET["OutputFormat"],
                    "ser_de_info": [{"serialization_library": "parquet.serde.ParquetHiveSerDe"}],
                }
            ],
            "partition_keys": [{"name": "day", "type": "date"}],
        },
    ),
    (
        "aws_lakeformation_data_lake_settings",
        {
            "admins": [f"arn:aws:iam::{ACCOUNT}:role/admin"],
            "create_database_default_permissions": [],
            "create_table_default_permissions": [
                {"principal": "IAM_ALLOWED_PRINCIPALS", "permissions": []}
            ],
        },
    ),
    ("aws_lakeformation_lf_tag", {"key": "level", "values": ["pii", "public"]}),
    (
        "aws_lakeformation_resource_lf_tag",
        {
            "table_with_columns": [
                {"database_name": "sales", "name": "orders", "column_names": ["email"]}
            ],
            "lf_tag": [{"key": "level", "value": "pii"}],
        },
    ),
    (
        "aws_lakeformation_permissions",
        {
            "principal": ANALYST,
            "permissions": ["DESCRIBE", "SELECT"],
            "table": [{"database_name": "sales", "name": "orders", "wildcard": False}],
        },
    ),
    (
        "aws_lakeformation_permissions",
        {
            "principal": ANALYST,
            "permissions": ["DESCRIBE"],
            "lf_tag_policy": [
                {
                    "resource_type": "DATABASE",
                    "expression": [{"key": "level", "values": ["public", "pii"]}],
                }
            ],
        },
    ),
)
TABLE = {
    "Name": "orders",
    "Parameters": {"classification": "parquet"},
    "StorageDescriptor": {
        "Location": "s3://raw/sales/orders/",
        "Columns": [{"Name": name, "Type": kind} for name, kind in COLUMNS],
        **PARQUET,
    },
    "PartitionKeys": [{"Name": "day", "Type": "date"}],
}
ORDERS = {"DatabaseName": "sales", "Name": "orders"}
EMAIL = {"TableWithColumns": {**ORDERS, "ColumnNames": ["email"]}}


@pytest.fixture
def lake(aws: EmbeddedAws) -> EmbeddedAws:
    glue, client = aws.client("glue"), aws.client("lakeformation")
    admin = {"DataLakePrincipalIdentifier": f"arn:aws:iam::{ACCOUNT}:role/admin"}
    client.put_data_lake_settings(DataLakeSettings={"DataLakeAdmins": [admin]})
    glue.create_database(DatabaseInput={"Name": "sales", "LocationUri": "s3://raw/sales/"})
    glue.create_table(DatabaseName="sales", TableInput=TABLE)
    client.create_lf_tag(TagKey="level", TagValues=["public", "pii"])
    client.add_lf_tags_to_resource(
        Resource=EMAIL, LFTags=[{"TagKey": "level", "TagValues": ["pii"]}]
    )
    expression = [{"TagKey": "level", "TagValues": ["pii", "public"]}]
    for resource, permissions in (
        ({"Table": ORDERS}, ["DESCRIBE", "SELECT"]),
        ({"LFTagPolicy": {"ResourceType": "DATABASE", "Expression": expression}}, ["DESCRIBE"]),
    ):
        client.grant_permissions(Principal=PRINCIPAL, Resource=resource, Permissions=permissions)
    return aws


def change_table(aws: EmbeddedAws, **change: Any) -> None:
    storage = {**TABLE["StorageDescriptor"], **change}
    aws.client("glue").update_table(
        DatabaseName="sales", TableInput={**TABLE, "StorageDescriptor": storage}
    )


def revoke(aws: EmbeddedAws, *permissions: str) -> None:
    aws.client("lakeformation").revoke_permissions(
        Principal=PRINCIPAL, Resource={"Table": ORDERS}, Permissions=list(permissions)
    )


def let_iam_in(aws: EmbeddedAws) -> None:
    aws.client("lakeformation").grant_permissions(
        Principal={"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"},
        Resource={"Database": {"Name": "sales"}},
        Permissions=["ALL"],
    )


def default_to_iam(aws: EmbeddedAws) -> None:
    client = aws.client("lakeformation")
    settings = client.get_data_lake_settings()["DataLakeSettings"]
    everyone = {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"}
    settings["CreateDatabaseDefaultPermissions"] = [{"Principal": everyone, "Permissions": ["ALL"]}]
    client.put_data_lake_settings(DataLakeSettings=settings)


def retag(aws: EmbeddedAws) -> None:
    aws.client("lakeformation").add_lf_tags_to_resource(
        Resource=EMAIL, LFTags=[{"TagKey": "level", "TagValues": ["public"]}]
    )


def test_a_lake_as_applied(lake: EmbeddedAws) -> None:
    checks = verify(TABLE_STATE, lake)
    assert [check.what for check in checks] == [
        "database sales",
        "table sales.orders: columns",
        "table sales.orders: partitions",
        "table sales.orders: location",
        "table sales.orders: format",
        "Lake Formation: admins",
        "Lake Formation: default permissions of new databases",
        "Lake Formation: default permissions of new tables",
        "Lake Formation: grants to IAM_ALLOWED_PRINCIPALS",
        "LF-tag level",
        "LF-tag level on sales.orders (email)",
        "grant to analyst on table orders of sales",
        "grant to analyst on databases with level in pii|public",
    ]
    assert [check for check in checks if not check.ok] == []


@pytest.mark.parametrize(
    ("tamper", "what", "observed"),
    [
        (
            lambda aws: change_table(aws, Columns=[{"Name": "email", "Type": "int"}]),
            "table sales.orders: columns",
            "email int",
        ),
        (
            lambda aws: change_table(aws, Location="s3://elsewhere/"),
            "table sales.orders: location",
            "s3://elsewhere/",
        ),
        (
            lambda aws: change_table(aws, OutputFormat="a.TextOutputFormat"),
            "table sales.orders: format",
            "parquet, MapredParquetInputFormat, TextOutputFormat, ParquetHiveSerDe",
        ),
        (
            lambda aws: revoke(aws, "SELECT"),
            "grant to analyst on table orders of sales",
            "DESCRIBE",
        ),
        (
            lambda aws: revoke(aws, "SELECT", "DESCRIBE"),
            "grant to analyst on table orders of sales",
            "none",
        ),
        (
            let_iam_in,
            "Lake Formation: grants to IAM_ALLOWED_PRINCIPALS",
            "Database sales",
        ),
        (
            default_to_iam,
            "Lake Formation: default permissions of new databases",
            "IAM_ALLOWED_PRINCIPALS",
        ),
        (retag, "LF-tag level on sales.orders (email)", "public"),
    ],
)
def test_a_tampered_lake(
    lake: EmbeddedAws, tamper: Callable[[EmbeddedAws], object], what: str, observed: str
) -> None:
    tamper(lake)
    ((found, _, said),) = wrong(TABLE_STATE, lake)
    assert (found, said) == (what, observed)


# --- keys and roles


def test_a_key_whose_rotation_stopped(aws: EmbeddedAws) -> None:
    kms = aws.client("kms")
    metadata = kms.create_key()["KeyMetadata"]
    kms.enable_key_rotation(KeyId=metadata["KeyId"], RotationPeriodInDays=180)
    values = {
        "key_id": metadata["KeyId"],
        "arn": metadata["Arn"],
        "description": "raw",
        "enable_key_rotation": True,
        "rotation_period_in_days": 180,
    }
    state = state_of(("aws_kms_key", values))
    assert wrong(state, aws) == []
    kms.disable_key_rotation(KeyId=metadata["KeyId"])
    assert wrong(state, aws) == [
        ("key raw", "state Enabled, rotates every 180", "state Enabled, rotates every 0")
    ]


def test_a_role_that_trusts_somebody_else(aws: EmbeddedAws) -> None:
    iam = aws.client("iam")

    def trust(service: str) -> str:
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": "sts:AssumeRole",
        }
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust("glue.amazonaws.com"))
    state = state_of(
        ("aws_iam_role", {"name": "r", "assume_role_policy": trust("glue.amazonaws.com")})
    )
    assert wrong(state, aws) == []
    iam.update_assume_role_policy(RoleName="r", PolicyDocument=trust("ec2.amazonaws.com"))
    assert wrong(state, aws) == [
        ("role r", "trusts, glue.amazonaws.com", "trusts, ec2.amazonaws.com")
    ]


# --- what is left


def test_an_empty_account_has_no_leftovers(aws: EmbeddedAws) -> None:
    assert find_leftovers(aws, ("us-east-1", "us-west-2")) == ()


def test_leftovers_are_named_wherever_they_are(lake: EmbeddedAws) -> None:
    lake.client("s3").create_bucket(Bucket="raw")
    lake.client("sqs", "us-west-2").create_queue(QueueName="q")
    kms = lake.client("kms")
    kept, going = (kms.create_key()["KeyMetadata"]["KeyId"] for _ in range(2))
    kms.schedule_key_deletion(KeyId=going)
    found = find_leftovers(lake, ("us-east-1", "us-west-2"))
    services = [each.partition(":")[0] for each in found]
    assert services == ["s3", "glue", *["lakeformation"] * 4, "sqs", "kms"]
    assert "s3: raw" in found
    assert "glue: sales" in found
    assert found[-1] == f"kms: {kept}"


def test_buckets_are_emptied_but_for_what_terraform_knows(aws: EmbeddedAws) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="raw")
    s3.put_bucket_versioning(Bucket="raw", VersioningConfiguration={"Status": "Enabled"})
    for key in ("a", "a", "job.py"):
        s3.put_object(Bucket="raw", Key=key, Body=b"x")
    s3.delete_object(Bucket="raw", Key="a")
    state = state_of(
        ("aws_s3_bucket", {"bucket": "raw"}),
        ("aws_s3_object", {"bucket": "raw", "key": "job.py"}),
        ("aws_s3_bucket", {"bucket": "gone"}),
    )
    empty_buckets(state, aws)
    left = s3.list_object_versions(Bucket="raw")
    assert [version["Key"] for version in left["Versions"]] == ["job.py"]
    assert "DeleteMarkers" not in left
