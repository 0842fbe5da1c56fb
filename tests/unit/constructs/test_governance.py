"""Lake Formation's settings, registered zones, and the order of everything.

`#n` is issue n of hashicorp/terraform-provider-aws.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from foundation import Stack
from governed import ACCOUNT, CATALOG, DEPLOY, lake_with, stack_of, write_stack
from iam_policies import judge, statements
from lakeform.config.model import Lake
from lakeform.terraform import Terraform, copy_stack, offline_environment, write_offline_override
from support import lake_from, synth

EVERYTHING = f"""
admins: [steward, "arn:aws:iam::{ACCOUNT}:role/before-lakeform"]
personas:
  steward: {{trust: ["arn:aws:iam::{ACCOUNT}:saml-provider/okta"]}}
  auditor:
    role_arn: arn:aws:iam::{ACCOUNT}:role/auditor
    grants: [{{table: sales.*, permissions: [SELECT]}}]
  engineer:
    trust: [glue, ec2]
    grants:
      - {{database: sales, permissions: [CREATE_TABLE, DESCRIBE], grantable: true}}
      - {{location: curated}}
      - {{table: sales.prices, permissions: [ALTER, INSERT, SELECT]}}
      - {{table: web.clicks, permissions: [DESCRIBE]}}
  analyst:
    trust: [athena]
    grants:
      - {{filter: eu}}
      - {{filter: some}}
      - {{table: sales.prices, permissions: [SELECT]}}
      - {{table: web.clicks, except_columns: [ip], permissions: [SELECT]}}
      - {{tags: {{domain: sales, sensitivity: [public, internal]}}, permissions: [SELECT]}}
      - {{tags: {{domain: web}}, permissions: [DESCRIBE]}}
filters:
  eu: {{table: sales.orders, rows: "region = 'EU'", except_columns: [phone, email]}}
  some: {{table: sales.orders, columns: [region, order_id]}}
shares:
  partner:
    account: "333333333333"
    databases: [web]
    tables: [sales.prices]
    tags: {{domain: web}}
"""
"""Every kind of grant, principal and tag."""


IAM = f"""
mode: iam
personas:
  engineer:
    trust: [glue]
    grants:
      - {{table: sales.prices, permissions: [INSERT, SELECT]}}
      - {{location: curated}}
  auditor:
    role_arn: arn:aws:iam::{ACCOUNT}:role/auditor
    grants: [{{table: sales.*, permissions: [SELECT]}}]
"""


@functools.cache
def stack(governance: str, *, catalog: str = CATALOG, tags: bool = True) -> Stack:
    return Stack(stack_of(lake_with(governance, catalog=catalog, tags=tags)))


SETTINGS = "aws_lakeformation_data_lake_settings.settings"


class TestSettings:
    @pytest.mark.parametrize(("mode", "permissions"), [("lake_formation", []), ("hybrid", ["ALL"])])
    def test_what_everybody_may_do_on_new_tables_is_always_said(
        self, mode: str, permissions: list[str]
    ) -> None:
        """#27482, #25134: blocks left out enforce nothing; #30447: the legal values."""
        block = [{"permissions": permissions, "principal": "IAM_ALLOWED_PRINCIPALS"}]
        settings = stack(f"mode: {mode}")[SETTINGS]
        assert settings["admins"] == [DEPLOY]
        assert settings["create_database_default_permissions"] == block
        assert settings["create_table_default_permissions"] == block

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "storage: {zones: {raw: }}\n",
            "network: {endpoints: [], flow_logs: null}\nstreams: {kinesis: {clicks: }}\n",
        ],
    )
    def test_a_file_that_governs_nothing_leaves_the_account_s_alone(self, text: str) -> None:
        """They are the whole account's, and so is the encryption of its catalogue."""
        made = Stack(synth(lake_from(text)))
        assert made.addresses("aws_lakeformation_") == []
        assert made.addresses("aws_glue_data_catalog_encryption_settings") == []

    @pytest.mark.parametrize(
        "text",
        [
            "governance: {mode: hybrid}\n",
            "governance: {personas: {reader: {trust: [glue]}}}\n",
            "storage: {zones: {raw: }}\ncatalog: {databases: {web: {zone: raw}}}\n",
        ],
    )
    def test_any_catalogue_or_governance_takes_them(self, text: str) -> None:
        assert Stack(synth(lake_from(text))).addresses(SETTINGS) == [SETTINGS]

    def test_the_rest_is_said_too_so_that_nothing_of_the_account_stays_unnoticed(self) -> None:
        rest = {
            "read_only_admins": [],
            "trusted_resource_owners": [],
            "allow_external_data_filtering": False,
            "allow_full_table_external_data_access": False,
            "authorized_session_tag_value_list": [],
            "external_data_filtering_allow_list": [],
        }
        settings = stack("mode: lake_formation")[SETTINGS]
        assert {name: settings[name] for name in rest} == rest

    def test_what_the_file_says_of_the_rest(self) -> None:
        auditor = f"arn:aws:iam::{ACCOUNT}:role/auditor"
        settings = stack(
            f"""
read_only_admins: [{auditor}]
trusted_resource_owners: ["333333333333"]
external_filtering: {{accounts: ["444444444444"], session_tags: [engine], whole_tables: true}}
"""
        )[SETTINGS]
        assert settings["read_only_admins"] == [auditor]
        assert settings["trusted_resource_owners"] == ["333333333333"]
        assert settings["allow_external_data_filtering"] is True
        assert settings["allow_full_table_external_data_access"] is True
        assert settings["authorized_session_tag_value_list"] == ["engine"]
        assert settings["external_data_filtering_allow_list"] == ["444444444444"]

    @pytest.mark.parametrize(
        "governance",
        [
            'shares: {partner: {account: "333333333333", databases: [sales]}}',
            'personas: {them: {role_arn: "arn:aws:iam::333333333333:role/them", '
            "grants: [{database: sales, permissions: [DESCRIBE]}]}}",
        ],
    )
    def test_other_accounts_read_the_encrypted_catalogue_through_glue(
        self, governance: str
    ) -> None:
        policy = statements(stack(governance)["aws_kms_key.general"]["policy"])
        assert policy["Account333333333333ThroughGlue"] == {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::333333333333:root"},
            "Action": "kms:Decrypt",
            "Resource": "*",
            "Condition": {"StringEquals": {"kms:ViaService": "glue.us-east-1.amazonaws.com"}},
        }

    def test_admins_are_the_deploying_role_and_those_of_the_file(self) -> None:
        settings = stack(EVERYTHING)[SETTINGS]
        assert settings["admins"] == [
            f"arn:aws:iam::{ACCOUNT}:role/acme-dev-deploy",
            f"arn:aws:iam::{ACCOUNT}:role/acme-dev-steward",
            f"arn:aws:iam::{ACCOUNT}:role/before-lakeform",
        ]
        assert settings["depends_on"] == ["aws_iam_role.steward", "aws_iam_role_policy.steward"]

    def test_there_is_one(self) -> None:
        assert list(stack(EVERYTHING).of("aws_lakeformation_data_lake_settings")) == ["settings"]

    @pytest.mark.parametrize(
        ("governance", "parameters"),
        [
            (
                'shares: {partner: {account: "333333333333", databases: [sales]}}',
                {"CROSS_ACCOUNT_VERSION": "4", "SET_CONTEXT": "TRUE"},
            ),
            (
                'personas: {them: {role_arn: "arn:aws:iam::333333333333:role/them", '
                "grants: [{database: sales, permissions: [DESCRIBE]}]}}",
                {"CROSS_ACCOUNT_VERSION": "4", "SET_CONTEXT": "TRUE"},
            ),
            (
                "personas: {us: {trust: [glue], "
                "grants: [{database: sales, permissions: [DESCRIBE]}]}}",
                None,
            ),
        ],
    )
    def test_the_version_of_sharing_is_set_where_something_is_shared(
        self, governance: str, parameters: dict[str, str] | None
    ) -> None:
        assert stack(governance)[SETTINGS].get("parameters") == parameters


class TestRegisteredZones:
    def test_with_a_role_of_their_own(self) -> None:
        lake = stack("{}")
        assert list(lake.of("aws_lakeformation_resource")) == ["curated", "raw"]
        assert lake["aws_lakeformation_resource.raw"] == {
            "arn": f"arn:aws:s3:::acme-dev-raw-{ACCOUNT}-us-east-1",
            "role_arn": f"arn:aws:iam::{ACCOUNT}:role/acme-dev-lake-formation",
            "hybrid_access_enabled": False,
            "depends_on": [
                SETTINGS,
                "aws_s3_bucket_logging.raw",
                "aws_kms_alias.raw",
                "aws_iam_role_policy.lake_formation",
            ],
        }

    def test_with_the_service_linked_role(self) -> None:
        lake = stack("{mode: hybrid, location_role: service_linked}")
        assert lake["aws_lakeformation_resource.raw"] == {
            "arn": f"arn:aws:s3:::acme-dev-raw-{ACCOUNT}-us-east-1",
            "use_service_linked_role": True,
            "hybrid_access_enabled": True,
            "depends_on": [SETTINGS, "aws_s3_bucket_logging.raw", "aws_kms_alias.raw"],
        }
        assert lake.addresses("aws_iam_role") == []

    def test_none_in_mode_iam(self) -> None:
        lake = stack("mode: iam", tags=False)
        assert lake.addresses("aws_lakeformation_") == []
        assert lake.addresses("aws_iam_role") == []

    def test_the_role_reads_and_writes_zones_and_nothing_else(self) -> None:
        policy = stack("{}")["aws_iam_role_policy.lake_formation"]["policy"]
        zone, logs = (f"arn:aws:s3:::acme-dev-{it}-{ACCOUNT}-us-east-1" for it in ("raw", "logs"))
        for action in ("s3:GetObject", "s3:PutObject", "s3:DeleteObject"):
            assert judge(policy, action, f"{zone}/a") == "allowed"
            assert judge(policy, action, f"{logs}/a") == "not allowed"
        assert judge(policy, "s3:ListBucket", zone) == "allowed"
        for action in ("s3:DeleteBucket", "s3:PutBucketPolicy", "glue:GetTable"):
            assert judge(policy, action, zone) == "not allowed"

    def test_only_lake_formation_of_this_account_assumes_it(self) -> None:
        trust = stack("{}")["aws_iam_role.lake_formation"]["assume_role_policy"]
        assert statements(trust) == {
            "LakeFormationAssumesRole": {
                "Effect": "Allow",
                "Action": ["sts:AssumeRole", "sts:SetContext", "sts:SetSourceIdentity"],
                "Principal": {"Service": "lakeformation.amazonaws.com"},
                "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
            }
        }

    @pytest.mark.parametrize(
        ("governance", "role"),
        [
            ("{}", "acme-dev-lake-formation"),
            (
                "location_role: service_linked",
                "aws-service-role/lakeformation.amazonaws.com/"
                "AWSServiceRoleForLakeFormationDataAccess",
            ),
        ],
    )
    def test_a_zones_key_knows_who_reads_it(self, governance: str, role: str) -> None:
        zone = f"arn:aws:s3:::acme-dev-raw-{ACCOUNT}-us-east-1"
        who = f"arn:aws:iam::{ACCOUNT}:role/{role}"
        policy = stack(governance)["aws_kms_key.raw"]["policy"]
        context = {
            "aws:PrincipalArn": who,
            "kms:ViaService": "s3.us-east-1.amazonaws.com",
            "kms:EncryptionContext:aws:s3:arn": zone,
        }
        for action in ("kms:Decrypt", "kms:GenerateDataKey"):
            assert judge(policy, action, principal=who, context=context) == "allowed"
            another = context | {"aws:PrincipalArn": DEPLOY}
            assert judge(policy, action, principal=DEPLOY, context=another) == "not allowed"


class Graph:
    """What must stand before what."""

    def __init__(self, stack: Stack) -> None:
        self._after = {address: set(_needed(stack[address])) for address in stack.addresses()}

    def before(self, address: str) -> set[str]:
        found: set[str] = set()
        open = [address]
        while open:
            for needed in self._after[open.pop()] - found:
                found.add(needed)
                open.append(needed)
        return found


def _needed(resource: dict[str, Any]) -> Iterator[str]:
    yield from resource.get("depends_on", [])
    yield from re.findall(r"\$\{(aws_\w+\.\w+)", str(resource))


@pytest.mark.parametrize(
    "governance", [EVERYTHING, f"mode: hybrid\n{EVERYTHING}"], ids=["lake_formation", "hybrid"]
)
class TestOrder:
    def test_zones_come_after_settings_the_role_and_the_key(self, governance: str) -> None:
        lake = stack(governance)
        for zone in ("curated", "raw"):
            before = Graph(lake).before(f"aws_lakeformation_resource.{zone}")
            assert {
                SETTINGS,
                "aws_iam_role_policy.lake_formation",
                f"aws_kms_alias.{zone}",
            } <= before

    def test_the_catalogue_comes_after_settings_and_zones(self, governance: str) -> None:
        lake = stack(governance)
        graph = Graph(lake)
        catalog = lake.addresses("aws_glue_catalog_")
        assert len(catalog) == 5
        for address in catalog:
            zones = lake.addresses("aws_lakeformation_resource.")
            assert {SETTINGS, *zones} < graph.before(address), address

    def test_a_grant_comes_after_what_it_is_on(self, governance: str) -> None:
        lake = stack(governance)
        graph = Graph(lake)
        made = {
            "web": "aws_glue_catalog_database.web",
            "sales": "aws_glue_catalog_database.sales",
            "sales.*": "aws_glue_catalog_database.sales",
            "sales.orders": "aws_lakeformation_data_cells_filter",
            "sales.prices": "aws_glue_catalog_table.sales__prices",
            "web.clicks": "aws_glue_catalog_table.web__clicks",
        }
        judged = set()
        for address in lake.addresses("aws_lakeformation_permissions"):
            about = _about(lake[address])
            if about in made:
                judged.add(about)
                assert any(it.startswith(made[about]) for it in graph.before(address)), address
        assert judged == set(made)

    def test_every_grant_waits_for_zones_grants_on_zones_and_its_role(
        self, governance: str
    ) -> None:
        lake = stack(governance)
        graph = Graph(lake)
        on_zone = "aws_lakeformation_permissions.engineer__location__curated"
        for address in lake.addresses("aws_lakeformation_permissions"):
            before = graph.before(address)
            assert {SETTINGS, *lake.addresses("aws_lakeformation_resource.")} <= before
            assert on_zone in before or address == on_zone
            for persona in ("analyst", "engineer"):
                if f".{persona}__" in address:
                    assert f"aws_iam_role_policy.{persona}" in before

    def test_grants_by_tag_wait_until_every_tag_is_where_it_belongs(self, governance: str) -> None:
        """A column that its own LF-tag hides has its table's until then."""
        lake = stack(governance)
        graph = Graph(lake)
        by_tag = [it for it in lake.addresses("aws_lakeformation_permissions") if "__tags__" in it]
        assert len(by_tag) >= 3
        for address in by_tag:
            assert set(lake.addresses("aws_lakeformation_resource_lf_tag.")) < graph.before(address)

    def test_one_change_at_a_time_on_one_object(self, governance: str) -> None:
        lake = stack(governance)
        graph = Graph(lake)
        objects: dict[str, list[str]] = {}
        for address in lake.addresses("aws_lakeformation_permissions"):
            objects.setdefault(_about(lake[address]), []).append(address)
        assert len(objects["sales.prices"]) == 3
        assert len(objects["sales.orders"]) == 2
        for chain in objects.values():
            ordered = sorted(chain, key=lambda address: len(graph.before(address)))
            for earlier, later in pairwise(ordered):
                assert earlier in graph.before(later)

    def test_opt_ins_come_last(self, governance: str) -> None:
        lake = stack(governance)
        graph = Graph(lake)
        opt_ins = lake.addresses("aws_lakeformation_opt_in")
        assert (len(opt_ins) > 0) == ("mode: hybrid" in governance)
        for address in opt_ins:
            assert set(lake.addresses("aws_lakeformation_permissions")) < graph.before(address)


def _about(grant: dict[str, Any]) -> str:
    for kind in ("table", "table_with_columns", "data_cells_filter"):
        if on := grant.get(kind):
            return f"{on['database_name']}.{on.get('table_name') or on.get('name', '*')}"
    if database := grant.get("database"):
        return str(database["name"])
    kinds = ("data_location", "lf_tag", "lf_tag_policy")
    return next(str(grant[kind]) for kind in kinds if kind in grant)


def test_a_crawler_comes_after_what_its_role_is_granted() -> None:
    crawlers = "  crawlers: {found: {database: web, zone: raw, prefix: in/}}\n"
    lake = Stack(synth(lake_with(EVERYTHING, catalog=CATALOG + crawlers)))
    granted = [
        "aws_lakeformation_permissions.crawler_found__database__web",
        "aws_lakeformation_permissions.crawler_found__location__raw",
    ]
    assert set(granted) <= set(lake["aws_glue_crawler.found"]["depends_on"])
    for address in granted:
        assert "aws_iam_role_policy.crawler__found" in Graph(lake).before(address)


def test_the_order_in_the_file_changes_nothing() -> None:
    lake = lake_with(EVERYTHING)
    assert stack_of(lake) == stack_of(_turned(lake))


def _turned(lake: Lake) -> Lake:
    """The same lake, with everything in another order."""
    governance = lake.governance
    personas = {
        name: persona.model_copy(update={"grants": persona.grants[::-1]})
        for name, persona in reversed(governance.personas.items())
    }
    parts = {
        "personas": personas,
        "filters": dict(reversed(governance.filters.items())),
        "tags": {key: values[::-1] for key, values in reversed(governance.tags.items())},
        "admins": governance.admins[::-1],
    }
    return dataclasses.replace(lake, governance=governance.model_copy(update=parts))


@pytest.mark.terraform
@pytest.mark.parametrize(
    "governance",
    [EVERYTHING, f"mode: hybrid\nlocation_role: service_linked\n{EVERYTHING}", IAM],
    ids=["lake_formation", "hybrid", "iam"],
)
def test_terraform_plans_it(governance: str, tmp_path: Path) -> None:
    catalog = CATALOG if governance is not IAM else re.sub(r"tags: \{[^}]*\}", "", CATALOG)
    lake = lake_with(governance, catalog=catalog, tags=governance is not IAM)
    work = copy_stack(write_stack(lake, tmp_path / "out"), tmp_path / "plan")
    write_offline_override(work, state="terraform.tfstate")
    terraform = Terraform(work, env=offline_environment())
    terraform.init()
    assert terraform.validate() == ()
    planned = terraform.plan(work / "tfplan", refresh=False)
    assert planned.counts.add == len(Stack(stack_of(lake)).addresses()) > 30
    assert planned.warnings == ()
    # The documents that say who may do what stand in the plan as text, so that a gate judges them.
    changes = terraform.show(planned.file)["resource_changes"]
    roles = [change for change in changes if change["type"].startswith("aws_iam_role")]
    assert len(roles) >= 2
    for change in roles:
        assert not {"policy", "assume_role_policy"} & set(change["change"]["after_unknown"])
