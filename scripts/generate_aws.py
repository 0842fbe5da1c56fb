"""Writes modules/lakeform/aws: one typed class for each resource type in scripts/aws_types.txt.

    python scripts/generate_aws.py                       write the classes
    python scripts/generate_aws.py --check               exit 1 when they aren't fresh
    python scripts/generate_aws.py --types FILE --out DIR
                                                         classes of your own, in your own package

The schema is the provider's own, as `terraform providers schema -json` prints it. An argument is
left out when the provider calls it deprecated, or when the next major version has dropped it: what
that one accepts stands in tests/data (see scripts/cut_arguments.py). Of a type that isn't there,
nothing is known about the next version, and the script says so.
"""

from __future__ import annotations

import argparse
import configparser
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "modules"), str(ROOT / "scripts")]

from aws_source import Generator, provider_module  # noqa: E402

from lakeform.errors import LakeformError  # noqa: E402
from lakeform.terraform import Terraform  # noqa: E402

PROVIDER = "hashicorp/aws"
VERSION = "5.100.0"
TYPES = ROOT / "scripts" / "aws_types.txt"
ARGUMENTS = ROOT / "tests" / "data" / "aws-arguments-6.62.json"
OUT = ROOT / "modules" / "lakeform" / "aws"
HAND_WRITTEN = frozenset({"__init__.py", "arguments.py", "base.py", "closed_stack.py", "tokens.py"})
REMEDY = "run: python scripts/generate_aws.py"


def read_types(file: Path) -> dict[str, list[str]]:
    """Module → its resource types, in the file's order."""
    parser = configparser.ConfigParser(allow_no_value=True, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    with file.open(encoding="utf-8") as lines:
        parser.read_file(lines)
    return {module: list(parser[module]) for module in parser.sections()}


def read_schema(version: str = VERSION) -> Mapping[str, Any]:
    """The provider's schema: `provider` and `resource_schemas`."""
    stack = {"terraform": {"required_providers": {"aws": {"source": PROVIDER, "version": version}}}}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "cdk.tf.json").write_text(json.dumps(stack), encoding="utf-8")
        terraform = Terraform(Path(folder))
        terraform.init()
        printed = subprocess.run(
            [terraform.tool.path, "providers", "schema", "-json"],
            cwd=folder,
            env=dict(terraform.environment),
            stdout=subprocess.PIPE,
            check=True,
        )
    schemas = json.loads(printed.stdout)["provider_schemas"]
    return next(schema for name, schema in schemas.items() if name.endswith(f"/{PROVIDER}"))


def generate(
    types: Mapping[str, list[str]],
    schema: Mapping[str, Any],
    arguments: Mapping[str, Any],
) -> dict[str, str]:
    """File name → Python source."""
    generator = Generator(schema["resource_schemas"], arguments, VERSION)
    return {f"{module}.py": generator.module(names) for module, names in types.items()}


def stale(files: Mapping[str, str], out: Path) -> list[str]:
    """What differs between the folder and what it should hold."""
    found = {path.name: path.read_text(encoding="utf-8") for path in out.glob("*.py")}
    messages = [
        f"{name}: {'differs' if name in found else 'is missing'}"
        for name, text in sorted(files.items())
        if found.get(name) != text
    ]
    extra = sorted(set(found) - set(files) - HAND_WRITTEN)
    return [*messages, *(f"{name}: isn't asked for any more" for name in extra)]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    parser.add_argument("--types", type=Path, default=TYPES, help="a list of types of your own")
    parser.add_argument("--out", type=Path, default=OUT, help="a folder of your own")
    options = parser.parse_args()
    own = options.out.resolve() == OUT
    if own and options.types.resolve() != TYPES:
        parser.error("--types needs --out: a list of your own goes to a folder of your own")

    types = read_types(options.types)
    arguments = json.loads(ARGUMENTS.read_text(encoding="utf-8"))
    schema = read_schema()
    asked = [name for names in types.values() for name in names]
    unknown = [name for name in asked if name not in schema["resource_schemas"]]
    if unknown:
        print(f"{PROVIDER} {VERSION} has no {', '.join(unknown)}", file=sys.stderr)
        return 2
    unchecked = [name for name in asked if name not in arguments]
    if unchecked:
        print(f"not checked against provider 6: {', '.join(unchecked)}", file=sys.stderr)
        if own:
            print("run: python scripts/cut_arguments.py SOURCE", file=sys.stderr)
            return 2

    files = generate(types, schema, arguments)
    if own:
        files["provider.py"] = provider_module(schema["provider"], VERSION)
    if options.check:
        messages = stale(files, options.out)
        for message in messages:
            print(f"{options.out.name}/{message}", file=sys.stderr)
        print(REMEDY if messages else f"{len(asked)} resource types are fresh")
        return 1 if messages else 0
    options.out.mkdir(parents=True, exist_ok=True)
    if own:
        for path in options.out.glob("*.py"):
            if path.name not in HAND_WRITTEN and path.name not in files:
                path.unlink()
    for name, text in files.items():
        (options.out / name).write_text(text, encoding="utf-8")
    print(f"{len(asked)} resource types in {len(types)} modules, written to {options.out}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except LakeformError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
