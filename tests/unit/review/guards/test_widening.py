"""Access and network, seen as risks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from changes import ACCOUNT, OTHER, arn_of, changed, created, deleted, kept, plan, replaced, role
from lakeform.gate.verdict import Outcome
from lakeform.review.access import access_changes
from lakeform.review.access.principals import own_account
from lakeform.review.guards import guard
from plans import planned

ROLES = (role("analyst"), role("engineer"))


def found(*entries: Any, trusted: Sequence[str] = ()) -> list[str]:
    made = plan(*ROLES, *entries)
    access = access_changes(made, trusted=trusted)
    return [each.policy for each in guard(made, access=access)]


def grant(principal: str) -> dict[str, Any]:
    return {"principal": principal, "permissions": ["DESCRIBE"], "database": [{"name": "sales"}]}


GRANT = "aws_lakeformation_permissions.one"


def test_a_grant_on_what_exists_is_a_finding_and_one_that_goes_is_not() -> None:
    entry = grant(arn_of("analyst"))
    assert found(created(GRANT, entry)) == ["GUARD_ACCESS_2"]
    assert found(deleted(GRANT, entry)) == []


def test_a_grant_on_a_new_database_is_none_unless_somebody_else_gets_it() -> None:
    database = created("aws_glue_catalog_database.sales", {"name": "sales"})
    assert found(database, created(GRANT, grant(arn_of("analyst")))) == []
    assert found(database, created(GRANT, grant(OTHER))) == ["GUARD_ACCESS_3"]


def test_a_filter_that_is_loosened_is_a_finding_wherever_its_grant_is() -> None:
    def cells(row: dict[str, Any]) -> dict[str, Any]:
        data = {"name": "eu", "database_name": "sales", "table_name": "orders"}
        return {"table_data": [{**data, "column_wildcard": [{}], "row_filter": [row]}]}

    address = "aws_lakeformation_data_cells_filter.eu"
    some, every = cells({"filter_expression": "x = 1"}), cells({"all_rows_wildcard": [{}]})
    block = {"name": "eu", "database_name": "sales", "table_name": "orders"}
    held = grant(arn_of("analyst")) | {"database": [], "data_cells_filter": [block]}
    held["permissions"] = ["SELECT"]
    loosened = changed(address, some, every)
    for entries in ([loosened], [loosened, kept(GRANT, held)]):
        (finding,) = guard(plan(*ROLES, *entries))
        assert (finding.policy, finding.address) == ("GUARD_ACCESS_2", address)
    assert found(changed(address, every, some)) == []


@pytest.mark.parametrize("attribute", ["permissions", "table"])
def test_a_grant_of_what_nobody_knows_yet_is_a_finding(attribute: str) -> None:
    values = {"principal": arn_of("analyst"), "permissions": ["SELECT"], "table": []}
    del values[attribute]
    entry = created(
        GRANT, values, unknown={attribute: True}, expressions={attribute: {"references": ["var.x"]}}
    )
    (finding,) = guard(plan(*ROLES, entry))
    assert (finding.policy, finding.outcome) == ("GUARD_ACCESS_2", Outcome.UNKNOWN)


def test_a_target_that_the_provider_computes_is_none() -> None:
    entry = grant(arn_of("analyst"))
    unsure = created(GRANT, entry, unknown={"table": True, "permissions_with_grant_option": True})
    database = created("aws_glue_catalog_database.sales", {"name": "sales"})
    assert found(database, unsure) == []


def test_a_trusted_account_is_held_to_what_the_own_one_is() -> None:
    database = created("aws_glue_catalog_database.sales", {"name": "sales"})
    entry = created(GRANT, grant(OTHER))
    assert found(database, entry, trusted=[OTHER]) == []
    assert found(entry, trusted=[OTHER]) == ["GUARD_ACCESS_2"]
    assert found(entry, trusted=["333333333333"]) == ["GUARD_ACCESS_3"]


def mounts(*accounts: str, **conditions: str) -> dict[str, Any]:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": list(accounts)},
        "Action": "elasticfilesystem:ClientMount",
        "Condition": {"Bool": conditions},
    }
    return {"file_system_id": "fs-1", "policy": json.dumps({"Statement": [statement]})}


def test_a_file_system_is_open_only_where_its_mount_targets_can_be_passed_by() -> None:
    address = "aws_efs_file_system_policy.home"
    through = {"elasticfilesystem:AccessedViaMountTarget": "true"}
    new = created("aws_efs_file_system.home", {"id": "fs-1"})
    assert found(new, created(address, mounts("*", **through))) == []
    assert found(new, created(address, mounts("*"))) == ["GUARD_ACCESS_3"]
    narrow, wide = mounts(ACCOUNT, **through), mounts("*", **through)
    assert found(changed(address, narrow, wide)) == ["GUARD_ACCESS_1"]


def test_a_trusted_account_may_use_a_new_key_and_another_one_may_not() -> None:
    statement = {"Effect": "Allow", "Principal": {"AWS": OTHER}, "Action": "kms:Decrypt"}
    text = json.dumps({"Statement": [statement]})
    key = created("aws_kms_key.general", {"policy": text})
    assert found(key, trusted=[OTHER]) == []
    assert found(key) == ["GUARD_ACCESS_3"]


def test_engines_of_trusted_accounts_are_let_in_and_those_of_anybody_are_not() -> None:
    address = "aws_lakeformation_data_lake_settings.settings"
    listed = {
        "allow_external_data_filtering": True,
        "external_data_filtering_allow_list": [OTHER],
    }
    assert found(created(address, listed), trusted=[OTHER]) == []
    assert found(created(address, listed)) == ["GUARD_ACCESS_3"]
    assert found(created(address, {"allow_external_data_filtering": True}), trusted=[OTHER]) == [
        "GUARD_ACCESS_3"
    ]


@pytest.mark.parametrize(
    "type", ["aws_snapshot_create_volume_permission", "aws_ami_launch_permission"]
)
def test_accounts_that_get_something_do_not_outvote_the_own_one(type: str) -> None:
    entries = [created(f"{type}.{n}", {"account_id": OTHER, "snapshot_id": "s"}) for n in "abcdef"]
    made = plan(*ROLES, *entries)
    assert own_account(made) == ACCOUNT


def policy(*actions: str) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    return {"role": "acme-dev-analyst", "policy": json.dumps({"Statement": [statement]})}


def test_a_policy_that_allows_more_is_a_finding() -> None:
    address = "aws_iam_role_policy.analyst"
    assert found(changed(address, policy("s3:Get*"), policy("s3:*"))) == ["GUARD_ACCESS_1"]
    assert found(changed(address, policy("s3:*"), policy("s3:Get*"))) == []


def lake_policy(*places: str) -> dict[str, Any]:
    resources = [
        arn
        for place in places
        for arn in (
            f"arn:aws:s3:::{place}/*",
            f"arn:aws:glue:eu-central-1:{ACCOUNT}:database/{place}",
            f"arn:aws:glue:eu-central-1:{ACCOUNT}:table/{place}/*",
        )
    ]
    actions = ["s3:GetObject", "glue:GetTable"]
    statement = {"Effect": "Allow", "Action": actions, "Resource": resources}
    return {"role": "acme-dev-analyst", "policy": json.dumps({"Statement": [statement]})}


def test_a_policy_that_reaches_only_what_the_plan_makes_widens_nothing_that_exists() -> None:
    address = "aws_iam_role_policy.analyst"
    wider = changed(address, lake_policy("sales"), lake_policy("sales", "web"))
    made = (
        created("aws_s3_bucket.web", {"bucket": "web"}),
        created("aws_glue_catalog_database.web", {"name": "web"}),
    )
    (change,) = access_changes(plan(*ROLES, *made, wider))
    assert change.on_new
    assert change.text.endswith(", all of which the plan makes")
    assert found(*made, wider) == []
    assert found(wider) == ["GUARD_ACCESS_1"]
    assert found(made[0], wider) == ["GUARD_ACCESS_1"]
    for pattern in ("we*", "*"):
        reaching = changed(address, lake_policy("sales"), lake_policy("sales", "web", pattern))
        assert found(*made, reaching) == ["GUARD_ACCESS_1"]


def test_settings_that_let_more_in() -> None:
    address = "aws_lakeformation_data_lake_settings.settings"
    before, after = {"admins": [arn_of("engineer")]}, {"admins": [arn_of("analyst")]}
    assert found(changed(address, before, after)) == ["GUARD_ACCESS_4"]
    assert found(created(address, after)) == []


GROUP = "aws_security_group.brokers"


def group(*rules: dict[str, Any]) -> dict[str, Any]:
    return {"id": "sg-1", "ingress": list(rules)}


def rule(source: str, first: int = 9098, last: int | None = None) -> dict[str, Any]:
    return {
        "protocol": "tcp",
        "from_port": first,
        "to_port": first if last is None else last,
        "cidr_blocks": [source],
    }


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (rule("10.0.0.0/16"), rule("10.0.0.0/8"), ["GUARD_NETWORK_1"]),
        (rule("10.0.0.0/8"), rule("10.0.0.0/16"), []),
        (rule("10.0.0.0/8"), rule("10.0.0.0/8", 9000, 9100), ["GUARD_NETWORK_1"]),
        (rule("10.0.0.0/8", 9000, 9100), rule("10.0.0.0/8"), []),
        (rule("10.0.0.0/8"), rule("0.0.0.0/0"), ["GUARD_NETWORK_2"]),
        (rule("10.0.0.0/8"), {**rule("10.0.0.0/8"), "protocol": "-1"}, ["GUARD_NETWORK_1"]),
        ({**rule("10.0.0.0/8"), "protocol": "-1"}, rule("10.0.0.0/8"), []),
        (rule("not a block"), rule("10.0.0.0/8"), ["GUARD_NETWORK_1"]),
        (rule("10.0.0.0/8"), rule("0::/0"), ["GUARD_NETWORK_2"]),
        (rule("10.0.0.0/8"), rule("::0/0"), ["GUARD_NETWORK_2"]),
        (rule("10.0.0.0/8"), rule("128.0.0.0/1"), ["GUARD_NETWORK_2"]),
        (rule("::/0"), rule("0::/0"), []),
        (rule("10.0.0.0/8"), {**rule("10.0.0.0/8"), "protocol": "6"}, []),
    ],
)
def test_what_a_group_lets_in(
    before: dict[str, Any], after: dict[str, Any], expected: list[str]
) -> None:
    assert found(changed(GROUP, group(before), group(after))) == expected


def test_a_group_that_writes_no_rules_has_none_that_nobody_knows() -> None:
    hidden: dict[str, Any] = {"unknown": {"ingress": True}, "before": {"id": "sg-1"}}
    apart = planned(GROUP, {"id": "sg-1"}, actions=("update",), **hidden)
    inside = planned(
        GROUP, {"id": "sg-1"}, actions=("update",), written={"ingress": "${var.rules}"}, **hidden
    )
    assert found(apart) == []
    assert found(inside) == ["GUARD_NETWORK_1"]


def test_a_rule_of_its_own_that_says_what_the_group_said_is_no_change() -> None:
    own = {
        "security_group_id": "sg-1",
        "ip_protocol": "tcp",
        "from_port": 9098,
        "to_port": 9098,
        "cidr_ipv4": "10.0.0.0/8",
    }
    entry = created("aws_vpc_security_group_ingress_rule.brokers", own)
    assert found(changed(GROUP, group(rule("10.0.0.0/8")), group()), entry) == []
    assert found(kept(GROUP, group()), entry) == ["GUARD_NETWORK_1"]


def test_a_new_group_is_the_policies_business() -> None:
    assert found(created(GROUP, {"ingress": [rule("10.0.0.0/8")]})) == []


def test_a_replaced_group_is_one_that_exists() -> None:
    before, after = group(rule("10.0.0.0/8")), {"ingress": [rule("0.0.0.0/0")]}
    entry = replaced(GROUP, before, after, unknown={"id": True})
    assert found(entry) == ["GUARD_NETWORK_2"]
    same = {"ingress": [rule("10.0.0.0/8")]}
    assert found(replaced(GROUP, before, same, unknown={"id": True})) == []


def test_the_rule_of_a_replaced_group_follows_it() -> None:
    address = "aws_vpc_security_group_ingress_rule.brokers"
    refers = {"security_group_id": f"{GROUP}.id"}
    own = {"ip_protocol": "tcp", "from_port": 9098, "to_port": 9098}
    narrow = {**own, "cidr_ipv4": "10.0.0.0/8", "security_group_id": "sg-1"}
    made_anew = replaced(GROUP, group(), {}, unknown={"id": True})

    def then(source: str) -> dict[str, Any]:
        after = {**own, "cidr_ipv4": source}
        unknown = {"security_group_id": True}
        return replaced(address, narrow, after, unknown=unknown, refers=refers)

    assert found(made_anew, then("10.0.0.0/8")) == []
    assert found(made_anew, then("0.0.0.0/0")) == ["GUARD_NETWORK_2"]


def test_a_source_that_nobody_knows_yet_is_unknown() -> None:
    own = {"security_group_id": "sg-1", "ip_protocol": "tcp", "from_port": 1, "to_port": 1}
    entry = created("aws_vpc_security_group_ingress_rule.brokers", own, unknown={"cidr_ipv4": True})
    (finding,) = guard(plan(kept(GROUP, group()), entry))
    assert finding.outcome is Outcome.UNKNOWN


def test_each_pair_of_guard_and_address_is_one_finding_worst_first() -> None:
    after = {"principal": OTHER, "permissions": ["ALTER", "DROP"], "database": [{"name": "sales"}]}
    findings = guard(
        plan(
            *ROLES,
            created(GRANT, after),
            created("aws_lakeformation_permissions.two", grant(arn_of("analyst"))),
        )
    )
    assert [each.policy for each in findings] == ["GUARD_ACCESS_3", "GUARD_ACCESS_2"]


def test_a_group_whose_rules_nobody_knows_yet_is_unknown() -> None:
    entry = changed(
        GROUP,
        group(rule("10.0.0.0/8")),
        {"id": "sg-1"},
        unknown={"ingress": True},
        written={"ingress": "${var.rules}"},
    )
    (finding,) = guard(plan(entry))
    assert (finding.policy, finding.outcome) == ("GUARD_NETWORK_1", Outcome.UNKNOWN)


def test_a_share_that_opens_to_others() -> None:
    address = "aws_ram_resource_share.sales"
    before, after = {"allow_external_principals": False}, {"allow_external_principals": True}
    assert found(changed(address, before, after)) == ["GUARD_NETWORK_3"]


POLICY = "arn:aws:iam::aws:policy/AdministratorAccess"
ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"


@pytest.mark.parametrize(
    ("address", "values", "guarding", "words"),
    [
        (
            "aws_iam_role_policy_attachments_exclusive.a",
            {"role_name": "acme-dev-analyst", "policy_arns": [POLICY]},
            "GUARD_ACCESS_1",
            "analyst gains the managed policy AdministratorAccess",
        ),
        (
            "aws_iam_user_policy_attachments_exclusive.a",
            {"user_name": "eve", "policy_arns": [POLICY]},
            "GUARD_ACCESS_1",
            "user eve gains the managed policy AdministratorAccess",
        ),
        (
            "aws_iam_user_group_membership.a",
            {"user": "eve", "groups": ["admins"]},
            "GUARD_ACCESS_1",
            "user eve gains what the group admins may do",
        ),
        (
            "aws_iam_group_membership.a",
            {"group": "admins", "users": ["eve"]},
            "GUARD_ACCESS_1",
            "user eve gains what the group admins may do",
        ),
        (
            "aws_eks_access_policy_association.a",
            {
                "cluster_name": "jobs",
                "policy_arn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy",
                "principal_arn": arn_of("analyst"),
                "access_scope": [{"type": "namespace", "namespaces": ["spark"]}],
            },
            "GUARD_ACCESS_1",
            "analyst gains AmazonEKSAdminPolicy on namespace spark of the cluster jobs",
        ),
        (
            "aws_lambda_function_url.a",
            {"function_name": "score", "authorization_type": "NONE"},
            "GUARD_ACCESS_3",
            "everyone gains calls of score by its URL, without a signature",
        ),
        (
            "aws_s3_bucket_acl.a",
            {
                "bucket": "raw",
                "access_control_policy": [
                    {"grant": [{"grantee": [{"uri": ALL_USERS}], "permission": "READ"}]}
                ],
            },
            "GUARD_ACCESS_3",
            "everyone gains READ on the bucket raw by its ACL",
        ),
        (
            "aws_s3_bucket_acl.a",
            {"bucket": "raw", "acl": "authenticated-read"},
            "GUARD_ACCESS_3",
            "everyone with an AWS account gains READ on the bucket raw by its ACL",
        ),
    ],
)
def test_resources_that_let_somebody_in_by_being_there(
    address: str, values: dict[str, Any], guarding: str, words: str
) -> None:
    findings = guard(plan(*ROLES, created(address, values)))
    assert [(each.policy, each.reason) for each in findings] == [(guarding, words)]
    assert guard(plan(*ROLES, deleted(address, values))) == ()


def test_a_place_that_lake_formation_governs_no_longer_is_left_to_iam() -> None:
    place = deleted("aws_lakeformation_resource.raw", {"arn": "arn:aws:s3:::raw"})
    (finding,) = guard(plan(*ROLES, place))
    assert finding.policy == "GUARD_ACCESS_4"
    assert (
        finding.reason == "whoever IAM lets in is no longer limited by Lake Formation on s3://raw"
    )
    bucket = deleted("aws_s3_bucket.raw", {"bucket": "raw", "arn": "arn:aws:s3:::raw"})
    assert "GUARD_ACCESS_4" not in found(place, bucket)


@pytest.mark.parametrize("arn", ["arn:aws:s3:::raw", "arn:aws:s3:::raw/sales/orders"])
def test_a_place_in_a_bucket_that_is_destroyed_is_left_to_nobody(arn: str) -> None:
    place = deleted("aws_lakeformation_resource.raw", {"arn": arn})
    unknown_arn = deleted("aws_s3_bucket.raw", {"bucket": "raw"})
    assert "GUARD_ACCESS_4" not in found(place, unknown_arn)
    for other in (
        deleted("aws_s3_bucket.raw", {"bucket": "raw-logs"}),
        deleted("aws_glue_catalog_database.raw", {"name": "raw"}),
        kept("aws_s3_bucket.raw", {"bucket": "raw"}),
    ):
        assert "GUARD_ACCESS_4" in found(place, other)
