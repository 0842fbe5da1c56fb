"""The gaps in MSK, Managed Flink and what goes with them, seen with boto3."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from lakeform.local.embedded import EmbeddedAws


def code_of(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


# --- MSK

BROKERS = {
    "InstanceType": "kafka.m7g.large",
    "ClientSubnets": ["subnet-1", "subnet-2"],
    "StorageInfo": {"EbsStorageInfo": {"VolumeSize": 100}},
}


def create_cluster(aws: EmbeddedAws, name: str = "Events", **arguments: Any) -> str:
    request = {
        "ClusterName": name,
        "KafkaVersion": "3.8.x",
        "NumberOfBrokerNodes": 4,
        "BrokerNodeGroupInfo": BROKERS,
        **arguments,
    }
    made: str = aws.client("kafka").create_cluster(**request)["ClusterArn"]
    return made


def info(aws: EmbeddedAws, arn: str) -> dict[str, Any]:
    found: dict[str, Any] = aws.client("kafka").describe_cluster(ClusterArn=arn)["ClusterInfo"]
    return found


def test_a_cluster_is_active_and_whole_in_both_versions_of_the_api(aws: EmbeddedAws) -> None:
    logs = {"BrokerLogs": {"CloudWatchLogs": {"Enabled": True, "LogGroup": "msk"}}}
    arn = create_cluster(aws, LoggingInfo=logs, Tags={"Name": "e"})
    assert arn.startswith("arn:aws:kafka:us-east-1:111111111111:cluster/Events/")
    old = info(aws, arn)
    new = aws.client("kafka").describe_cluster_v2(ClusterArn=arn)["ClusterInfo"]
    assert (old["State"], new["State"], new["ClusterType"]) == ("ACTIVE", "ACTIVE", "PROVISIONED")
    assert old["Tags"] == new["Tags"] == {"Name": "e"}
    for part in ("LoggingInfo", "BrokerNodeGroupInfo", "EncryptionInfo"):
        assert old[part] == new["Provisioned"][part]
    assert old["LoggingInfo"] == logs
    transit = old["EncryptionInfo"]["EncryptionInTransit"]
    assert transit == {"ClientBroker": "TLS", "InCluster": True}


def test_a_cluster_made_by_the_second_version_is_as_whole(aws: EmbeddedAws) -> None:
    kafka = aws.client("kafka")
    arn = kafka.create_cluster_v2(
        ClusterName="two",
        Provisioned={
            "KafkaVersion": "3.8.x",
            "NumberOfBrokerNodes": 2,
            "BrokerNodeGroupInfo": BROKERS,
            "ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}}},
            "EnhancedMonitoring": "PER_BROKER",
        },
    )["ClusterArn"]
    found = info(aws, arn)
    assert found["ClientAuthentication"] == {"Sasl": {"Iam": {"Enabled": True}}}
    assert found["EnhancedMonitoring"] == "PER_BROKER"


def test_names_of_clusters_are_unique(aws: EmbeddedAws) -> None:
    create_cluster(aws)
    with pytest.raises(ClientError) as error:
        create_cluster(aws)
    assert code_of(error) == "ConflictException"


@pytest.mark.parametrize(
    ("authentication", "transit", "ports"),
    [
        (None, "TLS", {"Tls": 9094}),
        (None, "TLS_PLAINTEXT", {"": 9092, "Tls": 9094}),
        (None, "PLAINTEXT", {"": 9092}),
        ({"Sasl": {"Iam": {"Enabled": True}}}, "TLS", {"SaslIam": 9098}),
        (
            {"Sasl": {"Iam": {"Enabled": True}, "Scram": {"Enabled": True}}},
            "TLS",
            {"SaslIam": 9098, "SaslScram": 9096},
        ),
        ({"Tls": {"Enabled": True}}, "TLS", {"Tls": 9094}),
        (
            {"Unauthenticated": {"Enabled": True}, "Sasl": {"Iam": {"Enabled": True}}},
            "TLS",
            {"Tls": 9094, "SaslIam": 9098},
        ),
    ],
)
def test_addresses_follow_authentication_and_encryption(
    aws: EmbeddedAws, authentication: Any, transit: str, ports: dict[str, int]
) -> None:
    given = {} if authentication is None else {"ClientAuthentication": authentication}
    encryption = {"EncryptionInTransit": {"ClientBroker": transit}}
    arn = create_cluster(aws, EncryptionInfo=encryption, **given)
    answer = aws.client("kafka").get_bootstrap_brokers(ClusterArn=arn)
    del answer["ResponseMetadata"]
    assert {name: lists.split(",")[0].rpartition(":")[2] for name, lists in answer.items()} == {
        f"BootstrapBrokerString{way}": str(port) for way, port in ports.items()
    }
    for addresses in answer.values():
        hosts = addresses.split(",")
        assert len(hosts) == 3
        assert hosts[0].startswith("b-1.events.")


def test_a_serverless_cluster_has_one_address(aws: EmbeddedAws) -> None:
    kafka = aws.client("kafka")
    serverless = {
        "VpcConfigs": [{"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}],
        "ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}}},
    }
    arn = kafka.create_cluster_v2(ClusterName="less", Serverless=serverless)["ClusterArn"]
    found = kafka.describe_cluster_v2(ClusterArn=arn)["ClusterInfo"]
    assert (found["State"], found["Serverless"]) == ("ACTIVE", serverless)
    address = kafka.get_bootstrap_brokers(ClusterArn=arn)["BootstrapBrokerStringSaslIam"]
    assert address.endswith(".c1.kafka-serverless.us-east-1.amazonaws.com:9098")
    kafka.delete_cluster(ClusterArn=arn)
    with pytest.raises(ClientError) as error:
        kafka.describe_cluster_v2(ClusterArn=arn)
    assert code_of(error) == "NotFoundException"


def test_a_change_needs_the_latest_version_and_is_an_operation(aws: EmbeddedAws) -> None:
    kafka = aws.client("kafka")
    arn = create_cluster(aws)
    first = info(aws, arn)["CurrentVersion"]
    operation = kafka.update_broker_count(
        ClusterArn=arn, CurrentVersion=first, TargetNumberOfBrokerNodes=6
    )["ClusterOperationArn"]
    done = kafka.describe_cluster_operation(ClusterOperationArn=operation)["ClusterOperationInfo"]
    assert (done["OperationState"], done["OperationType"]) == (
        "UPDATE_COMPLETE",
        "INCREASE_BROKER_COUNT",
    )
    with pytest.raises(ClientError) as error:
        kafka.update_broker_type(
            ClusterArn=arn, CurrentVersion=first, TargetInstanceType="kafka.m7g.xlarge"
        )
    assert code_of(error) == "BadRequestException"
    found = info(aws, arn)
    assert found["NumberOfBrokerNodes"] == 6
    assert found["BrokerNodeGroupInfo"]["InstanceType"] == "kafka.m7g.large"


def test_storage_grows_only(aws: EmbeddedAws) -> None:
    kafka = aws.client("kafka")
    arn = create_cluster(aws)

    def resize(size: int) -> None:
        kafka.update_broker_storage(
            ClusterArn=arn,
            CurrentVersion=info(aws, arn)["CurrentVersion"],
            TargetBrokerEBSVolumeInfo=[{"KafkaBrokerNodeId": "All", "VolumeSizeGB": size}],
        )

    resize(200)
    volumes = info(aws, arn)["BrokerNodeGroupInfo"]["StorageInfo"]["EbsStorageInfo"]
    assert volumes["VolumeSize"] == 200
    with pytest.raises(ClientError) as error:
        resize(150)
    assert code_of(error) == "BadRequestException"


def test_a_configuration_has_revisions_and_stays_while_it_is_used(aws: EmbeddedAws) -> None:
    kafka = aws.client("kafka")
    made = kafka.create_configuration(Name="c", ServerProperties=b"a=1", KafkaVersions=["3.8.x"])
    arn = made["Arn"]
    with pytest.raises(ClientError) as error:
        kafka.create_configuration(Name="c", ServerProperties=b"a=1")
    assert code_of(error) == "ConflictException"
    used = {"Arn": arn, "Revision": 1}
    cluster = create_cluster(aws, ConfigurationInfo=used)
    software = info(aws, cluster)["CurrentBrokerSoftwareInfo"]
    assert software["ConfigurationArn"] == arn

    changed = kafka.update_configuration(Arn=arn, ServerProperties=b"a=2", Description="more")
    assert changed["LatestRevision"]["Revision"] == 2
    assert kafka.describe_configuration(Arn=arn)["LatestRevision"]["Description"] == "more"
    texts = [
        kafka.describe_configuration_revision(Arn=arn, Revision=number)["ServerProperties"]
        for number in (1, 2)
    ]
    assert texts == [b"a=1", b"a=2"]
    assert info(aws, cluster)["CurrentBrokerSoftwareInfo"]["ConfigurationRevision"] == 1

    with pytest.raises(ClientError, match="in use"):
        kafka.delete_configuration(Arn=arn)
    kafka.delete_cluster(ClusterArn=cluster)
    kafka.delete_configuration(Arn=arn)
    with pytest.raises(ClientError, match="Configuration ARN does not exist"):
        kafka.describe_configuration(Arn=arn)


def test_a_cluster_needs_its_configuration(aws: EmbeddedAws) -> None:
    made = aws.client("kafka").create_configuration(Name="c", ServerProperties=b"a=1")
    with pytest.raises(ClientError) as error:
        create_cluster(aws, ConfigurationInfo={"Arn": made["Arn"], "Revision": 2})
    assert code_of(error) == "BadRequestException"


def test_scram_secrets_come_and_go(aws: EmbeddedAws) -> None:
    kafka = aws.client("kafka")
    arn = create_cluster(aws)
    prefix = "arn:aws:secretsmanager:us-east-1:111111111111:secret:"
    good, bad = f"{prefix}AmazonMSK_app-abcdef", f"{prefix}app-abcdef"
    answer = kafka.batch_associate_scram_secret(ClusterArn=arn, SecretArnList=[good, bad])
    assert [each["SecretArn"] for each in answer["UnprocessedScramSecrets"]] == [bad]
    assert kafka.list_scram_secrets(ClusterArn=arn)["SecretArnList"] == [good]
    answer = kafka.batch_disassociate_scram_secret(ClusterArn=arn, SecretArnList=[good])
    assert answer["UnprocessedScramSecrets"] == []
    assert kafka.list_scram_secrets(ClusterArn=arn)["SecretArnList"] == []


def test_a_cluster_without_policy_has_none(aws: EmbeddedAws) -> None:
    kafka = aws.client("kafka")
    arn = create_cluster(aws)
    with pytest.raises(ClientError) as error:
        kafka.get_cluster_policy(ClusterArn=arn)
    assert code_of(error) == "NotFoundException"
    kafka.put_cluster_policy(ClusterArn=arn, Policy="{}")
    assert kafka.get_cluster_policy(ClusterArn=arn)["Policy"] == "{}"


def test_scalable_targets_have_tags(aws: EmbeddedAws) -> None:
    scaling = aws.client("application-autoscaling")
    arn = scaling.register_scalable_target(
        ServiceNamespace="kafka",
        ResourceId=create_cluster(aws),
        ScalableDimension="kafka:broker-storage:VolumeSize",
        MinCapacity=1,
        MaxCapacity=1000,
        Tags={"a": "1"},
    )["ScalableTargetARN"]
    scaling.tag_resource(ResourceARN=arn, Tags={"b": "2"})
    scaling.untag_resource(ResourceARN=arn, TagKeys=["a"])
    assert scaling.list_tags_for_resource(ResourceARN=arn)["Tags"] == {"b": "2"}


# --- Managed Flink

ROLE = "arn:aws:iam::111111111111:role/flink"
LOCATION = {"BucketARN": "arn:aws:s3:::code", "FileKey": "app.jar"}
CODE = {"CodeContentType": "ZIPFILE", "CodeContent": {"S3ContentLocation": LOCATION}}


@pytest.fixture
def flink(aws: EmbeddedAws) -> Any:
    return aws.client("kinesisanalyticsv2")


def create_application(flink: Any, **configuration: Any) -> dict[str, Any]:
    made: dict[str, Any] = flink.create_application(
        ApplicationName="app",
        RuntimeEnvironment="FLINK-1_20",
        ServiceExecutionRole=ROLE,
        ApplicationConfiguration={"ApplicationCodeConfiguration": CODE, **configuration},
        Tags=[{"Key": "Name", "Value": "app"}],
    )["ApplicationDetail"]
    return made


def described(flink: Any) -> dict[str, Any]:
    found: dict[str, Any] = flink.describe_application(ApplicationName="app")["ApplicationDetail"]
    return found


def test_an_application_is_ready_with_flinks_defaults(flink: Any) -> None:
    create_application(flink)
    found = described(flink)
    assert (found["ApplicationStatus"], found["ApplicationVersionId"]) == ("READY", 1)
    configuration = found["ApplicationConfigurationDescription"]
    parts = configuration["FlinkApplicationConfigurationDescription"]
    assert parts["CheckpointConfigurationDescription"]["CheckpointInterval"] == 60000
    assert parts["ParallelismConfigurationDescription"]["CurrentParallelism"] == 1
    code = configuration["ApplicationCodeConfigurationDescription"]["CodeContentDescription"]
    assert code["S3ApplicationCodeLocationDescription"] == LOCATION
    tags = flink.list_tags_for_resource(ResourceARN=found["ApplicationARN"])["Tags"]
    assert tags == [{"Key": "Name", "Value": "app"}]


def test_an_application_changes_in_parts(flink: Any) -> None:
    groups = [{"PropertyGroupId": "g", "PropertyMap": {"a": "1"}}]
    parallelism = {"ConfigurationType": "CUSTOM", "Parallelism": 4, "AutoScalingEnabled": False}
    create_application(
        flink,
        EnvironmentProperties={"PropertyGroups": groups},
        FlinkApplicationConfiguration={"ParallelismConfiguration": parallelism},
    )
    more = [{"PropertyGroupId": "g", "PropertyMap": {"a": "2"}}]
    flink.update_application(
        ApplicationName="app",
        CurrentApplicationVersionId=1,
        ApplicationConfigurationUpdate={
            "EnvironmentPropertyUpdates": {"PropertyGroups": more},
            "FlinkApplicationConfigurationUpdate": {
                "ParallelismConfigurationUpdate": {"ParallelismUpdate": 8}
            },
        },
    )
    found = described(flink)
    assert found["ApplicationVersionId"] == 2
    configuration = found["ApplicationConfigurationDescription"]
    properties = configuration["EnvironmentPropertyDescriptions"]["PropertyGroupDescriptions"]
    assert properties == more
    flinks = configuration["FlinkApplicationConfigurationDescription"]
    changed = flinks["ParallelismConfigurationDescription"]
    assert (changed["Parallelism"], changed["AutoScalingEnabled"]) == (8, False)
    with pytest.raises(ClientError) as error:
        flink.update_application(ApplicationName="app", CurrentApplicationVersionId=1)
    assert code_of(error) == "ConcurrentModificationException"


def test_snapshots_are_taken_of_running_applications(flink: Any) -> None:
    create_application(flink)
    asked = {"ApplicationName": "app", "SnapshotName": "s"}
    with pytest.raises(ClientError) as error:
        flink.create_application_snapshot(**asked)
    assert code_of(error) == "InvalidRequestException"
    flink.start_application(ApplicationName="app", RunConfiguration={})
    assert described(flink)["ApplicationStatus"] == "RUNNING"
    flink.create_application_snapshot(**asked)
    details = flink.describe_application_snapshot(**asked)["SnapshotDetails"]
    assert details["SnapshotStatus"] == "READY"
    flink.delete_application_snapshot(
        **asked, SnapshotCreationTimestamp=details["SnapshotCreationTimestamp"]
    )
    assert flink.list_application_snapshots(ApplicationName="app")["SnapshotSummaries"] == []
    flink.stop_application(ApplicationName="app")
    assert described(flink)["ApplicationStatus"] == "READY"


def test_logs_and_networks_come_and_go(aws: EmbeddedAws, flink: Any) -> None:
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
    create_application(flink)
    app = {"ApplicationName": "app"}
    stream = "arn:aws:logs:us-east-1:111111111111:log-group:g:log-stream:s"
    flink.add_application_cloud_watch_logging_option(
        **app, CurrentApplicationVersionId=1, CloudWatchLoggingOption={"LogStreamARN": stream}
    )
    flink.add_application_vpc_configuration(
        **app,
        CurrentApplicationVersionId=2,
        VpcConfiguration={"SubnetIds": [subnet], "SecurityGroupIds": ["sg-1"]},
    )
    found = described(flink)
    (option,) = found["CloudWatchLoggingOptionDescriptions"]
    (network,) = found["ApplicationConfigurationDescription"]["VpcConfigurationDescriptions"]
    assert (option["LogStreamARN"], network["VpcId"]) == (stream, vpc)
    flink.delete_application_cloud_watch_logging_option(
        **app,
        CurrentApplicationVersionId=3,
        CloudWatchLoggingOptionId=option["CloudWatchLoggingOptionId"],
    )
    flink.delete_application_vpc_configuration(
        **app, CurrentApplicationVersionId=4, VpcConfigurationId=network["VpcConfigurationId"]
    )
    found = described(flink)
    assert found["CloudWatchLoggingOptionDescriptions"] == []
    assert "VpcConfigurationDescriptions" not in found["ApplicationConfigurationDescription"]


def test_an_application_goes(flink: Any) -> None:
    made = create_application(flink)
    flink.delete_application(ApplicationName="app", CreateTimestamp=made["CreateTimestamp"])
    assert flink.list_applications()["ApplicationSummaries"] == []
    with pytest.raises(ClientError) as error:
        described(flink)
    assert code_of(error) == "ResourceNotFoundException"


# --- MSK Connect


@pytest.fixture
def connect(aws: EmbeddedAws) -> Any:
    return aws.client("kafkaconnect")


def create_plugin(connect: Any) -> dict[str, Any]:
    place = {"bucketArn": "arn:aws:s3:::code", "fileKey": "sink.zip"}
    made: dict[str, Any] = connect.create_custom_plugin(
        name="sink", contentType="ZIP", location={"s3Location": place}, tags={"a": "1"}
    )
    return made


def create_connector(connect: Any, plugin: str) -> dict[str, Any]:
    network = {"subnets": ["subnet-1"], "securityGroups": ["sg-1"]}
    made: dict[str, Any] = connect.create_connector(
        connectorName="to-s3",
        capacity={"provisionedCapacity": {"mcuCount": 1, "workerCount": 1}},
        connectorConfiguration={"tasks.max": "1"},
        kafkaCluster={"apacheKafkaCluster": {"bootstrapServers": "b:9098", "vpc": network}},
        kafkaClusterClientAuthentication={"authenticationType": "IAM"},
        kafkaClusterEncryptionInTransit={"encryptionType": "TLS"},
        kafkaConnectVersion="3.7.x",
        plugins=[{"customPlugin": {"customPluginArn": plugin, "revision": 1}}],
        serviceExecutionRoleArn=ROLE,
    )
    return made


def test_a_plugin_is_its_code(connect: Any) -> None:
    arn = create_plugin(connect)["customPluginArn"]
    found = connect.describe_custom_plugin(customPluginArn=arn)
    assert (found["customPluginState"], found["latestRevision"]["revision"]) == ("ACTIVE", 1)
    assert found["latestRevision"]["location"]["s3Location"]["fileKey"] == "sink.zip"
    with pytest.raises(ClientError) as error:
        create_plugin(connect)
    assert code_of(error) == "ConflictException"
    connect.delete_custom_plugin(customPluginArn=arn)
    assert connect.list_custom_plugins()["customPlugins"] == []


def test_worker_configurations_come_back_as_they_were_sent(connect: Any) -> None:
    made = connect.create_worker_configuration(name="w", propertiesFileContent="YT1i")
    arn = made["workerConfigurationArn"]
    found = connect.describe_worker_configuration(workerConfigurationArn=arn)
    assert found["latestRevision"]["propertiesFileContent"] == "YT1i"
    connect.delete_worker_configuration(workerConfigurationArn=arn)
    assert connect.list_worker_configurations()["workerConfigurations"] == []


def test_a_connector_runs_changes_and_goes(connect: Any) -> None:
    plugin = create_plugin(connect)["customPluginArn"]
    arn = create_connector(connect, plugin)["connectorArn"]
    found = connect.describe_connector(connectorArn=arn)
    assert (found["connectorState"], found["connectorName"]) == ("RUNNING", "to-s3")
    capacity = {"provisionedCapacity": {"mcuCount": 2, "workerCount": 3}}
    change = {"connectorArn": arn, "currentVersion": found["currentVersion"]}
    operation = connect.update_connector(**change, capacity=capacity)["connectorOperationArn"]
    done = connect.describe_connector_operation(connectorOperationArn=operation)
    assert done["connectorOperationState"] == "UPDATE_COMPLETE"
    changed = connect.describe_connector(connectorArn=arn)
    assert changed["capacity"] == capacity
    assert changed["connectorConfiguration"] == {"tasks.max": "1"}
    with pytest.raises(ClientError) as error:
        connect.update_connector(**change, capacity=capacity)
    assert code_of(error) == "BadRequestException"
    connect.delete_connector(connectorArn=arn)
    with pytest.raises(ClientError) as error:
        connect.describe_connector(connectorArn=arn)
    assert code_of(error) == "NotFoundException"


def test_a_connector_needs_its_plugin(connect: Any) -> None:
    arn = create_plugin(connect)["customPluginArn"]
    connect.delete_custom_plugin(customPluginArn=arn)
    with pytest.raises(ClientError) as error:
        create_connector(connect, arn)
    assert code_of(error) == "NotFoundException"


def test_what_connects_has_tags(connect: Any) -> None:
    arn = create_plugin(connect)["customPluginArn"]
    connect.tag_resource(resourceArn=arn, tags={"b": "2"})
    connect.untag_resource(resourceArn=arn, tagKeys=["a"])
    assert connect.list_tags_for_resource(resourceArn=arn)["tags"] == {"b": "2"}


# --- Firehose


@pytest.fixture
def stream(aws: EmbeddedAws) -> EmbeddedAws:
    """An AWS with the bucket raw and the Kinesis stream clicks."""
    aws.client("s3").create_bucket(Bucket="raw")
    aws.client("kinesis").create_stream(StreamName="clicks", ShardCount=1)
    return aws


CLICKS = "arn:aws:kinesis:us-east-1:111111111111:stream/clicks"
TO_RAW = {"BucketARN": "arn:aws:s3:::raw", "RoleARN": ROLE}


def create_delivery(aws: EmbeddedAws, source: dict[str, Any] | None, **destination: Any) -> None:
    aws.client("firehose").create_delivery_stream(
        DeliveryStreamName="d",
        **(source or {"DeliveryStreamType": "DirectPut"}),
        ExtendedS3DestinationConfiguration={**TO_RAW, **destination},
    )


FROM_CLICKS = {
    "DeliveryStreamType": "KinesisStreamAsSource",
    "KinesisStreamSourceConfiguration": {"KinesisStreamARN": CLICKS, "RoleARN": ROLE},
}


def delivered(aws: EmbeddedAws) -> dict[str, bytes]:
    """Folder → the bytes of its object."""
    s3 = aws.client("s3")
    keys = [each["Key"] for each in s3.list_objects_v2(Bucket="raw").get("Contents", ())]
    bodies = {key: s3.get_object(Bucket="raw", Key=key)["Body"].read() for key in keys}
    return {key.rpartition("/")[0]: body for key, body in bodies.items()}


def test_direct_puts_go_to_the_evaluated_prefix(stream: EmbeddedAws) -> None:
    create_delivery(
        stream,
        None,
        Prefix="in/kind=!{partitionKeyFromQuery:kind}/",
        ProcessingConfiguration={
            "Enabled": True,
            "Processors": [
                {
                    "Type": "MetadataExtraction",
                    "Parameters": [
                        {"ParameterName": "JsonParsingEngine", "ParameterValue": "JQ-1.6"},
                        {
                            "ParameterName": "MetadataExtractionQuery",
                            "ParameterValue": "{kind:.kind}",
                        },
                    ],
                },
                {"Type": "AppendDelimiterToRecord"},
            ],
        },
    )
    records = [{"Data": b'{"kind": "a"}'}, {"Data": b'{"kind": "b"}'}]
    answer = stream.client("firehose").put_record_batch(DeliveryStreamName="d", Records=records)
    assert answer["FailedPutCount"] == 0
    assert len(answer["RequestResponses"]) == 2
    assert delivered(stream) == {
        "in/kind=a": b'{"kind": "a"}\n',
        "in/kind=b": b'{"kind": "b"}\n',
    }


def test_a_streams_records_reach_s3_and_their_originals_too(stream: EmbeddedAws) -> None:
    backup = {**TO_RAW, "Prefix": "originals/!{timestamp:'x'}/"}
    create_delivery(
        stream,
        FROM_CLICKS,
        Prefix="in/!{timestamp:'y'}/",
        S3BackupMode="Enabled",
        S3BackupConfiguration=backup,
    )
    kinesis = stream.client("kinesis")
    kinesis.put_record(StreamName="clicks", Data=b"one", PartitionKey="k")
    assert delivered(stream) == {"in/y": b"one", "originals/x": b"one"}
    records = [{"Data": each, "PartitionKey": "k"} for each in (b"two", b"three")]
    kinesis.put_records(StreamARN=CLICKS, Records=records)
    s3 = stream.client("s3")
    listed = s3.list_objects_v2(Bucket="raw", Prefix="in/")["Contents"]
    bodies = [s3.get_object(Bucket="raw", Key=each["Key"])["Body"].read() for each in listed]
    assert sorted(bodies) == [b"one", b"twothree"]


def test_a_put_to_a_stream_succeeds_though_its_firehose_cannot_deliver(
    stream: EmbeddedAws,
) -> None:
    create_delivery(stream, FROM_CLICKS)
    stream.client("s3").delete_bucket(Bucket="raw")
    stream.client("kinesis").put_record(StreamName="clicks", Data=b"one", PartitionKey="k")


def test_a_firehose_with_a_source_takes_no_puts(stream: EmbeddedAws) -> None:
    create_delivery(stream, FROM_CLICKS)
    with pytest.raises(ClientError, match="not permitted on KinesisStreamAsSource"):
        stream.client("firehose").put_record(DeliveryStreamName="d", Record={"Data": b"x"})


def test_a_firehose_names_its_topic(stream: EmbeddedAws) -> None:
    topic = {
        "MSKClusterARN": create_cluster(stream),
        "TopicName": "clicks",
        "AuthenticationConfiguration": {"RoleARN": ROLE, "Connectivity": "PRIVATE"},
    }
    source = {"DeliveryStreamType": "MSKAsSource", "MSKSourceConfiguration": topic}
    create_delivery(stream, source)
    found = stream.client("firehose").describe_delivery_stream(DeliveryStreamName="d")
    assert found["DeliveryStreamDescription"]["Source"] == {"MSKSourceDescription": topic}
