"""Find the policies: every Python file below `policies/` is one."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path

from lakeform.errors import InputError
from lakeform.gate.policy import Policy
from lakeform.render import resource_folder


@cache
def load_policies(folder: Path | None = None) -> tuple[Policy, ...]:
    """One instance of each policy in a folder, lakeform's own by default, sorted by id.

    Raises:
        InputError: a file isn't Python, or has not exactly one policy, or two share an id. A policy
            that can't be loaded must not look like one that found nothing.
    """
    place = folder or resource_folder("policies")
    found: dict[str, Policy] = {}
    for file in sorted(place.rglob("*.py")):
        policy = _load(file)
        if policy.id in found:
            raise InputError(f"{file} has the id {policy.id}, which another policy has already")
        found[policy.id] = policy
    return tuple(found[identity] for identity in sorted(found, key=_by_number))


def _load(file: Path) -> Policy:
    name = "lakeform_policies." + ".".join(file.with_suffix("").parts[-2:])
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # whatever a policy's file raises, the gate can't go on without it
        raise InputError(f"{file} can't be loaded: {type(error).__name__}: {error}") from error
    defined = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Policy) and value.__module__ == name
    ]
    if len(defined) != 1:
        raise InputError(f"{file} has {len(defined)} policies; a file has exactly one")
    return defined[0]()


def _by_number(identity: str) -> tuple[str, int]:
    area, _, number = identity.rpartition("_")
    return area, int(number)
