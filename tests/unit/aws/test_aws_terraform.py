"""Real Terraform takes what the classes write, as JSON and as HCL."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from aws_tree import Tree
from lakeform.aws.arguments import written
from lakeform.aws.efs import EfsFileSystem, EfsFileSystemLifecyclePolicy
from lakeform.aws.firehose import (
    KinesisFirehoseDeliveryStream,
    KinesisFirehoseDeliveryStreamExtendedS3Configuration,
)
from lakeform.aws.fsx import FsxLustreFileSystem
from lakeform.aws.glue import (
    GlueCatalogDatabase,
    GlueCatalogTable,
    GlueCatalogTableStorageDescriptor,
    GlueCatalogTableStorageDescriptorColumns,
    GlueCatalogTableStorageDescriptorSerDeInfo,
)
from lakeform.aws.iam import IamRole, IamRolePolicy
from lakeform.aws.kinesis import KinesisStream
from lakeform.aws.kms import KmsKey
from lakeform.aws.lakeformation import (
    LakeformationDataCellsFilter,
    LakeformationDataCellsFilterTableData,
    LakeformationDataCellsFilterTableDataColumnWildcard,
    LakeformationDataCellsFilterTableDataRowFilter,
    LakeformationDataLakeSettings,
    LakeformationDataLakeSettingsCreateDatabaseDefaultPermissions,
    LakeformationPermissions,
    LakeformationPermissionsTable,
)
from lakeform.aws.lambda_ import LambdaFunction, LambdaFunctionEnvironment
from lakeform.aws.s3 import (
    S3Bucket,
    S3BucketLifecycleConfiguration,
    S3BucketLifecycleConfigurationRule,
    S3BucketLifecycleConfigurationRuleExpiration,
    S3BucketLifecycleConfigurationRuleFilter,
    S3BucketLifecycleConfigurationTimeouts,
)
from lakeform.aws.s3tables import S3tablesTableBucket, S3tablesTableBucketEncryptionConfiguration
from lakeform.aws.sqs import SqsQueue
from lakeform.aws.vpc import (
    SecurityGroup,
    SecurityGroupEgress,
    SecurityGroupIngress,
    Subnet,
    Vpc,
    VpcEndpoint,
)
from lakeform.engine import (
    Fn,
    TerraformIterator,
    TerraformOutput,
    TerraformResourceLifecycle,
    Token,
)
from lakeform.terraform import Terraform

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "firehose.amazonaws.com"},
            "Condition": {"StringLike": {"aws:PrincipalTag/team": "${aws:username}\\*"}},
        }
    ],
}


def add_many_services(tree: Tree) -> None:
    """A resource or two of each service, and each way that an argument can be written."""
    stack = tree.stack
    kept = TerraformResourceLifecycle(prevent_destroy=True, ignore_changes=["tags"])
    vpc = Vpc(stack, "vpc", cidr_block="10.0.0.0/16", enable_dns_hostnames=True)
    zones = TerraformIterator.from_map({"a": "10.0.0.0/24", "b": "10.0.1.0/24"})
    Subnet(stack, "each", vpc_id=vpc.id, for_each=zones, cidr_block=Token.as_string(zones.value))
    subnet = Subnet(stack, "subnet", vpc_id=vpc.id, cidr_block="10.0.2.0/24")
    group = SecurityGroup(
        stack,
        "group",
        vpc_id=vpc.id,
        ingress=[SecurityGroupIngress(from_port=0, to_port=0, protocol="-1", self_=True)],
        egress=[
            SecurityGroupEgress(
                from_port=443, to_port=443, protocol="tcp", cidr_blocks=[vpc.cidr_block]
            )
        ],
    )
    VpcEndpoint(
        stack,
        "endpoint",
        vpc_id=vpc.id,
        service_name="com.amazonaws.us-east-1.glue",
        vpc_endpoint_type="Interface",
        security_group_ids=[group.id],
        subnet_ids=[subnet.id],
    )
    key = KmsKey(stack, "key", description='A "quoted" \\ key', enable_key_rotation=True)
    bucket = S3Bucket(stack, "raw", bucket="acme-raw", force_destroy=False, lifecycle=kept)
    S3BucketLifecycleConfiguration(
        stack,
        "rules",
        bucket=bucket.id,
        depends_on=["aws_s3_bucket.raw", key],
        rule=[
            S3BucketLifecycleConfigurationRule(
                id="old",
                status="Enabled",
                filter=[S3BucketLifecycleConfigurationRuleFilter(prefix="landing/")],
                expiration=[S3BucketLifecycleConfigurationRuleExpiration(days=30)],
            )
        ],
        timeouts=S3BucketLifecycleConfigurationTimeouts(create="5m"),
    )
    S3tablesTableBucket(
        stack,
        "tables",
        name="acme-tables",
        encryption_configuration=S3tablesTableBucketEncryptionConfiguration(
            sse_algorithm="aws:kms", kms_key_arn=key.arn
        ),
    )
    role = IamRole(stack, "role", name="acme", assume_role_policy=json.dumps(TRUST))
    IamRolePolicy(
        stack,
        "policy",
        role=role.name,
        policy=f'{{"Version": "2012-10-17", "Statement": [{{"Resource": "{bucket.arn}/*"}}]}}',
    )
    LakeformationDataLakeSettings(
        stack,
        "settings",
        admins=[role.arn],
        create_database_default_permissions=[
            LakeformationDataLakeSettingsCreateDatabaseDefaultPermissions()
        ],
    )
    database = GlueCatalogDatabase(stack, "sales", name="sales", location_uri=f"s3://{bucket.id}/")
    table = GlueCatalogTable(
        stack,
        "orders",
        name="orders",
        database_name=database.name,
        parameters={"classification": "parquet"},
        storage_descriptor=GlueCatalogTableStorageDescriptor(
            columns=[GlueCatalogTableStorageDescriptorColumns(name="id", type="bigint")],
            ser_de_info=GlueCatalogTableStorageDescriptorSerDeInfo(
                serialization_library="org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
            ),
        ),
    )
    LakeformationPermissions(
        stack,
        "grant",
        principal=role.arn,
        permissions=["DESCRIBE", "SELECT"],
        table=LakeformationPermissionsTable(database_name=database.name, name=table.name),
    )
    LakeformationDataCellsFilter(
        stack,
        "filter",
        table_data=[
            LakeformationDataCellsFilterTableData(
                name="all_columns",
                database_name=database.name,
                table_name=table.name,
                table_catalog_id="111111111111",
                column_wildcard=[
                    LakeformationDataCellsFilterTableDataColumnWildcard(excluded_column_names=[])
                ],
                row_filter=[
                    LakeformationDataCellsFilterTableDataRowFilter(filter_expression="id > 0")
                ],
            )
        ],
    )
    stream = KinesisStream(stack, "clicks", name="clicks", shard_count=2)
    KinesisFirehoseDeliveryStream(
        stack,
        "delivery",
        name="clicks",
        destination="extended_s3",
        extended_s3_configuration=KinesisFirehoseDeliveryStreamExtendedS3Configuration(
            bucket_arn=bucket.arn, role_arn=role.arn, buffering_size=128
        ),
        lifecycle=TerraformResourceLifecycle(replace_triggered_by=[stream, "aws_kms_key.key.arn"]),
    )
    FsxLustreFileSystem(
        stack,
        "training",
        subnet_ids=[subnet.id],
        storage_capacity=1200,
        deployment_type="PERSISTENT_2",
        per_unit_storage_throughput=250,
    )
    home = EfsFileSystem(
        stack,
        "home",
        encrypted=True,
        lifecycle_policy=[EfsFileSystemLifecyclePolicy(transition_to_ia="AFTER_30_DAYS")],
    )
    LambdaFunction(
        stack,
        "function",
        function_name="acme",
        role=role.arn,
        s3_bucket=bucket.id,
        s3_key="f.zip",
        handler="f.handler",
        runtime="python3.12",
        environment=LambdaFunctionEnvironment(variables={"FILE_SYSTEM": home.id, "MULTI": "a\nb"}),
    )
    queue = SqsQueue(stack, "queue", count=2, policy=Fn.jsonencode({"Resource": bucket.arn}))
    queue.add_override("delay_seconds", 5)
    TerraformOutput(stack, "bytes", value=home.size_in_bytes[0].number("value"))


@pytest.mark.terraform
def test_terraform_reads_a_text_as_it_was_given(tmp_path: Path) -> None:
    texts = {
        '${file("/etc/passwd")}%{ if true }': "a",
        "a": ["$${a} $$${a} $$$${a}", "%%{b} %%%{b} $%{c} %${d}", '100% $5 {} $$ %% \\ "'],
    }
    outputs = {"output": {"texts": {"value": written(texts)}}}
    (tmp_path / "cdk.tf.json").write_text(json.dumps(outputs), encoding="utf-8")
    terraform = Terraform(tmp_path)
    terraform.init()
    for command in (["apply", "-auto-approve"], ["output", "-json", "texts"]):
        done = subprocess.run(
            [terraform.tool.path, *command],
            cwd=tmp_path,
            env=dict(terraform.environment),
            capture_output=True,
            text=True,
            check=True,
        )
    assert json.loads(done.stdout) == texts


@pytest.mark.terraform
def test_terraform_takes_the_json_and_the_hcl(tree: Tree, tmp_path: Path) -> None:
    add_many_services(tree)
    services = {type.split("_")[1] for type in tree.json()["resource"]}
    assert len(services) >= 10

    folder = tmp_path / "stacks" / "lake"
    terraform = Terraform(folder)
    terraform.init()
    assert [str(diagnostic) for diagnostic in terraform.validate()] == []

    (folder / "cdk.tf.json").unlink()
    (folder / "main.tf").write_text(tree.hcl(), encoding="utf-8")
    done = subprocess.run(
        [terraform.tool.path, "validate", "-json"],
        cwd=folder,
        env=dict(terraform.environment),
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(done.stdout)["diagnostics"]
    # The engine quotes the addresses in depends_on and ignore_changes, as Terraform once had it.
    assert {d["summary"] for d in found} <= {"Quoted references are deprecated"}, found
