"""From `lake.yaml` to a `Lake` an environment: read → merge overrides → validate → rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lakeform import collector
from lakeform.config.base import suggestion
from lakeform.config.explain import Fault
from lakeform.config.model import NOT_BUILT_YET, Lake, LakeFile
from lakeform.config.rules import Rule, check
from lakeform.config.schema_files import inline_schemas
from lakeform.config.yaml_reader import Document, KeyPath, read
from lakeform.errors import ConfigError, InputError, Problem


def load(file: Path, environment: str | None = None, rules: Sequence[Rule] = ()) -> dict[str, Lake]:
    """Read and check `lake.yaml`.

    All environments are checked, whichever is wanted: what is wrong for `prod` should be known
    before `dev` is deployed.

    Args:
        file: path of `lake.yaml`.
        environment: keep this environment only.
        rules: further rules, beside those of every lake.

    Returns:
        environment name → lake, sorted by name.

    Raises:
        ConfigError: with all problems of the file, each with its line and column.
        InputError: there is no environment of that name.
    """
    with collector.paused():
        lakes = _load(file, rules)
    if environment is None:
        return lakes
    if environment not in lakes:
        hint = suggestion(environment, list(lakes), "environments")
        raise InputError(f"{file} has no environment `{environment}`", hint=hint)
    return {environment: lakes[environment]}


def _load(file: Path, rules: Sequence[Rule]) -> dict[str, Lake]:
    document = read(file)
    directory = file.parent
    problems: set[Problem] = set()
    lakes: dict[str, Lake] = {}
    shared, later = _without_later_sections(document.data, ())
    for name, overrides in sorted(_overrides(shared).items()):
        overrides, also_later = _without_later_sections(
            overrides, ("environments", name, "overrides")
        )
        later += also_later
        data, faults = inline_schemas(_merge(shared, overrides), directory)
        try:
            lakes[name] = Lake.of(LakeFile.model_validate(data), name, directory)
        except ValidationError:
            from lakeform.config.remains import faults_of_refused  # which most files don't need

            faults += faults_of_refused(data, name, directory, rules)
        else:
            faults += check(lakes[name], rules)
        problems |= {_problem(document, name, fault) for fault in faults}
    problems |= {_problem(document, None, fault) for fault in later}
    problems |= {_problem(document, None, fault) for fault in _shared_accounts(document.data)}
    if problems:
        raise ConfigError(sorted(problems))
    return lakes


def _without_later_sections(
    data: Mapping[str, Any], where: KeyPath
) -> tuple[dict[str, Any], list[Fault]]:
    faults = [
        Fault(
            (*where, section),
            f"the section `{section}` isn't built yet in this version",
            "remove it, or comment it out",
            at_key=True,
        )
        for section in NOT_BUILT_YET
        if section in data
    ]
    return {key: value for key, value in data.items() if key not in NOT_BUILT_YET}, faults


def _overrides(data: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Environment → its overrides; one nameless environment where the section is unusable."""
    environments = data.get("environments")
    if not isinstance(environments, dict) or not environments:
        return {"": {}}
    found: dict[str, Mapping[str, Any]] = {}
    for name, environment in environments.items():
        overrides = environment.get("overrides") if isinstance(environment, dict) else None
        found[name] = overrides if isinstance(overrides, dict) else {}
    return found


def _merge(base: Any, over: Any) -> Any:
    if isinstance(base, dict) and isinstance(over, Mapping):
        merged = dict(base)
        for key, value in over.items():
            merged[key] = _merge(base[key], value) if key in base else value
        return merged
    return over


def _problem(document: Document, environment: str | None, fault: Fault) -> Problem:
    """Where the fault stands: in the environment's overrides if the value comes from there."""
    path = fault.path
    if environment and path:
        overridden: KeyPath = ("environments", environment, "overrides", *path)
        if document.has(overridden):
            path = ("environments", environment, "overrides", *path)
    line, column = document.locate(path, key=fault.at_key)
    return Problem(document.file, line, column, fault.message, fault.hint)


def _shared_accounts(data: Mapping[str, Any]) -> Iterator[Fault]:
    """Lake Formation's settings and the catalogue exist once an account and region."""
    seen: dict[tuple[str, str], str] = {}
    environments = data.get("environments")
    for name, section in sorted(environments.items() if isinstance(environments, dict) else ()):
        if not isinstance(section, dict) or not section.keys() >= {"account", "region"}:
            continue
        place = str(section["account"]), str(section["region"])
        if place in seen:
            yield Fault(
                ("environments", name),
                f"the environments `{seen[place]}` and `{name}` share account {place[0]} and "
                f"region {place[1]}: each would overwrite the other's Lake Formation settings",
                "give each environment an account, or at least a region, of its own",
                at_key=True,
            )
        seen.setdefault(place, name)
