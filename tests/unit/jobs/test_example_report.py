"""The script of one's own in examples/jobs, against the APIs' own models."""

from __future__ import annotations

import io
import json
import runpy
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.response import StreamingBody
from botocore.stub import Stubber

from lakeform.config import load
from lakeform.jobs import script
from support import ROOT

KEYS = {
    "region_name": "us-east-1",
    "aws_access_key_id": "testing",
    "aws_secret_access_key": "testing",
}
SUMMARY = {"total-records": "42", "total-data-files": "3", "total-files-size": "1024"}
GROWN = {
    "current-snapshot-id": 2,
    "snapshots": [{"snapshot-id": 1, "summary": {}}, {"snapshot-id": 2, "summary": SUMMARY}],
}


@pytest.mark.parametrize(
    ("metadata", "counts"),
    [
        (GROWN, {"rows": 42, "files": 3, "bytes": 1024}),
        ({"current-snapshot-id": None}, {"rows": 0, "files": 0, "bytes": 0}),
    ],
)
def test_it_prints_what_the_table_holds(
    metadata: dict[str, Any],
    counts: dict[str, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lake = load(ROOT / "examples" / "full.yaml", "dev")["dev"]
    file = tmp_path / "report.py"
    file.write_text(script(lake, "report").text, encoding="utf-8")
    clients = {name: boto3.client(name, **KEYS) for name in ("glue", "s3")}
    body = json.dumps(metadata).encode()
    with Stubber(clients["glue"]) as glue, Stubber(clients["s3"]) as s3:
        place = {"metadata_location": "s3://bucket/sales/orders/metadata/1.json"}
        glue.add_response(
            "get_table",
            {"Table": {"Name": "orders", "Parameters": place}},
            {"DatabaseName": "sales", "Name": "orders"},
        )
        s3.add_response(
            "get_object",
            {"Body": StreamingBody(io.BytesIO(body), len(body))},
            {"Bucket": "bucket", "Key": "sales/orders/metadata/1.json"},
        )
        monkeypatch.setattr(boto3, "client", lambda name: clients[name])
        runpy.run_path(str(file), run_name="__main__")
    assert json.loads(capsys.readouterr().out) == {
        "title": "What the orders have grown to",
        "table": "sales.orders",
        **counts,
    }
