"""An embedded S3 for the benchmark, and the folder that it writes to."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.request import Request, urlopen

import boto3
import pytest
from moto.server import ThreadedMotoServer


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Name of an empty bucket; the variables that lead there are set for worker processes too."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("lakeform.loadbench.targets._clients", {})
    boto3.client("s3").create_bucket(Bucket="images")
    yield "images"
    with urlopen(Request(f"http://{host}:{port}/moto-api/reset", method="POST")) as answer:
        assert answer.status == 200
    server.stop()
