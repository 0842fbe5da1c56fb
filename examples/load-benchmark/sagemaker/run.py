"""Starts the load benchmark as a SageMaker training job, on the instance type that will train.

    python run.py --role ARN --bucket BUCKET --subnet subnet-… --security-groups sg-… sg-… \
        --lustre fs-…:MOUNT_NAME/bench --efs fs-…:/bench

The ids are those of `terraform output -json lustre_training` and `efs_home`, key `sagemaker`: both
security groups, the file systems' and the one that lets HTTPS out. The job's output in S3
holds bench-load.json and bench-load.png; its log shows the table.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from sagemaker.inputs import FileSystemInput
from sagemaker.pytorch import PyTorch


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--role", required=True)
    parser.add_argument("--bucket", required=True, help="holds the images below bench/")
    parser.add_argument("--subnet", required=True)
    parser.add_argument("--security-groups", required=True, nargs="+")
    parser.add_argument("--lustre", help="ID:MOUNT_NAME/FOLDER of FSx for Lustre")
    parser.add_argument("--efs", help="ID:/FOLDER of EFS")
    parser.add_argument("--instance", default="ml.g5.2xlarge")
    return parser.parse_args()


def channels(given: argparse.Namespace) -> dict[str, FileSystemInput]:
    """A channel for each file system; the path on FSx starts with its mount name."""
    found = {}
    for channel, kind, place in (
        ("lustre", "FSxLustre", given.lustre),
        ("efs", "EFS", given.efs),
    ):
        if place:
            file_system, _, path = place.partition(":")
            found[channel] = FileSystemInput(
                file_system_id=file_system,
                file_system_type=kind,
                directory_path=f"/{path.lstrip('/')}",
                file_system_access_mode="ro",
            )
    return found


def main() -> None:
    given = arguments()
    job = PyTorch(
        entry_point="bench.py",
        source_dir=str(Path(__file__).parent),
        role=given.role,
        instance_type=given.instance,
        instance_count=1,
        framework_version="2.6",
        py_version="py312",
        base_job_name="load-benchmark",
        subnets=[given.subnet],
        security_group_ids=given.security_groups,
        environment={"BENCH_S3": f"s3://{given.bucket}/bench"},
        max_run=4 * 3600,
    )
    job.fit(channels(given), wait=True)


if __name__ == "__main__":
    main()
