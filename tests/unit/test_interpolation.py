"""No text of the user is evaluated by Terraform, wherever it stands.

Every text of `examples/full.yaml` is replaced by ones that Terraform would evaluate. Either
lakeform refuses it, or it is written so that it means itself.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from lakeform.app import synthesize
from lakeform.config import load
from lakeform.errors import ConfigError
from support import ROOT, copy_named_files

KeyPath = tuple[str | int, ...]

FORMS = (
    '${{file("/etc/passwd")}}{n}%{{ if true }}',
    "x${{path.cwd}}{n}%{{ if true }}",
    "jdbc:postgresql://h:5432/${{path.cwd}}{n}%{{if}}",
    'IsComplete "${{path.cwd}}{n}%{{ if true }}"',
    "c = '${{path.cwd}}{n}%{{ if true }}'",
    "arn:aws:iam::111111111111:role/${{path.cwd}}{n}%{{ if true }}",
    "x/${{path.cwd}}{n}%{{if}}/",
)
"""A text, and texts that more fields take; the number tells in the output where it came from."""

OWN_EXPRESSION = re.compile(
    r'\$\{jsonencode\(\{username = "[a-z0-9][a-z0-9_-]*", password = uuid\(\)\}\)\}'
)
"""The one expression that lakeform has evaluated: the password of a user of Kafka, whose name in it
is of letters, digits, `_` and `-`."""
UNESCAPED = re.compile(r"(?<!\$)(?:\$\$)*\$\{(?!aws_|path\.module)|(?<!%)(?:%%)*%\{")
"""The start of a template, other than a reference of the lake's own. An odd number of signs would
be one that escapes nothing."""


KEY = "the key itself"
MARK = re.compile(r"<\d+>")

NAMED_BY_THE_USER = frozenset(
    {
        "arguments",
        "classifiers",
        "columns",
        "configuration",
        "connect",
        "connections",
        "crawlers",
        "databases",
        "deliveries",
        "derive",
        "extra_columns",
        "filters",
        "flink",
        "jobs",
        "kafka",
        "kinesis",
        "oidc_conditions",
        "partitions",
        "personas",
        "projection",
        "properties",
        "schemas",
        "scram",
        "shares",
        "spark",
        "tables",
        "tags",
        "topics",
        "values",
        "workflows",
        "zones",
    }
)
"""Sections whose keys are texts of the user."""

NOT_WRITTEN: frozenset[str] = frozenset()


def texts(value: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Where texts stand, keys among them: a path to a key ends with it, and KEY."""
    if isinstance(value, dict):
        for key, item in value.items():
            if path and path[-1] in NAMED_BY_THE_USER:
                yield (*path, key, KEY)
            yield from texts(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from texts(item, (*path, index))
    elif isinstance(value, str):
        yield path


def replaced(data: Any, texts: Mapping[KeyPath, str]) -> Any:
    """A copy in which the texts at these paths, or the keys, are others."""
    result = copy.deepcopy(data)
    # What is below a key comes before it, as it is found by the old one.
    for path in sorted(texts, key=lambda path: len(path) - 1.5 * (path[-1] == KEY), reverse=True):
        *steps, last = path
        old = steps.pop() if last == KEY else None
        place = result
        for step in steps:
            place = place[step]
        if old is None:
            place[last] = texts[path]
        else:
            renamed = {texts[path] if key == old else key: item for key, item in place.items()}
            place.clear()
            place.update(renamed)
    return result


def example() -> Any:
    """`examples/full.yaml`, with texts that it leaves out."""
    data = yaml.safe_load((ROOT / "examples" / "full.yaml").read_text(encoding="utf-8"))
    databases = data["catalog"]["databases"]
    events = databases["web"]["tables"]["events"]
    events |= {"description": "x", "properties": {"k": "v"}}
    databases["sales"]["tables"]["orders"]["properties"] = {"k": "v"}
    databases["web"]["tables"]["clicks"]["properties"] = {"k": "v"}
    crawlers = data["catalog"]["crawlers"]
    crawlers["landing"] |= {"description": "x", "exclude": ["a/**"]}
    crawlers["erp"] |= {"description": "x", "exclude": ["a"]}
    data["catalog"]["connections"]["erp"]["description"] = "x"
    data["catalog"]["schemas"]["click"]["description"] = "x"
    data["catalog"]["classifiers"]["app-log"]["custom_patterns"] = "A B"
    data["etl"]["jobs"]["report"] |= {"description": "x", "arguments": {"--of": "x"}}
    data["etl"]["jobs"]["uploads"] |= {"description": "x", "spark": {"spark.app.name": "x"}}
    data["etl"]["workflows"]["nightly"]["description"] = "x"
    data["etl"]["workflows"]["nightly"]["steps"][3]["arguments"] = {"--of": "y"}
    return data


def written_strings(value: Any) -> Iterator[str]:
    """All strings that Terraform evaluates: all but comments."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "//":
                yield key
                yield from written_strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from written_strings(item)
    elif isinstance(value, str):
        yield value


@pytest.fixture
def project(tmp_path: Path) -> Path:
    copy_named_files(tmp_path)
    return tmp_path


def written(project: Path, data: Any) -> Path:
    file = project / "lake.yaml"
    file.write_text(yaml.safe_dump(data, sort_keys=False, width=10_000), encoding="utf-8")
    return file


def taken(
    project: Path, data: Any, known: Mapping[KeyPath, str], more: Mapping[KeyPath, str]
) -> dict[KeyPath, str]:
    """Those of `more` that lakeform takes beside the known ones. It says of the others which they
    are, or in which line of the file."""
    left = dict(more)
    while True:
        file = written(project, replaced(data, {**known, **left}))
        try:
            load(file, "dev")
        except ConfigError as error:
            lines = file.read_text(encoding="utf-8").split("\n")
            said = str(error) + "".join(lines[problem.line - 1] for problem in error.problems)
            refused = [path for path, text in left.items() if MARK.findall(text)[0] in said]
            if not refused:
                raise
            for path in refused:
                del left[path]
        else:
            return left


def test_no_text_is_evaluated(project: Path) -> None:
    data = example()
    del data["environments"]["prod"]
    marks = {path: f"<{number}>" for number, path in enumerate(texts(data))}
    known: dict[KeyPath, str] = {}
    for form in FORMS:
        for keys in (False, True):
            more = {
                path: form.format(n=mark)
                for path, mark in marks.items()
                if path not in known and (path[-1] == KEY) == keys
            }
            known |= taken(project, data, known, more)
    everywhere = {marks[path]: path for path in known}
    assert {path[-1] for path in everywhere.values()} >= {
        "comment",
        "custom_patterns",
        "description",
        "k",
        "path",
        "pattern",
        "rows",
        "url",
    }

    folder = synthesize(
        load(written(project, replaced(data, known)), "dev"), project / "out"
    ).stacks["dev"]
    stack = json.loads((folder / "cdk.tf.json").read_text(encoding="utf-8"))
    strings = list(written_strings(stack))
    evaluated = [text for text in strings if UNESCAPED.search(text)]
    assert [text for text in evaluated if not OWN_EXPRESSION.fullmatch(text)] == []
    escaped = {mark for text in strings if "$${" in text for mark in MARK.findall(text)}
    # Not every text becomes Terraform: that of a trust in a role that exists doesn't, nor what the
    # gate reads.
    unwritten = {everywhere[mark] for mark in set(everywhere) - escaped}
    assert {path[-1] for path in unwritten if path[0] != "policy"} <= NOT_WRITTEN


def test_a_reference_of_the_engine_cannot_be_forged(project: Path) -> None:
    for form in ("${TfToken[TOKEN.0]}", "#{TfToken[TOKEN.0]}", "&{TfToken[TOKEN.0]}"):
        data = replaced(example(), {("storage", "zones", "raw", "description"): form})
        with pytest.raises(ConfigError, match=r"`\{TfToken\[` can't be part of a text"):
            load(written(project, data), "dev")
        schema = project / "schemas" / "click.avsc"
        fields = [{"name": "a", "type": "int", "doc": form}]
        record = json.dumps({"type": "record", "name": "click", "fields": fields})
        for text in (record, record.replace("{Tf", "\\u007bTf")):
            schema.write_text(text, encoding="utf-8")
            with pytest.raises(ConfigError, match=r"`\{TfToken\[` can't be part of a text"):
                load(written(project, example()), "dev")
