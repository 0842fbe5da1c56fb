"""What moto can't answer is answered in the service's own wire format."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest

from lakeform.local.faults import fault_response, is_unknown_url, service_of


def environ(service: str, **more: Any) -> dict[str, Any]:
    scope = f"AWS4-HMAC-SHA256 Credential=KEY/20260101/us-east-1/{service}/aws4_request, S"
    return {"REQUEST_METHOD": "POST", "PATH_INFO": "/", "HTTP_AUTHORIZATION": scope, **more}


def test_the_service_is_the_one_that_the_request_is_signed_for() -> None:
    assert service_of(environ("glue")) == "glue"
    assert service_of({}) == "unknown"


def test_json_services_get_json() -> None:
    request = environ("glue", HTTP_X_AMZ_TARGET="AWSGlue.StartX")
    response = fault_response(request, NotImplementedError("no start_x"))
    assert response.status == "501 Not Implemented"
    assert json.loads(response.body) == {
        "__type": "NotImplementedException",
        "message": "the embedded AWS does not implement glue AWSGlue.StartX (no start_x)",
    }
    assert dict(response.headers)["x-amzn-ErrorType"] == "NotImplementedException"


@pytest.mark.parametrize(
    ("service", "content_type", "path"),
    [
        ("s3", "application/xml", "Code"),
        ("ec2", "application/x-www-form-urlencoded", "Errors/Error/Code"),
        ("iam", "application/x-www-form-urlencoded; charset=utf-8", "Error/Code"),
    ],
)
def test_xml_services_get_their_xml(service: str, content_type: str, path: str) -> None:
    request = environ(service, CONTENT_TYPE=content_type)
    response = fault_response(request, ValueError("a < b"))
    root = ElementTree.fromstring(response.body)
    assert root.findtext(path) == "InternalFailure"
    assert "ValueError: a < b" in str(root.findtext(path.replace("Code", "Message")))
    assert response.status.startswith("500")


def test_only_flasks_own_page_is_an_unknown_url() -> None:
    page = [b"<!doctype html>\n<html lang=en>"]
    assert is_unknown_url("404 NOT FOUND", page)
    assert not is_unknown_url("404 NOT FOUND", [b""])
    assert not is_unknown_url("404 NOT FOUND", [])
    assert not is_unknown_url("404 NOT FOUND", [b"<Error><Code>NoSuchKey</Code></Error>"])
    assert not is_unknown_url("200 OK", page)
