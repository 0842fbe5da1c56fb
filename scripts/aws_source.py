"""Reads the AWS provider's schema: which classes there are, with which arguments."""

from __future__ import annotations

import keyword
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from aws_text import Argument, Class, module

Later: TypeAlias = "Mapping[str, Any] | None"

VERSIONS = ">= 5.100, < 7"
"""Of the provider: from the one that the schema is from up to the one that drops more arguments."""
ENDPOINTS_AND_CREDENTIALS = frozenset(
    {"endpoints", "access_key", "secret_key", "token", "s3_us_east_1_regional_endpoint"}
)
"""Arguments of the provider that no file should hold, and one that provider 6 is about to drop."""

RESERVED = {"Resource": frozenset({"scope", "id", "meta"}), "Provider": frozenset({"scope", "id"})}
PYTHON_TYPES = {
    "string": ("str", "str"),
    "number": ("float", "float"),
    "bool": ("bool | IResolvable", "IResolvable"),
    "list(string)": ("Sequence[str]", "list[str]"),
    "set(string)": ("Sequence[str]", "list[str]"),
    "list(number)": ("Sequence[float]", "list[float]"),
    "set(number)": ("Sequence[float]", "list[float]"),
    "map(string)": ("Mapping[str, str]", "Mapping[str, str]"),
    "map(number)": ("Mapping[str, float]", "Mapping[str, float]"),
    "map(bool)": ("Mapping[str, bool]", "Mapping[str, bool]"),
}
"""Kind → the type of an argument, and the type of the attribute that is read."""


class Generator:
    """Writes modules for types of one provider schema.

    Args:
        resources: `resource_schemas` of the schema.
        later: what the next major version accepts: type → argument → `required`, `block`.
        version: of the provider that the schema is from.
    """

    def __init__(
        self, resources: Mapping[str, Any], later: Mapping[str, Any], version: str
    ) -> None:
        self._resources = resources
        self._later = later
        self._version = version

    def module(self, types: list[str]) -> str:
        """The source of a module with the classes of these types."""
        reserved = {class_name(name) for name in types}
        classes = []
        for name in types:
            block = self._resources[name]["block"]
            classes += _Reader(name, reserved).resource(block, self._later.get(name))
        twice = [name for name, count in Counter(c.name for c in classes).items() if count > 1]
        if twice:
            raise ValueError(f"two blocks would have the same name: {', '.join(twice)}")
        return module(classes, self._version)


def provider_module(schema: Mapping[str, Any], version: str) -> str:
    """The source of the module with the provider's own class."""
    block = {
        part: {n: v for n, v in schema["block"][part].items() if n not in ENDPOINTS_AND_CREDENTIALS}
        for part in ("attributes", "block_types")
    }
    classes = _Reader("aws_provider", {"AwsProvider"}, prefix="AwsProvider").provider(block)
    return module(classes, version)


def class_name(resource_type: str) -> str:
    """`aws_s3_bucket` → `S3Bucket`, as CDKTF's own provider classes have it."""
    return _pascal(resource_type.removeprefix("aws_"))


def _pascal(name: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in name.split("_"))


class _Reader:
    """Reads one resource type: its own class last, the classes of its blocks before it."""

    def __init__(self, resource_type: str, reserved: set[str], prefix: str | None = None) -> None:
        self._type = resource_type
        self._reserved = reserved
        self._prefix = prefix or class_name(resource_type)
        self._classes: list[Class] = []

    def resource(self, block: Mapping[str, Any], later: Later) -> list[Class]:
        arguments, readable = self._arguments(block, _Level("Resource", (), later))
        taken = {argument.name for argument in arguments}
        computed = {
            name: kind_of(attribute["type"])
            for name, attribute in sorted(block["attributes"].items())
            if python_name(name, "Resource") not in taken
            and attribute.get("computed")
            and not attribute.get("deprecated")
            # The members of a set of objects have no address to be read at.
            and not kind_of(attribute["type"]).startswith("set(object")
        }
        readable |= {name: read_type(kind) for name, kind in computed.items()}
        self._classes.append(
            Class(
                name=self._prefix,
                base="Resource",
                title=f"`{self._type}`.",
                arguments=arguments,
                computed=computed,
                readable=dict(sorted(readable.items())),
                constants={"_type": self._type},
            )
        )
        return self._classes

    def provider(self, block: Mapping[str, Any]) -> list[Class]:
        arguments, _ = self._arguments(block, _Level("Provider", (), None))
        self._classes.append(
            Class(
                name=self._prefix,
                base="Provider",
                title="A configuration of the AWS provider. Credentials and endpoints come from "
                "the environment.",
                arguments=arguments,
                constants={"_source": "hashicorp/aws", "_versions": VERSIONS},
            )
        )
        return self._classes

    def _arguments(
        self, block: Mapping[str, Any], level: _Level
    ) -> tuple[list[Argument], dict[str, str]]:
        """The arguments of a block, and those of them that can be read back, with their types."""
        arguments: list[Argument] = []
        readable: dict[str, str] = {}
        for name, attribute in block.get("attributes", {}).items():
            if not level.takes(name, attribute):
                continue
            argument = self._attribute(name, attribute, level)
            arguments.append(argument)
            if "object" not in argument.kind:
                readable[argument.name] = read_type(kind_of(attribute["type"]))
        for name, nested in block.get("block_types", {}).items():
            if not level.takes_block(name, nested["block"]):
                continue
            argument = self._block(name, nested, level)
            arguments.append(argument)
            if nested["nesting_mode"] == "list" and _has_computed(nested["block"]):
                readable[argument.name] = "Nested"
        arguments.sort(key=lambda argument: (not argument.required, argument.name))
        return arguments, readable

    def _attribute(self, name: str, attribute: Mapping[str, Any], level: _Level) -> Argument:
        kind = kind_of(attribute["type"])
        written, annotation = f'"{kind}"', PYTHON_TYPES.get(kind, ("Sequence[object]", ""))[0]
        if "object" in kind:
            nesting = "object" if kind == "object" else "objects"
            cls = self._nested(name, _block_of_object(attribute["type"]), level)
            written, annotation = f'("{nesting}", {cls})', _annotation(nesting, cls)
        return Argument(
            name=python_name(name, level.base),
            kind=written,
            annotation=annotation,
            required=bool(attribute.get("required")) or level.requires(name),
            description=attribute.get("description", ""),
        )

    def _block(self, name: str, nested: Mapping[str, Any], level: _Level) -> Argument:
        nesting = nested["nesting_mode"]
        if nesting not in {"single", "list", "set"}:
            raise ValueError(f"{self._type}.{name}: blocks can't nest as a {nesting} yet")
        if nesting != "single" and nested.get("max_items") == 1:
            nesting = "one"
        cls = self._nested(name, nested["block"], level)
        return Argument(
            name=python_name(name, level.base),
            kind=f'("{nesting}", {cls})',
            annotation=_annotation(nesting, cls),
            required=nested.get("min_items", 0) > 0 or level.requires(name),
            description=nested["block"].get("description", ""),
        )

    def _nested(self, name: str, block: Mapping[str, Any], level: _Level) -> str:
        """Adds the class of a nested block and returns its name."""
        below = level.below(name)
        cls = self._prefix + "".join(_pascal(step) for step in below.path)
        if cls in self._reserved:
            cls += "Block"
        arguments, _ = self._arguments(block, below)
        owner = "the provider" if self._prefix == "AwsProvider" else f"`{self._type}`"
        title = f"`{'.'.join(below.path)}` of {owner}."
        self._classes.append(Class(cls, "Block", title, arguments))
        return cls


@dataclass(frozen=True)
class _Level:
    """A place in a resource: its own arguments, or those of a block in it.

    Attributes:
        base: of the class that has the arguments.
        path: the names of the blocks on the way here.
        later: what the next major version accepts here; None where that isn't known.
    """

    base: str
    path: tuple[str, ...]
    later: Later

    def below(self, name: str) -> _Level:
        later = None if self.later is None else self.later[name].get("block")
        return _Level("Block", (*self.path, name), later)

    def requires(self, name: str) -> bool:
        return self.later is not None and bool(self.later[name].get("required"))

    def takes(self, name: str, attribute: Mapping[str, Any]) -> bool:
        if attribute.get("deprecated") or not (
            attribute.get("optional") or attribute.get("required")
        ):
            return False
        # Terraform's own `id` is never given, and `tags_all` follows from the provider's tags.
        is_own = not self.path and name in {"id", "tags_all"} and attribute.get("computed")
        return not is_own and (self.later is None or name in self.later)

    def takes_block(self, name: str, block: Mapping[str, Any]) -> bool:
        if block.get("deprecated"):
            return False
        if self.later is None:
            return True
        if name not in self.later:
            return False
        # What the next version requires must be there, or the block can't be written for both.
        known = {*block.get("attributes", {}), *block.get("block_types", {})}
        arguments = self.later[name].get("block", {}).items()
        return all(argument in known for argument, about in arguments if about.get("required"))


def kind_of(schema_type: Any) -> str:
    """Terraform's way to write a type; the members of an object are left out."""
    if isinstance(schema_type, str):
        return schema_type
    shape, inner = schema_type
    return "object" if shape == "object" else f"{shape}({kind_of(inner)})"


def read_type(kind: str) -> str:
    """The Python type of an attribute that is read."""
    if "object" in kind:
        return "Nested"
    return PYTHON_TYPES.get(kind, ("", "Mapping[str, object]"))[1]


def python_name(name: str, base: str) -> str:
    """A name that Python, or the class's own `__init__`, doesn't want for itself."""
    taken = keyword.iskeyword(name) or name == "self" or name in RESERVED.get(base, ())
    return f"{name}_" if taken else name


def _annotation(nesting: str, cls: str) -> str:
    return cls if nesting in {"one", "single", "object"} else f"Sequence[{cls}]"


def _block_of_object(schema_type: Any) -> Mapping[str, Any]:
    """The members of an object type, as the attributes of a block; every one may be left out."""
    while schema_type[0] != "object":
        schema_type = schema_type[1]
    members = {name: {"type": kind, "optional": True} for name, kind in schema_type[1].items()}
    return {"attributes": members}


def _has_computed(block: Mapping[str, Any]) -> bool:
    return any(a.get("computed") for a in block.get("attributes", {}).values()) or any(
        _has_computed(nested["block"]) for nested in block.get("block_types", {}).values()
    )
