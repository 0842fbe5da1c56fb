"""Policy documents compared: trust, roles' policies, and those of resources."""

from __future__ import annotations

import json
from typing import Any

import pytest

from changes import ACCOUNT, OTHER, arn_of, changed, created, deleted, kept, plan, replaced, role
from lakeform.gate.documents import Document
from lakeform.gate.facts.accounts import Whose
from lakeform.review.access import AccessChange, Turn, access_changes
from lakeform.review.access.statements import difference

ROLES = (role("analyst"), role("engineer"))
READ = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "arn:aws:s3:::lake/*"}
POLICY = "aws_iam_role_policy.engineer"


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def parsed(*statements: dict[str, Any]) -> Document | None:
    return Document.parse(document(*statements))


def changes(*entries: Any) -> tuple[AccessChange, ...]:
    return access_changes(plan(*ROLES, *entries))


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"role": "acme-dev-engineer", "policy": document(*statements)}


def test_the_same_in_other_words_is_no_change() -> None:
    before = [{**READ, "Action": ["s3:GetObject", "s3:PutObject"]}]
    after = [
        {**READ, "Sid": "Writes", "Action": "s3:PutObject"},
        {**READ, "Sid": "Reads", "Resource": ["arn:aws:s3:::lake/*"]},
    ]
    assert changes(changed(POLICY, policy(*before), policy(*after))) == ()


def test_a_role_that_may_more() -> None:
    after = {**READ, "Action": ["s3:GetObject", "s3:PutObject"]}
    (change,) = changes(changed(POLICY, policy(READ), policy(after)))
    assert change.text == "engineer gains s3:PutObject on arn:aws:s3:::lake/*"
    assert change.turn is Turn.GAINS


def test_more_than_a_line_is_counted_and_listed() -> None:
    more = {"Effect": "Allow", "Action": "glue:*", "Resource": "*"}
    also = {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:key"}
    (change,) = changes(changed(POLICY, policy(READ), policy(READ, more, also)))
    assert change.text == "engineer gains 2 actions of glue, kms on 2 resources"
    assert change.details == ("+ allow glue:* on *", "+ allow kms:Decrypt on arn:aws:kms:key")


def test_more_of_some_and_less_of_other_is_said_with_both() -> None:
    other = {**READ, "Action": "s3:DeleteObject"}
    (change,) = changes(changed(POLICY, policy(READ), policy(other)))
    assert change.turn is Turn.CHANGES
    assert change.details == (
        "+ allow s3:DeleteObject on arn:aws:s3:::lake/*",
        "- allow s3:GetObject on arn:aws:s3:::lake/*",
    )


def test_what_a_wider_permission_covers_is_neither_gained_nor_lost() -> None:
    wide = {**READ, "Action": "s3:*", "Resource": "arn:aws:s3:::*"}
    found = difference(parsed(wide), parsed(wide, READ))
    assert found.is_empty
    found = difference(parsed(READ), parsed(wide))
    assert [each.action for each in found.gained] == ["s3:*"]
    assert not found.lost


EU = {"StringEquals": {"aws:RequestedRegion": ["eu-west-1"]}}
BOTH = {"StringEquals": {"aws:RequestedRegion": ["eu-west-1", "us-east-1"]}}
NOT_EU = {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1"]}}
NEITHER = {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "us-east-1"]}}


@pytest.mark.parametrize(
    ("before", "after", "gains", "loses"),
    [
        (EU, BOTH, True, False),
        (BOTH, EU, False, True),
        (EU, {}, True, False),
        ({}, EU, False, True),
        (NOT_EU, NEITHER, False, True),
        (NEITHER, NOT_EU, True, False),
        (EU, NOT_EU, True, True),
        (EU, {**EU, "Bool": {"aws:SecureTransport": "true"}}, False, True),
    ],
)
def test_conditions_count(
    before: dict[str, Any], after: dict[str, Any], gains: bool, loses: bool
) -> None:
    found = difference(parsed({**READ, "Condition": before}), parsed({**READ, "Condition": after}))
    assert (bool(found.gained), bool(found.lost)) == (gains, loses)


def test_operators_over_sets_are_compared_as_a_whole() -> None:
    one = {"ForAnyValue:StringEquals": {"aws:TagKeys": ["a"]}}
    two = {"ForAnyValue:StringEquals": {"aws:TagKeys": ["a", "b"]}}
    found = difference(parsed({**READ, "Condition": one}), parsed({**READ, "Condition": two}))
    assert found.gained
    assert found.lost


def test_a_denial_that_goes_widens() -> None:
    denial = {**READ, "Effect": "Deny", "Principal": "*"}
    bucket = "aws_s3_bucket_policy.lake"
    before = {"bucket": "lake", "policy": document(denial)}
    (change,) = changes(deleted(bucket, before))
    assert change.text == "the policy of bucket lake denies less"
    assert change.widens


def test_not_action_is_compared_as_a_whole() -> None:
    before = {"Effect": "Allow", "NotAction": ["iam:*", "kms:*"], "Resource": "*"}
    after = {"Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*"}
    found = difference(parsed(before), parsed(after))
    assert [each.action for each in found.gained] == ["not iam:*"]


def trust(*principals: str, service: str = "") -> dict[str, Any]:
    who: dict[str, Any] = {"AWS": list(principals)} if principals else {}
    if service:
        who["Service"] = service
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": who}
    return {"name": "acme-dev-loader", "assume_role_policy": document(statement)}


LOADER = "aws_iam_role.loader"


def test_who_may_assume_a_role() -> None:
    before, after = trust(service="glue.amazonaws.com"), trust(arn_of("engineer"))
    assert [each.text for each in changes(changed(LOADER, before, after))] == [
        "engineer may assume role loader",
        "glue.amazonaws.com may no longer assume role loader",
    ]


def test_another_account_that_may_assume_a_new_role_is_foreign() -> None:
    (change,) = changes(created(LOADER, trust(f"arn:aws:iam::{OTHER}:root")))
    assert change.text == f"account {OTHER} may assume the new role loader"
    assert change.foreign
    assert change.on_new


def bucket_policy(**statement: Any) -> dict[str, Any]:
    return {"bucket": "lake", "policy": document({**READ, **statement})}


@pytest.mark.parametrize(
    ("condition", "foreign"),
    [
        ({}, True),
        ({"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}, False),
        ({"StringEquals": {"aws:PrincipalAccount": [ACCOUNT, OTHER]}}, True),
        ({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, True),
        ({"ArnLike": {"aws:SourceArn": f"arn:aws:s3::{ACCOUNT}:lake"}}, False),
        ({"StringEqualsIfExists": {"aws:PrincipalAccount": ACCOUNT}}, True),
        ({"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}}, False),
        ({"Bool": {"elasticfilesystem:AccessedViaMountTarget": "false"}}, True),
    ],
)
def test_everyone_is_foreign_unless_a_condition_keeps_others_out(
    condition: dict[str, Any], foreign: bool
) -> None:
    entry = created("aws_s3_bucket_policy.lake", bucket_policy(Principal="*", Condition=condition))
    (change,) = changes(kept("aws_s3_bucket.lake", {"bucket": "lake"}), entry)
    assert change.foreign is foreign
    assert change.text == "the policy of bucket lake lets everyone do 1 action of s3 on 1 resource"


def test_the_policy_of_a_new_bucket_is_told_only_when_it_lets_others_in() -> None:
    bucket = created("aws_s3_bucket.lake", {"bucket": "lake"})
    own = bucket_policy(Principal={"AWS": arn_of("engineer")})
    assert changes(bucket, created("aws_s3_bucket_policy.lake", own)) == ()
    other = bucket_policy(Principal={"AWS": OTHER})
    (change,) = changes(bucket, created("aws_s3_bucket_policy.lake", other))
    assert change.foreign


@pytest.mark.parametrize(
    ("principals", "whose"),
    [
        ([ACCOUNT], Whose.OWN),
        ([ACCOUNT, OTHER], Whose.TRUSTED),
        ([OTHER, "333333333333"], Whose.FOREIGN),
        ([OTHER, "*"], Whose.FOREIGN),
        ([f"arn:aws:iam::{OTHER}:role/partner"], Whose.TRUSTED),
        ([f"arn:aws:organizations::{OTHER}:organization/o-1"], Whose.FOREIGN),
        ([f"arn:aws:organizations::{ACCOUNT}:organization/o-1"], Whose.FOREIGN),
    ],
)
def test_of_several_principals_the_one_that_is_trusted_least_counts(
    principals: list[str], whose: Whose
) -> None:
    before = bucket_policy(Principal={"AWS": arn_of("engineer")})
    after = bucket_policy(Principal={"AWS": [arn_of("engineer"), *principals]})
    entry = changed("aws_s3_bucket_policy.lake", before, after)
    (change,) = access_changes(plan(*ROLES, entry), ACCOUNT, [OTHER])
    assert change.whose is whose


def test_a_policy_with_unknown_parts_is_not_said_to_be_less_or_more() -> None:
    entry = changed(
        POLICY,
        policy(READ),
        {"role": "acme-dev-engineer"},
        unknown={"policy": True},
        written={"policy": document({**READ, "Resource": "${aws_s3_bucket.lake.arn}/*"})},
    )
    (change,) = changes(entry)
    assert change.turn is Turn.CHANGES
    assert change.text == "the policy of engineer changes; parts of it are known after apply"


def test_a_policy_that_nobody_can_read_yet_is_said_to_change() -> None:
    entry = changed(
        POLICY,
        policy(READ),
        {"role": "acme-dev-engineer"},
        unknown={"policy": True},
        refers={"policy": "data.aws_iam_policy_document.engineer.json"},
    )
    (change,) = changes(entry)
    assert change.widens
    assert change.text == "the policy of engineer changes; what it says is known after apply"


def test_a_policy_that_is_none_is_said_to_change() -> None:
    entry = changed(POLICY, policy(READ), {"role": "acme-dev-engineer", "policy": "not JSON"})
    (change,) = changes(entry)
    assert change.widens
    assert change.text == "the policy of engineer changes; it can't be read"


def test_the_policy_that_goes_with_its_bucket_is_not_told() -> None:
    denial = {"bucket": "lake", "policy": document({**READ, "Effect": "Deny", "Principal": "*"})}
    assert (
        changes(
            deleted("aws_s3_bucket.lake", {"bucket": "lake"}),
            deleted("aws_s3_bucket_policy.lake", denial),
        )
        == ()
    )


def test_attached_policies_grants_and_shares() -> None:
    attachment = {"role": "acme-dev-engineer", "policy_arn": "arn:aws:iam::aws:policy/ReadOnly"}
    grant = {"key_id": "k-1", "grantee_principal": arn_of("analyst"), "operations": ["Decrypt"]}
    share = {"principal": OTHER, "resource_share_arn": "arn:aws:ram:share/sales"}
    found = changes(
        created("aws_iam_role_policy_attachment.engineer", attachment),
        created("aws_kms_grant.analyst", grant),
        created("aws_ram_principal_association.other", share),
    )
    assert {each.text for each in found} == {
        "engineer gains the managed policy ReadOnly",
        "analyst gains Decrypt on the key k-1",
        f"account {OTHER} gains what the RAM share arn:aws:ram:share/sales holds",
    }


def test_a_permissions_boundary_that_goes_widens() -> None:
    bound = {"name": "acme-dev-loader", "permissions_boundary": "arn:aws:iam::aws:policy/Edge"}
    free = {"name": "acme-dev-loader", "permissions_boundary": None}
    (gone,) = changes(changed(LOADER, bound, free))
    assert gone.text == "loader is no longer limited by the permissions boundary Edge"
    assert gone.turn is Turn.GAINS
    (came,) = changes(changed(LOADER, free, bound))
    assert came.turn is Turn.LOSES


ENGINEER = "aws_iam_role.engineer"


def engineer(*policies: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A role with inline policies in its own blocks, by name `0`, `1`, …"""
    blocks = [{"name": str(n), "policy": document(each)} for n, each in enumerate(policies)]
    return {"name": "acme-dev-engineer", "inline_policy": blocks, **more}


INLINE = {"expressions": {"inline_policy": [{"policy": {}}]}}


def test_a_policy_inside_a_role_is_compared_as_one_beside_it() -> None:
    more = {**READ, "Action": "s3:*"}
    (wider,) = changes(changed(ENGINEER, engineer(READ), engineer(READ, more), **INLINE))
    assert (wider.turn, wider.on_new) == (Turn.GAINS, False)
    assert wider.text == "engineer gains s3:* on arn:aws:s3:::lake/*"
    (less,) = changes(changed(ENGINEER, engineer(READ), engineer(), **INLINE))
    assert less.turn is Turn.LOSES
    (new,) = changes(created("aws_iam_role.loader", engineer(READ, name="loader"), **INLINE))
    assert (new.text, new.on_new) == ("role loader gains s3:GetObject on arn:aws:s3:::lake/*", True)


def test_policies_inside_a_role_cut_otherwise_are_no_change() -> None:
    both = {**READ, "Action": ["s3:GetObject", "s3:PutObject"]}
    one = {**READ, "Action": "s3:PutObject"}
    assert changes(changed(ENGINEER, engineer(both), engineer(one, READ), **INLINE)) == ()


def test_a_policy_inside_a_role_that_nobody_knows_yet_is_said_to_change() -> None:
    after = {"name": "acme-dev-engineer", "inline_policy": [{"name": "0"}]}
    unknown = {"inline_policy": [{"policy": True}]}
    (inner,) = changes(changed(ENGINEER, engineer(READ), after, unknown=unknown, **INLINE))
    assert inner.text == "the policy of engineer changes; what it says is known after apply"
    gone = {"name": "acme-dev-engineer"}
    (whole,) = changes(changed(ENGINEER, engineer(READ), gone, unknown={"inline_policy": True}))
    assert whole.text == inner.text


def test_what_terraform_only_found_in_a_role_is_told_with_the_policy_beside_it() -> None:
    found = {
        "name": "acme-dev-engineer",
        "inline_policy": [{"name": "x", "policy": document(READ)}],
    }
    beside = {**policy(READ), "name": "x"}
    (gone,) = changes(kept(ENGINEER, found), deleted(POLICY, beside))
    assert (gone.turn, gone.addresses) == (Turn.LOSES, (POLICY,))
    wider = {**beside, "policy": document(READ, {**READ, "Action": "s3:*"})}
    (more,) = changes(kept(ENGINEER, found), changed(POLICY, beside, wider))
    assert (more.turn, more.addresses) == (Turn.GAINS, (POLICY,))


def test_a_policy_that_moves_out_of_its_role_or_into_it_is_no_change() -> None:
    inside, outside = engineer(READ), {**policy(READ), "name": "0"}
    none = engineer()
    out = changed(ENGINEER, inside, none, **INLINE)
    assert changes(out, created(POLICY, outside)) == ()
    into = changed(ENGINEER, none, inside, **INLINE)
    assert changes(into, deleted(POLICY, outside)) == ()
    wider = {**outside, "policy": document({**READ, "Action": "s3:*"})}
    (more,) = changes(out, created(POLICY, wider))
    assert more.text == "engineer gains s3:* on arn:aws:s3:::lake/*"


ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
ARNS = {"expressions": {"managed_policy_arns": {}}}


def with_policies(*arns: str, name: str = "acme-dev-engineer") -> dict[str, Any]:
    return {"name": name, "managed_policy_arns": list(arns)}


def test_managed_policies_that_a_role_lists_itself() -> None:
    before, after = with_policies(READ_ONLY), with_policies(READ_ONLY, ADMINISTRATOR)
    (more,) = changes(changed(ENGINEER, before, after, **ARNS))
    assert (more.text, more.on_new) == (
        "engineer gains the managed policy AdministratorAccess",
        False,
    )
    (less,) = changes(changed(ENGINEER, after, before, **ARNS))
    assert less.turn is Turn.LOSES
    loader = created("aws_iam_role.loader", with_policies(ADMINISTRATOR, name="loader"), **ARNS)
    assert [each.on_new for each in changes(loader)] == [True]
    anew = replaced(ENGINEER, before, after, **ARNS)
    assert [each.on_new for each in changes(anew)] == [False]


def test_a_list_of_policies_that_nobody_knows_yet_is_said() -> None:
    unsure = changed(
        ENGINEER,
        with_policies(READ_ONLY),
        {"name": "acme-dev-engineer"},
        unknown={"managed_policy_arns": True},
        expressions={"managed_policy_arns": {"references": ["var.arns"]}},
    )
    assert "engineer gains the managed policy (known after apply)" in {
        each.text for each in changes(unsure)
    }


def test_a_policy_that_is_attached_in_another_way_is_no_change() -> None:
    attached = {"role": "acme-dev-engineer", "policy_arn": READ_ONLY}
    out = changed(ENGINEER, with_policies(READ_ONLY), with_policies(), **ARNS)
    assert changes(out, created("aws_iam_role_policy_attachment.a", attached)) == ()
    gone = deleted("aws_iam_role_policy_attachment.a", attached)
    (less,) = changes(kept(ENGINEER, with_policies(READ_ONLY)), gone)
    assert less.text == "engineer loses the managed policy ReadOnlyAccess"


def test_a_policy_of_ones_own_is_not_taken_for_one_of_aws() -> None:
    own = f"arn:aws:iam::{ACCOUNT}:policy/ReadOnlyAccess"
    found = changes(changed(ENGINEER, with_policies(READ_ONLY), with_policies(own), **ARNS))
    assert {each.turn for each in found} == {Turn.GAINS, Turn.LOSES}


KEY = "aws_kms_key.general"
OTHER_KEY = f"arn:aws:kms:eu-central-1:{OTHER}:key/k"


def key_for(*names: str, **more: Any) -> dict[str, Any]:
    """A key that roles may use whom a condition names."""
    statement = {
        "Sid": "Use",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
        "Resource": "*",
        "Condition": {
            "ArnLike": {"aws:PrincipalArn": [arn_of(name) for name in names]},
            "StringEquals": {"aws:PrincipalAccount": ACCOUNT},
        },
        **more,
    }
    return {"policy": document(statement)}


def test_of_many_who_may_use_a_key_only_the_new_one_is_told() -> None:
    before = key_for("analyst", "engineer")
    (change,) = changes(changed(KEY, before, key_for("analyst", "engineer", "loader")))
    assert change.text == (
        "the policy of key aws_kms_key.general lets loader do 2 actions of kms on 1 resource"
    )
    assert change.details == (
        "+ allow kms:Decrypt, kms:GenerateDataKey on * by loader "
        f"where stringequals aws:principalaccount {ACCOUNT}",
    )
    (less,) = changes(changed(KEY, before, key_for("engineer")))
    assert less.text.startswith("the policy of key aws_kms_key.general no longer lets analyst do")


@pytest.mark.parametrize("account", [ACCOUNT, f"arn:aws:iam::{ACCOUNT}:root"])
def test_whom_a_condition_names_of_a_whole_account_is_told_instead_of_it(account: str) -> None:
    whole = {"Principal": {"AWS": account}}
    before, after = key_for("analyst", **whole), key_for("analyst", "engineer", **whole)
    (change,) = changes(changed(KEY, before, after))
    assert " lets engineer do 2 actions " in change.text
    theirs = {"Principal": {"AWS": OTHER}}
    (other,) = changes(changed(KEY, {"policy": document()}, key_for("analyst", **theirs)))
    assert f" lets account {OTHER} do 2 actions " in other.text


def test_a_foreigner_among_many_whom_a_condition_names_is_foreign() -> None:
    theirs = arn_of("loader", OTHER)
    named = {"aws:PrincipalArn": [arn_of("analyst"), theirs]}
    after = key_for(Condition={"ArnLike": named})
    before = key_for(Condition={"ArnLike": {"aws:PrincipalArn": [arn_of("analyst")]}})
    (change,) = changes(changed(KEY, before, after))
    assert change.whose is Whose.FOREIGN
    assert f"role acme-dev-loader of account {OTHER}" in change.text


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            ["10.0.0.0/8"],
            ["10.0.0.0/8", "172.16.0.0/12"],
            "where ipaddress aws:sourceip + 172.16.0.0/12",
        ),
        (["10.0.0.0/8", "1.2.3.4/32"], ["10.0.0.0/8"], "where ipaddress aws:sourceip - 1.2.3.4/32"),
        (["10.0.0.0/8"], [], "no longer only where ipaddress aws:sourceip 10.0.0.0/8"),
        ([], ["10.0.0.0/8"], "only where ipaddress aws:sourceip 10.0.0.0/8"),
    ],
)
def test_of_conditions_only_what_changes_is_told(
    before: list[str], after: list[str], told: str
) -> None:
    def reads(addresses: list[str]) -> dict[str, Any]:
        limits: dict[str, Any] = {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}
        if addresses:
            limits["IpAddress"] = {"aws:SourceIp": addresses}
        return policy({**READ, "Condition": limits})

    (change,) = changes(changed(POLICY, reads(before), reads(after)))
    assert change.details == (f"~ allow s3:GetObject on arn:aws:s3:::lake/*: {told}",)


def test_whoever_may_do_the_same_is_told_together() -> None:
    def shared(*names: str) -> dict[str, Any]:
        principal = {"AWS": [arn_of(name) for name in names]}
        return {"bucket": "lake", "policy": document({**READ, "Principal": principal})}

    address = "aws_s3_bucket_policy.lake"
    (change,) = changes(
        changed(address, shared("analyst"), shared("analyst", "engineer", "loader"))
    )
    assert change.details == ("+ allow s3:GetObject on arn:aws:s3:::lake/* by engineer, loader",)


@pytest.mark.parametrize(
    ("arn", "shown"),
    [
        (f"arn:aws:glue:eu-central-1:{ACCOUNT}:table/sales/*", "glue:table/sales/*"),
        ("arn:aws:s3:::lake/raw/*", "arn:aws:s3:::lake/raw/*"),
        (OTHER_KEY, OTHER_KEY),
        (f"arn:aws:kms:*:{ACCOUNT}:key/k", f"arn:aws:kms:*:{ACCOUNT}:key/k"),
        ("arn:aws:kms:eu-central-1:*:key/k", "arn:aws:kms:eu-central-1:*:key/k"),
        ("${aws_kms_key.general.arn}", "${aws_kms_key.general.arn}"),
    ],
)
def test_an_arn_is_shortened_only_where_nothing_is_lost(arn: str, shown: str) -> None:
    more = {**READ, "Action": "glue:GetTable", "Resource": arn}
    (change,) = changes(changed(POLICY, policy(READ), policy(READ, more)))
    assert change.text == f"engineer gains glue:GetTable on {shown}"
