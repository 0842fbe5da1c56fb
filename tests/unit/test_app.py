"""The synthesised Terraform: stable to the byte, whatever the machine and the order of the keys."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from lakeform.app import main, synthesize_file
from lakeform.errors import InputError
from support import ROOT, copy_named_files

SAMPLES = {
    "default": ROOT / "lake.yaml",
    "full": ROOT / "examples" / "full.yaml",
    "contract": ROOT / "tests" / "samples" / "valid" / "contract.yaml",
}
ORDERED = ("columns", "partitions")
"""Keys of `lake.yaml` below which the order has a meaning: it is the table's own."""


def outputs(file: Path, out: Path) -> dict[str, bytes]:
    stacks = synthesize_file(file, None, out).stacks
    return {name: (stack / "cdk.tf.json").read_bytes() for name, stack in stacks.items()}


def shuffled(value: Any, luck: random.Random) -> Any:
    if isinstance(value, dict):
        keys = list(value)
        luck.shuffle(keys)
        return {key: value[key] if key in ORDERED else shuffled(value[key], luck) for key in keys}
    return [shuffled(item, luck) for item in value] if isinstance(value, list) else value


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    folder = tmp_path_factory.mktemp("written")
    return {name: outputs(file, folder / name) for name, file in SAMPLES.items()}


@pytest.mark.parametrize("sample", sorted(SAMPLES))
def test_the_same_file_gives_the_same_bytes(
    sample: str, written: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    assert outputs(SAMPLES[sample], tmp_path / "elsewhere" / "out") == written[sample]


@pytest.mark.parametrize("sample", sorted(SAMPLES))
@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_keys_has_no_meaning(
    sample: str, seed: int, written: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    data = yaml.safe_load(SAMPLES[sample].read_text())
    file = tmp_path / "lake.yaml"
    file.write_text(yaml.safe_dump(shuffled(data, random.Random(seed)), sort_keys=False))
    copy_named_files(tmp_path)
    assert outputs(file, tmp_path / "out") == written[sample]


def test_the_output_names_no_machine(written: dict[str, dict[str, bytes]]) -> None:
    for of_sample in written.values():
        for text in of_sample.values():
            assert os.fsencode(ROOT) not in text
            assert os.fsencode(Path.home()) not in text


def test_the_default_lake_has_at_least_90_resources(written: dict[str, dict[str, bytes]]) -> None:
    stack = json.loads(written["default"]["dev"])
    assert sum(len(instances) for instances in stack["resource"].values()) >= 90


def test_stateful_resources_of_a_protected_environment_cannot_be_destroyed(
    written: dict[str, dict[str, bytes]],
) -> None:
    stack = json.loads(written["full"]["prod"])["resource"]
    for kind in (
        "aws_s3_bucket",
        "aws_kms_key",
        "aws_glue_catalog_database",
        "aws_glue_catalog_table",
        "aws_glue_registry",
    ):
        assert stack[kind]
        for name, body in stack[kind].items():
            assert body["lifecycle"]["prevent_destroy"] is True, f"{kind}.{name}"
    for body in stack["aws_s3_bucket"].values():
        assert not body.get("force_destroy", False)


def test_one_environment_alone_is_the_same_as_among_others(
    written: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    stacks = synthesize_file(SAMPLES["full"], "prod", tmp_path).stacks
    assert list(stacks) == ["prod"]
    assert (stacks["prod"] / "cdk.tf.json").read_bytes() == written["full"]["prod"]


def test_main_reads_its_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAKEFORM_CONFIG", os.fspath(SAMPLES["full"]))
    monkeypatch.setenv("LAKEFORM_ENVIRONMENT", "prod")
    monkeypatch.setenv("CDKTF_OUTDIR", os.fspath(tmp_path))
    main()
    assert [folder.name for folder in (tmp_path / "stacks").iterdir()] == ["prod"]


def test_an_unknown_environment_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no environment `prd`"):
        synthesize_file(SAMPLES["full"], "prd", tmp_path)


def test_an_output_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="can't be written"):
        synthesize_file(SAMPLES["default"], None, tmp_path / "file" / "out")


def test_a_folder_where_a_file_is_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").mkdir()
    with pytest.raises(InputError) as raised:
        synthesize_file(SAMPLES["default"], None, tmp_path)
    assert str(raised.value) == (
        f"{tmp_path / 'manifest.json'} can't be written: Is a directory\n"
        "  → choose another folder with -o"
    )
