"""Cuts what the next provider version accepts down to the types that lakeform.aws has.

    python scripts/cut_arguments.py SOURCE

SOURCE is the output of `terraform providers schema -json` for that version, or a file like the one
that this writes: tests/data/aws-arguments-6.62.json, type → argument → `required` and `block`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from generate_aws import ARGUMENTS, PROVIDER, TYPES, read_types


def of_schema(resources: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of each resource type of a provider's schema."""
    return {name: _of_block(resource["block"]) for name, resource in resources.items()}


def _of_block(block: Mapping[str, Any]) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    for name, attribute in block.get("attributes", {}).items():
        if attribute.get("optional") or attribute.get("required"):
            arguments[name] = {"required": True} if attribute.get("required") else {}
            if "nested_type" in attribute:
                arguments[name]["block"] = _of_block(attribute["nested_type"])
            elif (members := _members(attribute["type"])) is not None:
                arguments[name]["block"] = members
    for name, nested in block.get("block_types", {}).items():
        arguments[name] = {"required": True} if nested.get("min_items", 0) > 0 else {}
        arguments[name]["block"] = _of_block(nested["block"])
    return dict(sorted(arguments.items()))


def _members(schema_type: Any) -> dict[str, Any] | None:
    while isinstance(schema_type, list) and schema_type[0] != "object":
        schema_type = schema_type[1]
    if not isinstance(schema_type, list):
        return None
    return {
        name: {} if (inner := _members(kind)) is None else {"block": inner}
        for name, kind in sorted(schema_type[1].items())
    }


def read(source: Path) -> Mapping[str, Any]:
    """Type → arguments, from either kind of file."""
    content: Mapping[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    if "provider_schemas" not in content:
        return content
    schemas = content["provider_schemas"].items()
    return of_schema(next(s for n, s in schemas if n.endswith(f"/{PROVIDER}"))["resource_schemas"])


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    arguments = read(Path(sys.argv[1]))
    types = sorted(name for names in read_types(TYPES).values() for name in names)
    missing = [name for name in types if name not in arguments]
    if missing:
        print(f"{sys.argv[1]} has no {', '.join(missing)}", file=sys.stderr)
        return 2
    lines = ",\n".join(f'"{name}": {json.dumps(arguments[name])}' for name in types)
    ARGUMENTS.parent.mkdir(parents=True, exist_ok=True)
    ARGUMENTS.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    print(f"{len(types)} resource types, written to {ARGUMENTS}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
