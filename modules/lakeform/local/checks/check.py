"""One comparison of what was applied with what is there, and how to look at either."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Check:
    """One row: what was looked at, what the state says, what the embedded AWS says."""

    what: str
    expected: str
    observed: str
    ok: bool


@dataclass(frozen=True)
class Applied:
    """One resource of the state."""

    address: str
    values: Json


class State:
    """Terraform's state (`terraform show -json`), by resource type."""

    def __init__(self, raw: Json) -> None:
        self._by_type: dict[str, list[Applied]] = {}
        resources = raw.get("values", {}).get("root_module", {}).get("resources", ())
        for resource in resources:
            if resource["mode"] == "managed":
                applied = Applied(resource["address"], resource["values"])
                self._by_type.setdefault(resource["type"], []).append(applied)

    def of(self, kind: str) -> tuple[Applied, ...]:
        """The resources of a Terraform type, in the state's order."""
        return tuple(self._by_type.get(kind, ()))


def compare(what: str, expected: object, look: Callable[[], object]) -> Check:
    """A check whose both sides are plain data; a service's refusal is what was observed."""
    try:
        observed = look()
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "error")
        return Check(what, shown(expected), f"absent ({code})", ok=False)
    except (KeyError, IndexError) as error:
        return Check(what, shown(expected), f"absent ({error})", ok=False)
    same = expected == observed
    left, right = shown(expected), shown(observed)
    if not same and left == right:
        right += " (differs in a detail)"
    return Check(what, left, right, same)


def shown(value: object) -> str:
    """A value as one short line."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value == [] or value == {}:
        return "none"
    if isinstance(value, list | tuple):
        return ", ".join(shown(item) for item in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {shown(item)}" for key, item in value.items())
    return str(value)


def only(blocks: object) -> Json:
    """The one block of a list with at most one; empty when there is none."""
    if isinstance(blocks, list) and blocks and isinstance(blocks[0], Mapping):
        return blocks[0]
    return {}


def name_of(values: Json) -> str:
    """What a resource is called: its `Name` tag, else its id."""
    tags = values.get("tags_all") or {}
    name: str = tags.get("Name") or values["id"]
    return name


def document(text: str) -> Any:
    """A policy as data that compares: one-element lists and single values are the same to AWS."""
    return _normal(json.loads(text))


def _normal(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _normal(item) for key, item in value.items()}
    if isinstance(value, list):
        items = [_normal(item) for item in value]
        if len(items) == 1:
            return items[0]
        return sorted(items, key=lambda item: json.dumps(item, sort_keys=True))
    return value
