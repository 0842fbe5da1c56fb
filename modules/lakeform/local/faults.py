"""What the embedded AWS answers when moto can't: an error in the service's own wire format.

moto answers a missing call, or a fault of its own, with an HTML page; SDKs then report
``deserialization failed, … invalid character '<'``. Here the same request gets an error that names
the service and the call, with a status (501) that no SDK retries.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from lakeform.local.turns import Answer

_SCOPE = re.compile(r"Credential=[^/]*/\d{8}/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request")

# The S3 and EC2 dialects of XML errors; every other service that sends forms reads QUERY.
_S3 = "<Error><Code>{code}</Code><Message>{message}</Message></Error>"
_EC2 = "<Response><Errors>" + _S3 + "</Errors><RequestID>local</RequestID></Response>"
_QUERY = "<ErrorResponse>" + _S3 + "<RequestId>local</RequestId></ErrorResponse>"


@dataclass(frozen=True)
class FaultResponse(Answer):
    """The answer to a request that failed, and the sentence in it."""

    message: str


def service_of(environ: dict[str, Any]) -> str:
    """The signing name of the service that a request is for; "unknown" for an unsigned one."""
    match = _SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
    return match["service"] if match else "unknown"


def is_unknown_url(status: str, body: list[bytes]) -> bool:
    """Whether an answer is Flask's own page for a URL that no handler of moto matched."""
    return (
        status.startswith("404") and b"".join(body[:1]).lstrip()[:15].lower() == b"<!doctype html>"
    )


def fault_response(environ: dict[str, Any], error: Exception) -> FaultResponse:
    """The answer to a request that moto failed with `error`."""
    service = service_of(environ)
    call = environ.get("HTTP_X_AMZ_TARGET") or (
        f"{environ.get('REQUEST_METHOD', '')} {environ.get('PATH_INFO', '')}"
    )
    if isinstance(error, NotImplementedError):
        status, code = "501 Not Implemented", "NotImplementedException"
        message = f"the embedded AWS does not implement {service} {call} ({error})"
    else:
        status, code = "500 Internal Server Error", "InternalFailure"
        message = f"the embedded AWS failed at {service} {call}: {type(error).__name__}: {error}"
    template = _template(service, environ.get("CONTENT_TYPE", ""))
    if template is None:
        kind = "application/x-amz-json-1.1"
        body = json.dumps({"__type": code, "message": message})
    else:
        kind = "application/xml"
        body = template.format(code=code, message=escape(message))
    encoded = body.encode()
    headers = [
        ("Content-Type", kind),
        ("Content-Length", str(len(encoded))),
        ("x-amzn-ErrorType", code),
    ]
    return FaultResponse(status, headers, encoded, message)


def _template(service: str, content_type: str) -> str | None:
    if service == "s3":
        return _S3
    if service == "ec2":
        return _EC2
    if content_type.startswith("application/x-www-form-urlencoded"):
        return _QUERY
    return None
