"""Column types of the Glue catalogue, in Hive's notation, nested ones too.

`parse` reads `array<struct<sku:string,price:decimal(10,2)>>` into a tree; `str` of the tree is the
normalised text. Source of the list: AWS Glue's API reference ("Column") and Athena's user guide
("Data types in Amazon Athena").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lakeform.config.base import nearest

PRIMITIVES = frozenset(
    {
        *("bigint", "binary", "boolean", "char", "date", "decimal", "double", "float", "int"),
        *("smallint", "string", "timestamp", "tinyint", "varchar"),
    }
)
NESTED = frozenset({"array", "map", "struct"})
ALIASES = {
    "bool": "boolean",
    "byte": "tinyint",
    "integer": "int",
    "long": "bigint",
    "numeric": "decimal",
    "real": "float",
    "short": "smallint",
    "text": "string",
}
"""Names of other systems → Hive's; used in the error that says which one to write."""

NOT_IN_ICEBERG = frozenset({"char", "smallint", "tinyint", "varchar"})
"""Hive types without an Iceberg counterpart (Iceberg specification, "Primitive types")."""

_TOKEN = re.compile(r"\s*([A-Za-z_][\w$-]*|[0-9]+|[<>(),:])")
_DEEPEST = 32
_LONGEST_NUMBER = 9


class TypeSyntaxError(ValueError):
    """A text that isn't a column type; the message says why.

    Attributes:
        name: the name that no type has, where that is why.
    """

    def __init__(self, message: str, name: str | None = None) -> None:
        super().__init__(message)
        self.name = name


@dataclass(frozen=True)
class HiveType:
    """One type: `name`, its numbers (`decimal(10,2)`), its inner types, a struct's field names."""

    name: str
    numbers: tuple[int, ...] = ()
    inner: tuple[HiveType, ...] = ()
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.name == "struct":
            pairs = zip(self.fields, self.inner, strict=True)
            return "struct<" + ",".join(f"{field}:{inner}" for field, inner in pairs) + ">"
        if self.inner:
            return f"{self.name}<{','.join(map(str, self.inner))}>"
        return f"{self.name}({','.join(map(str, self.numbers))})" if self.numbers else self.name

    def names(self) -> frozenset[str]:
        """The names of this type and of all types inside it."""
        return frozenset({self.name}).union(*(inner.names() for inner in self.inner))


def parse(text: str) -> HiveType:
    """Read a column type.

    Raises:
        TypeSyntaxError: the text isn't one.
    """
    if text in PRIMITIVES and text not in ("char", "varchar"):
        return HiveType(text) if text != "decimal" else HiveType("decimal", (10, 0))
    parser = _Parser(_tokens(text))
    result = parser.type(0)
    parser.end()
    return result


def closest(name: str) -> str | None:
    """The type that a name which is none stands for, or is nearest to."""
    return ALIASES.get(name) or nearest(name, sorted(PRIMITIVES | NESTED))


def _tokens(text: str) -> list[str]:
    tokens = []
    position = 0
    stripped = text.rstrip()
    while position < len(stripped):
        match = _TOKEN.match(stripped, position)
        if match is None:
            raise TypeSyntaxError(f"`{stripped[position:].lstrip()[0]}` can't stand in a type")
        tokens.append(match[1])
        position = match.end()
    return tokens


class _Parser:
    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._next = 0

    def type(self, depth: int) -> HiveType:
        if depth > _DEEPEST:
            raise TypeSyntaxError(f"types are nested more than {_DEEPEST} deep")
        name = self._take().lower()
        if name == "array":
            self._expect("<")
            inner = self.type(depth + 1)
            self._expect(">")
            return HiveType("array", inner=(inner,))
        if name == "map":
            self._expect("<")
            key = self.type(depth + 1)
            if key.inner:
                raise TypeSyntaxError("a map's key must be a primitive type")
            self._expect(",")
            value = self.type(depth + 1)
            self._expect(">")
            return HiveType("map", inner=(key, value))
        if name == "struct":
            return self._struct(depth)
        if name in PRIMITIVES:
            return HiveType(name, self._numbers(name))
        if name in ALIASES:
            raise TypeSyntaxError(
                f"`{name}` is written `{ALIASES[name]}` in the Glue catalogue", name
            )
        raise TypeSyntaxError(f"`{name}` isn't a type of the Glue catalogue", name)

    def _struct(self, depth: int) -> HiveType:
        self._expect("<")
        fields: list[str] = []
        inner: list[HiveType] = []
        while True:
            field = self._take()
            if not (field[0].isalpha() or field[0] == "_"):
                raise TypeSyntaxError(f"`{field}` stands where a field's name is expected")
            if field.lower() in fields:
                raise TypeSyntaxError(f"the struct has two fields `{field.lower()}`")
            fields.append(field.lower())
            self._expect(":")
            inner.append(self.type(depth + 1))
            if self._peek() != ",":
                break
            self._take()
        self._expect(">")
        return HiveType("struct", inner=tuple(inner), fields=tuple(fields))

    def _numbers(self, name: str) -> tuple[int, ...]:
        numbers: list[int] = []
        if self._peek() == "(":
            self._take()
            while True:
                token = self._take()
                if not token.isdigit() or len(token) > _LONGEST_NUMBER:
                    raise TypeSyntaxError(f"`{token[:20]}` isn't a length, precision or scale")
                numbers.append(int(token))
                if self._peek() != ",":
                    break
                self._take()
            self._expect(")")
        return _checked_numbers(name, tuple(numbers))

    def end(self) -> None:
        if self._next < len(self._tokens):
            raise TypeSyntaxError(f"`{self._tokens[self._next]}` is left over at the end")

    def _peek(self) -> str | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self) -> str:
        if self._next >= len(self._tokens):
            raise TypeSyntaxError("the type ends too early")
        self._next += 1
        return self._tokens[self._next - 1]

    def _expect(self, token: str) -> None:
        found = self._peek()
        if found != token:
            said = "the type ends too early" if found is None else f"`{found}` stands"
            raise TypeSyntaxError(f"{said} where `{token}` is expected")
        self._take()


def _checked_numbers(name: str, numbers: tuple[int, ...]) -> tuple[int, ...]:
    if name == "decimal":
        precision, scale = {0: (10, 0), 1: (*numbers, 0), 2: numbers}.get(len(numbers), (0, 0))
        if not (1 <= precision <= 38 and 0 <= scale <= precision):
            raise TypeSyntaxError("a decimal has a precision of 1 to 38 and a scale up to it")
        return precision, scale
    if name in ("char", "varchar"):
        most = 255 if name == "char" else 65535
        if len(numbers) != 1 or not 1 <= numbers[0] <= most:
            raise TypeSyntaxError(f"`{name}` needs a length of 1 to {most}: `{name}(100)`")
        return numbers
    if numbers:
        raise TypeSyntaxError(f"`{name}` takes no numbers")
    return ()
