"""Terraform against the embedded AWS: all that a lake uses, applied, changed, destroyed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lakeform.errors import ToolError
from lakeform.local.embedded import EmbeddedAws
from lakeform.local.gaps import GAPS
from lakeform.local.lifecycle import down, up
from lakeform.local.server import LOG_FILE
from lakeform.local.verify import verify
from lakeform.terraform import Counts, Terraform
from local.stacks import (
    ACCOUNT,
    DATA,
    FOUNDATION,
    REGION,
    change,
    count,
    resources_of,
    write_stack,
)

pytestmark = [pytest.mark.local, pytest.mark.terraform]

ROOT = Path(__file__).resolve().parents[2]


def test_the_fixtures_have_every_type_that_a_gap_is_for() -> None:
    elsewhere = {  # variants of what the fixtures have, or closed by the same call
        "aws_msk_single_scram_secret_association",
        "aws_sqs_queue_policy",
        "aws_sqs_queue_redrive_allow_policy",
        "aws_vpc_endpoint_policy",
        "aws_vpc_endpoint_private_dns",
        "aws_vpc_endpoint_route_table_association",
        "aws_vpc_endpoint_subnet_association",
    }
    wanted = {kind for gap in GAPS for kind in gap.resources}
    assert wanted - elsewhere <= set(resources_of((*FOUNDATION, *DATA)))


def test_the_foundation_applies_changes_and_goes(tmp_path: Path) -> None:
    run_dir = tmp_path / "run"
    resources = resources_of(FOUNDATION)
    number = count(resources)
    assert number >= 180

    first = up(write_stack(tmp_path / "synth", resources), run_dir, account=ACCOUNT, region=REGION)
    assert first.applied == Counts(add=number)
    assert first.resources == number
    assert (first.left_out, first.replanned) == ((), ())
    assert [check for check in first.checks if not check.ok] == []
    assert len(first.checks) >= 100

    change(resources, "foundation")
    second = up(write_stack(tmp_path / "synth", resources), run_dir, account=ACCOUNT, region=REGION)
    assert second.endpoint_url == first.endpoint_url
    assert second.resources == number
    # Six arguments can't be changed in place; the provider replaces their resources.
    assert second.applied == Counts(add=6, change=33, destroy=6)
    assert second.replanned == ()
    assert [check for check in second.checks if not check.ok] == []

    aws = EmbeddedAws.attach(run_dir)
    assert aws is not None
    tamper(aws)
    state = Terraform(run_dir / "stack", env=aws.env()).show()
    assert {check.what for check in verify(state, aws) if not check.ok} == {
        "bucket acme-store-raw-111111111111: versioning",
        "table catalog.orders: columns",
        "grant to acme-engineer on table orders of sales",
    }

    gone = down(run_dir)
    assert gone.was_running
    assert gone.destroyed == number
    assert gone.leftovers == ()
    assert not run_dir.exists()
    assert not aws.is_running()


def test_file_systems_and_streams_change(tmp_path: Path) -> None:
    run_dir = tmp_path / "run"
    resources = resources_of(DATA)
    number = count(resources)
    synth = write_stack(tmp_path / "synth", resources)
    first = up(synth, run_dir, account=ACCOUNT, region=REGION)
    assert first.applied == Counts(add=number)
    assert (first.left_out, first.replanned) == ((), ())
    assert [check for check in first.checks if not check.ok] == []

    for area in DATA:
        change(resources, area)
    write_stack(tmp_path / "synth", resources)
    second = up(synth, run_dir, account=ACCOUNT, region=REGION)
    assert second.applied == Counts(change=28)
    assert second.replanned == ()
    assert [check for check in second.checks if not check.ok] == []

    gone = down(run_dir)
    assert (gone.destroyed, gone.leftovers) == (number, ())


def tamper(aws: EmbeddedAws) -> None:
    """Change a bucket, a table and a grant behind Terraform's back."""
    aws.client("s3").put_bucket_versioning(
        Bucket="acme-store-raw-111111111111", VersioningConfiguration={"Status": "Suspended"}
    )
    glue = aws.client("glue")
    table = glue.get_table(DatabaseName="catalog", Name="orders")["Table"]
    kept = ("Name", "TableType", "Parameters", "StorageDescriptor", "PartitionKeys")
    changed = {name: table[name] for name in kept}
    changed["StorageDescriptor"]["Columns"][0]["Type"] = "double"
    glue.update_table(DatabaseName="catalog", TableInput=changed)
    aws.client("lakeformation").revoke_permissions(
        Principal={"DataLakePrincipalIdentifier": f"arn:aws:iam::{ACCOUNT}:role/acme-engineer"},
        Resource={"Table": {"DatabaseName": "sales", "Name": "orders"}},
        Permissions=["DESCRIBE"],
    )


# --- what can go wrong

BUCKET = {"aws_s3_bucket": {"raw": {"bucket": "acme-raw", "force_destroy": False}}}
# Terraform's provider waits 25 s for every new queue.
SLOW = {**BUCKET, "aws_sqs_queue": {"slow": {"name": "slow"}}}

UP = """
    import sys
    from pathlib import Path
    from lakeform.local.lifecycle import up

    def watch(event):
        if event.kind == "apply_start" and event.address == "aws_sqs_queue.slow":
            print("applying", flush=True)

    synth, run_dir = map(Path, sys.argv[1:])
    up(synth, run_dir, account="111111111111", region="us-east-1", watch=watch)
"""


@pytest.fixture
def folders(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    yield tmp_path / "synth", tmp_path / "run"
    down(tmp_path / "run")


def test_an_interrupted_up_leaves_no_process(folders: tuple[Path, Path]) -> None:
    synth, run_dir = folders
    write_stack(synth, SLOW)
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(UP), os.fspath(synth), os.fspath(run_dir)],
        env={**os.environ, "PYTHONPATH": os.fspath(ROOT / "modules")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "applying\n", process.stderr.read()
        running = EmbeddedAws.attach(run_dir)
        assert running is not None
        process.send_signal(signal.SIGINT)
        assert "KeyboardInterrupt" in process.stderr.read()
    assert processes_in(run_dir) == []
    assert not running.is_running()
    assert EmbeddedAws.attach(run_dir) is None


def processes_in(folder: Path) -> list[str]:
    """The command lines of processes that work in a folder, a moment after it should be empty."""
    time.sleep(0.5)
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            inside = (process / "cwd").resolve().is_relative_to(folder.resolve())
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if inside and command:
            found.append(command)
    return found


def test_a_failed_up_stops_what_it_started(folders: tuple[Path, Path]) -> None:
    synth, run_dir = folders
    missing = {
        "aws_glue_partition": {
            "p": {"database_name": "no", "table_name": "no", "partition_values": ["1"]}
        }
    }
    write_stack(synth, missing)
    with pytest.raises(ToolError, match="EntityNotFoundException"):
        up(synth, run_dir, account=ACCOUNT, region=REGION)
    assert EmbeddedAws.attach(run_dir) is None
    assert (run_dir / LOG_FILE).exists()


def test_a_run_from_start_to_end(folders: tuple[Path, Path]) -> None:
    """A protected bucket, a type that can't be applied, an end in between, and a leftover."""
    synth, run_dir = folders
    protected = {**BUCKET["aws_s3_bucket"]["raw"], "lifecycle": {"prevent_destroy": True}}
    machine = {"name": "m", "role_arn": f"arn:aws:iam::{ACCOUNT}:role/m", "definition": "{}"}
    resources = {
        "aws_s3_bucket": {"raw": protected},
        "aws_sfn_state_machine": {"m": machine},
    }
    write_stack(synth, resources)
    first = up(synth, run_dir, account=ACCOUNT, region=REGION)
    assert [each.address for each in first.left_out] == ["aws_sfn_state_machine.m"]
    assert (first.resources, first.ok) == (1, True)
    assert json.loads((synth / "cdk.tf.json").read_text())["resource"] == resources

    ended = EmbeddedAws.attach(run_dir)
    assert ended is not None
    ended.stop()
    second = up(synth, run_dir, account=ACCOUNT, region=REGION)
    assert second.applied == first.applied == Counts(add=1)
    assert second.endpoint_url != first.endpoint_url

    aws = EmbeddedAws.attach(run_dir)
    assert aws is not None
    aws.client("s3").put_object(Bucket="acme-raw", Key="a", Body=b"1")
    aws.client("sqs").create_queue(QueueName="mine")
    report = down(run_dir)
    assert report.destroyed == 1
    assert not report.ok
    assert [each.rpartition("/")[2] for each in report.leftovers] == ["mine"]
