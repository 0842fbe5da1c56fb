"""The generated classes as a whole: both provider versions take them, and mypy knows them."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import lakeform.aws
from aws_tree import ROOT
from lakeform.aws.base import Block, Meta, Resource
from lakeform.engine import TerraformResource

LATER: dict[str, Any] = json.loads(
    (ROOT / "tests" / "data" / "aws-arguments-6.62.json").read_text(encoding="utf-8")
)


def modules() -> Iterator[Any]:
    for found in pkgutil.iter_modules(lakeform.aws.__path__):
        yield importlib.import_module(f"lakeform.aws.{found.name}")


RESOURCES: dict[str, type[Resource]] = {
    member._type: member
    for module in modules()
    for member in vars(module).values()
    if inspect.isclass(member) and issubclass(member, Resource) and member is not Resource
}


def arguments(
    cls: type[Resource] | type[Block], later: dict[str, Any], path: str
) -> Iterator[tuple[str, type[Resource] | type[Block], str, dict[str, Any] | None]]:
    """Every argument at any depth: its path, its class, its name, and what 6.62 says of it."""
    for name, kind in cls._arguments.items():
        known = later.get(name.removesuffix("_"))
        yield f"{path}.{name}", cls, name, known
        if isinstance(kind, tuple):
            yield from arguments(kind[1], (known or {}).get("block", {}), f"{path}.{name}")


ALL = [
    found for type, cls in RESOURCES.items() for found in arguments(cls, LATER.get(type, {}), type)
]


def test_the_list_of_types_is_what_there_is() -> None:
    listed = [
        line
        for line in (ROOT / "scripts" / "aws_types.txt").read_text(encoding="utf-8").splitlines()
        if line.startswith("aws_")
    ]

    assert sorted(listed) == sorted(RESOURCES)
    assert sorted(LATER) == sorted(RESOURCES)
    assert len(ALL) > 6000


def test_provider_6_takes_every_argument() -> None:
    assert [path for path, _, _, known in ALL if known is None] == []


def test_what_provider_6_requires_is_required() -> None:
    optional = [
        path
        for path, cls, name, known in ALL
        if known is not None
        and known.get("required")
        and inspect.signature(cls.__init__).parameters[name].default is not inspect.Parameter.empty
    ]

    assert optional == []


def test_what_provider_6_requires_can_be_given() -> None:
    missing = [
        f"{type}.{name}"
        for type, cls in RESOURCES.items()
        for name, known in LATER[type].items()
        if known.get("required") and name not in cls._arguments and f"{name}_" not in cls._arguments
    ]

    assert missing == []


@pytest.mark.parametrize(
    ("type", "argument"),
    [
        ("aws_eip", "vpc"),
        ("aws_flow_log", "log_group_name"),
        ("aws_dms_endpoint", "s3_settings"),
        ("aws_eks_addon", "resolve_conflicts"),
        ("aws_launch_template", "elastic_gpu_specifications"),
        ("aws_instance", "cpu_core_count"),
        ("aws_sagemaker_notebook_instance", "accelerator_types"),
        ("aws_s3_bucket", "acl"),
        ("aws_s3_bucket", "versioning"),
        ("aws_iam_role", "inline_policy"),
    ],
)
def test_what_provider_6_dropped_or_will_drop_is_gone(type: str, argument: str) -> None:
    assert argument not in RESOURCES[type]._arguments


def test_no_attribute_hides_what_cdktf_needs() -> None:
    own = {name for name in dir(TerraformResource) if not name.startswith("__")}
    hidden = {
        f"{type}.{name}"
        for type, cls in RESOURCES.items()
        for name in (*cls._arguments, *cls._computed)
        if name in own or name in Meta.__annotations__
    }

    assert hidden == set()


def test_the_table_and_the_signature_agree() -> None:
    different = []
    for path, cls in {f"{c.__module__}.{c.__name__}": c for _, c, _, _ in ALL}.items():
        named = {
            name
            for name, parameter in inspect.signature(cls.__init__).parameters.items()
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY
        }
        if named != set(cls._arguments):
            different.append(path)

    assert different == []


SNIPPET = """\
from lakeform.aws.s3 import S3Bucket, S3BucketVersioningVersioningConfiguration as Versioning
from lakeform.engine import TerraformStack


def mistakes(stack: TerraformStack) -> None:
    bucket = S3Bucket(stack, "b", buckett="x")
    S3Bucket(stack, "c", bucket=1)
    S3Bucket(stack, "d", depend_on=[bucket])
    Versioning(state="Enabled", status="Enabled")
    Versioning()
    print(bucket.arm)


def fine(stack: TerraformStack) -> str:
    bucket = S3Bucket(stack, "b", bucket="x", tags={"a": "b"}, force_destroy=False)
    S3Bucket(stack, "c", depends_on=[bucket, "aws_kms_key.lake"], lifecycle=None)
    return bucket.arn
"""


def test_mypy_sees_mistakes_before_they_run(tmp_path: Path) -> None:
    (tmp_path / "snippet.py").write_text(SNIPPET, encoding="utf-8")
    done = subprocess.run(
        [
            *(
                sys.executable,
                "-m",
                "mypy",
                "--strict",
                "--no-error-summary",
                "--hide-error-context",
            ),
            *("--no-pretty", "--cache-dir", str(ROOT / ".mypy_cache"), "snippet.py"),
        ],
        cwd=tmp_path,
        env={"MYPYPATH": str(ROOT / "modules"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert [line for line in done.stdout.splitlines() if ": note: " not in line] == [
        'snippet.py:6: error: Unexpected keyword argument "buckett" for "S3Bucket"; '
        'did you mean "bucket"?  [call-arg]',
        'snippet.py:7: error: Argument "bucket" to "S3Bucket" has incompatible type "int"; '
        'expected "str | None"  [arg-type]',
        'snippet.py:8: error: Unexpected keyword argument "depend_on" for "S3Bucket"; '
        'did you mean "depends_on"?  [call-arg]',
        'snippet.py:9: error: Unexpected keyword argument "state" for '
        '"S3BucketVersioningVersioningConfiguration"  [call-arg]',
        'snippet.py:10: error: Missing named argument "status" for '
        '"S3BucketVersioningVersioningConfiguration"  [call-arg]',
        'snippet.py:11: error: "S3Bucket" has no attribute "arm"  [attr-defined]',
    ]
