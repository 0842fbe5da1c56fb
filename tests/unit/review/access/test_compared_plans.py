"""Changes of access between two plans that know no state: names are known from references only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from changes import ACCOUNT, OTHER, created, plan
from lakeform.gate import Outcome
from lakeform.gate.facts.accounts import Whose
from lakeform.plan import Plan, compare
from lakeform.review.access import AccessChange, access_changes
from lakeform.review.changes import parts
from lakeform.review.guards import guard

Entry = Mapping[str, Any]


def test_a_grant_whose_principal_is_another_role_is_told_with_both_names() -> None:
    assert [each.text for each in _between(_grant("analyst"), _grant("intern"))] == [
        "intern gains SELECT on sales.orders",
        "analyst loses SELECT on sales.orders",
    ]
    assert "GUARD_ACCESS_2" in _guards(_grant("analyst"), _grant("intern"))


def test_a_grant_that_stays_as_it_is_says_nothing_though_its_names_are_unknown() -> None:
    assert _between(_grant("analyst"), _grant("analyst")) == ()
    unsaid = created(
        "aws_lakeformation_permissions.a",
        {"principal": "*"},
        unknown={"permissions": True},
        refers={"permissions": "aws_x.a.b"},
    )
    assert _between(unsaid, unsaid) == ()


@pytest.mark.parametrize("index", ['"b"', '"a.r"', "1"])
def test_a_grant_to_another_instance_of_the_same_role_is_told(index: str) -> None:
    first = "0" if index == "1" else '"a"'

    def grant(key: str) -> tuple[Entry, ...]:
        instances = (first, index)
        roles = (
            created(f"aws_iam_role.r[{each}]", {"name": f"role-{each}"}, unknown={"arn": True})
            for each in instances
        )
        return (*roles, _grant_to(f"aws_iam_role.r[{key}].arn"))

    texts = [each.text for each in access_changes(_compared(grant(first), grant(index)))]
    assert [text.split(" ")[1] for text in texts if "SELECT" in text] == ["gains", "loses"]
    assert index in texts[0]


def test_a_grant_of_which_nobody_knows_the_principal_is_told_to_change() -> None:
    (change,) = _between(_grant_to("data.aws_x.a.arn"), _grant_to("data.aws_x.b.arn"))
    assert change.text == (
        "aws_lakeformation_permissions.g changes: its principal will be something else, "
        "known after apply"
    )
    assert not change.is_known
    found = _guards(_grant_to("data.aws_x.a.arn"), _grant_to("data.aws_x.b.arn"))
    assert found == {"GUARD_ACCESS_2": Outcome.UNKNOWN}


def test_a_bucket_policy_that_lets_a_stranger_in_is_told_with_all_that_is_known() -> None:
    narrow, wide = _policy("glue.amazonaws.com", "s3:GetObject"), _policy(OTHER, "s3:*")
    (change,) = _between(narrow, wide)
    assert change.whose is Whose.FOREIGN
    assert any(OTHER in line and "s3:*" in line for line in change.details)
    assert any("s3:GetObject" in line for line in change.details)
    assert "GUARD_ACCESS_3" in _guards(narrow, wide)
    assert _between(wide, wide) == ()


def test_a_policy_whose_text_becomes_known_still_says_who_comes() -> None:
    known = created(
        "aws_s3_bucket_policy.p",
        {"bucket": "lake", "policy": _document(OTHER, "s3:*", "arn:aws:s3:::lake/*")},
    )
    (change,) = _between(_policy("glue.amazonaws.com", "s3:GetObject"), known)
    assert change.whose is Whose.FOREIGN


def test_a_policy_of_which_only_references_are_known_is_told_to_change() -> None:
    def policy(source: str) -> Entry:
        return created(
            "aws_s3_bucket_policy.p",
            {"bucket": "lake"},
            unknown={"policy": True},
            refers={"policy": f"data.aws_iam_policy_document.{source}.json"},
        )

    (change,) = _between(policy("a"), policy("b"))
    assert change.text == "the policy of bucket lake changes; parts of it are known after apply"


def test_an_administrator_who_is_known_later_is_told_to_change() -> None:
    def settings(role: str) -> Entry:
        return created(
            "aws_lakeformation_data_lake_settings.s",
            {"admins": []},
            unknown={"admins": True},
            refers={"admins": f"aws_iam_role.{role}.arn"},
        )

    assert _guards(settings("admin"), settings("intern")) == {"GUARD_ACCESS_4": Outcome.UNKNOWN}
    assert _guards(settings("admin"), settings("admin")) == {}


def test_a_rule_of_another_security_group_is_told() -> None:
    def rule(group: str) -> Entry:
        return created(
            "aws_vpc_security_group_ingress_rule.r",
            {"ip_protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_ipv4": "10.0.0.0/8"},
            unknown={"security_group_id": True},
            refers={"security_group_id": f"aws_security_group.{group}.id"},
        )

    groups = [
        created(f"aws_security_group.{name}", {"name": name}, unknown={"id": True})
        for name in ("a", "b")
    ]
    found = guard(_compared((*groups, rule("a")), (*groups, rule("b"))))
    assert {each.policy for each in found} == {"GUARD_NETWORK_1"}


def test_a_change_between_unknown_values_shows_what_is_written_there() -> None:
    def queue(key: str) -> Entry:
        return created(
            "aws_sqs_queue.q",
            {},
            unknown={"kms_master_key_id": True},
            refers={"kms_master_key_id": f"aws_kms_key.{key}.arn"},
            written={"kms_master_key_id": f"${{aws_kms_key.{key}.arn}}"},
        )

    (part,) = parts(_compared((queue("a"),), (queue("b"),)))
    (attribute,) = part.items[0].attributes
    assert attribute.before == "(known after apply) ${aws_kms_key.a.arn}"
    assert attribute.after == "(known after apply) ${aws_kms_key.b.arn}"


def test_the_text_of_a_sensitive_attribute_isnt_shown() -> None:
    def secret(text: str) -> Entry:
        return created(
            "aws_db_instance.d",
            {},
            unknown={"password": True},
            sensitive={"password": True},
            refers={"password": "random_id.r.hex"},
            written={"password": f"{text}-${{random_id.r.hex}}"},
        )

    (part,) = parts(_compared((secret("hunter2"),), (secret("hunter3"),)))
    (attribute,) = part.items[0].attributes
    assert attribute.before == attribute.after == "(known after apply) random_id.r"


def _grant(role: str) -> Entry:
    return _grant_to(f"aws_iam_role.{role}.arn")


def _grant_to(reference: str) -> Entry:
    entry = created(
        "aws_lakeformation_permissions.g",
        {"permissions": ["SELECT"], "table": [{"database_name": "sales", "name": "orders"}]},
        unknown={"principal": True},
    )
    entry["_written"]["expressions"] = {
        "principal": {"references": [reference, reference.rpartition(".")[0]]},
        "permissions": {},
        "table": [{}],
    }
    return entry


def _policy(principal: str, action: str) -> Entry:
    return created(
        "aws_s3_bucket_policy.p",
        {"bucket": "lake"},
        unknown={"policy": True},
        refers={"policy": "aws_s3_bucket.b.arn"},
        written={"policy": _document(principal, action, "${aws_s3_bucket.b.arn}/*")},
    )


def _document(principal: str, action: str, resource: str) -> str:
    kind = "AWS" if principal.isdigit() else "Service"
    statement = {
        "Effect": "Allow",
        "Principal": {kind: principal},
        "Action": action,
        "Resource": resource,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _compared(base: tuple[Entry, ...], head: tuple[Entry, ...]) -> Plan:
    return compare(plan(*base), plan(*head))


def _between(base: Entry, head: Entry) -> tuple[AccessChange, ...]:
    roles = _roles()
    return access_changes(_compared((*roles, base), (*roles, head)), ACCOUNT)


def _guards(base: Entry, head: Entry) -> dict[str, Outcome]:
    roles = _roles()
    both = _compared((*roles, base), (*roles, head))
    found = guard(both, access=access_changes(both, ACCOUNT))
    return {each.policy: each.outcome for each in found}


def _roles() -> tuple[Entry, ...]:
    return tuple(
        created(f"aws_iam_role.{name}", {"name": name}, unknown={"arn": True})
        for name in ("analyst", "intern")
    )
