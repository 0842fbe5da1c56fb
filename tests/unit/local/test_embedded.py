"""The embedded AWS as a process: it serves, it is alone, and it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from lakeform.errors import LocalAwsError
from lakeform.local import embedded
from lakeform.local.embedded import EmbeddedAws
from lakeform.local.server import LOG_FILE, RECORD_FILE, ServerRecord

ACCOUNT = "111111111111"
REGION = "us-east-1"
SOURCES = Path(embedded.__file__).resolve().parents[2]


def launch(run_dir: Path, **limits: float) -> EmbeddedAws:
    return EmbeddedAws.launch(run_dir, account=ACCOUNT, region=REGION, **limits)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and waits for its parent doesn't."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def ends_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while is_alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedAws]:
    aws = launch(tmp_path_factory.mktemp("aws"))
    yield aws
    aws.stop()


def test_it_serves_the_account_and_ends_with_the_block() -> None:
    with EmbeddedAws.start(account="222222222222", region="eu-west-1") as aws:
        assert aws.client("sts").get_caller_identity()["Account"] == "222222222222"
        assert aws.client("kms").meta.region_name == "eu-west-1"
        assert aws.run_dir.is_dir()
        assert aws.is_running()
    assert not is_alive(aws.pid)
    assert not aws.run_dir.exists()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(aws.endpoint_url.rpartition(":")[2])))


def test_managed_policies_are_there(aws: EmbeddedAws) -> None:
    arn = "arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole"
    assert aws.client("iam").get_policy(PolicyArn=arn)["Policy"]["Arn"] == arn


def test_two_side_by_side_do_not_meet(aws: EmbeddedAws, tmp_path: Path) -> None:
    other = launch(tmp_path)
    try:
        other.client("s3").create_bucket(Bucket="raw")
        assert other.endpoint_url != aws.endpoint_url
        assert aws.client("s3").list_buckets()["Buckets"] == []
    finally:
        other.stop()
    assert aws.is_running()
    assert (tmp_path / LOG_FILE).exists()
    assert not (tmp_path / RECORD_FILE).exists()


def test_the_nonce_is_for_the_owner_only(aws: EmbeddedAws) -> None:
    assert (aws.run_dir / RECORD_FILE).stat().st_mode & 0o777 == 0o600
    record = ServerRecord.read(aws.run_dir)
    assert record is not None
    assert record.nonce not in Path(f"/proc/{aws.pid}/cmdline").read_bytes().decode()


def test_only_its_nonce_commands_it(aws: EmbeddedAws) -> None:
    request = urllib.request.Request(
        f"{aws.endpoint_url}/_lakeform/stop", method="POST", headers={"X-Lakeform-Nonce": "x"}
    )
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(request)
    with error.value as answer:
        assert answer.code == 403
    assert aws.is_running()


def test_another_process_with_the_recorded_pid_and_port_is_left_alone(
    aws: EmbeddedAws, tmp_path: Path
) -> None:
    """As after a restart of the machine: pid and port of the record are somebody else's now."""
    record = ServerRecord.read(aws.run_dir)
    assert record is not None
    stale = replace(record, nonce="an older one")
    stale.write(tmp_path)
    assert EmbeddedAws.attach(tmp_path) is None
    EmbeddedAws(tmp_path, stale, None, None).stop()
    assert aws.is_running()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}'])
def test_a_record_that_makes_no_sense_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / RECORD_FILE).write_text(content)
    assert EmbeddedAws.attach(tmp_path) is None


def in_another_process(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *arguments],
        env={**os.environ, "PYTHONPATH": os.fspath(SOURCES)},
        stdout=subprocess.PIPE,
        text=True,
    )


PARENT = """
    import sys, time
    from pathlib import Path
    from lakeform.local.embedded import EmbeddedAws
    aws = EmbeddedAws.launch(Path(sys.argv[1]), account="111111111111", region="us-east-1")
    if sys.argv[2] == "release":
        aws.release()
    print(aws.pid, flush=True)
    if sys.argv[2] != "release":
        time.sleep(60)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_it_ends_with_a_parent_that_is_killed(tmp_path: Path, number: signal.Signals) -> None:
    with in_another_process(PARENT, os.fspath(tmp_path), "keep") as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_alive(pid)
        parent.send_signal(number)
        parent.wait()
    assert ends_within(pid, 10)
    assert EmbeddedAws.attach(tmp_path) is None


def test_released_it_outlives_its_parent_and_is_found_again(tmp_path: Path) -> None:
    with in_another_process(PARENT, os.fspath(tmp_path), "release") as parent:
        assert parent.wait() == 0
    aws = EmbeddedAws.attach(tmp_path)
    assert aws is not None
    assert (aws.account, aws.region) == (ACCOUNT, REGION)
    aws.client("s3").create_bucket(Bucket="raw")
    aws.stop()
    assert not is_alive(aws.pid)
    assert EmbeddedAws.attach(tmp_path) is None


def test_it_ends_when_nobody_asks_for_a_while(tmp_path: Path) -> None:
    aws = launch(tmp_path, idle_seconds=3.0)
    s3 = aws.client("s3")  # takes its time; the waiting begins when it is there
    for _ in range(4):
        time.sleep(1.0)
        s3.list_buckets()
    assert aws.is_running()
    assert ends_within(aws.pid, 15)
    assert "no request for 3 s" in aws.log_file.read_text()
    aws.stop()


def test_it_ends_at_its_age_limit(tmp_path: Path) -> None:
    aws = launch(tmp_path, limit_seconds=1.0)
    assert ends_within(aws.pid, 10)
    assert "1 s old" in aws.log_file.read_text()
    aws.stop()
    aws.stop()  # no harm


def test_a_failed_start_shows_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho one >&2\necho 'cannot import moto' >&2\nexit 7\n")
    broken.chmod(0o755)
    monkeypatch.setattr(embedded.sys, "executable", os.fspath(broken))
    with pytest.raises(LocalAwsError) as error:
        launch(tmp_path / "run")
    assert str(error.value) == (
        "the embedded AWS ended while it started (exit code 7)\n  one\n  cannot import moto"
    )


def test_without_a_python_it_cannot_be_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded.sys, "executable", os.fspath(tmp_path / "nope"))
    with pytest.raises(LocalAwsError, match="the embedded AWS can't be started"):
        launch(tmp_path / "run")


def test_the_users_folder_and_settings_do_not_reach_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "boto3.py").write_text("raise RuntimeError('the wrong boto3')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "https://s3.example")
    monkeypatch.setenv("MOTO_ACCOUNT_ID", "999999999999")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    aws = launch(tmp_path / "run")
    try:
        assert aws.client("sts").get_caller_identity()["Account"] == ACCOUNT
        aws.client("s3").create_bucket(Bucket="raw")
        env = aws.env()
        assert env["AWS_PROFILE"] is None
        assert env["AWS_ENDPOINT_URL_S3"] is None
        assert env["AWS_ENDPOINT_URL"] == aws.endpoint_url
        assert env["http_proxy"] == aws.endpoint_url
    finally:
        aws.stop()


def test_awss_hosts_are_reached_through_it(
    aws: EmbeddedAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many networks list AWS among the hosts to reach directly."""
    monkeypatch.setenv("NO_PROXY", "169.254.169.254,.amazonaws.com,mirror.example")
    assert aws.env()["NO_PROXY"] == "169.254.169.254,mirror.example"


def test_a_missing_call_is_named_in_the_services_own_format(aws: EmbeddedAws) -> None:
    calls = {
        "glue": lambda: aws.client("glue").get_dataflow_graph(PythonScript="x"),
        "lakeformation": lambda: aws.client("lakeformation").list_transactions(),
        "iam": lambda: aws.client("iam").generate_service_last_accessed_details(Arn="a" * 20),
        "appflow": lambda: aws.client("appflow").list_flows(),
    }
    for service, call in calls.items():
        with pytest.raises(ClientError) as error:
            call()
        answer = error.value.response
        assert answer["Error"]["Code"] == "NotImplementedException", service
        words = f"the embedded AWS does not implement {service} "
        assert answer["Error"]["Message"].startswith(words)
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 501
    assert "does not implement glue" in aws.log_file.read_text()


def test_reset_forgets_everything(aws: EmbeddedAws) -> None:
    aws.client("s3").create_bucket(Bucket="raw")
    aws.reset()
    assert aws.client("s3").list_buckets()["Buckets"] == []


def test_credentials_are_what_a_user_exports(aws: EmbeddedAws) -> None:
    code = "import boto3, json; print(json.dumps(boto3.client('sts').get_caller_identity()))"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env={**clean, **aws.credentials()},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(answer.stdout)["Account"] == ACCOUNT
