"""The embedded AWS as a process of its own: moto, our gaps closed, on 127.0.0.1 and a free port.

Run as ``python -m lakeform.local.server --run-dir DIR …`` by :mod:`lakeform.local.embedded`, never
by a user. Once it listens, it writes ``DIR/server.json``. It ends

- when a request with its nonce asks for it (``POST /_lakeform/stop``),
- after `--idle-seconds` without a request, and after `--limit-seconds` whatever happens,
- at once when its leash (the read end of a pipe, `--leash`) reports that the parent is gone. The
  parent lets it off the leash by writing one byte.

Nothing that it holds reaches the disk: the state of the embedded AWS lives as long as the process.
"""

from __future__ import annotations

import argparse
import hmac
import json
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lakeform.local.turns import Answer

StartResponse = Callable[..., Any]

HOST = "127.0.0.1"
CONTROL_PREFIX = "/_lakeform/"  # no bucket's name can start with an underscore
NONCE_HEADER = "X-Lakeform-Nonce"
RECORD_FILE = "server.json"
LOG_FILE = "server.log"
NONCE_VARIABLE = "LAKEFORM_LOCAL_NONCE"  # not an argument: those are every user's to read
_POLL_SECONDS = 0.05  # how soon the listener notices that it shall end

log = logging.getLogger("lakeform.local")


@dataclass(frozen=True)
class ServerRecord:
    """What `server.json` says. `nonce` proves that a port still belongs to this very process."""

    pid: int
    port: int
    nonce: str
    account: str
    region: str

    @property
    def endpoint_url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def write(self, run_dir: Path) -> None:
        """Write the record so that a reader sees all of it or nothing; only its owner may read."""
        target = run_dir / RECORD_FILE
        partial = target.with_suffix(".partial")
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(self), file)
        partial.replace(target)

    @classmethod
    def read(cls, run_dir: Path) -> ServerRecord | None:
        """The record of a run folder; None when there is none, or none that can be understood."""
        try:
            return cls(**json.loads((run_dir / RECORD_FILE).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None


class Activity:
    """When the last request came, and how many are being answered. Safe to use from threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running = 0
        self._last = time.monotonic()

    def __enter__(self) -> None:
        with self._lock:
            self._running += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._running -= 1
            self._last = time.monotonic()

    def idle_seconds(self) -> float:
        with self._lock:
            return 0.0 if self._running else time.monotonic() - self._last


class Frontend:
    """The WSGI application in front of moto: control requests, activity, readable failures."""

    def __init__(self, app: Any, nonce: str, activity: Activity, stop: threading.Event) -> None:
        from lakeform.local.turns import Turns

        self._app = app
        self._turns = Turns(self._ask)
        self._nonce = nonce
        self._activity = activity
        self._stop = stop

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith(CONTROL_PREFIX):
            return self._control(environ, start_response)
        with self._activity:
            answer = self._turns.answer(environ)
        start_response(answer.status, answer.headers)
        return [answer.body]

    def _control(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        offered = environ.get("HTTP_" + NONCE_HEADER.upper().replace("-", "_"), "")
        if not hmac.compare_digest(offered.encode(), self._nonce.encode()):
            return _answer(start_response, "403 Forbidden", {"error": "wrong nonce"})
        verb = (environ["REQUEST_METHOD"], environ["PATH_INFO"].removeprefix(CONTROL_PREFIX))
        if verb == ("GET", "status"):
            return _answer(start_response, "200 OK", {"pid": os.getpid()})
        if verb == ("POST", "stop"):
            self._stop.set()
            return _answer(start_response, "200 OK", {"pid": os.getpid()})
        return _answer(start_response, "404 Not Found", {"error": "unknown control request"})

    def _ask(self, environ: dict[str, Any]) -> Answer:
        from werkzeug.test import run_wsgi_app

        from lakeform.local.faults import fault_response, is_unknown_url
        from lakeform.local.turns import Answer

        try:
            body, status, headers = run_wsgi_app(self._app, environ, buffered=True)
        except Exception as error:  # moto's own faults and missing calls: answered, and logged
            expected = isinstance(error, NotImplementedError)
            log.error("%s", _request_line(environ), exc_info=None if expected else error)
            response = fault_response(environ, error)
            log.error("  → %s", response.message)
            return response
        content = list(body)
        if is_unknown_url(status, content):
            response = fault_response(environ, NotImplementedError("this URL is unknown to moto"))
            log.error("%s\n  → %s", _request_line(environ), response.message)
            return response
        return Answer(status, list(headers), b"".join(content))


def _request_line(environ: dict[str, Any]) -> str:
    target = environ.get("HTTP_X_AMZ_TARGET", "")
    query = environ.get("QUERY_STRING", "")
    path = environ.get("PATH_INFO", "") + (f"?{query}" if query else "")
    return f"{environ['REQUEST_METHOD']} {path} {target}".rstrip()


def _answer(start_response: StartResponse, status: str, payload: object) -> Iterable[bytes]:
    body = json.dumps(payload).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    if status.startswith("200"):
        headers.append((NONCE_HEADER, "ok"))  # no other program's answer looks like this
    start_response(status, headers)
    return [body]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="lakeform.local.server", description=__doc__)
    parser.add_argument("--run-dir", type=Path, required=True)
    parser.add_argument("--account", required=True)
    parser.add_argument("--region", required=True)
    parser.add_argument("--idle-seconds", type=float, required=True)
    parser.add_argument("--limit-seconds", type=float, required=True)
    parser.add_argument("--leash", type=int, default=None, help="descriptor of a pipe's read end")
    return parser.parse_args()


def _watch_leash(descriptor: int, stop: threading.Event) -> None:
    """End with the parent: the pipe's end of file says that it is gone, a byte that we are free."""
    released = os.read(descriptor, 1)
    os.close(descriptor)
    if not released:
        log.error("stopping: the parent process is gone")
        stop.set()


def _wait(stop: threading.Event, activity: Activity, limits: argparse.Namespace) -> None:
    """Return when asked to stop, when idle for too long, or when too old."""
    deadline = time.monotonic() + limits.limit_seconds
    while not stop.wait(min(1.0, limits.idle_seconds / 4)):
        if activity.idle_seconds() >= limits.idle_seconds:
            log.error("stopping: no request for %g s", limits.idle_seconds)
            return
        if time.monotonic() >= deadline:
            log.error("stopping: %g s old", limits.limit_seconds)
            return


def main() -> int:
    """Serve until told to stop; the exit code is 0 whatever the reason for the end."""
    arguments = _arguments()
    nonce = os.environ.pop(NONCE_VARIABLE)
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR, format="%(asctime)s %(message)s")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line for every request otherwise
    os.environ["MOTO_ACCOUNT_ID"] = arguments.account
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"

    from moto.moto_server.werkzeug_app import create_backend_app
    from werkzeug.serving import make_server

    from lakeform.local.connections import RequestHandler
    from lakeform.local.dispatch import Dispatcher
    from lakeform.local.gaps import apply_all

    apply_all()
    stop = threading.Event()
    activity = Activity()
    moto_app = Dispatcher(create_backend_app)
    frontend = Frontend(moto_app, nonce, activity, stop)
    server = make_server(HOST, 0, frontend, threaded=True, request_handler=RequestHandler)
    serving = threading.Thread(target=server.serve_forever, args=(_POLL_SECONDS,), daemon=True)
    serving.start()
    if arguments.leash is not None:
        leash = (arguments.leash, stop)
        threading.Thread(target=_watch_leash, args=leash, daemon=True).start()
    record = ServerRecord(
        os.getpid(), server.server_port, nonce, arguments.account, arguments.region
    )
    record.write(arguments.run_dir)
    _wait(stop, activity, arguments)
    server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
