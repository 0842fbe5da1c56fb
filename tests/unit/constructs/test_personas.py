"""The roles of personas: who may assume them, and what they may do."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from foundation import Stack
from governed import ACCOUNT, CATALOG, lake_with, stack_of
from iam_policies import judge, statements
from lakeform.errors import InputError

SELECT = {"table": "web.clicks", "permissions": ["SELECT"]}
OKTA = f"arn:aws:iam::{ACCOUNT}:saml-provider/okta"
GITHUB = f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com"


def persona(section: dict[str, Any], *, region: str = "us-east-1", **governance: Any) -> Stack:
    """A lake with the one persona `analyst`."""
    lake = lake_with({"personas": {"analyst": section}, **governance})
    return Stack(
        stack_of(replace(lake, environment=lake.environment.model_copy(update={"region": region})))
    )


def trust(*who: str, region: str = "us-east-1", **more: Any) -> dict[str, Any]:
    lake = persona({"trust": list(who), "grants": [SELECT], **more}, region=region)
    return statements(lake["aws_iam_role.analyst"]["assume_role_policy"])


def policy(*grants: dict[str, Any], trust: str = "athena", **governance: Any) -> str:
    lake = persona({"trust": [trust], "grants": list(grants)}, **governance)
    document: str = lake["aws_iam_role_policy.analyst"]["policy"]
    return document


class TestTrust:
    def test_services_that_tell_for_whom_they_act_act_for_this_account(self) -> None:
        assert trust("sagemaker", "athena") == {
            "ServicesOfThisAccount": {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"Service": ["athena.amazonaws.com", "sagemaker.amazonaws.com"]},
                "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
            }
        }

    def test_services_that_do_not(self) -> None:
        assert trust("lambda", "glue") == {
            "Services": {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"Service": ["glue.amazonaws.com", "lambda.amazonaws.com"]},
            }
        }

    def test_roles_users_and_accounts(self) -> None:
        root, role = f"arn:aws:iam::{ACCOUNT}:root", f"arn:aws:iam::{ACCOUNT}:role/people"
        assert trust(root, role) == {
            "Principals": {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"AWS": [role, root]},
            }
        }

    @pytest.mark.parametrize(
        ("region", "audience"),
        [
            ("us-east-1", "https://signin.aws.amazon.com/saml"),
            ("cn-north-1", "https://signin.amazonaws.cn/saml"),
            ("us-gov-west-1", "https://signin.amazonaws-us-gov.com/saml"),
        ],
    )
    def test_saml_assertions_must_be_meant_for_aws(self, region: str, audience: str) -> None:
        assert trust(OKTA, region=region) == {
            "SamlProviders": {
                "Effect": "Allow",
                "Action": "sts:AssumeRoleWithSAML",
                "Principal": {"Federated": OKTA},
                "Condition": {"StringEquals": {"SAML:aud": audience}},
            }
        }

    def test_oidc_tokens_must_say_what_the_file_says(self) -> None:
        conditions = {"sub": ["repo:acme/lake:*", "repo:acme/etl:*"], "aud": "sts.amazonaws.com"}
        host = "token.actions.githubusercontent.com"
        assert trust(GITHUB, oidc_conditions=conditions) == {
            "OidcProvider1": {
                "Effect": "Allow",
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Principal": {"Federated": GITHUB},
                "Condition": {
                    "StringEquals": {f"{host}:aud": "sts.amazonaws.com"},
                    "StringLike": {f"{host}:sub": ["repo:acme/etl:*", "repo:acme/lake:*"]},
                },
            }
        }

    def test_a_statement_for_each_kind(self) -> None:
        found = trust("athena", "glue", OKTA, GITHUB, oidc_conditions={"sub": "a"})
        assert list(found) == [
            "ServicesOfThisAccount",
            "Services",
            "SamlProviders",
            "OidcProvider1",
        ]

    def test_services_in_china(self) -> None:
        found = trust("ec2", "glue", region="cn-north-1")
        assert found["Services"]["Principal"]["Service"] == [
            "ec2.amazonaws.com.cn",
            "glue.amazonaws.com",
        ]

    def test_ec2_needs_an_instance_profile(self) -> None:
        lake = persona({"trust": ["ec2"], "grants": [SELECT]})
        assert lake.of("aws_iam_instance_profile") == {
            "analyst": {"name": "acme-dev-analyst", "role": "${aws_iam_role.analyst.name}"}
        }
        other = persona({"trust": ["glue"], "grants": [SELECT]})
        assert other.addresses("aws_iam_instance_profile") == []


class TestRole:
    def test_its_name_and_description(self) -> None:
        role = persona({"trust": ["athena"], "grants": [SELECT]})["aws_iam_role.analyst"]
        assert role["name"] == "acme-dev-analyst"
        assert role["description"] == "Persona analyst of the lake acme"

    def test_a_description_isnt_a_template(self) -> None:
        section = {"trust": ["athena"], "description": "who reads ${this}"}
        assert persona(section)["aws_iam_role.analyst"]["description"] == "who reads $${this}"

    def test_without_grants_it_has_no_policy(self) -> None:
        lake = persona({"trust": ["athena"]})
        assert "aws_iam_role.analyst" in lake.addresses()
        assert "aws_iam_role_policy.analyst" not in lake.addresses()


class TestUnderLakeFormation:
    ZONE = f"arn:aws:s3:::acme-dev-raw-{ACCOUNT}-us-east-1"
    GLUE = f"arn:aws:glue:us-east-1:{ACCOUNT}"

    def test_it_asks_lake_formation_for_data_and_reads_no_bucket(self) -> None:
        document = policy(SELECT)
        assert judge(document, "lakeformation:GetDataAccess") == "allowed"
        for action, resource in (
            ("s3:GetObject", f"{self.ZONE}/a"),
            ("s3:ListBucket", self.ZONE),
            ("kms:GenerateDataKey", "*"),
            ("lakeformation:GrantPermissions", "*"),
            ("lakeformation:PutDataLakeSettings", "*"),
        ):
            assert judge(document, action, resource) == "not allowed", action

    def test_it_reads_the_catalogue_of_the_databases_that_it_was_granted(self) -> None:
        document = policy(SELECT)
        assert judge(document, "glue:GetTable", f"{self.GLUE}:table/web/clicks") == "allowed"
        for action, resource in (
            ("glue:GetTable", "table/sales/orders"),
            ("glue:GetDatabase", "database/sales"),
            ("glue:DeleteTable", "table/web/clicks"),
            ("glue:CreateTable", "table/web/clicks"),
        ):
            assert judge(document, action, f"{self.GLUE}:{resource}") == "not allowed", action

    def test_it_decrypts_the_catalogue_through_glue_alone(self) -> None:
        context = {
            "kms:ResourceAliases": "alias/acme-dev-general",
            "kms:ViaService": "glue.us-east-1.amazonaws.com",
        }
        key = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1"
        assert judge(policy(SELECT), "kms:Decrypt", key, context=context) == "allowed"
        elsewhere = context | {"kms:ViaService": "s3.us-east-1.amazonaws.com"}
        assert judge(policy(SELECT), "kms:Decrypt", key, context=elsewhere) == "not allowed"

    def test_it_grants_on_only_what_it_may(self) -> None:
        document = policy({**SELECT, "grantable": True})
        assert judge(document, "lakeformation:GrantPermissions") == "allowed"

    def test_an_administrator_cannot_name_others(self) -> None:
        lake = persona({"trust": ["athena"]}, admins=["analyst"])
        document = lake["aws_iam_role_policy.analyst"]["policy"]
        assert judge(document, "lakeformation:GrantPermissions") == "allowed"
        assert judge(document, "lakeformation:PutDataLakeSettings") == "not allowed"


class TestUnderIam:
    ZONE = f"arn:aws:s3:::acme-dev-curated-{ACCOUNT}-us-east-1"

    def test_it_reads_the_tables_prefix_with_the_zones_key(self) -> None:
        lake = persona(
            {"trust": ["glue"], "grants": [{"table": "sales.prices", "permissions": ["SELECT"]}]},
            mode="iam",
        )
        document = lake["aws_iam_role_policy.analyst"]["policy"]
        assert judge(document, "s3:GetObject", f"{self.ZONE}/sales/prices/a") == "allowed"
        for action, resource in (
            ("s3:GetObject", f"{self.ZONE}/sales/orders/a"),
            ("s3:GetObject", f"{self.ZONE}/sales/prices2/a"),
            ("s3:PutObject", f"{self.ZONE}/sales/prices/a"),
            ("lakeformation:GetDataAccess", "*"),
        ):
            assert judge(document, action, resource) == "not allowed", (action, resource)
        who = f"arn:aws:iam::{ACCOUNT}:role/acme-dev-analyst"
        context = {
            "aws:PrincipalArn": who,
            "kms:ViaService": "s3.us-east-1.amazonaws.com",
            "kms:EncryptionContext:aws:s3:arn": self.ZONE,
        }
        for zone, verdict in (("curated", "allowed"), ("raw", "not allowed")):
            key = lake[f"aws_kms_key.{zone}"]["policy"]
            assert judge(key, "kms:Decrypt", principal=who, context=context) == verdict
            assert judge(key, "kms:Encrypt", principal=who, context=context) == "not allowed"

    def test_a_policy_that_iam_would_not_take(self) -> None:
        names = [f"table_{number:03}_of_a_name_that_is_long" for number in range(60)]
        tables = {name: {"format": "parquet", "columns": {"a": "string"}} for name in names}
        catalog = (
            "storage: {zones: {raw: {}}}\n"
            f"catalog: {{databases: {{web: {{zone: raw, tables: {json.dumps(tables)}}}}}}}\n"
        )
        grants = [{"table": f"web.{name}", "permissions": ["SELECT"]} for name in names]
        section = {"mode": "iam", "personas": {"reader": {"trust": ["glue"], "grants": grants}}}
        with pytest.raises(InputError) as error:
            stack_of(lake_with(section, catalog=catalog, tags=False))
        assert re.fullmatch(
            r"the policy of the persona `reader` has \d\d,\d{3} characters; AWS takes 10,240",
            error.value.message,
        )


class TestARoleThatExists:
    WHO = f"arn:aws:iam::{ACCOUNT}:role/people"

    def test_nothing_is_attached_to_it(self) -> None:
        lake = persona({"role_arn": self.WHO, "grants": [SELECT]})
        assert lake.addresses("aws_iam_") == [
            "aws_iam_role.lake_formation",
            "aws_iam_role_policy.lake_formation",
        ]

    def test_an_output_says_what_it_needs(self) -> None:
        lake = persona({"role_arn": self.WHO, "grants": [SELECT]})
        output = lake.data["output"]["policy__analyst"]
        assert output["description"] == (
            f"What IAM must allow {self.WHO}, the role of the persona analyst"
        )
        assert judge(output["value"], "lakeformation:GetDataAccess") == "allowed"
        assert judge(output["value"], "s3:GetObject", "arn:aws:s3:::any/a") == "not allowed"

    def test_it_says_nothing_where_nothing_is_needed(self) -> None:
        assert "output" not in persona({"role_arn": self.WHO}).data

    def test_the_same_as_a_role_that_is_made(self) -> None:
        exists = persona({"role_arn": self.WHO, "grants": [SELECT]})
        assert exists.data["output"]["policy__analyst"]["value"] == policy(
            SELECT, trust=f"arn:aws:iam::{ACCOUNT}:root"
        )


def test_no_two_roles_of_a_lake_have_the_same_name() -> None:
    names = ("analyst", "engineer", "steward")
    personas = {name: {"trust": ["glue"], "grants": [SELECT]} for name in names}
    crawled = CATALOG + "  crawlers: {clicks: {database: web, zone: raw, prefix: in/}}\n"
    lake = Stack(stack_of(lake_with({"personas": personas}, catalog=crawled)))
    made = [role["name"] for role in lake.of("aws_iam_role").values()]
    assert sorted(made) == [
        "acme-dev-analyst",
        "acme-dev-crawler-clicks",
        "acme-dev-engineer",
        "acme-dev-lake-formation",
        "acme-dev-steward",
    ]
