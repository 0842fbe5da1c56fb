"""What the readers of all schema notations share: the column, the struct, and the error."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from lakeform.config import hive_types
from lakeform.config.base import ColumnName, quoted

MAX_COMMENT = 255
"""Characters of a column's comment (AWS Glue API reference, "Column")."""

_FIELD_NAME = re.compile(r"[A-Za-z_][\w$-]*")
_COLUMN_NAME: TypeAdapter[str] = TypeAdapter(ColumnName)


class SchemaFileError(Exception):
    """A schema file that can't be used: why, and what to do next.

    Args:
        at_key: what is wrong is that a file is named at all.
    """

    def __init__(self, message: str, hint: str | None = None, *, at_key: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.at_key = at_key


@dataclass(frozen=True)
class ReadColumn:
    """A column as its file describes it, its type in Hive's notation."""

    name: str
    type: str
    comment: str | None = None

    def as_data(self) -> dict[str, str]:
        """The column as `lake.yaml` would have it."""
        if self.comment is None:
            return {"type": self.type}
        return {"type": self.type, "comment": self.comment}


def comment(text: object) -> str | None:
    """A description as Glue takes it: one line of at most 255 characters."""
    if not isinstance(text, str) or not text.strip():
        return None
    line = " ".join(text.split())
    return line if len(line) <= MAX_COMMENT else f"{line[: MAX_COMMENT - 1]}…"


def struct(fields: Iterable[tuple[str, str]], where: str) -> str:
    """A struct's type. Glue folds names to lower case.

    Raises:
        SchemaFileError: it has no fields, or one that Hive can't name, or two of one name.
    """
    types: dict[str, str] = {}
    for name, kind in fields:
        folded = name.lower()
        if _FIELD_NAME.fullmatch(name) is None:
            raise SchemaFileError(
                f"{where}: {quoted(name)} can't be the name of a field in the Glue catalogue",
                "letters, digits, `_`, `$` and `-`, starting with a letter or `_`",
            )
        if folded in types:
            raise SchemaFileError(
                f"{where}: two fields are called {quoted(folded)}",
                "the Glue catalogue doesn't tell upper from lower case",
            )
        types[folded] = kind
    if not types:
        raise SchemaFileError(f"{where}: a struct without fields can't stand in the Glue catalogue")
    return "struct<" + ",".join(f"{name}:{kind}" for name, kind in types.items()) + ">"


def unsupported(where: str, what: str, hint: str | None = None) -> SchemaFileError:
    """The error for a type that Glue has no word for."""
    return SchemaFileError(f"{where}: the Glue catalogue has no type for {what}", hint)


def checked(file: str, columns: Iterable[ReadColumn]) -> tuple[ReadColumn, ...]:
    """The columns, their names folded to lower case as Glue does, their types normalised.

    Raises:
        SchemaFileError: there are none, two of one name, a name or a type that Glue can't hold.
    """
    found: dict[str, ReadColumn] = {}
    for column in columns:
        name = column.name.lower()
        try:
            _COLUMN_NAME.validate_python(name)
        except ValidationError as error:
            raise SchemaFileError(
                f"{quoted(file)}: {quoted(name)} can't be the name of a column"
            ) from error
        if name in found:
            raise SchemaFileError(
                f"{quoted(file)}: two columns are called {quoted(name)}",
                "the Glue catalogue doesn't tell upper from lower case",
            )
        try:
            kind = str(hive_types.parse(column.type))
        except hive_types.TypeSyntaxError as error:
            raise SchemaFileError(f"{quoted(file)}: {quoted(name)}: {error}") from error
        found[name] = ReadColumn(name, kind, column.comment)
    if not found:
        raise SchemaFileError(f"{quoted(file)} describes no columns")
    return tuple(found.values())
