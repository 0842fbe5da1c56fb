"""Terraform's commands, with the real program; those that need the AWS provider say so."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from lakeform.errors import InputError, ToolError
from lakeform.terraform import (
    Counts,
    Event,
    Terraform,
    copy_stack,
    offline_environment,
    write_offline_override,
)

pytestmark = pytest.mark.terraform

BUILT_IN = {
    "resource": {
        "terraform_data": {
            "first": {"input": "one", "//": {"metadata": {"path": "lake/first"}}},
            "second": {"input": "${terraform_data.first.output}"},
        }
    },
    "output": {
        "open": {"value": "${terraform_data.first.output}"},
        "secret": {"value": "hunter2-hunter2", "sensitive": True},
    },
}
"""Needs no provider but the one inside Terraform."""

AWS = {
    "terraform": {
        "required_providers": {"aws": {"source": "aws", "version": ">= 5.100, < 7"}},
        "backend": {"s3": {"bucket": "state", "key": "k", "region": "eu-west-1"}},
    },
    "provider": {
        "aws": [
            {
                "region": "eu-west-1",
                "profile": "there-is-no-such-profile",
                "allowed_account_ids": ["111111111111"],
                "assume_role": [{"role_arn": "arn:aws:iam::111111111111:role/deploy"}],
            },
            {"alias": "dr", "region": "us-west-2"},
        ]
    },
    "resource": {
        "aws_vpc": {
            "main": {
                "cidr_block": "10.0.0.0/16",
                "//": {"metadata": {"path": "lake/network/vpc"}},
            }
        },
        "aws_s3_bucket": {"copy": {"bucket": "acme-copy", "provider": "aws.dr"}},
    },
}


def stack_in(directory: Path, stack: Mapping[str, Any]) -> Path:
    directory.mkdir(exist_ok=True)
    (directory / "cdk.tf.json").write_text(json.dumps(stack), encoding="utf-8")
    return directory


def with_vpc(**arguments: Any) -> dict[str, Any]:
    vpc = {**AWS["resource"]["aws_vpc"]["main"], **arguments}
    return {**AWS, "resource": {"aws_vpc": {"main": vpc}}}


def test_the_users_arguments_stay_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TF_CLI_ARGS", "-no-such-flag")
    monkeypatch.setenv("TF_CLI_ARGS_init", "-no-such-flag")
    assert Terraform(stack_in(tmp_path, BUILT_IN)).init() is True


def test_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / ".terraform").touch()
    with pytest.raises(InputError, match=r"\.terraform can't be written: File exists"):
        Terraform(stack_in(tmp_path, AWS))


def test_from_nothing_to_applied_and_back(tmp_path: Path) -> None:
    events: list[Event] = []
    terraform = Terraform(stack_in(tmp_path, BUILT_IN), on_event=events.append)
    assert terraform.state_list() == []
    assert terraform.init() is True
    assert terraform.validate() == ()

    planned = terraform.plan(tmp_path / "tfplan")
    assert (planned.changes, planned.counts) == (True, Counts(add=2))
    assert planned.file.stat().st_mode & 0o777 == 0o600
    assert [c["address"] for c in terraform.show(planned.file)["resource_changes"]] == [
        "terraform_data.first",
        "terraform_data.second",
    ]

    events.clear()
    assert terraform.apply(planned.file) == Counts(add=2)
    assert [e.address for e in events if e.kind == "apply_complete"] == [
        "terraform_data.first",
        "terraform_data.second",
    ]
    assert terraform.state_list() == ["terraform_data.first", "terraform_data.second"]
    outputs = terraform.output()
    assert (outputs["open"].value, outputs["open"].sensitive) == ("one", False)
    assert (outputs["secret"].value, outputs["secret"].sensitive) == ("hunter2-hunter2", True)
    assert "hunter2" not in repr(outputs)

    assert terraform.plan(tmp_path / "tfplan").changes is False
    assert terraform.plan(tmp_path / "tfplan", destroy=True).counts == Counts(destroy=2)
    assert terraform.destroy() == Counts(destroy=2)
    assert terraform.state_list() == []


def test_init_runs_again_only_when_it_must(tmp_path: Path) -> None:
    stack_in(tmp_path, BUILT_IN)
    assert Terraform(tmp_path).init() is True
    assert Terraform(tmp_path).init() is False
    stack_in(tmp_path, {**BUILT_IN, "output": {}})
    assert Terraform(tmp_path).init() is False
    stack_in(tmp_path, {**BUILT_IN, "terraform": {"backend": {"local": {"path": "x.tfstate"}}}})
    assert Terraform(tmp_path).init() is True
    write_offline_override(tmp_path)
    assert Terraform(tmp_path).init() is True


def test_a_folder_without_a_stack(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"has no cdk\.tf\.json"):
        Terraform(tmp_path)


def test_a_failed_apply_in_terraforms_words(tmp_path: Path) -> None:
    failing = {"local-exec": {"command": "echo out of luck >&2; exit 7"}}
    second = {"input": "two", "provisioner": [failing], "//": {"metadata": {"path": "lake/two"}}}
    stack_in(tmp_path, {"resource": {"terraform_data": {"first": {}, "second": second}}})
    terraform = Terraform(tmp_path)
    terraform.init()
    planned = terraform.plan(tmp_path / "tfplan")
    with pytest.raises(ToolError) as raised:
        terraform.apply(planned.file)
    text = str(raised.value)
    assert text.startswith(
        "terraform apply failed:\n"
        "  Error: local-exec provisioner error\n"
        "    terraform_data.second  (lake/two)\n"
    )
    assert "out of luck" in text
    assert "\x1b" not in text


def test_an_interrupt_saves_what_was_done(tmp_path: Path) -> None:
    slow = {
        "depends_on": ["terraform_data.a"],
        "provisioner": [{"local-exec": {"command": "sleep 60"}}],
    }
    last = {"input": "${terraform_data.slow.id}"}
    stack_in(tmp_path, {"resource": {"terraform_data": {"a": {}, "slow": slow, "z": last}}})

    def interrupt_once(event: Event) -> None:
        if event.kind == "provision_start":
            threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()

    terraform = Terraform(tmp_path, on_event=interrupt_once)
    terraform.init()
    planned = terraform.plan(tmp_path / "tfplan")
    with pytest.raises(KeyboardInterrupt):
        terraform.apply(planned.file)
    assert terraform.state_list() == ["terraform_data.a", "terraform_data.slow"]
    assert not (tmp_path / ".terraform.tfstate.lock.info").exists()


def test_an_offline_plan_needs_no_account_and_no_backend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "another-missing-profile")
    source = stack_in(tmp_path / "stack", AWS)
    work = copy_stack(source, tmp_path / "work")
    write_offline_override(work)
    terraform = Terraform(work, env=offline_environment())
    terraform.init()
    planned = terraform.plan(work / "tfplan", refresh=False)
    assert (planned.counts, planned.warnings) == (Counts(add=2), ())
    assert (work / "cdk.tf.json").read_bytes() == (source / "cdk.tf.json").read_bytes()
    assert sorted(entry.name for entry in source.iterdir()) == ["cdk.tf.json"]


def test_errors_of_the_provider_and_of_the_schema(tmp_path: Path) -> None:
    stack_in(tmp_path, with_vpc(cidr_block="10.0.0.0/99"))
    write_offline_override(tmp_path)
    Terraform(tmp_path, env=offline_environment()).init()
    with pytest.raises(ToolError) as raised:
        Terraform(tmp_path, env=offline_environment()).validate()
    assert str(raised.value).startswith(
        "terraform validate failed:\n"
        "  Error: expected cidr_block to contain a valid Value, got: 10.0.0.0/99"
    )
    assert "    aws_vpc.main  (lake/network/vpc)" in str(raised.value)

    stack_in(tmp_path, with_vpc(nonsense=1))
    with pytest.raises(ToolError) as raised:
        Terraform(tmp_path, env=offline_environment()).plan(tmp_path / "tfplan", refresh=False)
    assert 'No argument or block type is named "nonsense".' in str(raised.value)


def test_a_configuration_file_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", "/gone/rc")
    events: list[Event] = []
    terraform = Terraform(stack_in(tmp_path, BUILT_IN), on_event=events.append)
    assert "TF_CLI_CONFIG_FILE" not in terraform.environment
    terraform.init()
    assert [e.message for e in events if e.kind == "note"] == [
        "TF_CLI_CONFIG_FILE names /gone/rc, which isn't there: ignored"
    ]


def test_providers_schema(tmp_path: Path) -> None:
    terraform = Terraform(stack_in(tmp_path, BUILT_IN))
    terraform.init()
    [name] = terraform.providers_schema()["provider_schemas"]
    assert name == "terraform.io/builtin/terraform"
