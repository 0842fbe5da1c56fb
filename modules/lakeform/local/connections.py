"""How answers are written to a connection: head and body at once.

werkzeug writes them one after the other. On a busy machine the body may come milliseconds later,
and Terraform's provider has closed the connection by then: Go's HTTP client may have the head of an
answer before its own writing has come to an end, the SDK ends the request's body at that moment,
and the writer takes this for a failure. It reports `use of closed network connection` and makes the
request again. What has arrived together with the head is read nevertheless.
"""

from __future__ import annotations

from moto.moto_server.werkzeug_app import MotoRequestHandler

_BUFFER_BYTES = 64 * 1024  # what the loopback interface carries in one piece


class RequestHandler(MotoRequestHandler):
    """moto's handler, with a buffer in front of the connection. werkzeug flushes it."""

    wbufsize = _BUFFER_BYTES

    def handle_expect_100(self) -> bool:
        """Tell a client that waits with its body to go on."""
        goes_on = super().handle_expect_100()
        self.wfile.flush()
        return goes_on
