"""Rules of `streams.deliveries.*.transform`: the function exists, or its file is one."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lakeform.config.base import quoted, suggestion
from lakeform.config.explain import Fault
from lakeform.config.model import Lake
from lakeform.config.python_text import python_fault
from lakeform.config.schema_files.columns import SchemaFileError
from lakeform.config.schema_files.files import locate, read_text
from lakeform.config.streams.deliveries import FileTransform, FunctionTransform
from lakeform.config.yaml_reader import KeyPath


def transforms_are_functions(lake: Lake) -> Iterator[Fault]:
    """A function of this region, or a Python file that defines one."""
    for name, delivery in lake.streams.deliveries.items():
        where: KeyPath = ("streams", "deliveries", name, "transform")
        match delivery.transform:
            case FunctionTransform(function=arn):
                region = arn.split(":")[3]
                if region != lake.environment.region:
                    yield Fault(
                        (*where, "function"),
                        f"the function is in {region}, and the delivery in "
                        f"{lake.environment.region}",
                        "Firehose calls functions of its own region only",
                    )
            case FileTransform() as section:
                yield from _file_faults(lake, where, section)


def _file_faults(lake: Lake, where: KeyPath, section: FileTransform) -> Iterator[Fault]:
    try:
        path = locate(lake.directory, section.file)
        if path.suffix != ".py":
            raise SchemaFileError(f"{quoted(section.file)} isn't a `.py` file")
        text = read_text(path, section.file)
    except SchemaFileError as error:
        yield Fault((*where, "file"), error.message, error.hint)
        return
    version = section.runtime.removeprefix("python")
    major, minor = map(int, version.split("."))
    wrong = python_fault(text, (major, minor))
    if wrong is not None:
        line = f"line {wrong.line}: " if wrong.line else ""
        message = f"{quoted(section.file)} isn't valid Python {version}: {line}{wrong.message}"
        yield Fault((*where, "file"), message, "correct it")
        return
    functions = [node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    if section.handler not in functions:
        yield Fault(
            (*where, "handler") if "handler" in section.model_fields_set else (*where, "file"),
            f"{quoted(section.file)} defines no function {quoted(section.handler)}",
            suggestion(section.handler, functions, "functions in it"),
        )
