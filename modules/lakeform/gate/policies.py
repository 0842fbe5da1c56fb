"""Find the policies: every Python file below `policies/` is one."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path

from lakeform.errors import InputError
from lakeform.gate.controls import FRAMEWORKS
from lakeform.gate.policy import Policy
from lakeform.gate.severity import Severity
from lakeform.render import resource_folder

_ID = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_[0-9]+")

_TAKEN = ("LAKE_", "GUARD_", "CKV_", "CKV2_")
"""What ids of lakeform's policies, its guards and checkov's checks begin with."""

_NOT_PYTHON = frozenset({".json", ".yaml", ".yml"})
"""What checkov's own custom policies may be written in."""

_PARTS = tuple(
    re.compile(rf"(?:^|[{{,-])\s*[\"']?{key}[\"']?\s*:", re.MULTILINE)
    for key in ("metadata", "definition")
)
"""What each of them has."""


@cache
def load_policies(folder: Path | None = None) -> tuple[Policy, ...]:
    """One instance of each policy in a folder, lakeform's own by default, sorted by id.

    Files whose name starts with `_` are left out.

    Raises:
        InputError: a file isn't Python, or has not exactly one policy, or a policy isn't whole, or
            two share an id. A policy that can't be loaded must not look like one that found
            nothing.
    """
    place = folder or resource_folder("policies")
    found: dict[str, Policy] = {}
    for file in sorted(place.rglob("*.py")):
        if file.name.startswith("_"):
            continue
        policy = _load(file)
        if policy.id in found:
            raise InputError(f"{file} has the id {policy.id}, which another policy has already")
        found[policy.id] = policy
    return tuple(found[identity] for identity in sorted(found, key=_by_number))


def users_policies(folder: Path) -> tuple[Policy, ...]:
    """The policies of a folder that isn't lakeform's, sorted by id.

    Raises:
        InputError: as `load_policies`; or there is no such folder, or it has no policies, or some
            that aren't Python, or one with an id that is lakeform's or checkov's to give.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder of policies")
    others = [
        file.relative_to(folder).as_posix()
        for file in sorted(folder.rglob("*"))
        if file.suffix.lower() in _NOT_PYTHON and _is_checkovs(file)
    ]
    if others:
        raise InputError(
            f"{folder} has policies that aren't Python and wouldn't be run: {', '.join(others)}",
            hint="write them as policies/README.md shows, or take them out of the folder",
        )
    found = load_policies(folder.resolve())
    if not found:
        raise InputError(f"{folder} has no policies", hint="a policy is a Python file in it")
    for policy in found:
        if not is_users(policy.id):
            raise InputError(
                f"{folder} has a policy {policy.id}; ids with {', '.join(_TAKEN)} are not free",
                hint="begin it with a prefix of your own: ACME_S3_1",
            )
    return found


def _is_checkovs(file: Path) -> bool:
    """Whether a YAML or JSON file has the parts of a policy for checkov, valid or not."""
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise InputError(f"{file} can't be read: {error.strerror or error}") from error
    return all(pattern.search(text) for pattern in _PARTS)


def is_users(identity: str) -> bool:
    """Whether an id is one that a user may give to a policy."""
    return not identity.startswith(_TAKEN)


def _load(file: Path) -> Policy:
    name = "lakeform_policies." + ".".join(file.with_suffix("").parts[-2:])
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        with redirect_stdout(sys.stderr):  # standard output is the report's
            spec.loader.exec_module(module)
        defined = [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, Policy) and value.__module__ == name
        ]
        if len(defined) != 1:
            raise InputError(f"{file} has {len(defined)} policies; a file has exactly one")
        lacking = list(_lacking(defined[0]))
        if lacking:
            raise InputError(f"the policy in {file} lacks {', '.join(lacking)}")
        return defined[0]()
    except (InputError, KeyboardInterrupt):
        raise
    except (
        BaseException
    ) as error:  # whatever a policy's file raises, the gate can't go on without it
        raise InputError(f"{file} can't be loaded: {type(error).__name__}: {error}") from error


def _lacking(policy: type[Policy]) -> Iterator[str]:
    """What a class doesn't have, or has in another form than `Policy` says."""
    identity = getattr(policy, "id", None)
    if not isinstance(identity, str) or _ID.fullmatch(identity) is None:
        yield "an `id` like ACME_S3_1"
    if not isinstance(getattr(policy, "title", None), str):
        yield "a `title`"
    if not isinstance(getattr(policy, "severity", None), Severity):
        yield "a `severity`, one of `Severity`"
    types = getattr(policy, "types", None)
    if (
        not isinstance(types, tuple)
        or not types
        or not all(isinstance(kind, str) for kind in types)
    ):
        yield "`types`, a tuple of resource types"
    named = getattr(policy, "controls", None)
    if not isinstance(named, Mapping) or not set(named) <= set(FRAMEWORKS):
        yield f"`controls` by framework, {', '.join(FRAMEWORKS)}"
    if not policy.__doc__:
        yield "a docstring"


def _by_number(identity: str) -> tuple[str, int]:
    area, _, number = identity.rpartition("_")
    return area, int(number)
