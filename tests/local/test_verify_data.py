"""`verify` finds what differs in file systems and streams, and that records don't arrive.

The state is written by hand, as `terraform show -json` has it; what it says is made with boto3, and
then tampered with.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from lakeform.local.embedded import EmbeddedAws
from lakeform.local.leftovers import find_leftovers
from lakeform.local.verify import verify
from local.states import state_of, wrong

ROLE = "arn:aws:iam::111111111111:role/r"
Tamper = Callable[[EmbeddedAws, dict[str, Any]], object]


# --- file systems

POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Sid": "Tls", "Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "*"}],
}


@pytest.fixture
def files(aws: EmbeddedAws) -> tuple[EmbeddedAws, dict[str, Any]]:
    """A linked file system, an EFS with all that belongs to it and a volume, and their state."""
    ec2, fsx, efs = (aws.client(service) for service in ("ec2", "fsx", "efs"))
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24", AvailabilityZone="us-east-1a")[
        "Subnet"
    ]["SubnetId"]
    group = ec2.create_security_group(GroupName="g", Description="g", VpcId=vpc)["GroupId"]
    system = fsx.create_file_system(
        FileSystemType="LUSTRE",
        StorageCapacity=1200,
        StorageType="SSD",
        SubnetIds=[subnet],
        LustreConfiguration={
            "DeploymentType": "PERSISTENT_2",
            "PerUnitStorageThroughput": 250,
            "DataCompressionType": "LZ4",
            "WeeklyMaintenanceStartTime": "1:02:03",
        },
    )["FileSystem"]["FileSystemId"]
    link = fsx.create_data_repository_association(
        FileSystemId=system,
        FileSystemPath="/in",
        DataRepositoryPath="s3://raw/in/",
        S3={"AutoImportPolicy": {"Events": ["NEW"]}},
    )["Association"]["AssociationId"]
    home = efs.create_file_system(CreationToken="home", ThroughputMode="elastic")["FileSystemId"]
    efs.put_lifecycle_configuration(
        FileSystemId=home, LifecyclePolicies=[{"TransitionToIA": "AFTER_30_DAYS"}]
    )
    efs.put_file_system_policy(FileSystemId=home, Policy=json.dumps(POLICY))
    efs.put_backup_policy(FileSystemId=home, BackupPolicy={"Status": "ENABLED"})
    target = efs.create_mount_target(FileSystemId=home, SubnetId=subnet, SecurityGroups=[group])
    owner = {"OwnerUid": 1, "OwnerGid": 2, "Permissions": "0750"}
    point = efs.create_access_point(
        ClientToken="p",
        FileSystemId=home,
        PosixUser={"Uid": 1, "Gid": 2},
        RootDirectory={"Path": "/p", "CreationInfo": owner},
    )["AccessPointId"]
    volume = ec2.create_volume(
        AvailabilityZone="us-east-1a", Size=100, VolumeType="gp3", Iops=4000, Throughput=250
    )["VolumeId"]
    ids = {"system": system, "link": link, "home": home, "target": target["MountTargetId"]}
    ids |= {"volume": volume, "point": point}
    state = state_of(
        (
            "aws_fsx_lustre_file_system",
            {
                "id": system,
                "tags_all": {"Name": "train"},
                "deployment_type": "PERSISTENT_2",
                "storage_type": "SSD",
                "storage_capacity": 1200,
                "per_unit_storage_throughput": 250,
                "data_compression_type": "LZ4",
                "kms_key_id": "",
                "automatic_backup_retention_days": 0,
                "weekly_maintenance_start_time": "1:02:03",
                "log_configuration": [{"level": "DISABLED", "destination": ""}],
            },
        ),
        (
            "aws_fsx_data_repository_association",
            {
                "id": link,
                "file_system_id": system,
                "file_system_path": "/in",
                "data_repository_path": "s3://raw/in/",
                "s3": [{"auto_import_policy": [{"events": ["NEW"]}], "auto_export_policy": []}],
            },
        ),
        (
            "aws_efs_file_system",
            {
                "id": home,
                "tags_all": {"Name": "home"},
                "performance_mode": "generalPurpose",
                "throughput_mode": "elastic",
                "provisioned_throughput_in_mibps": 0,
                "kms_key_id": "",
                "lifecycle_policy": [
                    {"transition_to_ia": "AFTER_30_DAYS", "transition_to_archive": ""}
                ],
            },
        ),
        ("aws_efs_file_system_policy", {"file_system_id": home, "policy": json.dumps(POLICY)}),
        (
            "aws_efs_backup_policy",
            {"file_system_id": home, "backup_policy": [{"status": "ENABLED"}]},
        ),
        (
            "aws_efs_mount_target",
            {
                "id": target["MountTargetId"],
                "file_system_id": home,
                "subnet_id": subnet,
                "security_groups": [group],
                "availability_zone_name": "us-east-1a",
            },
        ),
        (
            "aws_efs_access_point",
            {
                "id": point,
                "file_system_id": home,
                "posix_user": [{"uid": 1, "gid": 2}],
                "root_directory": [
                    {
                        "path": "/p",
                        "creation_info": [{"owner_uid": 1, "owner_gid": 2, "permissions": "0750"}],
                    }
                ],
            },
        ),
        (
            "aws_ebs_volume",
            {
                "id": volume,
                "tags_all": {"Name": "scratch"},
                "availability_zone": "us-east-1a",
                "type": "gp3",
                "size": 100,
                "iops": 4000,
                "throughput": 250,
                "kms_key_id": "",
            },
        ),
    )
    return aws, {**ids, "state": state}


def test_file_systems_as_applied(files: tuple[EmbeddedAws, dict[str, Any]]) -> None:
    aws, made = files
    checks = verify(made["state"], aws)
    assert [check.what for check in checks if check.what != GRANTS] == [
        "FSx train",
        "FSx train: upkeep",
        "FSx train: link /in",
        "EFS home",
        "EFS home: policy",
        "EFS home: backup",
        "EFS home: mount target in us-east-1a",
        "EFS home: access point /p",
        "volume scratch",
    ]
    assert [check for check in checks if not check.ok] == []


GRANTS = "Lake Formation: grants to IAM_ALLOWED_PRINCIPALS"


@pytest.mark.parametrize(
    ("tamper", "what", "part"),
    [
        (
            lambda aws, made: aws.client("fsx").update_file_system(
                FileSystemId=made["system"], StorageCapacity=2400
            ),
            "FSx train",
            "GiB 2400",
        ),
        (
            lambda aws, made: aws.client("fsx").update_file_system(
                FileSystemId=made["system"],
                LustreConfiguration={"AutomaticBackupRetentionDays": 7},
            ),
            "FSx train: upkeep",
            "backups for days 7",
        ),
        (
            lambda aws, made: aws.client("fsx").delete_data_repository_association(
                AssociationId=made["link"]
            ),
            "FSx train: link /in",
            "absent (DataRepositoryAssociationNotFound)",
        ),
        (
            lambda aws, made: aws.client("efs").update_file_system(
                FileSystemId=made["home"], ThroughputMode="bursting"
            ),
            "EFS home",
            "generalPurpose, bursting",
        ),
        (
            lambda aws, made: aws.client("efs").delete_file_system_policy(
                FileSystemId=made["home"]
            ),
            "EFS home: policy",
            "absent (PolicyNotFound)",
        ),
        (
            lambda aws, made: aws.client("efs").put_backup_policy(
                FileSystemId=made["home"], BackupPolicy={"Status": "DISABLED"}
            ),
            "EFS home: backup",
            "DISABLED",
        ),
        (
            lambda aws, made: aws.client("efs").delete_mount_target(MountTargetId=made["target"]),
            "EFS home: mount target in us-east-1a",
            "absent (MountTargetNotFound)",
        ),
        (
            lambda aws, made: aws.client("ec2").delete_volume(VolumeId=made["volume"]),
            "volume scratch",
            "absent (InvalidVolume.NotFound)",
        ),
    ],
)
def test_tampered_file_systems(
    files: tuple[EmbeddedAws, dict[str, Any]], tamper: Tamper, what: str, part: str
) -> None:
    aws, made = files
    tamper(aws, made)
    ((found, _, said),) = wrong(made["state"], aws)
    assert found == what
    assert part in said


def test_left_file_systems_are_named(files: tuple[EmbeddedAws, dict[str, Any]]) -> None:
    aws, made = files
    found = find_leftovers(aws, ("us-east-1",))
    wanted = {f"fsx: {made['system']}", f"fsx: {made['link']}", f"ec2: {made['volume']}"}
    assert wanted | {f"efs: {made['home']}"} <= set(found)


# --- streams

CLICKS = "arn:aws:kinesis:us-east-1:111111111111:stream/clicks"
FIREHOSE = "aws_kinesis_firehose_delivery_stream"


def firehose_state(name: str, *, source: bool) -> tuple[str, dict[str, Any]]:
    return (
        FIREHOSE,
        {
            "name": name,
            "kinesis_source_configuration": [{"kinesis_stream_arn": CLICKS}] if source else [],
            "msk_source_configuration": [],
            "extended_s3_configuration": [
                {
                    "bucket_arn": "arn:aws:s3:::raw",
                    "prefix": "in/kind=!{partitionKeyFromQuery:kind}/",
                    "kms_key_arn": "",
                }
            ],
        },
    )


STREAM_RESOURCES = (
    (
        "aws_kinesis_stream",
        {
            "name": "clicks",
            "arn": CLICKS,
            "stream_mode_details": [{"stream_mode": "PROVISIONED"}],
            "shard_count": 1,
            "retention_period": 24,
            "kms_key_id": "",
        },
    ),
    firehose_state("direct", source=False),
    firehose_state("fed", source=True),
)
STREAMS = state_of(*STREAM_RESOURCES)


@pytest.fixture
def streams(aws: EmbeddedAws) -> EmbeddedAws:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="raw")
    s3.put_bucket_versioning(Bucket="raw", VersioningConfiguration={"Status": "Enabled"})
    aws.client("kinesis").create_stream(StreamName="clicks", ShardCount=1)
    query = [
        {"ParameterName": "JsonParsingEngine", "ParameterValue": "JQ-1.6"},
        {"ParameterName": "MetadataExtractionQuery", "ParameterValue": "{kind:.a.kind}"},
    ]
    processor = {"Type": "MetadataExtraction", "Parameters": query}
    place = {"BucketARN": "arn:aws:s3:::raw", "RoleARN": ROLE}
    source = {
        "DeliveryStreamType": "KinesisStreamAsSource",
        "KinesisStreamSourceConfiguration": {"KinesisStreamARN": CLICKS, "RoleARN": ROLE},
    }
    for name, given in (("direct", {"DeliveryStreamType": "DirectPut"}), ("fed", source)):
        aws.client("firehose").create_delivery_stream(
            DeliveryStreamName=name,
            **given,
            ExtendedS3DestinationConfiguration={
                **place,
                "Prefix": "in/kind=!{partitionKeyFromQuery:kind}/",
                "CompressionFormat": "GZIP",
                "ProcessingConfiguration": {"Enabled": True, "Processors": [processor]},
                "S3BackupMode": "Enabled",
                "S3BackupConfiguration": {**place, "Prefix": "originals/"},
            },
        )
    return aws


def test_records_go_through_streams_and_leave_no_objects(streams: EmbeddedAws) -> None:
    checks = verify(STREAMS, streams)
    assert [(check.what, check.observed) for check in checks if "a record" in check.what] == [
        ("stream clicks: a record", "read back"),
        ("Firehose fed: a record", "in raw/in/kind="),
        ("Firehose direct: a record", "in raw/in/kind="),
    ]
    assert [check for check in checks if not check.ok] == []
    versions = streams.client("s3").list_object_versions(Bucket="raw")
    assert not versions.keys() & {"Versions", "DeleteMarkers"}


def test_a_firehose_that_delivers_elsewhere_is_found(streams: EmbeddedAws) -> None:
    firehose = streams.client("firehose")
    firehose.update_destination(
        DeliveryStreamName="direct",
        CurrentDeliveryStreamVersionId="1",
        DestinationId="destinationId-000000000001",
        ExtendedS3DestinationUpdate={"Prefix": "elsewhere/"},
    )
    assert wrong(STREAMS, streams) == [
        (
            "Firehose direct",
            "state ACTIVE, from direct puts, to raw/in/kind=!{partitionKeyFromQuery:kind}/, "
            "key none",
            "state ACTIVE, from direct puts, to raw/elsewhere/, key none",
        ),
        ("Firehose direct: a record", "in raw/in/kind=", "in raw/elsewhere/"),
    ]


def test_a_record_that_cannot_be_delivered_is_found(streams: EmbeddedAws) -> None:
    streams.client("s3").delete_bucket(Bucket="raw")
    found = {what: said for what, _, said in wrong(STREAMS, streams)}
    assert found.keys() == {"Firehose direct: a record", "Firehose fed: a record"}
    assert found["Firehose fed: a record"] == "absent (NoSuchBucket)"


def test_nothing_is_put_where_it_could_not_be_deleted_again(streams: EmbeddedAws) -> None:
    retention = [{"mode": "COMPLIANCE", "days": 1, "years": 0}]
    rule = [{"default_retention": retention}]
    lock = ("aws_s3_bucket_object_lock_configuration", {"bucket": "raw", "rule": rule})
    titles = [check.what for check in verify(state_of(lock, *STREAM_RESOURCES), streams)]
    assert "Firehose direct" in titles
    assert [title for title in titles if "a record" in title] == []


def test_a_changed_stream_is_found(streams: EmbeddedAws) -> None:
    streams.client("kinesis").increase_stream_retention_period(
        StreamName="clicks", RetentionPeriodHours=48
    )
    ((what, _, said),) = wrong(STREAMS, streams)
    assert (what, "hours 48" in said) == ("stream clicks", True)


def test_an_alarm_without_dimensions_and_listeners_is_as_applied(aws: EmbeddedAws) -> None:
    aws.client("cloudwatch").put_metric_alarm(
        AlarmName="a",
        MetricName="x",
        Namespace="AWS/S3",
        Statistic="Sum",
        Period=300,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )
    unset = {"dimensions": None, "alarm_actions": None}
    alarm = {"alarm_name": "a", "metric_name": "x", **unset}
    assert wrong(state_of(("aws_cloudwatch_metric_alarm", alarm)), aws) == []
    other = {**alarm, "metric_name": "y"}
    assert [
        what for what, _, _ in wrong(state_of(("aws_cloudwatch_metric_alarm", other)), aws)
    ] == ["alarm a"]
