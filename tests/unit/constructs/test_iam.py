"""Policies as data, and service roles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from foundation import lake_of
from lakeform import engine
from lakeform.constructs.iam import (
    dns_suffix,
    from_this_account,
    policy_document,
    regional_host,
    service_role,
    service_trust,
    statement,
)
from lakeform.engine import App, TerraformStack
from lakeform.naming import Names
from support import resources

NAMES = Names.of(lake_of(""))


def test_a_list_of_one_is_its_element_and_others_are_sorted() -> None:
    document = policy_document(
        statement("Read", "Allow", ["s3:ListBucket", "s3:GetObject", "s3:ListBucket"], ["*"])
    )
    assert document == (
        '{"Statement":[{"Action":["s3:GetObject","s3:ListBucket"],"Effect":"Allow",'
        '"Resource":"*","Sid":"Read"}],"Version":"2012-10-17"}'
    )


def test_principals_and_conditions_are_normalised_too() -> None:
    document = policy_document(
        statement(
            "Trust",
            "Deny",
            "sts:AssumeRole",
            principals={"AWS": {"b", "a"}, "Service": ["glue.amazonaws.com"]},
            conditions={"StringEquals": {"k": ("2", "1"), "l": "x"}},
        )
    )
    assert json.loads(document)["Statement"] == [
        {
            "Sid": "Trust",
            "Effect": "Deny",
            "Action": "sts:AssumeRole",
            "Principal": {"AWS": ["a", "b"], "Service": "glue.amazonaws.com"},
            "Condition": {"StringEquals": {"k": ["1", "2"], "l": "x"}},
        }
    ]


def test_a_policy_needs_statements_of_different_names() -> None:
    one = statement("One", "Allow", "s3:*", "*")
    with pytest.raises(ValueError, match="different names"):
        policy_document(one, one)
    with pytest.raises(ValueError, match="different names"):
        policy_document()


def test_a_service_acts_for_this_account_only() -> None:
    assert from_this_account(NAMES) == {"StringEquals": {"aws:SourceAccount": "111111111111"}}
    assert from_this_account(NAMES, "arn:aws:s3:::b") == {
        "StringEquals": {"aws:SourceAccount": "111111111111"},
        "ArnLike": {"aws:SourceArn": ("arn:aws:s3:::b",)},
    }


def test_china_has_a_domain_of_its_own() -> None:
    china = Names.of(lake_of("", region="cn-north-1"))
    assert dns_suffix(china) == "amazonaws.com.cn"
    assert regional_host(china, "logs") == "logs.cn-north-1.amazonaws.com.cn"
    assert regional_host(NAMES, "s3") == "s3.us-east-1.amazonaws.com"


def test_a_service_role_has_its_policy_inside(tmp_path: Path) -> None:
    stack = TerraformStack(App(outdir=str(tmp_path)), "roles")
    role = service_role(
        stack,
        "copier",
        NAMES,
        name=["copier", "raw"],
        description="Copies",
        trust=[service_trust("glue.amazonaws.com", from_this_account(NAMES))],
        statements=[statement("Read", "Allow", "s3:GetObject", "arn:aws:s3:::b/*")],
    )
    written = json.loads(engine.Testing.synth(stack))
    assert resources(written, "aws_iam_role")["copier"] == {
        "name": "acme-dev-copier-raw",
        "description": "Copies",
        "assume_role_policy": (
            '{"Statement":[{"Action":"sts:AssumeRole","Condition":{"StringEquals":'
            '{"aws:SourceAccount":"111111111111"}},"Effect":"Allow","Principal":'
            '{"Service":"glue.amazonaws.com"},"Sid":"ServiceAssumesRole"}],'
            '"Version":"2012-10-17"}'
        ),
    }
    assert resources(written, "aws_iam_role_policy")["copier"] == {
        "name": "access",
        "role": "${aws_iam_role.copier.id}",
        "policy": (
            '{"Statement":[{"Action":"s3:GetObject","Effect":"Allow",'
            '"Resource":"arn:aws:s3:::b/*","Sid":"Read"}],"Version":"2012-10-17"}'
        ),
    }
    assert role.name == "acme-dev-copier-raw"
    assert role.arn == "arn:aws:iam::111111111111:role/acme-dev-copier-raw"
