"""`lakeform policies`: what the gate judges by."""

from __future__ import annotations

import json
from pathlib import Path

from lakeform.config import load
from lakeform.gate.builtin import BUILTINS
from lakeform.gate.findings import Rule
from lakeform.gate.judge import all_policies, rules_of
from lakeform.review.guards import GUARDS


def run(config: Path | None, folder: Path | None, format: str) -> None:
    """Print every policy, lakeform's own first, and the guards."""
    if folder is None and config is not None:
        lake = next(iter(load(config).values()))
        folder = None if lake.policy.folder is None else lake.directory / lake.policy.folder
    guards = tuple(guard.rule for guard in GUARDS)
    rules = (*rules_of(all_policies(folder), BUILTINS), *guards)
    if format == "json":
        print(json.dumps([_as_json(rule) for rule in rules], indent=2))
        return
    width = max(len(rule.id) for rule in rules)
    for rule in rules:
        print(f"{rule.id:<{width}}  {rule.severity:<8}  {rule.title}")
    builtin = sum(1 for rule in rules if rule.is_builtin)
    own = len(rules) - builtin - len(guards)
    print(f"\n{own} policies, {builtin} checks of checkov's, {len(guards)} guards of what changes")


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
