"""The gaps in FSx and EFS, seen with boto3."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from lakeform.local.embedded import EmbeddedAws


def code_of(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


@pytest.fixture
def subnet(aws: EmbeddedAws) -> str:
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    made: str = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
    return made


def create_lustre(aws: EmbeddedAws, subnet: str, **arguments: Any) -> dict[str, Any]:
    configuration = {"DeploymentType": "PERSISTENT_2", "PerUnitStorageThroughput": 250}
    request = {
        "FileSystemType": "LUSTRE",
        "StorageCapacity": 2400,
        "StorageType": "SSD",
        "SubnetIds": [subnet],
        "LustreConfiguration": configuration,
        **arguments,
    }
    made: dict[str, Any] = aws.client("fsx").create_file_system(**request)["FileSystem"]
    return made


# --- FSx for Lustre


def test_a_file_system_is_available_with_what_fsx_adds(aws: EmbeddedAws, subnet: str) -> None:
    made = create_lustre(aws, subnet, Tags=[{"Key": "Name", "Value": "train"}])
    (found,) = aws.client("fsx").describe_file_systems(FileSystemIds=[made["FileSystemId"]])[
        "FileSystems"
    ]
    assert (found["Lifecycle"], found["OwnerId"]) == ("AVAILABLE", "111111111111")
    assert found["FileSystemTypeVersion"] == "2.12"
    assert found["Tags"] == [{"Key": "Name", "Value": "train"}]
    configuration = found["LustreConfiguration"]
    assert configuration["PerUnitStorageThroughput"] == 250
    assert configuration["DataCompressionType"] == "NONE"
    assert configuration["LogConfiguration"] == {"Level": "DISABLED"}
    assert len(configuration["MountName"]) == 8
    (interface,) = aws.client("ec2").describe_network_interfaces(
        NetworkInterfaceIds=found["NetworkInterfaceIds"]
    )["NetworkInterfaces"]
    assert (interface["SubnetId"], interface["VpcId"]) == (subnet, found["VpcId"])


def test_a_file_system_grows_and_changes(aws: EmbeddedAws, subnet: str) -> None:
    metadata = {"Mode": "AUTOMATIC"}
    configuration = {"DeploymentType": "PERSISTENT_2", "MetadataConfiguration": metadata}
    made = create_lustre(aws, subnet, LustreConfiguration=configuration)
    assert made["LustreConfiguration"]["MetadataConfiguration"]["Iops"] == 3000
    changed = aws.client("fsx").update_file_system(
        FileSystemId=made["FileSystemId"],
        StorageCapacity=4800,
        LustreConfiguration={"WeeklyMaintenanceStartTime": "1:02:03"},
    )["FileSystem"]
    assert changed["StorageCapacity"] == 4800
    assert changed["LustreConfiguration"]["MetadataConfiguration"]["Iops"] == 6000
    assert changed["LustreConfiguration"]["WeeklyMaintenanceStartTime"] == "1:02:03"


def test_a_file_system_needs_its_subnet(aws: EmbeddedAws) -> None:
    with pytest.raises(ClientError) as error:
        create_lustre(aws, "subnet-12345678")
    assert code_of(error) == "InvalidNetworkSettings"
    assert aws.client("fsx").describe_file_systems()["FileSystems"] == []


def test_a_file_system_goes_with_its_links_and_interface(aws: EmbeddedAws, subnet: str) -> None:
    fsx = aws.client("fsx")
    made = create_lustre(aws, subnet)
    fsx.create_data_repository_association(
        FileSystemId=made["FileSystemId"], FileSystemPath="/a", DataRepositoryPath="s3://raw/a/"
    )
    answer = fsx.delete_file_system(FileSystemId=made["FileSystemId"])
    assert answer["Lifecycle"] == "DELETING"
    assert fsx.describe_data_repository_associations()["Associations"] == []
    assert aws.client("ec2").describe_network_interfaces()["NetworkInterfaces"] == []
    with pytest.raises(ClientError) as error:
        fsx.describe_file_systems(FileSystemIds=[made["FileSystemId"]])
    assert code_of(error) == "FileSystemNotFound"


def test_links_live_and_die(aws: EmbeddedAws, subnet: str) -> None:
    fsx = aws.client("fsx")
    system = create_lustre(aws, subnet)["FileSystemId"]
    events = {"AutoImportPolicy": {"Events": ["NEW", "CHANGED"]}}
    link = fsx.create_data_repository_association(
        FileSystemId=system,
        FileSystemPath="/in",
        DataRepositoryPath="s3://raw/in/",
        BatchImportMetaDataOnCreate=True,
        S3=events,
        Tags=[{"Key": "Name", "Value": "in"}],
    )["Association"]
    assert (link["Lifecycle"], link["ImportedFileChunkSize"], link["S3"]) == (
        "AVAILABLE",
        1024,
        events,
    )
    asked = {"AssociationId": link["AssociationId"]}
    fsx.update_data_repository_association(**asked, ImportedFileChunkSize=2048)
    (found,) = fsx.describe_data_repository_associations(
        Filters=[{"Name": "file-system-id", "Values": [system]}]
    )["Associations"]
    assert (found["ImportedFileChunkSize"], found["S3"]) == (2048, events)
    assert found["Tags"] == [{"Key": "Name", "Value": "in"}]
    fsx.delete_data_repository_association(**asked, DeleteDataInFileSystem=False)
    with pytest.raises(ClientError) as error:
        fsx.delete_data_repository_association(**asked)
    assert code_of(error) == "DataRepositoryAssociationNotFound"


@pytest.mark.parametrize(
    ("path", "repository"), [("/in/deep", "s3://raw/other/"), ("/other", "s3://raw/in/deep/")]
)
def test_links_may_not_overlap(aws: EmbeddedAws, subnet: str, path: str, repository: str) -> None:
    fsx = aws.client("fsx")
    system = create_lustre(aws, subnet)["FileSystemId"]
    fsx.create_data_repository_association(
        FileSystemId=system, FileSystemPath="/in", DataRepositoryPath="s3://raw/in/"
    )
    with pytest.raises(ClientError) as error:
        fsx.create_data_repository_association(
            FileSystemId=system, FileSystemPath=path, DataRepositoryPath=repository
        )
    assert code_of(error) == "BadRequest"
    fsx.create_data_repository_association(
        FileSystemId=system, FileSystemPath="/inner", DataRepositoryPath="s3://raw/inner/"
    )


# --- EFS


@pytest.fixture
def home(aws: EmbeddedAws) -> str:
    made: str = aws.client("efs").create_file_system(CreationToken="home", Encrypted=True)[
        "FileSystemId"
    ]
    return made


def test_policies_go(aws: EmbeddedAws, home: str) -> None:
    efs = aws.client("efs")
    efs.put_file_system_policy(FileSystemId=home, Policy='{"Statement": []}')
    assert efs.describe_file_system_policy(FileSystemId=home)["Policy"] == '{"Statement": []}'
    efs.delete_file_system_policy(FileSystemId=home)
    with pytest.raises(ClientError) as error:
        efs.describe_file_system_policy(FileSystemId=home)
    assert code_of(error) == "PolicyNotFound"


def test_backups_are_turned_on_and_off(aws: EmbeddedAws, home: str) -> None:
    efs = aws.client("efs")
    with pytest.raises(ClientError) as error:
        efs.describe_backup_policy(FileSystemId=home)
    assert code_of(error) == "PolicyNotFound"
    for status in ("ENABLED", "DISABLED"):
        efs.put_backup_policy(FileSystemId=home, BackupPolicy={"Status": status})
        found = efs.describe_backup_policy(FileSystemId=home)["BackupPolicy"]
        assert found == {"Status": status}


def test_throughput_changes(aws: EmbeddedAws, home: str) -> None:
    efs = aws.client("efs")

    def throughput() -> tuple[str, float | None]:
        (found,) = efs.describe_file_systems(FileSystemId=home)["FileSystems"]
        return found["ThroughputMode"], found.get("ProvisionedThroughputInMibps")

    efs.update_file_system(
        FileSystemId=home, ThroughputMode="provisioned", ProvisionedThroughputInMibps=64
    )
    assert throughput() == ("provisioned", 64)
    efs.update_file_system(FileSystemId=home, ThroughputMode="elastic")
    assert throughput() == ("elastic", None)


def test_a_replica_is_protected_until_replication_ends(aws: EmbeddedAws, home: str) -> None:
    here, there = aws.client("efs"), aws.client("efs", "eu-west-1")
    made = here.create_replication_configuration(
        SourceFileSystemId=home, Destinations=[{"Region": "eu-west-1"}]
    )
    (destination,) = made["Destinations"]
    replica = destination["FileSystemId"]
    for client in (here, there):
        (seen,) = client.describe_replication_configurations(FileSystemId=home)["Replications"]
        assert seen["Destinations"][0]["Status"] == "ENABLED"

    def protection() -> str:
        (found,) = there.describe_file_systems(FileSystemId=replica)["FileSystems"]
        return str(found["FileSystemProtection"]["ReplicationOverwriteProtection"])

    assert protection() == "REPLICATING"
    there.delete_replication_configuration(SourceFileSystemId=home)
    assert protection() == "ENABLED"
    with pytest.raises(ClientError) as error:
        here.describe_replication_configurations(FileSystemId=home)
    assert code_of(error) == "ReplicationNotFound"


@pytest.mark.parametrize(
    "call",
    ["describe_backup_policy", "describe_file_system_policy", "delete_file_system_policy"],
)
def test_what_belongs_to_no_file_system_is_not_found(aws: EmbeddedAws, call: str) -> None:
    with pytest.raises(ClientError) as error:
        getattr(aws.client("efs"), call)(FileSystemId="fs-12345678")
    assert code_of(error) == "FileSystemNotFound"
