"""What lists take away that are complete: everything that isn't in them."""

from __future__ import annotations

import json
from typing import Any

from changes import ACCOUNT, changed, created, deleted, kept, plan, role
from lakeform.review.access import AccessChange, Area, Turn, access_changes
from lakeform.review.guards import guard

ROLES = (role("analyst"), role("engineer"))
INLINE = "aws_iam_role_policies_exclusive.loader"
ATTACHED = "aws_iam_role_policy_attachments_exclusive.loader"
RULES = "aws_vpc_security_group_rules_exclusive.brokers"
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
POWER = "arn:aws:iam::aws:policy/PowerUserAccess"


def loader(*arns: str, **effects: str) -> dict[str, Any]:
    """A role that stays, with the policies that Terraform found attached to it."""
    blocks = [
        {
            "name": name,
            "policy": json.dumps(
                {"Statement": [{"Effect": effect, "Action": "s3:*", "Resource": "*"}]}
            ),
        }
        for name, effect in effects.items()
    ]
    values = {"name": "acme-dev-loader", "inline_policy": blocks}
    values["arn"] = f"arn:aws:iam::{ACCOUNT}:role/acme-dev-loader"
    return kept("aws_iam_role.loader", {**values, "managed_policy_arns": list(arns)})


def inline(*names: str) -> dict[str, Any]:
    return {"role_name": "acme-dev-loader", "policy_names": list(names)}


def attached(*arns: str) -> dict[str, Any]:
    return {"role_name": "acme-dev-loader", "policy_arns": list(arns)}


def changes(*entries: Any) -> tuple[AccessChange, ...]:
    return access_changes(plan(*ROLES, *entries))


def test_inline_policies_that_are_not_listed_go_as_far_as_the_plan_knows() -> None:
    (change,) = changes(loader(mine="Allow", theirs="Allow"), created(INLINE, inline("mine")))
    assert change.text == "loader keeps no inline policy but mine: every other one is taken away"
    assert change.details == ("the plan knows of: theirs",)
    assert (change.turn, change.addresses) == (Turn.LOSES, (INLINE,))
    (change,) = changes(created(INLINE, inline()))
    assert change.text == "loader keeps no inline policy: every other one is taken away"
    assert change.details == ("the plan knows of none",)


def test_a_denial_that_is_taken_away_lets_more_through() -> None:
    entries = (loader(fence="Deny"), created(INLINE, inline()))
    (change,) = changes(*entries)
    assert change.turn is Turn.CHANGES
    assert [each.policy for each in guard(plan(*ROLES, *entries))] == ["GUARD_ACCESS_1"]


def test_a_list_of_something_new_takes_nothing_away() -> None:
    new = created("aws_iam_role.loader", {"name": "acme-dev-loader"})
    assert changes(new, created(INLINE, inline("mine"))) == ()


def test_a_policy_that_is_listed_no_longer_goes() -> None:
    shorter = changed(INLINE, inline("mine", "theirs"), inline("mine"))
    (change,) = changes(loader(), shorter)
    assert change.text == "loader loses the inline policy theirs"
    gone = deleted(
        "aws_iam_role_policy.theirs",
        {"role": "acme-dev-loader", "name": "theirs", "policy": json.dumps({"Statement": []})},
    )
    assert changes(loader(), shorter, gone) == ()


def test_managed_policies_that_are_not_listed_are_detached() -> None:
    found = changes(loader(READ_ONLY, POWER), created(ATTACHED, attached(READ_ONLY)))
    assert [(each.text, each.details) for each in found] == [
        (
            "loader keeps no managed policy but ReadOnlyAccess: every other one is taken away",
            (f"the plan knows of: {POWER}",),
        ),
        ("loader loses the managed policy PowerUserAccess", ()),
    ]
    assert all(each.addresses == (ATTACHED,) for each in found)


def test_a_list_that_goes_takes_nothing_away() -> None:
    assert changes(loader(), deleted(INLINE, inline("mine"))) == ()
    assert changes(loader(), deleted(ATTACHED, attached(READ_ONLY))) == ()
    one = deleted(
        "aws_iam_role_policy_attachment.a", {"role": "acme-dev-loader", "policy_arn": READ_ONLY}
    )
    (change,) = changes(loader(), deleted(ATTACHED, attached(READ_ONLY)), one)
    assert change.text == "loader loses the managed policy ReadOnlyAccess"


def rules(*ingress: str) -> dict[str, Any]:
    return {"security_group_id": "sg-1", "ingress_rule_ids": list(ingress), "egress_rule_ids": []}


def test_rules_of_a_security_group_that_are_not_listed_go() -> None:
    other = kept(
        "aws_vpc_security_group_ingress_rule.other", {"id": "sgr-2", "security_group_id": "sg-1"}
    )
    found = changes(other, created(RULES, rules("sgr-1")))
    assert [(each.area, each.text, each.details) for each in found] == [
        (
            Area.NETWORK,
            "security group sg-1 keeps no rule that lets in but sgr-1: "
            "every other one is taken away",
            ("the plan knows of: sgr-2",),
        ),
        (
            Area.NETWORK,
            "security group sg-1 keeps no rule that lets out: every other one is taken away",
            ("the plan knows of none",),
        ),
    ]
    (less,) = changes(changed(RULES, rules("sgr-1", "sgr-2"), rules("sgr-1")))
    assert less.text == "security group sg-1 loses the rule that lets in sgr-2"
