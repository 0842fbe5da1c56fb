"""The embedded AWS from its parent's side: start, find again, use, stop.

Two uses::

    with EmbeddedAws.start(account="111111111111") as aws:      # tests: ends with the block, and
        aws.client("s3").create_bucket(Bucket="raw")            # with this process at the latest

    aws = EmbeddedAws.launch(run_dir, account="111111111111")   # `up --local`: on a leash …
    aws.release()                                               # … until this
    EmbeddedAws.attach(run_dir)                                 # another process, later: or None

A run folder belongs to one embedded AWS. Two of them never meet: each has its folder, its port and
its nonce, without which its process answers nothing and is sent no signal.
"""

from __future__ import annotations

import contextlib
import functools
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lakeform.errors import LocalAwsError
from lakeform.local.server import (
    CONTROL_PREFIX,
    LOG_FILE,
    NONCE_HEADER,
    NONCE_VARIABLE,
    RECORD_FILE,
    ServerRecord,
)

IDLE_SECONDS = 30 * 60.0
LIMIT_SECONDS = 12 * 3600.0
_START_SECONDS = 60.0  # start-up takes about 1.5 s; a loaded machine may need much longer
_STOP_SECONDS = 10.0
_LOG_LINES = 15
_KEY_ID = "LAKEFORMLOCAL0000000"  # moto recognises an access key by its 20 characters
_SECRET = "lakeform-local"
_NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class EmbeddedAws:
    """A running embedded AWS. Made by `start`, `launch` and `attach` only."""

    def __init__(
        self,
        run_dir: Path,
        record: ServerRecord,
        process: subprocess.Popen[bytes] | None,
        leash: int | None,
    ) -> None:
        self.run_dir = run_dir
        self._record = record
        self._process = process
        self._leash = leash
        self._clients: dict[tuple[str, str], Any] = {}

    @classmethod
    @contextlib.contextmanager
    def start(
        cls, *, account: str = "111111111111", region: str = "us-east-1"
    ) -> Iterator[EmbeddedAws]:
        """An embedded AWS for as long as the block runs, in a temporary folder."""
        with tempfile.TemporaryDirectory(prefix="lakeform-aws-") as folder:
            aws = cls.launch(Path(folder), account=account, region=region)
            try:
                yield aws
            finally:
                aws.stop()

    @classmethod
    def launch(
        cls,
        run_dir: Path,
        *,
        account: str,
        region: str,
        idle_seconds: float = IDLE_SECONDS,
        limit_seconds: float = LIMIT_SECONDS,
    ) -> EmbeddedAws:
        """Start one that ends with this process, unless `release` is called before.

        Raises:
            LocalAwsError: it didn't start; the message ends with its log's last lines.
        """
        run_dir = run_dir.resolve()
        run_dir.mkdir(parents=True, exist_ok=True)
        (run_dir / RECORD_FILE).unlink(missing_ok=True)
        nonce = secrets.token_hex(16)
        read_end, leash = os.pipe()
        options = {
            "--run-dir": run_dir,
            "--account": account,
            "--region": region,
            "--idle-seconds": idle_seconds,
            "--limit-seconds": limit_seconds,
            "--leash": read_end,
        }
        arguments = [str(part) for option in options.items() for part in option]
        # -P: a file named boto3.py in the user's folder must not be imported.
        command = [sys.executable, "-P", "-m", "lakeform.local.server", *arguments]
        try:
            with (run_dir / LOG_FILE).open("wb") as log:
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd=run_dir,
                    env={**_server_environment(os.environ), NONCE_VARIABLE: nonce},
                    pass_fds=[read_end],
                    start_new_session=True,  # the terminal's Ctrl-C is the parent's to handle
                )
        except OSError as error:
            os.close(leash)
            raise LocalAwsError(f"the embedded AWS can't be started: {error}") from error
        finally:
            os.close(read_end)
        try:
            record = _wait_for_record(run_dir, nonce, process)
        except BaseException:
            os.close(leash)
            process.kill()
            process.wait()
            raise
        return cls(run_dir, record, process, leash)

    @classmethod
    def attach(cls, run_dir: Path) -> EmbeddedAws | None:
        """The one that runs in this folder; None when none does, whatever the folder says."""
        record = ServerRecord.read(run_dir)
        if record is None or not _answers(record):
            return None
        return cls(run_dir.resolve(), record, None, None)

    @property
    def endpoint_url(self) -> str:
        return self._record.endpoint_url

    @property
    def account(self) -> str:
        return self._record.account

    @property
    def region(self) -> str:
        return self._record.region

    @property
    def pid(self) -> int:
        return self._record.pid

    @property
    def log_file(self) -> Path:
        return self.run_dir / LOG_FILE

    def is_running(self) -> bool:
        """Whether this very process still answers."""
        return _answers(self._record)

    def credentials(self) -> dict[str, str]:
        """The variables that point the AWS CLI and every SDK here; for a user to export."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "AWS_ACCESS_KEY_ID": _KEY_ID,
            "AWS_SECRET_ACCESS_KEY": _SECRET,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
        }

    def env(self) -> dict[str, str | None]:
        """Variables for a child process that must reach nothing but this AWS; None unsets one.

        S3 Control puts the account in front of the host's name, which no address has. Its own host
        name is kept, and this server is the proxy for plain HTTP: requests to it arrive here.
        """
        cleared = dict.fromkeys(name for name in os.environ if name.startswith("AWS_"))
        control = f"http://s3-control.{self.region}.amazonaws.com"
        return {
            **cleared,
            **self.credentials(),
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL_S3_CONTROL": control,
            **dict.fromkeys(("HTTP_PROXY", "http_proxy"), self.endpoint_url),
            **{name: _without_aws(os.environ.get(name)) for name in ("NO_PROXY", "no_proxy")},
        }

    def client(self, service: str, region: str | None = None) -> Any:
        """A boto3 client that speaks to this AWS, whatever the user's own AWS settings are."""
        from botocore.config import Config

        place = region or self.region
        if (service, place) not in self._clients:
            self._clients[service, place] = self._session.client(
                service,
                region_name=place,
                endpoint_url=self.endpoint_url,
                aws_access_key_id=_KEY_ID,
                aws_secret_access_key=_SECRET,
                config=Config(
                    proxies={},
                    retries={"total_max_attempts": 1},
                    s3={"addressing_style": "path"},
                    inject_host_prefix=False,
                ),
            )
        return self._clients[service, place]

    @functools.cached_property
    def _session(self) -> Any:
        """A session without the user's profile and configuration files."""
        import boto3
        import botocore.session

        unset = (None, None, None, None)
        files = (None, None, os.devnull, None)
        own = botocore.session.Session(
            session_vars={"profile": unset, "config_file": files, "credentials_file": files}
        )
        return boto3.Session(botocore_session=own)

    def reset(self) -> None:
        """Forget everything that was made in this AWS."""
        request = urllib.request.Request(f"{self.endpoint_url}/moto-api/reset", method="POST")
        try:
            with _NO_PROXY.open(request, timeout=_STOP_SECONDS):
                pass
        except OSError as error:
            raise LocalAwsError(f"the embedded AWS doesn't answer: {error}") from error

    def release(self) -> None:
        """Let it live on when this process ends."""
        if self._leash is not None:
            os.write(self._leash, b"r")
            os.close(self._leash)
            self._leash = None
        if self._process is not None:
            self._process.returncode = 0  # Popen warns of a child that runs when it is forgotten
            self._process = None

    def stop(self) -> None:
        """End it; no harm if it has ended already. Its record goes, its log stays."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()
        if self.is_running():  # a process that doesn't know the nonce is none of ours
            with contextlib.suppress(OSError):
                _control(self._record, "POST", "stop")
            self._wait_for_end()
        if self._process is not None:
            self._process.wait()
        if self._leash is not None:
            os.close(self._leash)
            self._leash = None
        (self.run_dir / RECORD_FILE).unlink(missing_ok=True)

    def _wait_for_end(self) -> None:
        """Wait for the process that was just told to stop; kill it when it doesn't."""
        deadline = time.monotonic() + _STOP_SECONDS
        while time.monotonic() < deadline:
            if _has_ended(self._process, self.pid):
                return
            time.sleep(0.02)
        if _answers(self._record):  # so the pid is still its own
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


def _server_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """What the server inherits: none of the user's AWS or moto settings, and this package."""
    settings = ("AWS_", "MOTO_", "TEST_SERVER_", "S3_")  # moto reads variables of all of these
    kept = {name: value for name, value in environment.items() if not name.startswith(settings)}
    sources = str(Path(__file__).resolve().parents[2])
    inherited = kept.get("PYTHONPATH")
    kept["PYTHONPATH"] = f"{sources}{os.pathsep}{inherited}" if inherited else sources
    return kept


def _without_aws(hosts: str | None) -> str | None:
    """The hosts to reach without a proxy, but for AWS's: those shall be reached through ours."""
    if hosts is None:
        return None
    return ",".join(host for host in hosts.split(",") if "amazonaws.com" not in host)


def _wait_for_record(run_dir: Path, nonce: str, process: subprocess.Popen[bytes]) -> ServerRecord:
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None:
        record = ServerRecord.read(run_dir)
        if record is not None and record.nonce == nonce:
            return record
        if time.monotonic() > deadline:
            raise LocalAwsError(
                f"the embedded AWS didn't start within {_START_SECONDS:.0f} s{_log_tail(run_dir)}"
            )
        time.sleep(0.02)
    raise LocalAwsError(
        f"the embedded AWS ended while it started (exit code {process.returncode})"
        f"{_log_tail(run_dir)}"
    )


def _log_tail(run_dir: Path) -> str:
    try:
        text = (run_dir / LOG_FILE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    lines = text.splitlines()[-_LOG_LINES:]
    return "".join(f"\n  {line}" for line in lines)


def _answers(record: ServerRecord) -> bool:
    try:
        _control(record, "GET", "status")
    except OSError:  # refused, timed out, or another program's answer (HTTPError is one)
        return False
    return True


def _control(record: ServerRecord, method: str, verb: str) -> None:
    request = urllib.request.Request(
        f"{record.endpoint_url}{CONTROL_PREFIX}{verb}",
        method=method,
        headers={NONCE_HEADER: record.nonce},
    )
    with _NO_PROXY.open(request, timeout=2.0) as answer:
        if answer.headers.get(NONCE_HEADER) != "ok":
            raise urllib.error.URLError("another program answers on this port")


def _has_ended(process: subprocess.Popen[bytes] | None, pid: int) -> bool:
    if process is not None:
        return process.poll() is not None
    with contextlib.suppress(ChildProcessError):  # a child of this process, if it was released here
        return os.waitpid(pid, os.WNOHANG) != (0, 0)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
