"""Reads YAML with positions: the only module that imports PyYAML.

The dialect is YAML 1.2's core schema, not PyYAML's default 1.1, because the old one silently turns
`on:` into `True:`, `011111111111` into an octal number and `2027-06-30` into a date. Mapping keys
are always text.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from lakeform.errors import ConfigError, Problem

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML built without libyaml: slower, same result
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

MAX_BYTES = 20 * 1024 * 1024
"""Largest file that is read; 10,000 tables take about 3 MiB."""

MAX_VALUES = 2_000_000
"""Most values after aliases are expanded, so that nested aliases can't exhaust the memory."""

MAX_DIGITS = 100
"""Longest number; AWS has none of more than 20 digits, and Python refuses those of 4,300."""

MAX_DEPTH = 100
"""Deepest nesting; a lake needs about ten."""

ENGINE_MARK = "{TfToken["
"""How CDKTF marks a reference inside a text. A text of the user that has it would become one."""

KeyPath = tuple[str | int, ...]
"""Where a value stands: mapping keys and sequence indexes from the root."""

_NULL = re.compile(r"(?:~|null|Null|NULL|)\Z")
_BOOL = re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z")
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9_]*)\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9_]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_BRACKETS = re.compile(r"[\[\]{}]")
_MERGE = "<<"
_TOO_DEEP = f"is nested more than {MAX_DEPTH} deep"


@dataclass(frozen=True)
class Document:
    """A file's values, and where each of them stands."""

    file: Path
    data: dict[str, Any]
    root: yaml.MappingNode

    def locate(self, path: KeyPath, *, key: bool = False) -> tuple[int, int]:
        """Line and column (from 1) of the value at `path`, or of its key.

        A part of the path that the file doesn't have is passed over, so the position of a missing
        key is that of the mapping that lacks it.
        """
        node: yaml.Node = self.root
        mark = node.start_mark
        for part in path:
            found = _child(node, part)
            if found is None:
                continue
            key_node, node = found
            mark = key_node.start_mark if key else node.start_mark
        return mark.line + 1, mark.column + 1

    def has(self, path: KeyPath) -> bool:
        """Whether the file itself has a value at `path`."""
        node: yaml.Node = self.root
        for part in path:
            found = _child(node, part)
            if found is None:
                return False
            node = found[1]
        return True


def read(file: Path) -> Document:
    """Read a YAML file whose root is a mapping.

    Raises:
        ConfigError: the file can't be read, isn't YAML, or uses what the dialect leaves out.
    """
    text = _read_text(file)
    if _flow_depth(text) > MAX_DEPTH:  # libyaml would recurse until the process dies
        raise _whole(file, _TOO_DEEP, "is this the right file?")
    try:
        loader = _Loader(text)
        try:
            root = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise _refused(file, text, error) from error
    if root is None:
        raise _whole(file, "is empty", "write a starter file with `lakeform init DIR`")
    if not isinstance(root, yaml.MappingNode):
        raise _whole(file, "holds no mapping of keys to values", "start with `name: my-lake`")
    problems: list[Problem] = []
    data = _Converter(file, problems).convert(root)
    if problems:
        raise ConfigError(problems)
    return Document(file, data, root)


def _read_text(file: Path) -> str:
    try:
        about = file.stat()
        if stat.S_ISDIR(about.st_mode):
            raise _whole(file, "is a folder, not a file", "name the file: `-c DIR/lake.yaml`")
        if not stat.S_ISREG(about.st_mode):  # a pipe or a device may never end
            raise _whole(file, "isn't a regular file", "write the lake to a file and name that")
        if about.st_size > MAX_BYTES:
            raise _too_large(file, f"has {about.st_size / 1024 / 1024:.0f} MiB")
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:  # one of /proc, which says that it has 0 bytes
            raise _too_large(file, "has no end in sight")
        return content.decode("utf-8-sig")
    except FileNotFoundError:
        raise _whole(
            file, "doesn't exist", "name the file with -c, or write one with `lakeform init DIR`"
        ) from None
    except OSError as error:
        raise _whole(file, f"can't be read: {error.strerror}", "check its permissions") from error
    except UnicodeDecodeError as error:
        raise _whole(
            file, f"isn't UTF-8 text (byte {error.start + 1})", "save it as UTF-8"
        ) from error


def _flow_depth(text: str) -> int:
    """How deep `[` and `{` are nested; those inside quoted texts are counted as well."""
    depth = deepest = 0
    for bracket in _BRACKETS.finditer(text):
        depth += 1 if bracket[0] in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _too_large(file: Path, size: str) -> ConfigError:
    return _whole(
        file,
        f"{size}; at most {MAX_BYTES // 1024 // 1024} MiB are read",
        "is this the right file? A lake of 10,000 tables takes about 3 MiB",
    )


def _whole(file: Path, message: str, hint: str) -> ConfigError:
    return ConfigError([Problem(file, 0, 0, message, hint)])


def _refused(file: Path, text: str, error: yaml.YAMLError) -> ConfigError:
    from lakeform.config.yaml_errors import syntax_problem  # which a good file doesn't need

    return ConfigError([syntax_problem(file, text, error)])


def _child(node: yaml.Node, part: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        found = None
        for key, value in entries(node):
            if key.value == part:
                found = key, value
        return found
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        item = node.value[part]
        return item, item
    return None


def entries(node: yaml.MappingNode) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """A mapping's pairs; those of a merge key first, so that the mapping's own come to win."""
    for key, value in node.value:
        if key.value == _MERGE:
            merged = value.value if isinstance(value, yaml.SequenceNode) else [value]
            for source in reversed(merged):
                if isinstance(source, yaml.MappingNode):
                    yield from entries(source)
    for key, value in node.value:
        if key.value != _MERGE:
            yield key, value


class _Converter:
    """Turns nodes into plain values; collects what is wrong instead of stopping."""

    def __init__(self, file: Path, problems: list[Problem]) -> None:
        self._file = file
        self._problems = problems
        self._open: set[int] = set()
        self._count = 0

    def convert(self, node: yaml.Node) -> Any:
        self._count += 1
        if self._count > MAX_VALUES:
            raise _whole(
                self._file,
                f"holds more than {MAX_VALUES:,} values once its aliases are expanded",
                "write the repeated parts out, or split the lake",
            )
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if id(node) in self._open:
            self._problem(node, "an alias refers to a value that it is itself a part of", None)
            return None
        if len(self._open) >= MAX_DEPTH:
            raise _whole(self._file, _TOO_DEEP, "is this the right file?")
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.MappingNode):
                return self._mapping(node)
            self._check_tag(node, "tag:yaml.org,2002:seq")
            return [self.convert(item) for item in node.value]
        finally:
            self._open.discard(id(node))

    def _mapping(self, node: yaml.MappingNode) -> dict[str, Any]:
        self._check_tag(node, "tag:yaml.org,2002:map")
        own: dict[str, yaml.Node] = {}
        for key, value in node.value:
            self._check_text(key)
            if not isinstance(key, yaml.ScalarNode):
                self._problem(key, "a key must be a plain text", None)
            elif key.value == _MERGE:
                sources = value.value if isinstance(value, yaml.SequenceNode) else [value]
                for source in sources:
                    if not isinstance(source, yaml.MappingNode):
                        self._problem(source, "`<<` takes a mapping, or a list of them", None)
            elif key.value in own:
                first = own[key.value].start_mark.line + 1
                self._problem(
                    key,
                    f"the key `{_short(key.value)}` stands here a second time "
                    f"(first: line {first})",
                    "keep one of them",
                )
            else:
                own[key.value] = key
        return {
            key.value: self.convert(value)
            for key, value in entries(node)
            if isinstance(key, yaml.ScalarNode)
        }

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        text = node.value
        self._check_text(node)
        if node.style or node.tag == "!":  # quoted, or a block
            self._check_tag(node, "tag:yaml.org,2002:str", "!")
            return text
        if node.tag.startswith("!") or "python" in node.tag:
            self._check_tag(node)
        if len(text) > MAX_DIGITS and (_INT.match(text) or _FLOAT.match(text)):
            self._problem(
                node,
                f"a number of {len(text):,} digits; at most {MAX_DIGITS} are read",
                "quote it, if it is a text",
            )
            return None
        if _NULL.match(text):
            return None
        if _BOOL.match(text):
            return text.lower() == "true"
        if _INT.match(text):
            return int(text.replace("_", ""))
        if _FLOAT.match(text):
            return float(text.replace("_", ""))
        return text

    def _check_text(self, node: yaml.Node) -> None:
        if ENGINE_MARK in node.value:
            self._problem(node, f"`{ENGINE_MARK}` can't be part of a text", "reword it")

    def _check_tag(self, node: yaml.Node, *allowed: str) -> None:
        if node.tag not in allowed:
            self._problem(
                node,
                f"the YAML tag `{_short(node.tag)}` isn't used here",
                "remove it, or quote the text that starts with `!`",
            )

    def _problem(self, node: yaml.Node, message: str, hint: str | None) -> None:
        mark = node.start_mark
        self._problems.append(Problem(self._file, mark.line + 1, mark.column + 1, message, hint))


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
