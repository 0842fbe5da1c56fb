"""`up --local` and `down --local`: apply a stack to an embedded AWS, verify it, destroy it.

::

    stack folder ─copy, cut→ run folder ─apply→ state ─plan again→ no change ─verify→ UpReport
    run folder ─destroy→ nothing left in the embedded AWS ─stop→ run folder removed → DownReport

The run folder holds everything: the server's record and log, the copy of the stack, its state. A
state is worth nothing without the process that it describes; when that has ended, `up` starts anew.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import json
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lakeform.errors import LocalAwsError
from lakeform.local.coverage import PlannedOnly, cut
from lakeform.local.embedded import EmbeddedAws
from lakeform.local.leftovers import empty_buckets, find_leftovers
from lakeform.local.verify import Check, verify
from lakeform.terraform import (
    STACK_FILE,
    Counts,
    Event,
    Terraform,
    copy_stack,
    write_offline_override,
)

Watch = Callable[[Event], None]

_STACK = "stack"
_LOCK = "lock"
_PARALLELISM = 32  # most of the time of an apply is the provider's own fixed waits, side by side
_DESTROY_OVERRIDE = "destroy_override.tf.json"


@dataclass(frozen=True)
class UpReport:
    """What `up` did and found."""

    endpoint_url: str
    account: str
    region: str
    resources: int
    """Resources in the state."""
    applied: Counts
    left_out: tuple[PlannedOnly, ...]
    replanned: tuple[str, ...]
    """What a second plan would change; empty unless something is wrong."""
    checks: tuple[Check, ...]
    seconds: Mapping[str, float]
    """Stage → seconds: start, apply, replan, verify."""
    variables: Mapping[str, str]
    """What a user exports to point boto3 or the AWS CLI at the embedded AWS."""

    @property
    def ok(self) -> bool:
        return not self.replanned and all(check.ok for check in self.checks)


@dataclass(frozen=True)
class DownReport:
    """What `down` did and found."""

    was_running: bool
    destroyed: int = 0
    leftovers: tuple[str, ...] = field(default=())
    """What was still there after Terraform had destroyed all that it knew."""
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        return not self.leftovers


def up(
    synth_dir: Path,
    run_dir: Path,
    *,
    account: str,
    region: str,
    watch: Watch | None = None,
    cache: Path | None = None,
) -> UpReport:
    """Apply the stack in `synth_dir` to the embedded AWS of `run_dir`, started when there is none.

    Args:
        run_dir: private to this project and environment.
        watch: called with each step of Terraform's; an event of the kind `stage` begins each
            stage, its message is the stage's name in `UpReport.seconds`.
        cache: where downloaded providers are kept.

    Raises:
        LocalAwsError: it didn't start, died, or another `up` or `down` works in `run_dir`.
        ToolError: Terraform failed. What was started by this call is stopped then, as it is on an
            interrupt.
    """
    run_dir.mkdir(parents=True, exist_ok=True)
    tell = watch or _ignore
    seconds: dict[str, float] = {}
    stage = functools.partial(_stage, tell, seconds)
    with _locked(run_dir), _stopped_on_failure(run_dir) as guard:
        with stage("start"):
            aws = _running(run_dir, account, region, tell)
            guard.started = aws
        terraform, left_out = _prepare(synth_dir, run_dir, aws, tell, cache)
        with stage("apply"):
            terraform.init()
            plan = terraform.plan(terraform.directory / "tfplan")
            counts = terraform.apply(plan.file) if plan.changes else Counts()
        with stage("replan"):
            again = terraform.plan(terraform.directory / "tfplan")
            replanned = _changing(terraform.show(again.file)) if again.changes else ()
        with stage("verify"):
            state = terraform.show()
            checks = verify(state, aws)
        aws.release()
        guard.started = None
    return UpReport(
        endpoint_url=aws.endpoint_url,
        account=account,
        region=region,
        resources=len(_resources(state)),
        applied=counts,
        left_out=left_out,
        replanned=replanned,
        checks=checks,
        seconds=seconds,
        variables=aws.credentials(),
    )


def down(run_dir: Path, *, watch: Watch | None = None, cache: Path | None = None) -> DownReport:
    """Destroy what `up` made, look for leftovers, stop the embedded AWS and remove `run_dir`.

    With nothing running there is nothing to destroy; a folder that is left is removed.

    Raises:
        ToolError: Terraform couldn't destroy it. The embedded AWS is stopped all the same, and the
            run folder stays for its log.
    """
    start = time.monotonic()
    if not run_dir.is_dir():
        return DownReport(was_running=False)
    with _locked(run_dir):
        aws = EmbeddedAws.attach(run_dir)
        if aws is None:
            shutil.rmtree(run_dir)
            return DownReport(was_running=False)
        try:
            destroyed, leftovers = _destroy(run_dir, aws, watch or _ignore, cache)
        finally:
            aws.stop()
        shutil.rmtree(run_dir)
    return DownReport(True, destroyed, leftovers, time.monotonic() - start)


def _destroy(
    run_dir: Path, aws: EmbeddedAws, tell: Watch, cache: Path | None
) -> tuple[int, tuple[str, ...]]:
    stack = run_dir / _STACK
    if not (stack / STACK_FILE).is_file():
        return 0, find_leftovers(aws, (aws.region,))
    terraform = _terraform(stack, aws, tell, cache)
    state = terraform.show()
    empty_buckets(state, aws)
    _unprotect(stack)
    tell(Event("stage", "destroy"))
    counts = terraform.destroy() if _resources(state) else Counts()
    regions = _regions(json.loads((stack / STACK_FILE).read_text(encoding="utf-8")), aws.region)
    return counts.destroy, find_leftovers(aws, regions)


def _running(run_dir: Path, account: str, region: str, tell: Watch) -> EmbeddedAws:
    """The folder's embedded AWS, or a new one with no state from an earlier one."""
    aws = EmbeddedAws.attach(run_dir)
    if aws is not None and (aws.account, aws.region) != (account, region):
        tell(Event("note", f"what was applied to account {aws.account}, {aws.region} is dropped"))
        aws.stop()
        aws = None
    if aws is None:
        for state in (run_dir / _STACK).glob("*.tfstate*"):
            tell(Event("note", f"the embedded AWS of {state.name} has ended: starting anew"))
            state.unlink()
        aws = EmbeddedAws.launch(run_dir, account=account, region=region)
    return aws


def _prepare(
    synth_dir: Path, run_dir: Path, aws: EmbeddedAws, tell: Watch, cache: Path | None
) -> tuple[Terraform, tuple[PlannedOnly, ...]]:
    stack = copy_stack(synth_dir, run_dir / _STACK)
    file = stack / STACK_FILE
    parts = cut(json.loads(file.read_text(encoding="utf-8")))
    if parts.left_out:
        file.write_text(json.dumps(parts.stack, indent=2) + "\n", encoding="utf-8")
    write_offline_override(stack, ask_account=True)
    return _terraform(stack, aws, tell, cache), parts.left_out


def _terraform(stack: Path, aws: EmbeddedAws, tell: Watch, cache: Path | None) -> Terraform:
    return Terraform(stack, env=aws.env(), on_event=tell, cache=cache, parallelism=_PARALLELISM)


def _unprotect(stack: Path) -> None:
    """Let Terraform destroy what a protected environment keeps: here it is only a rehearsal."""
    blocks = json.loads((stack / STACK_FILE).read_text(encoding="utf-8")).get("resource", {})
    free = {
        kind: {
            name: {"lifecycle": {"prevent_destroy": False}}
            for name, block in instances.items()
            if isinstance(block, dict) and block.get("lifecycle", {}).get("prevent_destroy")
        }
        for kind, instances in blocks.items()
    }
    resources = {kind: names for kind, names in free.items() if names}
    if resources:
        text = json.dumps({"resource": resources}, indent=2) + "\n"
        (stack / _DESTROY_OVERRIDE).write_text(text, encoding="utf-8")


def _changing(plan: Mapping[str, Any]) -> tuple[str, ...]:
    """`address: action` for all that a plan would do; outputs too."""
    changes = [
        f"{each['address']}: {'/'.join(each['change']['actions'])}"
        for each in plan.get("resource_changes", ())
        if each["change"]["actions"] not in (["no-op"], ["read"])
    ]
    outputs = [
        f"output.{name}: {'/'.join(change['actions'])}"
        for name, change in plan.get("output_changes", {}).items()
        if change["actions"] != ["no-op"]
    ]
    return tuple(changes + outputs)


def _resources(state: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = state.get("values", {}).get("root_module", {}).get("resources", [])
    return [each for each in found if each["mode"] == "managed"]


def _regions(stack: Mapping[str, Any], default: str) -> tuple[str, ...]:
    providers = stack.get("provider", {}).get("aws", [])
    blocks = providers if isinstance(providers, list) else [providers]
    return tuple(sorted({default} | {block.get("region", default) for block in blocks}))


@dataclass
class _Guard:
    started: EmbeddedAws | None = None


@contextlib.contextmanager
def _stopped_on_failure(run_dir: Path) -> Iterator[_Guard]:
    """Stop an embedded AWS that was started inside when anything, an interrupt too, goes wrong."""
    was_running = EmbeddedAws.attach(run_dir) is not None
    guard = _Guard()
    try:
        yield guard
    except BaseException:
        if guard.started is not None and not was_running:
            guard.started.stop()
        raise


@contextlib.contextmanager
def _locked(run_dir: Path) -> Iterator[None]:
    """One `up` or `down` at a time in a run folder; the lock ends with the process."""
    with (run_dir / _LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise LocalAwsError(
                f"another `up` or `down` is working in {run_dir}", hint="wait for it to end"
            ) from None
        yield


@contextlib.contextmanager
def _stage(tell: Watch, seconds: dict[str, float], name: str) -> Iterator[None]:
    tell(Event("stage", name))
    start = time.monotonic()
    yield
    seconds[name] = time.monotonic() - start


def _ignore(event: Event) -> None:
    pass
