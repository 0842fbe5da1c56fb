"""Run checkov's checks on a plan, in this process; nothing that checkov swallows goes unnoticed.

checkov's own runner passes over a check that raises, that isn't there, or that was asked about
nothing, and reads its settings from the environment. So lakeform uses what lies below the runner:
checkov's reading of a plan, and one call a pair of check and resource, each of which must end in a
verdict.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lakeform.errors import ToolError
from lakeform.gate.builtin import BUILTINS, Builtin
from lakeform.gate.checkov_api import (
    ANY_VALUE,
    BaseResourceCheck,
    BaseResourceValueCheck,
    CheckResult,
    parse_tf_plan,
    resource_registry,
)
from lakeform.gate.policy import Case, Policy
from lakeform.gate.reach import is_of
from lakeform.gate.settings import Settings
from lakeform.gate.verdict import PASSED, Verdict, failed, unknown
from lakeform.plan import Mark, Plan, Planned, Resource, load, parse, redacted

_INDEX = re.compile(r"\[?\d+\]?")

Configuration = dict[str, Any]
"""A resource as checkov's checks get it: every value in a list, what isn't known left out."""


@dataclass(frozen=True)
class Run:
    """What a run said.

    Attributes:
        verdicts: id of the policy or check → address → verdict, one for each resource of its types.
        broken: what must not be taken for a pass, a sentence each: checks that raised, what
            checkov warned of.
    """

    verdicts: Mapping[str, Mapping[str, Verdict]]
    broken: tuple[str, ...]


def run_policies(
    file: Path, policies: Iterable[Policy], settings: Settings
) -> Mapping[str, Mapping[str, Verdict]]:
    """What these policies say of a plan's file: policy id → address → verdict."""
    return run(load(parse(file)), policies, settings, builtins=()).verdicts


def run(
    plan: Plan,
    policies: Iterable[Policy],
    settings: Settings,
    builtins: Iterable[Builtin] = BUILTINS,
) -> Run:
    """Judge every resource of a plan by every policy and built-in check that is meant for it.

    Raises:
        ToolError: checkov can't read the plan.
    """
    case = Case(Planned(plan), settings)
    broken: list[str] = []
    verdicts: dict[str, dict[str, Verdict]] = {}
    with _listening(broken), redirect_stdout(sys.stderr):  # standard output is the report's
        entities = _Entities(plan)
        for policy in policies:
            _begin(policy, case, broken)
            verdicts[policy.id] = {
                resource.address: _judge(policy, resource, entities, broken)
                for resource in _of_types(case.plan, policy.types)
            }
        for builtin in builtins:
            check = find_check(builtin.id)
            verdicts[builtin.id] = {
                resource.address: _ask(check, builtin, resource, entities, broken)
                for resource in _of_types(case.plan, check.supported_resources)
            }
    return Run(verdicts, tuple(dict.fromkeys(broken)))


def find_check(identity: str) -> BaseResourceCheck:
    """One of checkov's own checks.

    Raises:
        ToolError: this checkov doesn't have it; leaving it out would look like a pass.
    """
    check = resource_registry.get_check_by_id(identity)
    if not isinstance(check, BaseResourceCheck):
        raise ToolError(
            f"the installed checkov has no check {identity}",
            hint="`pip check` says which version of checkov lakeform needs",
        )
    return check


class _Entities:
    """The resources as checkov reads them from a redacted copy of the plan."""

    def __init__(self, plan: Plan) -> None:
        self._found: dict[str, tuple[str, Configuration]] = {}
        errors: dict[str, str] = {}
        with tempfile.TemporaryDirectory(prefix="lakeform-gate-") as folder:
            file = Path(folder) / "plan.json"
            file.write_text(json.dumps(redacted(plan)), encoding="utf-8")
            definitions, _ = parse_tf_plan(os.fspath(file), errors)
        if errors or not definitions:
            said = "; ".join(errors.values()) or "it gives no reason"
            raise ToolError(f"checkov can't read the plan: {said}")
        for entity in definitions["resource"]:
            _, _, configuration = resource_registry.extract_entity_details(entity)
            self._found[configuration["__address__"]] = (next(iter(entity)), configuration)

    def ask(self, check: BaseResourceCheck, resource: Resource) -> CheckResult | None:
        """The result; None where checkov lost the resource. Raises what the check raises."""
        if resource.address not in self._found:
            return None
        kind, configuration = self._found[resource.address]
        result = check.run(
            scanned_file="plan.json",
            entity_configuration=configuration,
            entity_name=resource.name,
            entity_type=kind,
            skip_info={},
        )["result"]
        # Some checks give the keys that they looked at along with the result.
        return result[0] if isinstance(result, tuple) else result


def _begin(policy: Policy, case: Case, broken: list[str]) -> None:
    try:
        policy.begin(case)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        broken.append(f"{policy.id} failed before it judged anything: {_said(error)}")


def _judge(policy: Policy, resource: Resource, entities: _Entities, broken: list[str]) -> Verdict:
    try:
        entities.ask(policy, resource)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit too would look like a pass: the command ends with 0
        return _broken(policy.id, resource, error, broken)
    verdict = policy.verdicts.get(resource.address)
    if verdict is None:
        broken.append(f"{policy.id} said nothing of {resource.address}")
        return unknown("the policy wasn't asked about it")
    return verdict


def _ask(
    check: BaseResourceCheck,
    builtin: Builtin,
    resource: Resource,
    entities: _Entities,
    broken: list[str],
) -> Verdict:
    logged = len(broken)
    try:
        result = entities.ask(check, resource)
    except Exception as error:
        # Many checks take the first item of a list that may be empty. A plan that Terraform made
        # mustn't end as a fault of a tool, nor pass: it's a finding, which can be waived.
        del broken[logged:]
        return unknown(f"checkov's check can't judge it: {_said(error)}")
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return _broken(builtin.id, resource, error, broken)
    if result is None:
        broken.append(f"{builtin.id} said nothing of {resource.address}")
        return unknown("checkov lost the resource")
    hidden = _hidden(resource, check.get_evaluated_keys())
    if result is CheckResult.PASSED and (not hidden or builtin.any_value or takes_any(check)):
        return PASSED
    if result is CheckResult.UNKNOWN and not hidden and builtin.unknown_is_fine:
        return PASSED
    if hidden:
        return unknown(f"`{hidden}` is known only after apply")
    if result is CheckResult.FAILED:
        return failed(_words(resource, check.get_evaluated_keys()) or builtin.reason)
    return unknown("checkov can't tell")


def takes_any(check: BaseResourceCheck) -> bool:
    """Whether a check wants an attribute to be set, to whatever."""
    return isinstance(check, BaseResourceValueCheck) and ANY_VALUE in check.get_expected_values()


def _broken(identity: str, resource: Resource, error: BaseException, broken: list[str]) -> Verdict:
    words = _said(error)
    broken.append(f"{identity} failed on {resource.address}: {words}")
    return unknown(f"the policy failed on it: {words}")


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0]


def _words(resource: Resource, keys: Iterable[str]) -> str:
    """What is wrong, by the one attribute that a check looked at; empty where it was several."""
    looked_at = list(keys)
    if len(looked_at) != 1 or not looked_at[0]:
        return ""
    parts = [part for part in looked_at[0].split("/") if part]
    value = resource.get(*(int(p.strip("[]")) if _INDEX.fullmatch(p) else p for p in parts))
    name = ".".join(part for part in parts if not _INDEX.fullmatch(part))
    if value is None or value in ("", [], {}):
        return f"`{name}` isn't set"
    return f"`{name}` is {json.dumps(value)}" if isinstance(value, bool | int | str) else ""


def _hidden(resource: Resource, keys: Iterable[str]) -> str:
    """The first attribute that a check looked at and that refers to what isn't known yet.

    One that nobody wrote is left to the check, which knows what its absence means.
    """
    for key in keys:
        path = tuple(part for part in key.split("/") if part and not _INDEX.fullmatch(part))
        if any(path[:length] in resource.written.places for length in range(1, len(path) + 1)) and (
            _is_unknown(resource.values, path)
        ):
            return ".".join(path)
    return ""


def _is_unknown(value: Any, path: tuple[str, ...]) -> bool:
    """Whether a value at a path of names, in any block on the way, isn't known."""
    if value is Mark.UNKNOWN:
        return True
    if isinstance(value, list):
        return any(_is_unknown(item, path) for item in value)
    return isinstance(value, Mapping) and bool(path) and _is_unknown(value.get(path[0]), path[1:])


def _of_types(plan: Planned, types: Iterable[str]) -> tuple[Resource, ...]:
    """The resources of types that may be patterns, sorted by address."""
    kinds = filter(is_of(*types), plan.types)
    return tuple(sorted(plan.of_type(*kinds), key=lambda resource: resource.address))


@contextmanager
def _listening(broken: list[str]) -> Iterator[None]:
    """Take down whatever is logged as a warning or worse, instead of letting it pass by."""

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            broken.append(f"checkov said: {record.getMessage().splitlines()[0]}")

    root = logging.getLogger()
    before = root.handlers[:], root.level
    root.handlers[:], root.level = [Listener(logging.WARNING)], logging.WARNING
    try:
        yield
    finally:
        root.handlers[:], root.level = before
