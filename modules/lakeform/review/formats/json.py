"""A review as JSON, in the form of `schema.json` beside this module's package."""

from __future__ import annotations

import json as library
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from lakeform.gate.report import finding_json, problem_json
from lakeform.review import words
from lakeform.review.access import AccessChange
from lakeform.review.costs import CostChange
from lakeform.review.model import Item, Review, Risk

FORMAT = 1
"""Counted up when something is renamed, removed or means something else; additions don't count."""

SCHEMA = Path(__file__).parent.parent / "schema.json"


def json(reviews: Sequence[Review]) -> str:
    """The whole reviews. All that isn't ASCII is escaped, so no terminal or editor acts on it."""
    data = {"format": FORMAT, "reviews": [as_data(review) for review in reviews]}
    return library.dumps(data, indent=2, ensure_ascii=True) + "\n"


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of the report."""
    loaded: dict[str, Any] = library.loads(SCHEMA.read_text(encoding="utf-8"))
    return loaded


def as_data(review: Review) -> dict[str, Any]:
    """One review as plain data."""
    found = review.findings
    gate = review.gate
    return {
        "subject": review.subject,
        "passed": review.passed,
        "exit_code": review.exit_code,
        "headline": words.headline(review),
        "fail_on": str(review.fail_on),
        "compared": review.is_compared,
        "complete": review.is_complete,
        "baseline": review.has_baseline,
        "plan": {
            "line": review.line,
            "counts": {str(kind): number for kind, number in review.counts.items()},
            "sha256": "" if gate is None else gate.plan_sha256,
            "time": "" if gate is None else gate.plan_time,
        },
        "versions": {} if gate is None else dict(gate.versions),
        "risks": [_risk(each) for each in review.risks],
        "access": [_access(each) for each in review.access],
        "findings": {
            "new": [finding_json(each) for each in found.new],
            "old": [finding_json(each) for each in found.old],
            "healed": [finding_json(each) for each in found.healed],
            "waived": [finding_json(each) for each in found.waived],
        },
        "problems": [] if gate is None else [problem_json(each) for each in gate.problems],
        "by_no_rule": {} if gate is None else dict(gate.by_no_rule),
        "cost": None if review.cost is None else _cost(review.cost),
        "parts": [
            {"name": part.name, "items": [_item(each) for each in part.items]}
            for part in review.parts
        ],
        "drift": [_item(each) for each in review.drift],
        "outputs": list(review.outputs),
    }


def _risk(risk: Risk) -> dict[str, Any]:
    return {
        "address": risk.address,
        "kind": str(risk.kind),
        "text": risk.text,
        "severity": str(risk.severity),
        "allowed": risk.is_allowed,
        "waits": risk.waits,
    }


def _access(change: AccessChange) -> dict[str, Any]:
    return {
        "area": str(change.area),
        "turn": str(change.turn),
        "who": change.who,
        "text": change.text,
        "details": list(change.details),
        "addresses": list(change.addresses),
        "on_new": change.on_new,
        "foreign": change.foreign,
    }


def _cost(cost: CostChange) -> dict[str, Any]:
    return {
        "currency": "USD",
        "before": _cents(cost.before),
        "after": _cents(cost.after),
        "change": _cents(cost.change),
        "items": [
            {
                "address": item.address,
                "before": None if item.before is None else _cents(item.before),
                "after": None if item.after is None else _cents(item.after),
                "basis": item.basis,
            }
            for item in cost.items
        ],
        "by_use": _counts(cost.by_use),
        "unpriced": _counts(cost.unpriced),
        "prices": {"region": cost.region, "collected": cost.collected.isoformat()},
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "address": item.address,
        "type": item.type,
        "kind": str(item.kind),
        "previous_address": item.previous_address,
        "import_id": item.import_id,
        "deposed": item.deposed,
        "order": item.order,
        "reason": item.reason,
        "attributes": [
            {
                "path": each.path,
                "before": each.before,
                "after": each.after,
                "forces": each.forces,
                "policy": each.is_policy,
            }
            for each in item.attributes
        ],
    }


def _cents(usd: float) -> float:
    return round(usd, 2)


def _counts(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(counts)
