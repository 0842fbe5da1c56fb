"""The stack's folder: what is read from it, copied, and put beside it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from lakeform.errors import InputError
from lakeform.terraform import OVERRIDE_FILE, STACK_FILE, copy_stack, write_offline_override
from lakeform.terraform.stack_files import (
    construct_paths,
    offline_environment,
    read_stack,
    required_providers,
    write_file,
)


def stack_in(directory: Path, stack: dict[str, Any]) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    (directory / STACK_FILE).write_text(json.dumps(stack), encoding="utf-8")
    return directory


def override_of(directory: Path) -> dict[str, Any]:
    written: dict[str, Any] = json.loads((directory / OVERRIDE_FILE).read_text(encoding="utf-8"))
    return written


def test_a_folder_without_a_stack(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        read_stack(tmp_path)
    assert str(raised.value) == (
        f"{tmp_path} has no cdk.tf.json\n  → render it first: lakeform synth"
    )


@pytest.mark.parametrize("text", ["", "{", "[1]"])
def test_a_stack_that_is_no_object(tmp_path: Path, text: str) -> None:
    (tmp_path / STACK_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"cdk\.tf\.json (can't be read|holds no JSON object)"):
        read_stack(tmp_path)


def test_required_providers() -> None:
    blocks = {
        "aws": {"source": "aws", "version": ">= 5.100, < 7"},
        "random": {"source": "hashicorp/random"},
        "own": {"source": "example.com/acme/own", "version": "1.0.0"},
        "old": "~> 2.0",
    }
    expected = {
        "registry.terraform.io/hashicorp/aws": ">= 5.100, < 7",
        "registry.terraform.io/hashicorp/random": "",
        "example.com/acme/own": "1.0.0",
        "registry.terraform.io/hashicorp/old": "~> 2.0",
    }
    assert required_providers({"terraform": {"required_providers": blocks}}) == expected
    assert required_providers({"terraform": [{"required_providers": [blocks]}]}) == expected
    assert required_providers({}) == {}


def test_construct_paths() -> None:
    stack = {
        "resource": {
            "aws_vpc": {"main": {"//": {"metadata": {"path": "lake/network/vpc"}}}},
            "aws_s3_bucket": {"plain": {"bucket": "b"}},
        },
        "data": {"aws_iam_role": {"r": {"//": {"metadata": {"path": "lake/r"}}}}},
    }
    assert construct_paths(stack) == {
        "aws_vpc.main": "lake/network/vpc",
        "data.aws_iam_role.r": "lake/r",
    }


def test_a_copy_is_the_same_bytes_and_keeps_what_terraform_made(tmp_path: Path) -> None:
    source = stack_in(tmp_path / "source", {"a": 1})
    (source / "assets" / "job").mkdir(parents=True)
    (source / "assets" / "job" / "job.py").write_text("print()", encoding="utf-8")
    (source / ".terraform").mkdir()
    (source / "terraform.tfstate").write_text("source's", encoding="utf-8")
    target = tmp_path / "target"
    (target / ".terraform").mkdir(parents=True)
    (target / "assets").mkdir()
    (target / "assets" / "stale.py").touch()
    (target / "old.tf.json").touch()
    for kept in ("terraform.tfstate", "terraform.tfstate.backup", OVERRIDE_FILE):
        (target / kept).write_text("target's", encoding="utf-8")

    assert copy_stack(source, target) == target

    names = {str(file.relative_to(target)) for file in target.rglob("*") if file.is_file()}
    assert names == {
        "assets/job/job.py",
        STACK_FILE,
        "terraform.tfstate",
        "terraform.tfstate.backup",
        OVERRIDE_FILE,
    }
    assert (target / STACK_FILE).read_bytes() == (source / STACK_FILE).read_bytes()
    assert (target / "terraform.tfstate").read_text(encoding="utf-8") == "target's"


def test_a_copy_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no cdk"):
        copy_stack(tmp_path / "gone", tmp_path / "target")
    assert not (tmp_path / "target").exists()


def test_the_override_replaces_whatever_needs_an_account(tmp_path: Path) -> None:
    provider = {
        "region": "eu-west-1",
        "profile": "prod",
        "allowed_account_ids": ["111111111111"],
        "assume_role": [{"role_arn": "arn:aws:iam::111111111111:role/deploy"}],
    }
    stack_in(tmp_path, {"provider": {"aws": [provider, {"alias": "dr", "region": "us-west-2"}]}})
    assert write_offline_override(tmp_path, state="state/lake.tfstate") == tmp_path / OVERRIDE_FILE
    common = {
        "access_key": "lakeform-offline-placeholder",
        "secret_key": "lakeform-offline-placeholder",
        "skip_credentials_validation": True,
        "skip_metadata_api_check": "true",
        "skip_region_validation": True,
        "skip_requesting_account_id": True,
        "s3_use_path_style": True,
        "max_retries": 2,
    }
    assert override_of(tmp_path) == {
        "terraform": {"backend": {"local": {"path": "state/lake.tfstate"}}},
        "provider": {
            "aws": [
                {
                    **common,
                    "profile": None,
                    "allowed_account_ids": None,
                    "dynamic": {"assume_role": {"for_each": [], "content": {}}},
                },
                {**common, "alias": "dr"},
            ]
        },
    }


def test_the_override_for_an_embedded_aws_asks_for_the_account(tmp_path: Path) -> None:
    stack_in(tmp_path, {"provider": {"aws": {"region": "eu-west-1"}}})
    write_offline_override(tmp_path, ask_account=True)
    [provider] = override_of(tmp_path)["provider"]["aws"]
    assert provider["skip_requesting_account_id"] is False


def test_the_override_of_a_stack_without_aws(tmp_path: Path) -> None:
    stack_in(tmp_path, {"terraform": {}})
    write_offline_override(tmp_path)
    assert override_of(tmp_path) == {
        "terraform": {"backend": {"local": {"path": "terraform.tfstate"}}}
    }


def test_a_file_in_the_way_of_a_copy_is_said(tmp_path: Path) -> None:
    source = stack_in(tmp_path / "source", {"a": 1})
    (tmp_path / "file").touch()
    for target in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(InputError) as raised:
            copy_stack(source, target)
        assert str(raised.value).startswith(f"{target} can't be written: ")
        assert str(raised.value).endswith("→ remove or rename what is in its way")


def test_a_folder_in_the_way_of_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "f").mkdir()
    with pytest.raises(InputError, match="f can't be written: Is a directory"):
        write_file(tmp_path / "f", b"one")
    assert [entry.name for entry in tmp_path.iterdir()] == ["f"]


def test_the_users_settings_stay_out(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = (
        "AWS_PROFILE",
        "AWS_ACCESS_KEY_ID",
        "AWS_REGION",
        "AWS_CA_BUNDLE",
        "AWS_ENDPOINT_URL_S3",
        "TF_AWS_DYNAMODB_ENDPOINT",
    )
    for name in settings:
        monkeypatch.setenv(name, "the user's")
    monkeypatch.setenv("AWS_CONFIG_FILE", "the user's")
    environment = offline_environment()
    assert [environment[name] for name in settings] == [None] * len(settings)
    assert environment["AWS_CONFIG_FILE"] == os.devnull
    assert environment["AWS_EC2_METADATA_DISABLED"] == "true"


def test_a_file_with_the_same_content_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "f"
    write_file(file, b"one")
    os.utime(file, (1, 1))
    write_file(file, b"one")
    assert file.stat().st_mtime == 1
    write_file(file, b"two")
    assert file.read_bytes() == b"two"
    assert [entry.name for entry in tmp_path.iterdir()] == ["f"]
