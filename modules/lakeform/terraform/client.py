"""One folder's Terraform commands."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lakeform.errors import ToolError, unwritable
from lakeform.terraform import process
from lakeform.terraform.events import Counts, Diagnostic, Event, parse_diagnostic, parse_line, plain
from lakeform.terraform.failure import failure
from lakeform.terraform.mirror import CliConfig, cli_config
from lakeform.terraform.stack_files import (
    IN_ITS_WAY,
    OVERRIDE_FILE,
    construct_paths,
    read_stack,
    required_providers,
    write_file,
)
from lakeform.tools import Tool, locate_terraform, without_arguments

_STAMP = "lakeform-init"
_CLI_CONFIG = "lakeform.tfrc"
_CHANGES = 2
"""`plan -detailed-exitcode`: the plan succeeded and isn't empty."""


@dataclass(frozen=True)
class Planned:
    """What `plan` found.

    Attributes:
        file: the plan, as `show` and `apply` take it.
        changes: whether applying would do anything, outputs included.
    """

    file: Path
    changes: bool
    counts: Counts
    warnings: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Output:
    """One output of the state. A sensitive one doesn't show its value in its representation."""

    value: Any = field(repr=False)
    sensitive: bool


class Terraform:
    """Terraform in one folder.

    Args:
        directory: holds `cdk.tf.json`.
        env: variables on top of this process's; None unsets one.
        on_event: called with each step of a running command.
        cache: where downloaded providers are kept for other folders, unless the user has set a
            cache of their own; None keeps none.
        lock_timeout: seconds to wait for the lock on the state.
        parallelism: how many resources Terraform handles at once.

    Raises:
        InputError: the folder has no readable `cdk.tf.json`, or it, or `cache`, can't be written.
        ToolMissing: there is no Terraform.

    Every method raises `ToolError` with Terraform's own words when the command fails, and
    `KeyboardInterrupt` after Terraform has ended in order when the user interrupts.
    """

    def __init__(
        self,
        directory: Path,
        *,
        env: Mapping[str, str | None] | None = None,
        on_event: Callable[[Event], None] | None = None,
        cache: Path | None = None,
        lock_timeout: int = 60,
        parallelism: int = 10,
    ) -> None:
        self.directory = directory.resolve()
        self._tool = locate_terraform()
        self._on_event = on_event
        self._common = (f"-lock-timeout={lock_timeout}s", f"-parallelism={parallelism}")
        self._stack = read_stack(self.directory)
        self._base = _merged(os.environ, env or {})
        self._config = cli_config(
            required_providers(self._stack), self._tool.platform, self._base, self.directory
        )
        try:
            self._environment = self._prepare(self._config, cache)
        except OSError as error:
            raise unwritable(error.filename or directory, error, IN_ITS_WAY) from error

    @property
    def tool(self) -> Tool:
        """The Terraform in use, with its version."""
        return self._tool

    @property
    def mirrored(self) -> Mapping[str, Path]:
        """Provider address → the folder on disk that it comes from; others: the network."""
        return self._config.mirrored

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables that Terraform is run with; the CDKTF CLI needs the same ones."""
        return self._environment

    def init(self, *, upgrade: bool = False) -> bool:
        """Install the providers and set the backend up; False when that was done already."""
        stamp = self.directory / ".terraform" / _STAMP
        if not upgrade and self._is_initialised(stamp):
            return False
        if self._config.ignored is not None:
            self._note(
                f"TF_CLI_CONFIG_FILE names {self._config.ignored}, which isn't there: ignored"
            )
        for address, folder in self._config.mirrored.items():
            self._note(f"provider {address.partition('/')[2]} from {folder}")
        stamp.unlink(missing_ok=True)
        flags = ["-reconfigure"] if (self.directory / OVERRIDE_FILE).exists() else []
        if upgrade:
            flags.append("-upgrade")
        self._stream("init", *flags)
        stamp.parent.mkdir(exist_ok=True)
        write_file(stamp, self._fingerprint().encode())
        return True

    def validate(self) -> tuple[Diagnostic, ...]:
        """Check the configuration, and return the warnings. `plan` makes the same checks."""
        completed = self._run(["validate", "-json"])
        try:
            found = [parse_diagnostic(d) for d in json.loads(completed.output)["diagnostics"]]
        except (ValueError, KeyError, TypeError):
            raise self._failure("validate", (), plain(completed.errors)) from None
        if completed.status != 0:
            raise self._failure("validate", found, plain(completed.errors))
        return tuple(found)

    def plan(
        self,
        out: Path,
        *,
        destroy: bool = False,
        refresh: bool = True,
        refresh_only: bool = False,
    ) -> Planned:
        """Compute what would change and keep it in `out`, which its owner alone may read.

        A plan has sensitive values in the clear.
        """
        out.touch(mode=0o600)
        out.chmod(0o600)  # Terraform writes into a file that is there, and leaves its mode
        flags = [f"-out={out.resolve()}", "-detailed-exitcode", *self._common]
        if destroy:
            flags.append("-destroy")
        if refresh_only:
            flags.append("-refresh-only")
        if not refresh:
            flags.append("-refresh=false")
        heard = self._stream("plan", *flags, fine=(0, _CHANGES))
        return Planned(out, heard.status == _CHANGES, heard.counts, heard.warnings)

    def apply(self, plan: Path) -> Counts:
        """Do what a plan says."""
        return self._stream("apply", *self._common, str(plan.resolve())).counts

    def destroy(self) -> Counts:
        """Delete everything that the state holds, asking nobody."""
        return self._stream("destroy", "-auto-approve", *self._common).counts

    def show(self, plan: Path | None = None) -> dict[str, Any]:
        """A plan, or the state, as Terraform's JSON: sensitive values are in the clear."""
        arguments = [] if plan is None else [str(plan.resolve())]
        return self._json("show", "-json", *arguments)

    def output(self) -> dict[str, Output]:
        """The state's outputs by name."""
        return {
            name: Output(entry["value"], bool(entry["sensitive"]))
            for name, entry in self._json("output", "-json").items()
        }

    def providers_schema(self) -> dict[str, Any]:
        """The schemas of the providers that this folder uses, as Terraform's JSON."""
        return self._json("providers", "schema", "-json")

    def state_list(self) -> list[str]:
        """The addresses in the state; none when there is no state yet."""
        completed = self._run(["state", "list"])
        if completed.status != 0:
            if "No state file was found" in completed.errors:
                return []
            raise self._failure("state list", (), plain(completed.errors))
        return completed.output.split()

    def _prepare(self, config: CliConfig, cache: Path | None) -> dict[str, str]:
        environment = without_arguments(self._base)
        if config.ignored is not None:
            environment.pop("TF_CLI_CONFIG_FILE", None)
            environment.pop("TERRAFORM_CONFIG", None)
        if config.text is not None:
            data = self.directory / ".terraform"
            data.mkdir(exist_ok=True)
            write_file(data / _CLI_CONFIG, config.text.encode())
            environment["TF_CLI_CONFIG_FILE"] = str(data / _CLI_CONFIG)
        required = required_providers(self._stack)
        if cache is not None and not config.has_cache and not set(required) <= set(config.mirrored):
            cache.mkdir(parents=True, exist_ok=True)
            environment["TF_PLUGIN_CACHE_DIR"] = str(cache.resolve())
        environment["TF_IN_AUTOMATION"] = "1"
        environment["CHECKPOINT_DISABLE"] = "1"
        # One data folder for all would mix up the folders' providers and backends.
        environment.pop("TF_DATA_DIR", None)
        return environment

    def _is_initialised(self, stamp: Path) -> bool:
        try:
            if stamp.read_text(encoding="utf-8") != self._fingerprint():
                return False
        except OSError:
            return False
        providers = self.directory / ".terraform" / "providers"
        return all(
            any((providers / address).glob(f"*/{self._tool.platform}/terraform-provider-*"))
            for address in required_providers(self._stack)
        )

    def _fingerprint(self) -> str:
        """Changes when `init` has to run again."""
        parts: list[object] = [
            str(self._tool.path),
            self._tool.version,
            self._config.text,
            {key: self._stack.get(key) for key in ("terraform", "module")},
        ]
        for name in (OVERRIDE_FILE, ".terraform.lock.hcl"):
            with contextlib.suppress(OSError):
                parts.append((self.directory / name).read_text(encoding="utf-8"))
        text = json.dumps(parts, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    def _stream(self, command: str, *arguments: str, fine: tuple[int, ...] = (0,)) -> _Heard:
        """Run a command with machine-readable output and gather what it says.

        Args:
            fine: the exit statuses of success.
        """
        heard = _Heard(self._on_event)
        completed = self._run([command, "-json", "-input=false", *arguments], heard.take_line)
        if completed.status not in fine:
            words = "\n".join([*heard.text, plain(completed.errors)])
            raise self._failure(command, heard.diagnostics, words)
        heard.status = completed.status
        return heard

    def _json(self, *arguments: str) -> dict[str, Any]:
        completed = self._run(arguments)
        command = " ".join(a for a in arguments if not a.startswith(("-", "/")))
        if completed.status != 0:
            raise self._failure(command, (), plain(completed.errors))
        try:
            answer = json.loads(completed.output)
        except ValueError as error:
            raise self._failure(command, (), f"its answer isn't JSON: {error}") from error
        if not isinstance(answer, dict):
            raise self._failure(command, (), "its answer isn't a JSON object")
        return answer

    def _run(
        self, arguments: Sequence[str], on_line: Callable[[str], None] | None = None
    ) -> process.Completed:
        return process.run(
            [str(self._tool.path), *arguments],
            directory=self.directory,
            environment=self._environment,
            on_line=on_line,
        )

    def _failure(self, command: str, diagnostics: Sequence[Diagnostic], words: str) -> ToolError:
        return failure(f"terraform {command}", diagnostics, words, construct_paths(self._stack))

    def _note(self, sentence: str) -> None:
        if self._on_event is not None:
            self._on_event(Event("note", sentence))


class _Heard:
    """What a command has said so far."""

    def __init__(self, on_event: Callable[[Event], None] | None) -> None:
        self._on_event = on_event
        self.status = 0
        self.counts = Counts()
        self.diagnostics: list[Diagnostic] = []
        self.text: list[str] = []

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        return tuple(d for d in self.diagnostics if d.severity == "warning")

    def take_line(self, line: str) -> None:
        event = parse_line(line)
        if event is None:
            return
        if event.diagnostic is not None:
            self.diagnostics.append(event.diagnostic)
        if event.counts is not None:
            self.counts = event.counts
        if event.kind == "text":
            self.text.append(event.message)
        if self._on_event is not None:
            self._on_event(event)


def _merged(base: Mapping[str, str], changes: Mapping[str, str | None]) -> dict[str, str]:
    together: dict[str, str | None] = {**base, **changes}
    return {name: value for name, value in together.items() if value is not None}
