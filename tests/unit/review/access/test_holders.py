"""Every type that holds a policy document, or a list of whom it lets in, is told of."""

from __future__ import annotations

import json
from typing import Any

import pytest

from changes import ACCOUNT, OTHER, changed, created, deleted, kept, plan, replaced, role
from lakeform.gate.facts.accounts import Whose
from lakeform.review.access import AccessChange, Turn, access_changes
from lakeform.review.access.change import Area
from lakeform.review.access.holders import HOLDERS, Holder
from lakeform.review.access.shares import SHARES
from lakeform.review.guards import guard

ROLES = (role("analyst"), role("engineer"))
STRANGER = f"arn:aws:iam::{OTHER}:role/stranger"


def document(principal: Any = "*", **more: Any) -> str:
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", **more}
    if principal is not None:
        statement["Principal"] = principal
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def changes(*entries: Any) -> tuple[AccessChange, ...]:
    return access_changes(plan(*ROLES, *entries))


def policies(*entries: Any) -> list[str]:
    return [each.policy for each in guard(plan(*ROLES, *entries))]


def held(holder: Holder, text: str) -> dict[str, Any]:
    value: Any = text
    for name in reversed(holder.inside):
        value = [{name: value}]
    return {holder.attribute: value}


OPEN = [each for each in HOLDERS if each.area is Area.RESOURCE and not each.limits]
IDENTITY = [each for each in HOLDERS if each.area is not Area.RESOURCE]


@pytest.mark.parametrize("holder", OPEN, ids=lambda each: f"{each.type}.{each.attribute}")
def test_whoever_lets_everyone_in_is_found(holder: Holder) -> None:
    address = f"{holder.type}.one"
    values = held(holder, document())
    for entry in (created(address, values), changed(address, {}, values)):
        (finding,) = guard(plan(*ROLES, entry))
        assert (finding.policy, finding.address) == ("GUARD_ACCESS_3", address)
        assert "everyone" in finding.reason


@pytest.mark.parametrize("holder", IDENTITY, ids=lambda each: f"{each.type}.{each.attribute}")
def test_a_policy_of_an_identity_that_allows_more_is_told(holder: Holder) -> None:
    address = f"{holder.type}.one"
    (change,) = changes(changed(address, held(holder, document(None)), held(holder, document())))
    assert change.widens
    assert change.addresses == (address,)


def test_no_holder_is_listed_twice() -> None:
    assert len({(each.type, each.attribute) for each in HOLDERS}) == len(HOLDERS)
    assert len({each.type for each in SHARES}) == len(SHARES)


@pytest.mark.parametrize(
    "values",
    [
        {"policy": document()},
        {"access_policy_json": document()},
        {"details": [{"policy": document()}]},
        {"deep": [{"er": {"resource_policy": document()}}]},
    ],
)
def test_a_type_that_nobody_lists_counts_by_its_attributes(values: dict[str, Any]) -> None:
    (change,) = changes(created("aws_brand_new.one", values))
    assert change.text == (
        "the policy of aws_brand_new.one lets everyone do 1 action of s3 on 1 resource"
    )
    assert change.whose is Whose.FOREIGN


@pytest.mark.parametrize(
    ("type", "values"),
    [
        ("aws_brand_new", {"description": document()}),
        ("aws_brand_new", {"policy": "Statement of purpose"}),
        ("aws_ecr_lifecycle_policy", {"policy": json.dumps({"rules": []})}),
        ("aws_cloudformation_stack", {"policy_body": document(Action="Update:*")}),
        ("aws_cloudwatch_log_data_protection_policy", {"policy_document": document()}),
    ],
)
def test_what_lets_nobody_in_is_no_policy(type: str, values: dict[str, Any]) -> None:
    assert changes(created(f"{type}.one", values)) == ()


def test_an_unlisted_identity_policy_is_one_of_iam() -> None:
    (change,) = changes(changed("aws_brand_new.one", {}, {"policy": document(None)}))
    assert (change.area, change.on_new) == (Area.IAM, False)
    assert change.text == "aws_brand_new.one gains s3:GetObject on *"


def test_an_unlisted_policy_that_is_known_later_is_said() -> None:
    entry = created(
        "aws_brand_new_policy.one",
        {},
        unknown={"policy": True},
        refers={"policy": "data.aws_iam_policy_document.one.json"},
    )
    (change,) = changes(entry)
    assert change.turn is Turn.CHANGES
    assert "what it says is known after apply" in change.text


def test_an_unlisted_policy_is_read_as_it_was_written() -> None:
    written = {"policy": document(Resource="${aws_brand_new.it.arn}")}
    entry = created("aws_brand_new_policy.one", {}, unknown={"policy": True}, written=written)
    (change,) = changes(entry)
    assert change.whose is Whose.FOREIGN


def test_the_policy_that_a_bucket_has_by_another_resource_is_told_once() -> None:
    old, new = document({"AWS": ACCOUNT}), document()
    bucket = {"bucket": "lake", "policy": old}
    found = changes(
        replaced("aws_s3_bucket.lake", bucket, {"bucket": "lake"}, unknown={"policy": True}),
        changed(
            "aws_s3_bucket_policy.lake",
            {"bucket": "lake", "policy": old},
            {"bucket": "lake", "policy": new},
        ),
    )
    assert [each.addresses for each in found] == [("aws_s3_bucket_policy.lake",)]


GRANT = {"grantee_identifier": STRANGER, "grantee_type": "IAM"}
RULES = [{"ResourceType": "index", "Resource": ["index/a/*"], "Permission": ["aoss:ReadDocument"]}]


@pytest.mark.parametrize(
    ("type", "values", "text"),
    [
        (
            "aws_ami_launch_permission",
            {"image_id": "ami-1", "group": "all"},
            "everyone gains instances of the image ami-1",
        ),
        (
            "aws_ami_launch_permission",
            {"image_id": "ami-1", "organization_arn": f"arn:aws:organizations::{OTHER}:o/o-1"},
            "organization o-1 gains instances of the image ami-1",
        ),
        (
            "aws_cloudwatch_event_permission",
            {"principal": "*", "statement_id": "a"},
            "everyone gains events:PutEvents on the event bus default",
        ),
        (
            "aws_lambda_layer_version_permission",
            {"layer_name": "tools", "principal": "*", "action": "lambda:GetLayerVersion"},
            "everyone gains lambda:GetLayerVersion on the layer tools",
        ),
        (
            "aws_db_snapshot",
            {"db_snapshot_identifier": "s", "shared_accounts": ["all"]},
            "everyone gains the snapshot s",
        ),
        (
            "aws_rds_cluster_snapshot_copy",
            {"target_db_cluster_snapshot_identifier": "s", "shared_accounts": [OTHER]},
            f"account {OTHER} gains the snapshot s",
        ),
        (
            "aws_snapshot_create_volume_permission",
            {"snapshot_id": "snap-1", "account_id": OTHER},
            f"account {OTHER} gains the snapshot snap-1",
        ),
        (
            "aws_vpc_endpoint_service",
            {"acceptance_required": False, "allowed_principals": ["*"]},
            "everyone gains connections to the endpoint service aws_vpc_endpoint_service.one",
        ),
        (
            "aws_vpc_endpoint_service_allowed_principal",
            {"vpc_endpoint_service_id": "vpce-svc-1", "principal_arn": "*"},
            "everyone gains connections to the endpoint service vpce-svc-1",
        ),
        (
            "aws_redshift_data_share_authorization",
            {"consumer_identifier": "ADX", "data_share_arn": "sales"},
            "whoever subscribes on AWS Data Exchange gains the data share sales",
        ),
        (
            "aws_s3control_access_grant",
            {"grantee": [GRANT], "permission": "READ", "access_grants_location_id": "default"},
            f"role stranger of account {OTHER} gains READ on all of the S3 location default",
        ),
        (
            "aws_ssm_document",
            {"name": "setup", "permissions": {"type": "Share", "account_ids": "All"}},
            "everyone gains the SSM document setup",
        ),
        (
            "aws_quicksight_data_set",
            {"name": "orders", "permissions": [{"principal": STRANGER, "actions": ["q:Pass"]}]},
            f"role stranger of account {OTHER} gains q:Pass on the data set orders",
        ),
        (
            "aws_opensearchserverless_access_policy",
            {"name": "p", "policy": json.dumps([{"Rules": RULES, "Principal": [STRANGER]}])},
            f"role stranger of account {OTHER} gains aoss:ReadDocument on index/a/*",
        ),
    ],
)
def test_a_list_of_others_lets_them_in(type: str, values: dict[str, Any], text: str) -> None:
    address = f"{type}.one"
    (change,) = changes(created(address, values))
    assert (change.text, change.whose) == (text, Whose.FOREIGN)
    assert policies(created(address, values)) == ["GUARD_ACCESS_3"]
    assert changes(kept(address, values)) == ()
    assert [each.turn for each in changes(deleted(address, values))] == [Turn.LOSES]


def test_the_principals_that_a_service_has_by_other_resources_are_told_once() -> None:
    service = "aws_vpc_endpoint_service"
    found = {"service_name": "s", "allowed_principals": ["*"]}
    given = {"vpc_endpoint_service_id": "s", "principal_arn": "*"}
    (change,) = changes(
        replaced(f"{service}.one", found, {}, unknown={"allowed_principals": True}),
        deleted(f"{service}_allowed_principal.one", given),
    )
    assert change.addresses == (f"{service}_allowed_principal.one",)


def test_rules_that_are_known_later_are_said() -> None:
    entry = created("aws_opensearchserverless_access_policy.one", {}, unknown={"policy": True})
    (change,) = changes(entry)
    assert change.widens


def test_a_snapshot_is_no_new_data_and_a_dashboard_is_what_is_new() -> None:
    own = f"arn:aws:quicksight:eu-west-1:{ACCOUNT}:user/default/ann"
    dashboard = {"name": "d", "permissions": [{"principal": own, "actions": ["q:Query"]}]}
    assert policies(created("aws_quicksight_dashboard.one", dashboard)) == []
    snapshot = {"db_snapshot_identifier": "s", "shared_accounts": [OTHER]}
    found = guard(plan(*ROLES, created("aws_db_snapshot.one", snapshot)), trusted=[OTHER])
    assert [each.policy for each in found] == ["GUARD_ACCESS_1"]
