"""Runs inside the SageMaker job: measures S3 and every channel that is mounted."""

from __future__ import annotations

import os
import subprocess
import sys


def targets(environment: dict[str, str]) -> list[str]:
    """The bucket, and the folders of the job's channels, sorted by channel."""
    folders = [
        folder for name, folder in sorted(environment.items()) if name.startswith("SM_CHANNEL_")
    ]
    return [environment["BENCH_S3"], *folders]


def main() -> int:
    cpus = os.environ.get("SM_NUM_CPUS", "8")
    workers = ",".join(dict.fromkeys(("1", "8", cpus)))
    output = os.environ["SM_OUTPUT_DATA_DIR"]
    command = ["lakeform", "bench-load", *targets(dict(os.environ))]
    return subprocess.call([*command, "--workers", workers, "-o", output])


if __name__ == "__main__":
    sys.exit(main())
