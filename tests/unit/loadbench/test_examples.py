"""The jobs of examples/load-benchmark: they parse, compile, and measure what they say."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
import types
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml

from support import ROOT

EXAMPLES = ROOT / "examples" / "load-benchmark"


def test_ec2_is_a_script_that_bash_understands() -> None:
    script = EXAMPLES / "ec2.sh"
    done = subprocess.run(["bash", "-n", str(script)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_eks_mounts_what_it_measures() -> None:
    job = yaml.safe_load((EXAMPLES / "eks.yaml").read_text(encoding="utf-8"))
    assert (job["apiVersion"], job["kind"]) == ("batch/v1", "Job")
    pod = job["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    mounted = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
    assert set(mounted) == {volume["name"] for volume in pod["volumes"]}
    for path in mounted.values():
        assert any(argument.startswith(path) for argument in container["args"])
    assert container["command"] == ["lakeform", "bench-load"]


@pytest.mark.parametrize("name", ["ec2.sh", "eks.yaml", "sagemaker/requirements.txt"])
def test_nothing_is_taken_from_pypi_by_our_name(name: str) -> None:
    """Whoever holds the name there would run on the user's machines."""
    for line in (EXAMPLES / name).read_text(encoding="utf-8").splitlines():
        if not line.lstrip().startswith("#"):
            assert not re.search(r"(?<![\w/.-])lakeform(?=[\[=<>~])|install\b.*\slakeform\b", line)


def test_the_job_measures_the_bucket_and_every_channel() -> None:
    scope = runpy.run_path(str(EXAMPLES / "sagemaker" / "bench.py"))
    environment = {
        "BENCH_S3": "s3://images/bench",
        "SM_CHANNEL_LUSTRE": "/opt/ml/input/data/lustre",
        "SM_CHANNEL_EFS": "/opt/ml/input/data/efs",
        "SM_NUM_CPUS": "8",
    }
    assert scope["targets"](environment) == [
        "s3://images/bench",
        "/opt/ml/input/data/efs",
        "/opt/ml/input/data/lustre",
    ]


class Recorder:
    """Stands for a class of the SageMaker SDK, which isn't installed: keeps what it is given."""

    made: ClassVar[list[Recorder]]

    def __init__(self, **arguments: Any) -> None:
        self.arguments = arguments
        self.fitted: Any = None
        self.made.append(self)

    def fit(self, inputs: Any, *, wait: bool) -> None:
        self.fitted = (inputs, wait)


def test_the_job_is_started_with_its_channels(monkeypatch: pytest.MonkeyPatch) -> None:
    class FileSystemInput(Recorder):
        made: ClassVar[list[Recorder]] = []

    class PyTorch(Recorder):
        made: ClassVar[list[Recorder]] = []

    for module, name, stand_in in (
        ("sagemaker", "__doc__", ""),
        ("sagemaker.inputs", "FileSystemInput", FileSystemInput),
        ("sagemaker.pytorch", "PyTorch", PyTorch),
    ):
        fake = types.ModuleType(module)
        setattr(fake, name, stand_in)
        monkeypatch.setitem(sys.modules, module, fake)
    given = (
        "run.py --role arn:aws:iam::111111111111:role/sagemaker --bucket images "
        "--subnet subnet-1 --security-groups sg-1 sg-2 "
        "--lustre fs-1:abcdefgh/bench --efs fs-2:/bench"
    )
    monkeypatch.setattr(sys, "argv", given.split())
    runpy.run_path(str(EXAMPLES / "sagemaker" / "run.py"), run_name="__main__")
    (job,) = PyTorch.made
    assert job.arguments["subnets"] == ["subnet-1"]
    assert job.arguments["security_group_ids"] == ["sg-1", "sg-2"]
    assert Path(job.arguments["source_dir"], job.arguments["entry_point"]).is_file()
    inputs, wait = job.fitted
    assert wait
    assert {name: each.arguments for name, each in inputs.items()} == {
        "lustre": {
            "file_system_id": "fs-1",
            "file_system_type": "FSxLustre",
            "directory_path": "/abcdefgh/bench",
            "file_system_access_mode": "ro",
        },
        "efs": {
            "file_system_id": "fs-2",
            "file_system_type": "EFS",
            "directory_path": "/bench",
            "file_system_access_mode": "ro",
        },
    }
