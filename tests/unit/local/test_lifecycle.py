"""`up` and `down` without Terraform: what they do when there is nothing, or somebody else."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest

from lakeform.errors import LocalAwsError
from lakeform.local.lifecycle import DownReport, UpReport, down, up
from lakeform.local.server import LOG_FILE, ServerRecord
from lakeform.local.verify import Check
from lakeform.terraform import Counts


def test_down_on_nothing_says_so(tmp_path: Path) -> None:
    assert down(tmp_path / "run") == DownReport(was_running=False)


def test_down_removes_the_folder_of_one_that_has_ended(tmp_path: Path) -> None:
    run_dir = tmp_path / "run"
    run_dir.mkdir()
    ServerRecord(1, 1, "nonce", "111111111111", "us-east-1").write(run_dir)
    (run_dir / LOG_FILE).write_text("stopping: no request for 1800 s\n")
    report = down(run_dir)
    assert (report.was_running, report.ok) == (False, True)
    assert not run_dir.exists()


def test_only_one_works_in_a_run_folder(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        for action in (
            lambda: down(tmp_path),
            lambda: up(tmp_path, tmp_path, account="111111111111", region="us-east-1"),
        ):
            with pytest.raises(LocalAwsError, match="another `up` or `down` is working in"):
                action()


@pytest.mark.parametrize(
    ("replanned", "good", "expected"),
    [((), True, True), (("aws_s3_bucket.raw: update",), True, False), ((), False, False)],
)
def test_up_is_fine_without_changes_and_mismatches(
    replanned: tuple[str, ...], good: bool, expected: bool
) -> None:
    report = UpReport(
        endpoint_url="http://127.0.0.1:1",
        account="111111111111",
        region="us-east-1",
        resources=1,
        applied=Counts(add=1),
        left_out=(),
        replanned=replanned,
        checks=(Check("bucket raw", "exists", "exists" if good else "absent", good),),
        seconds={},
        variables={},
    )
    assert report.ok is expected


def test_leftovers_are_not_fine() -> None:
    assert not DownReport(was_running=True, leftovers=("s3: raw",)).ok
