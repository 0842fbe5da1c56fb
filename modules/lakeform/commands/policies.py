"""`lakeform policies`: what the gate judges by."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from lakeform.config import load
from lakeform.config.base import nearest, quoted
from lakeform.errors import InputError
from lakeform.gate.builtin import BUILTINS
from lakeform.gate.findings import Rule
from lakeform.gate.judge import all_policies, rules_of
from lakeform.review.guards import GUARDS


def run(config: Path | None, folder: Path | None, format: str, identity: str | None = None) -> None:
    """Print every policy, lakeform's own first, and the guards; or one of them, with its text.

    Raises:
        InputError: there is no policy of that id.
    """
    if folder is None and config is not None:
        lake = next(iter(load(config).values()))
        folder = None if lake.policy.folder is None else lake.directory / lake.policy.folder
    guards = tuple(guard.rule for guard in GUARDS)
    rules = (*rules_of(all_policies(folder), BUILTINS), *guards)
    if identity is not None:
        _show(_one(identity, rules), format)
        return
    if format == "json":
        print(json.dumps([_as_json(rule) for rule in rules], indent=2))
        return
    width = max(len(rule.id) for rule in rules)
    for rule in rules:
        print(f"{rule.id:<{width}}  {rule.severity:<8}  {rule.title}")
    builtin = sum(1 for rule in rules if rule.is_builtin)
    own = len(rules) - builtin - len(guards)
    print(f"\n{own} policies, {builtin} checks of checkov's, {len(guards)} guards of what changes")
    print("`lakeform policies ID` says why, and what heals a finding.")


def _one(identity: str, rules: Sequence[Rule]) -> Rule:
    for rule in rules:
        if rule.id == identity.upper():
            return rule
    close = nearest(identity, [rule.id for rule in rules])
    hint = "`lakeform policies` lists them" if close is None else f"did you mean `{close}`?"
    raise InputError(f"there is no policy {quoted(identity)}", hint=hint)


def _show(rule: Rule, format: str) -> None:
    if format == "json":
        print(json.dumps(_as_json(rule), indent=2, ensure_ascii=False))
        return
    print(f"{rule.id}  {rule.severity}\n{rule.title}")
    print(f"\n{rule.documentation.strip()}\n")
    rows = {
        "judges": ", ".join(rule.types),
        "of": "checkov" if rule.is_builtin else "",
        "fix": rule.fix,
        **{f"{name}": ", ".join(numbers) for name, numbers in rule.controls.items()},
    }
    width = max(len(name) for name in rows)
    for name, words in rows.items():
        if words:
            print(f"{name:<{width}}  {words}")


def _as_json(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity.value,
        "types": list(rule.types),
        "controls": {name: list(numbers) for name, numbers in rule.controls.items()},
        "documentation": rule.documentation,
        "fix": rule.fix,
        "of": "checkov" if rule.is_builtin else "lakeform",
    }
