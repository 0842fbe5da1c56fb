"""What a user mounts with: it parses, it compiles, and it names the right things."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest
import yaml

from lakeform.mounts import (
    AccessPointMount,
    EbsMount,
    EfsMount,
    LustreMount,
    ebs_texts,
    efs_texts,
    lustre_texts,
)
from lakeform.render import resource_folder, templates

LUSTRE = LustreMount(
    name="training",
    id="fs-0123456789abcdef0",
    dns_name="fs-0123456789abcdef0.fsx.us-east-1.amazonaws.com",
    mount_name="abcdefgh",
    capacity_gib=1200,
    subnet="subnet-1",
    security_group="sg-1",
    training_group="sg-2",
    folders=("/datasets/images", "/out"),
)
EFS = EfsMount(
    name="home",
    id="fs-0fedcba9876543210",
    subnets=("subnet-1", "subnet-2"),
    security_group="sg-1",
    training_group="sg-2",
    tls=True,
    iam=False,
)
POINTS = EfsMount(
    name="home",
    id="fs-0fedcba9876543210",
    subnets=("subnet-1",),
    security_group="sg-1",
    training_group="sg-2",
    tls=True,
    iam=True,
    access_points=(
        AccessPointMount("notebooks", "fsap-1", "/notebooks"),
        AccessPointMount("models", "fsap-2", "/models"),
    ),
)
PLAIN = EfsMount("home", "fs-1", ("subnet-1",), "sg-1", "sg-2", tls=False, iam=False)
EBS = EbsMount("scratch", "vol-0123456789abcdef0", 500, "us-east-1a")

TEXTS = {
    "lustre": lustre_texts(LUSTRE),
    "efs": efs_texts(EFS),
    "efs with access points": efs_texts(POINTS),
    "efs without TLS": efs_texts(PLAIN),
    "ebs": ebs_texts(EBS),
}


def each(form: str) -> list[Any]:
    return [pytest.param(texts[form], id=name) for name, texts in TEXTS.items() if form in texts]


@pytest.mark.parametrize("text", each("user_data"))
def test_user_data_is_a_script_that_bash_understands(text: str) -> None:
    assert text.startswith("#!/bin/bash\n")
    done = subprocess.run(["bash", "-n"], input=text, text=True, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("text", each("sagemaker"))
def test_sagemaker_is_python(text: str) -> None:
    compile(text, "sagemaker.py", "exec")


@pytest.mark.parametrize("text", each("ecs"))
def test_ecs_is_json_with_a_mount_for_each_volume(text: str) -> None:
    task = json.loads(text)
    volumes = [volume["name"] for volume in task["volumes"]]
    mounts = [point["sourceVolume"] for point in task["containerDefinitions"][0]["mountPoints"]]
    assert volumes == mounts


@pytest.mark.parametrize("text", each("kubernetes"))
def test_kubernetes_binds_each_claim_to_a_static_volume(text: str) -> None:
    objects = list(yaml.safe_load_all(text))
    by_kind: dict[str, list[Any]] = {}
    for entry in objects:
        by_kind.setdefault(entry["kind"], []).append(entry)
    (storage_class,) = by_kind["StorageClass"]
    volumes = {volume["metadata"]["name"]: volume for volume in by_kind["PersistentVolume"]}
    for claim in by_kind["PersistentVolumeClaim"]:
        volume = volumes.pop(claim["spec"]["volumeName"])["spec"]
        assert claim["spec"]["accessModes"] == volume["accessModes"]
        assert claim["spec"]["resources"]["requests"] == volume["capacity"]
        assert volume["persistentVolumeReclaimPolicy"] == "Retain"
        assert volume["csi"]["driver"] == storage_class["provisioner"]
        names = {claim["spec"]["storageClassName"], volume["storageClassName"]}
        assert names == {storage_class["metadata"]["name"]}
    assert not volumes


def kubernetes(texts: dict[str, str], kind: str) -> list[dict[str, Any]]:
    objects = yaml.safe_load_all(texts["kubernetes"])
    return [entry["spec"] for entry in objects if entry["kind"] == kind]


def test_lustre() -> None:
    texts = lustre_texts(LUSTRE)
    assert texts["fstab"] == (
        "fs-0123456789abcdef0.fsx.us-east-1.amazonaws.com@tcp:/abcdefgh /mnt/training lustre "
        "defaults,noatime,flock,_netdev,x-systemd.automount,x-systemd.requires=network.service "
        "0 0\n"
    )
    assert texts["fstab"].strip() in texts["user_data"]
    (volume,) = kubernetes(texts, "PersistentVolume")
    assert volume["csi"] == {
        "driver": "fsx.csi.aws.com",
        "volumeHandle": "fs-0123456789abcdef0",
        "volumeAttributes": {
            "dnsname": "fs-0123456789abcdef0.fsx.us-east-1.amazonaws.com",
            "mountname": "abcdefgh",
        },
    }
    assert volume["accessModes"] == ["ReadWriteMany"]


class FakeInput:
    """Stands for `sagemaker.inputs.FileSystemInput`, which keeps its arguments."""

    def __init__(self, **arguments: str) -> None:
        self.arguments = arguments


def sagemaker(text: str) -> dict[str, Any]:
    """Run the snippet with a stand-in for SageMaker's class."""
    scope: dict[str, Any] = {"FileSystemInput": FakeInput}
    exec(text.replace("from sagemaker.inputs import FileSystemInput\n", ""), scope)
    return scope


def test_sagemaker_paths_on_lustre_start_with_the_mount_name() -> None:
    scope = sagemaker(lustre_texts(LUSTRE)["sagemaker"])
    assert {name: each.arguments["directory_path"] for name, each in scope["inputs"].items()} == {
        "datasets-images": "/abcdefgh/datasets/images",
        "out": "/abcdefgh/out",
    }
    assert scope["inputs"]["out"].arguments == {
        "file_system_id": "fs-0123456789abcdef0",
        "file_system_type": "FSxLustre",
        "directory_path": "/abcdefgh/out",
        "file_system_access_mode": "ro",
    }
    assert scope["network"] == {"subnets": ["subnet-1"], "security_group_ids": ["sg-1", "sg-2"]}


@pytest.mark.parametrize("folders", [(), ("/",)])
def test_lustre_without_links_or_with_one_of_all(folders: tuple[str, ...]) -> None:
    mount = LustreMount(**{**vars(LUSTRE), "folders": folders})
    inputs = sagemaker(lustre_texts(mount)["sagemaker"])["inputs"]
    assert {name: each.arguments["directory_path"] for name, each in inputs.items()} == {
        "train": "/abcdefgh"
    }


def test_efs() -> None:
    texts = efs_texts(EFS)
    assert texts["fstab"] == ("fs-0fedcba9876543210:/ /mnt/home efs _netdev,noresvport,tls 0 0\n")
    assert json.loads(texts["ecs"])["volumes"] == [
        {
            "name": "home",
            "efsVolumeConfiguration": {
                "fileSystemId": "fs-0fedcba9876543210",
                "transitEncryption": "ENABLED",
            },
        }
    ]
    scope = sagemaker(texts["sagemaker"])
    assert scope["inputs"]["home"].arguments["directory_path"] == "/"
    assert scope["network"]["subnets"] == ["subnet-1", "subnet-2"]


def test_efs_with_access_points_and_iam() -> None:
    texts = efs_texts(POINTS)
    assert texts["fstab"].splitlines() == [
        "fs-0fedcba9876543210:/ /mnt/home/notebooks efs "
        "_netdev,noresvport,tls,iam,accesspoint=fsap-1 0 0",
        "fs-0fedcba9876543210:/ /mnt/home/models efs "
        "_netdev,noresvport,tls,iam,accesspoint=fsap-2 0 0",
    ]
    for line in texts["fstab"].splitlines():
        assert f'echo "{line}" >> /etc/fstab' in texts["user_data"]
    handles = [spec["csi"]["volumeHandle"] for spec in kubernetes(texts, "PersistentVolume")]
    assert handles == ["fs-0fedcba9876543210::fsap-1", "fs-0fedcba9876543210::fsap-2"]
    assert kubernetes(texts, "PersistentVolume")[0]["mountOptions"] == ["iam"]
    configuration = json.loads(texts["ecs"])["volumes"][1]["efsVolumeConfiguration"]
    assert configuration["authorizationConfig"] == {"accessPointId": "fsap-2", "iam": "ENABLED"}


def test_efs_without_tls() -> None:
    texts = efs_texts(PLAIN)
    assert texts["fstab"] == "fs-1:/ /mnt/home efs _netdev,noresvport 0 0\n"
    (volume,) = kubernetes(texts, "PersistentVolume")
    assert volume["csi"]["volumeAttributes"] == {"encryptInTransit": "false"}
    assert '"transitEncryption": "DISABLED"' in texts["ecs"]


def test_ebs() -> None:
    texts = ebs_texts(EBS)
    assert set(texts) == {"fstab", "user_data", "kubernetes", "ecs"}
    assert texts["fstab"] == "LABEL=scratch /mnt/scratch ext4 defaults,noatime,nofail 0 2\n"
    assert 'mkfs.ext4 -L "scratch"' in texts["user_data"]
    (volume,) = kubernetes(texts, "PersistentVolume")
    assert volume["accessModes"] == ["ReadWriteOnce"]
    zone = volume["nodeAffinity"]["required"]["nodeSelectorTerms"][0]["matchExpressions"][0]
    assert zone["values"] == ["us-east-1a"]


def test_labels_are_short_and_differ() -> None:
    labels = {
        ebs_texts(EbsMount(f"a-very-long-name-{end}", "vol-1", 1, "us-east-1a"))["fstab"].split()[0]
        for end in ("one", "two")
    }
    assert len(labels) == 2
    assert all(len(label.removeprefix("LABEL=")) <= 16 for label in labels)


def test_user_data_finds_the_volume_by_its_id() -> None:
    line = next(line for line in ebs_texts(EBS)["user_data"].splitlines() if "device=" in line)
    done = subprocess.run(
        ["bash", "-c", f'{line}; echo "$device"'], text=True, capture_output=True, check=True
    )
    assert done.stdout == ("/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0123456789abcdef0\n")


def test_no_template_has_what_terraform_would_take_for_its_own() -> None:
    folder = resource_folder("templates")
    found = templates("mounts")
    assert len(found) == 14
    for name in found:
        text = (folder / name).read_text(encoding="utf-8")
        assert "${" not in text
        assert "%{" not in text.replace("{%", "").replace("%}", "")
