"""Arguments of resources and blocks: checked when they are given, written as JSON and as HCL.

What an argument takes is its kind: Terraform's word for an attribute's type, such as
`list(string)`, or, for nested blocks, a pair of how they nest and their class.

| nesting       | given as  | written as                                                       |
|---------------|-----------|------------------------------------------------------------------|
| `one`         | one block | a block; Terraform knows it as a list or a set of at most one     |
| `single`      | one block | a block                                                          |
| `list`, `set` | a list    | a block each                                                     |
| `object`      | one block | an attribute with every member, null where nothing was given     |
| `objects`     | a list    | the same in a list, or as blocks in HCL                          |

A text means itself: Terraform would take `${` and `%{` in it for the start of a template and
evaluate what follows, whoever wrote it, so both are escaped here, once for all resources. What is
meant for Terraform is the engine's references, by themselves or as a part of a text, and what is
marked as a `Reference`.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar, TypeAlias, cast

from lakeform.engine import TerraformElement, Token

Json: TypeAlias = dict[str, object]
Kind: TypeAlias = "str | tuple[str, type[Block]]"
Arguments: TypeAlias = Mapping[str, Kind]

_ONE = frozenset({"one", "single", "object"})
_OBJECTS = frozenset({"object", "objects"})


class Reference(str):
    """A whole value that is Terraform's to evaluate: `${aws_kms_key.raw.arn}`.

    Unlike the engine's references it loses its meaning as a part of another text; `f"{reference}"`
    is refused.
    """

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        raise TypeError(f"{str(self)!r} can't be a part of a text; use the resource's attribute")


def reference(path: str) -> Reference:
    """A reference to what is written elsewhere: `aws_kms_key.raw.arn` → `${aws_kms_key.raw.arn}`.

    To the attribute of a resource at hand, which needs no address, `resource.arn` refers.
    """
    return Reference(f"${{{path}}}")


class Block:
    """A nested block, given to an argument of a resource or of another block. Can't be changed."""

    _arguments: ClassVar[Arguments] = {}
    _values: Json

    def __init__(self, given: Mapping[str, object]) -> None:
        object.__setattr__(self, "_values", accept(type(self), self._arguments, given))

    if not TYPE_CHECKING:  # or any attribute could be assigned to

        def __setattr__(self, name: str, value: object) -> None:
            raise AttributeError(f"{type(self).__name__} can't be changed; make another one")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other._values == self._values

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={value!r}" for name, value in self._values.items())
        return f"{type(self).__name__}({given})"


def terraform_name(name: str) -> str:
    """`self_` → `self`: Python wants some words for itself."""
    return name.removesuffix("_")


def did_you_mean(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


# Taken ----------------------------------------------------------------------------------------


def accept(owner: type, arguments: Arguments, given: Mapping[str, object]) -> Json:
    """What was given, less the Nones, in copies that nobody else changes.

    Raises:
        TypeError: a value isn't of its argument's kind.
    """
    values: Json = {}
    for name, kind in arguments.items():
        value = given[name]
        if value is None:
            continue
        if kind == "string" and type(value) is str:
            values[name] = literal(value)
        elif isinstance(kind, tuple):
            values[name] = _accept_blocks(owner, name, kind, value)
        else:
            values[name] = _accept_attribute(owner, name, kind, value)
    return values


def _accept_blocks(owner: type, name: str, kind: tuple[str, type[Block]], value: object) -> object:
    nesting, block = kind
    if nesting in _ONE:
        if isinstance(value, block):
            return value
        raise _refusal(owner, name, f"one {block.__name__}", value)
    if isinstance(value, list | tuple) and all(isinstance(item, block) for item in value):
        return tuple(value)
    raise _refusal(owner, name, f"a list of {block.__name__}", value)


def _accept_attribute(owner: type, name: str, kind: str, value: object) -> object:
    if _is_reference(value):
        return written(value)
    shape, _, element = kind.removesuffix(")").partition("(")
    if not element:
        if _is_scalar(kind, value):
            return written(value)
    elif shape == "map":
        if isinstance(value, Mapping) and all(_is_scalar(element, v) for v in value.values()):
            return {literal(key): written(item) for key, item in value.items()}
    elif isinstance(value, list | tuple) and all(_is_scalar(element, item) for item in value):
        return [written(item) for item in value]
    raise _refusal(owner, name, f"a {kind}", value)


def _is_scalar(kind: str, value: object) -> bool:
    if kind == "string":
        return isinstance(value, str) or _is_reference(value)
    if kind == "bool":
        return isinstance(value, bool) or _is_reference(value)
    if kind == "number":
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return is_number or _is_reference(value)
    # A collection of collections: Terraform judges.
    return isinstance(value, list | tuple | Mapping) or _is_reference(value)


def _is_reference(value: object) -> bool:
    """Whether only the engine, or Terraform, knows what the value will be."""
    if isinstance(value, str):
        return isinstance(value, Reference) or _TOKEN.search(value) is not None
    if isinstance(value, TerraformElement):  # which attribute of it?
        return False
    return hasattr(value, "__jsii_ref__") or hasattr(value, "__jsii_ifaces__")


_TOKEN = re.compile(r"(\$\{TfToken\[[^\]]*\]\})")
"""How the engine marks a reference in a text until it writes it."""


def literal(text: str) -> str:
    """The text as Terraform's JSON has it, meaning itself; the engine's references stay."""
    if "${" not in text and "%{" not in text:
        return text
    parts = _TOKEN.split(text)
    parts[::2] = [part.replace("${", "$${").replace("%{", "%%{") for part in parts[::2]]
    return "".join(parts)


def written(value: object) -> object:
    """The same for a value of any kind, and all that is in it."""
    if isinstance(value, Reference):
        return str(value)
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, Mapping):  # Terraform takes keys for templates, too
        return {literal(key): written(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [written(item) for item in value]
    return value


def _refusal(owner: type, name: str, wanted: str, value: object) -> TypeError:
    return TypeError(f"{owner.__name__}: {name} takes {wanted}, not {value!r:.200}")


# Written as JSON ------------------------------------------------------------------------------


def to_json(arguments: Arguments, values: Json, null: object = None) -> Json:
    """The arguments as Terraform's JSON has them.

    Args:
        null: what stands for null in objects, if not the engine's own.
    """
    written: Json = {}
    for name, value in values.items():
        kind = arguments[name]
        written[terraform_name(name)] = (
            _blocks_to_json(kind[0], value, null) if isinstance(kind, tuple) else value
        )
    return written


def _blocks_to_json(nesting: str, value: object, null: object = None) -> object:
    if not isinstance(value, Block):
        return [_blocks_to_json(nesting, block, null) for block in cast("tuple[Block, ...]", value)]
    written = to_json(value._arguments, value._values, null)
    return _complete(nesting, value, written, null)


def _complete(nesting: str, block: Block, written: Json, null: object = None) -> Json:
    """An object has all its members: those that weren't given are null."""
    if nesting in _OBJECTS:
        for name in block._arguments:
            written.setdefault(terraform_name(name), _null() if null is None else null)
    return written


@functools.cache
def _null() -> object:
    """A null that reaches the output: a plain None gets lost on its way to Node."""
    return Token.null_value()


# Written as HCL -------------------------------------------------------------------------------

_HCL_TYPES = {
    "string": ("simple", "string"),
    "number": ("simple", "number"),
    "bool": ("simple", "boolean"),
    "list(string)": ("list", "stringList"),
    "set(string)": ("set", "stringList"),
    "list(number)": ("list", "numberList"),
    "set(number)": ("set", "numberList"),
    "map(string)": ("map", "stringMap"),
    "map(number)": ("map", "numberMap"),
    "map(bool)": ("map", "booleanMap"),
}


def to_hcl(arguments: Arguments, values: Json) -> Json:
    """The arguments, each with the description of itself that the engine's HCL writer needs."""
    written: Json = {}
    for name, value in values.items():
        kind = arguments[name]
        if isinstance(kind, str):
            entry = _hcl_entry(escape_hcl(value), *_HCL_TYPES.get(kind, ("any", "any")))
        elif kind[0] == "object":
            # The engine can't write a null inside an object; as a template it can.
            whole = _blocks_to_json("object", value, null="${null}")
            entry = _hcl_entry(escape_hcl(whole), "any", "any")
        else:
            nesting, block = kind
            blocks = (value,) if isinstance(value, Block) else cast("tuple[Block, ...]", value)
            bodies = [
                _complete(nesting, item, to_hcl(item._arguments, item._values)) for item in blocks
            ]
            if nesting == "single":
                entry = _hcl_entry(bodies[0], "struct", block.__name__, is_block=True)
            else:
                entry = _hcl_entry(bodies, "list", block.__name__, is_block=True)
        written[terraform_name(name)] = entry
    return written


def _hcl_entry(value: object, shape: str, storage: str, *, is_block: bool = False) -> Json:
    return {"value": value, "isBlock": is_block, "type": shape, "storageClassType": storage}


_SIMPLE_EXPRESSION = re.compile(r'(\$\{[^"{}]*\})')
_HCL_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def escape_hcl(value: object) -> object:
    """Strings as HCL quotes them.

    The engine's writer forgets backslashes, quotes beside a reference, and that a here-document
    ends with a line break of its own. Strings with a longer expression are left as they are.
    """
    if isinstance(value, list):
        return [escape_hcl(item) for item in value]
    if isinstance(value, dict):
        return {key: escape_hcl(item) for key, item in value.items()}
    if not isinstance(value, str):
        return value
    parts = _SIMPLE_EXPRESSION.split(value)
    if any("${" in part.replace("$${", "") for part in parts[::2]):
        return value
    parts[::2] = [part.translate(_HCL_ESCAPES) for part in parts[::2]]
    return "".join(parts)
