"""The command line: what it needs to be told, what it prints, how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support import HEAD, ROOT

LAKE = (
    HEAD + "storage: {zones: {raw: {}}}\n"
    "catalog: {databases: {web: {zone: raw, tables: {clicks: {format: json,"
    " columns: {user_id: bigint, url: string, price: 'decimal(10,2)', at: timestamp}}}}}}\n"
)


def environment(**variables: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {
        **kept,
        "PYTHONPATH": str(ROOT / "modules"),
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_EC2_METADATA_DISABLED": "true",
        **variables,
    }


def produce(*arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lakeform", "produce", *arguments],
        cwd=cwd,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "lake.yaml").write_text(LAKE)
    return tmp_path


def test_a_dry_run_prints_ten_records_and_nothing_else(project: Path) -> None:
    result = produce("--table", "web.clicks", "--dry-run", "--seed", "1", cwd=project)
    assert (result.returncode, result.stderr) == (0, "")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(records) == 10
    assert all(list(each) == ["user_id", "url", "price", "at"] for each in records)
    again = produce("--table", "web.clicks", "--dry-run", "--seed", "1", cwd=project)
    assert again.stdout == result.stdout


def test_a_dry_run_has_the_records_of_its_duration(project: Path) -> None:
    result = produce("--table=web.clicks", "--dry-run", "--rate=20", "--duration=1.5", cwd=project)
    assert len(result.stdout.splitlines()) == 30


def test_labels_say_which_records_are_wrong(project: Path) -> None:
    options = ("--table=web.clicks", "--dry-run", "--seed=1", "--count=400")
    plain = produce(*options, cwd=project).stdout.splitlines()
    wrong = produce(
        *options, "--anomalies=0.25", "--labels=labels.jsonl", cwd=project
    ).stdout.splitlines()
    labels = [json.loads(line) for line in (project / "labels.jsonl").read_text().splitlines()]
    assert 60 < len(labels) < 140
    assert {each["record"] - 1: each["text"] for each in labels} == {
        number: text
        for number, (text, before) in enumerate(zip(wrong, plain, strict=True))
        if text != before
    }
    assert {each["anomaly"] for each in labels} == {"outlier", "missing", "malformed", "broken"}


def test_a_schema_file_and_a_template_give_columns(project: Path) -> None:
    schema = {"type": "record", "name": "T", "fields": [{"name": "city", "type": "string"}]}
    (project / "t.avsc").write_text(json.dumps(schema))
    (project / "t.json").write_text('{"n": {{number}}, "ip": "{{ipv4}}"}')
    (project / "lake.yaml").unlink()
    by_schema = produce("--schema=t.avsc", "--dry-run", "--count=1", cwd=project)
    assert list(json.loads(by_schema.stdout)) == ["city"]
    by_template = produce("--template=t.json", "--dry-run", "--count=3", cwd=project)
    assert [json.loads(line)["n"] for line in by_template.stdout.splitlines()] == [1, 2, 3]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--table=web.clicks"], "it isn't said where the records go\n  → name a stream of"),
        (["--dry-run"], "it isn't said what the records look like\n  → one of --table"),
        (
            ["--dry-run", "--table=web.clicks", "--schema=x.avsc"],
            "--table, --schema and --template exclude each other\n",
        ),
        (["--dry-run", "--table=web.klicks"], "there is no table `web.klicks`\n  → did you mean"),
        (["--dry-run", "--schema=x.avsc"], "the file `x.avsc` does not exist\n"),
        (["--dry-run", "--template=x.json"], "x.json can't be read: No such file"),
        (
            ["--dry-run", "--table=web.clicks", "--key=user"],
            "the records have no column `user`\n  → did you mean `user_id`?",
        ),
        (
            ["--dry-run", "--table=web.clicks", "--start=yesterday"],
            "--start: `yesterday` is no time of the years 1970 to 2200\n",
        ),
        (["--table=web.clicks", "--to=sqs:x"], "`sqs:x` is no target\n"),
        (
            ["--dry-run", "--table=web.clicks", "--labels=no/such/folder"],
            "no/such/folder can't be written: No such file or directory\n",
        ),
        (
            ["--table=web.clicks", "--to=kafka:b-1:9096/t"],
            "logging in by SCRAM needs a secret\n",
        ),
    ],
)
def test_what_is_missing_or_wrong_is_said(
    project: Path, arguments: list[str], message: str
) -> None:
    result = produce(*arguments, cwd=project)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(message)


def test_an_aws_out_of_reach_is_said_with_what_was_sent(project: Path) -> None:
    result = produce(
        "--table=web.clicks",
        "--to=kinesis:clicks",
        "--count=5",
        cwd=project,
        AWS_ENDPOINT_URL="http://127.0.0.1:9",
    )
    assert result.returncode == 3
    assert result.stdout.startswith("0 records sent to kinesis:clicks in ")
    assert "Kinesis stream clicks: Could not connect to the endpoint URL" in result.stderr
    assert "Traceback" not in result.stderr


def test_several_environments_want_one_named(project: Path) -> None:
    second = LAKE.replace("us-east-1}}", 'us-east-1}, prod: {account: "2", region: us-east-1}}')
    (project / "lake.yaml").write_text(second.replace('"2"', '"222222222222"'))
    result = produce("--table=web.clicks", "--dry-run", cwd=project)
    assert result.returncode == 2
    assert "name one of them with -e: dev, prod" in result.stderr
    result = produce("--table=web.clicks", "--dry-run", "-e", "prod", cwd=project)
    assert result.returncode == 0


def test_a_reader_that_has_enough_ends_it(project: Path) -> None:
    command = f"{sys.executable} -m lakeform produce --table web.clicks --dry-run --count 100000"
    result = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} | head -n 2"],
        cwd=project,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (len(result.stdout.splitlines()), result.stderr, result.returncode) == (2, "", 141)


def test_control_c_ends_it_with_the_counts(project: Path) -> None:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        url = f"http://{host}:{port}"
        import boto3

        session = boto3.Session("test", "test", region_name="us-east-1")
        client = session.client("kinesis", endpoint_url=url)
        client.create_stream(StreamName="clicks", ShardCount=1)
        running = subprocess.Popen(
            [
                *(sys.executable, "-m", "lakeform", "produce", "--table=web.clicks"),
                *("--to=kinesis:clicks", "--rate=50", "--format=json"),
            ],
            cwd=project,
            env=environment(AWS_ENDPOINT_URL=url),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        [shard] = client.list_shards(StreamName="clicks")["Shards"]
        start = client.get_shard_iterator(
            StreamName="clicks", ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        deadline = time.monotonic() + 60
        while not client.get_records(ShardIterator=start)["Records"]:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        out, said = running.communicate(timeout=60)
        stored = client.get_records(ShardIterator=start)["Records"]
        client.close()
    finally:
        server.stop()
    report = json.loads(out)
    assert running.returncode == 130, said
    assert report["ending"] == "interrupted"
    assert report["sent"] == len(stored) > 0
    assert "the same records again: --seed " in said
    assert said.endswith("interrupted\n")
    assert "Traceback" not in said
