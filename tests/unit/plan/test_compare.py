"""Two plans without a state, held against each other."""

from __future__ import annotations

from changes import changed, created, deleted, kept, plan
from lakeform.plan import Action, Mark, compare, is_stateless


def test_a_plan_that_makes_all_it_manages_knows_no_state() -> None:
    assert is_stateless(plan(created("aws_sns_topic.a", {"name": "a"})))
    for entry in (
        kept("aws_sns_topic.a", {"name": "a"}),
        changed("aws_sns_topic.a", {"name": "a"}, {"name": "b"}),
        deleted("aws_sns_topic.a", {"name": "a"}),
    ):
        assert not is_stateless(plan(entry))


def test_what_came_went_changed_and_stayed() -> None:
    base = plan(
        created("aws_sns_topic.goes", {"name": "goes"}),
        created("aws_sns_topic.changes", {"name": "changes", "tags": {"a": "1"}}),
        created("aws_sns_topic.stays", {"name": "stays"}, unknown={"arn": True}),
    )
    head = plan(
        created("aws_sns_topic.changes", {"name": "changes", "tags": {"a": "2"}}),
        created("aws_sns_topic.comes", {"name": "comes"}),
        created("aws_sns_topic.stays", {"name": "stays"}, unknown={"arn": True}),
    )
    both = compare(base, head)
    assert {change.name: change.action for change in both.changes} == {
        "changes": Action.UPDATE,
        "comes": Action.CREATE,
        "goes": Action.DELETE,
        "stays": Action.NO_OP,
    }
    changes = {change.name: change for change in both.changes}
    assert changes["changes"].changed_paths == (("tags", "a"),)
    assert changes["goes"].before == {"name": "goes"}
    assert changes["goes"].after is None


def test_what_was_masked_stays_masked() -> None:
    def secret(value: str) -> dict[str, object]:
        return created("aws_ssm_parameter.a", {"value": value}, sensitive={"value": True})

    both = compare(plan(secret("first secret")), plan(secret("second secret")))
    assert "secret " not in repr(both).replace("(sensitive)", "")
    assert both.changes[0].before == {"value": Mark.SENSITIVE}


def test_the_configuration_of_what_went_is_kept() -> None:
    entry = created(
        "aws_s3_bucket_policy.a", {}, unknown={"bucket": True}, refers={"bucket": "aws_s3_bucket.a"}
    )
    both = compare(plan(entry), plan(created("aws_sns_topic.b", {"name": "b"})))
    written = both.written["aws_s3_bucket_policy.a"]
    assert written.references == {"bucket": ("aws_s3_bucket.a",)}
