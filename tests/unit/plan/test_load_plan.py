"""Plans into typed changes, and what isn't a plan into one clear sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lakeform.errors import InputError
from lakeform.plan import Action, Change, Mark, OutputChange, Plan, Replacement, load


def entry(
    actions: list[str],
    before: Any = None,
    after: Any = None,
    address: str = "aws_sqs_queue.events",
    change: dict[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """An item of `resource_changes` as Terraform writes it."""
    body = {
        "actions": actions,
        "before": before,
        "after": after,
        "after_unknown": {},
        "before_sensitive": {},
        "after_sensitive": {},
        **(change or {}),
    }
    kind, _, name = address.rpartition(".")
    return {
        "address": address,
        "mode": "managed",
        "type": kind.rpartition(".")[2],
        "name": name,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": body,
        **more,
    }


def plan(*changes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "resource_changes": list(changes),
        **more,
    }


def one(change: dict[str, Any]) -> Change:
    [loaded] = load(plan(change)).changes
    return loaded


@pytest.mark.parametrize(
    ("actions", "action", "replacement"),
    [
        (["no-op"], Action.NO_OP, None),
        (["read"], Action.READ, None),
        (["create"], Action.CREATE, None),
        (["update"], Action.UPDATE, None),
        (["delete"], Action.DELETE, None),
        (["forget"], Action.FORGET, None),
        (["delete", "create"], Action.REPLACE, Replacement.DELETE_FIRST),
        (["create", "delete"], Action.REPLACE, Replacement.CREATE_FIRST),
        (["create", "forget"], Action.REPLACE, Replacement.FORGET_OLD),
    ],
)
def test_actions(actions: list[str], action: Action, replacement: Replacement | None) -> None:
    loaded = one(entry(actions))
    assert (loaded.action, loaded.replacement) == (action, replacement)


@pytest.mark.parametrize("actions", [["defer"], ["delete", "forget"], [], None, "create"])
def test_an_action_that_is_not_known_is_no_silence(actions: Any) -> None:
    with pytest.raises(InputError) as raised:
        load(plan(entry(actions)))
    assert str(raised.value) == (
        f"the plan does to aws_sqs_queue.events what this lakeform doesn't know: {actions!r}\n"
        "  → use a newer lakeform"
    )


def test_everything_of_a_create() -> None:
    change = entry(
        ["create"],
        after={"name": "events", "tags": {"owner": "me"}},
        address="module.lake.aws_sqs_queue.events",
        change={"after_unknown": {"arn": True, "tags": {}}, "before_sensitive": False},
        module_address="module.lake",
        index=0,
    )
    assert one(change) == Change(
        address="module.lake.aws_sqs_queue.events",
        type="aws_sqs_queue",
        name="events",
        action=Action.CREATE,
        module="module.lake",
        index=0,
        provider="registry.terraform.io/hashicorp/aws",
        before=None,
        after={"name": "events", "tags": {"owner": "me"}, "arn": Mark.UNKNOWN},
        after_unknown={"arn": True, "tags": {}},
        before_sensitive=False,
        after_sensitive={},
    )


def test_a_move() -> None:
    moved = one(entry(["no-op"], {"a": 1}, {"a": 1}, previous_address="aws_sqs_queue.old"))
    assert (moved.action, moved.previous_address) == (Action.MOVE, "aws_sqs_queue.old")


def test_a_move_with_an_update_is_an_update() -> None:
    moved = one(entry(["update"], {"a": 1}, {"a": 2}, previous_address="aws_sqs_queue.old"))
    assert (moved.action, moved.previous_address) == (Action.UPDATE, "aws_sqs_queue.old")
    assert moved.changed_paths == (("a",),)


@pytest.mark.parametrize(
    ("importing", "expected"),
    [
        ({"id": "queue-1"}, "queue-1"),
        ({"identity": {"url": "u"}}, '{"url": "u"}'),
        ({"unknown": True}, Mark.UNKNOWN),
    ],
)
def test_an_import(importing: dict[str, Any], expected: str) -> None:
    imported = one(entry(["no-op"], {"a": 1}, {"a": 1}, change={"importing": importing}))
    assert (imported.action, imported.import_id) == (Action.IMPORT, expected)


def test_an_import_with_an_update_is_an_update() -> None:
    imported = one(entry(["update"], {"a": 1}, {"a": 2}, change={"importing": {"id": "q"}}))
    assert (imported.action, imported.import_id) == (Action.UPDATE, "q")


def test_an_import_by_a_secret_doesnt_tell_it() -> None:
    secret = {"value": "s3cr3t-token"}
    change = {"importing": {"id": "db/s3cr3t-token"}, "after_sensitive": {"value": True}}
    imported = one(entry(["no-op"], secret, secret, change=change))
    assert imported.import_id == "db/(sensitive)"


def test_a_replacement_says_why() -> None:
    replaced = one(
        entry(
            ["delete", "create"],
            {"id": "1", "name": "a", "nested": [{"size": 1}]},
            {"name": "b", "nested": [{"size": 2}]},
            change={
                "after_unknown": {"id": True},
                "replace_paths": [["name"], ["nested", 0, "size"]],
            },
            action_reason="replace_because_cannot_update",
        )
    )
    assert replaced.replace_paths == (("name",), ("nested", 0, "size"))
    assert replaced.changed_paths == (("id",), ("name",), ("nested", 0, "size"))
    assert replaced.action_reason == "replace_because_cannot_update"


def test_a_deposed_object_beside_its_resource() -> None:
    loaded = load(
        plan(
            entry(["delete"], {"a": 1}, deposed="1a2b3c4d"),
            entry(["no-op"], {"a": 2}, {"a": 2}),
        )
    ).changes
    assert [(c.action, c.deposed) for c in loaded] == [
        (Action.NO_OP, ""),
        (Action.DELETE, "1a2b3c4d"),
    ]


def test_a_data_source() -> None:
    read = one(entry(["read"], after={}, address="data.aws_region.here", mode="data"))
    assert (read.action, read.is_managed) == (Action.READ, False)


def test_drift_and_outputs() -> None:
    loaded = load(
        plan(
            resource_drift=[entry(["update"], {"delay": 0}, {"delay": 5})],
            output_changes={
                "url": {"actions": ["create"], "before": None, "after_unknown": True},
                "key": {
                    "actions": ["update"],
                    "before": "old-secret",
                    "after": "new-secret",
                    "before_sensitive": True,
                    "after_sensitive": True,
                },
            },
        )
    )
    [drifted] = loaded.drift
    assert (drifted.action, drifted.changed_paths) == (Action.UPDATE, (("delay",),))
    assert loaded.outputs == (
        OutputChange("key", Action.UPDATE, Mark.SENSITIVE, Mark.SENSITIVE),
        OutputChange("url", Action.CREATE, None, Mark.UNKNOWN),
    )


def test_changes_are_sorted_and_can_be_chosen() -> None:
    loaded = load(
        plan(
            entry(["create"], address="aws_vpc.b"),
            entry(["delete"], address="aws_vpc.c"),
            entry(["create"], address="aws_vpc.a"),
        )
    )
    assert [c.address for c in loaded.changes] == ["aws_vpc.a", "aws_vpc.b", "aws_vpc.c"]
    assert [c.address for c in loaded.with_action(Action.CREATE)] == ["aws_vpc.a", "aws_vpc.b"]


def test_no_sensitive_value_gets_in() -> None:
    secret = "correct-horse-battery"
    loaded = load(
        plan(
            entry(
                ["update"],
                {"password": "old-password-1", "users": [{"key": "kk"}, {"key": "k2"}], "size": 1},
                {
                    "password": secret,
                    "users": [{"key": "kk"}, {"key": "k3"}],
                    "size": 1,
                    "url": f"jdbc:x?password={secret}",
                },
                change={
                    "before_sensitive": {"password": True, "users": [{}, {"key": True}]},
                    "after_sensitive": {"password": True, "users": [{}, {"key": True}]},
                },
            ),
            entry(["create"], after={"echo": [{"of": secret}]}, address="aws_ssm_parameter.echo"),
        )
    )
    echo, change = sorted(loaded.changes, key=lambda c: c.type, reverse=True)
    assert change.before == {
        "password": Mark.SENSITIVE,
        "users": [{"key": "kk"}, {"key": Mark.SENSITIVE}],
        "size": 1,
    }
    assert change.after == {
        "password": Mark.SENSITIVE,
        "users": [{"key": "kk"}, {"key": Mark.SENSITIVE}],
        "size": 1,
        "url": "jdbc:x?password=(sensitive)",
    }
    assert change.changed_paths == (("password",), ("url",), ("users", 1, "key"))
    assert echo.after == {"echo": [{"of": Mark.SENSITIVE}]}
    assert secret not in repr(loaded)
    assert "old-password-1" not in repr(loaded)


@pytest.mark.parametrize("value", ["", "x", "pin", 7, 0, True, ["x"], {"a": "x"}])
def test_what_terraform_marks_is_hidden_however_short_it_is(value: Any) -> None:
    marks = {"before_sensitive": {"a": True}, "after_sensitive": {"a": True}}
    hidden = one(entry(["update"], {"a": value}, {"a": "other"}, change=marks))
    assert (hidden.before, hidden.after) == ({"a": Mark.SENSITIVE}, {"a": Mark.SENSITIVE})
    assert hidden.changed_paths == (("a",),)


@pytest.mark.parametrize("side", ["before", "after"])
def test_what_is_marked_on_one_side_is_hidden_on_both(side: str) -> None:
    marks = {f"{side}_sensitive": {"a": True, "b": [False, True]}}
    values = {"a": "pin", "b": ["x", "y"], "c": "pin"}
    hidden = one(entry(["update"], values, dict(values), change=marks))
    masked = {"a": Mark.SENSITIVE, "b": ["x", Mark.SENSITIVE], "c": "pin"}
    assert (hidden.before, hidden.after) == (masked, masked)


def test_marks_of_another_shape_hide_everything() -> None:
    hidden = one(entry(["create"], after={"a": "text"}, change={"after_sensitive": {"a": [True]}}))
    assert hidden.after == {"a": Mark.SENSITIVE}


def test_a_whole_sensitive_resource() -> None:
    hidden = one(entry(["create"], after={"a": 1}, change={"after_sensitive": True}))
    assert hidden.after == {"a": Mark.SENSITIVE}


def test_unknown_values_inside_lists() -> None:
    change = entry(
        ["update"],
        {"rules": [{"id": "1", "port": 1}, {"id": "2", "port": 2}]},
        {"rules": [{"id": "1", "port": 1}, {"port": 3}]},
        change={"after_unknown": {"rules": [{}, {"id": True}, True]}},
    )
    assert one(change).after == {
        "rules": [{"id": "1", "port": 1}, {"port": 3, "id": Mark.UNKNOWN}, Mark.UNKNOWN]
    }


@pytest.mark.parametrize(
    ("more", "complete"),
    [({}, True), ({"complete": True}, True), ({"complete": False}, False)],
)
def test_complete(more: dict[str, Any], complete: bool) -> None:
    assert load(plan(**more)).complete is complete


def test_deferred_changes_make_a_plan_incomplete() -> None:
    assert load(plan(deferred_changes=[{"reason": "provider_config_unknown"}])).complete is False


def test_an_empty_plan() -> None:
    empty = {"format_version": "1.2", "terraform_version": "1.11.4", "planned_values": {}}
    assert load(empty) == Plan("1.2", "1.11.4")


def test_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(plan(entry(["create"]))), encoding="utf-8")
    assert load(file) == load(str(file)) == load(plan(entry(["create"])))


WHOLE = json.dumps(plan(entry(["create"], after={"name": "x"})))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "plan.json is empty"),
        (b"PK\x03\x04\x00", "plan.json is Terraform's binary plan, not its JSON"),
        (b"\xff\xfe\x00", "plan.json isn't text"),
        (b"Terraform will perform", "plan.json isn't JSON: line 1, column 1: Expecting value"),
        (WHOLE[:-1].encode(), "plan.json is cut off: line 1, column "),
        (WHOLE[: WHOLE.index('"x"') + 2].encode(), "plan.json is cut off: line 1, column "),
        (b"[]", "plan.json is JSON, but not a plan"),
        (b'{"resource": {}}', "plan.json is JSON, but not a plan"),
        (b'{"format_version": "1.0", "values": {}}', "plan.json is a state, not a plan"),
        (b'{"version": 4, "lineage": "l"}', "plan.json is a state, not a plan"),
        (
            b'{"@message": "Terraform 1.11.4"}\n{"@message": "Plan: 1 to add"}\n',
            "plan.json is the log of `terraform plan -json`, not the plan",
        ),
    ],
)
def test_files_that_are_no_plan(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(content)
    with pytest.raises(InputError) as raised:
        load(file)
    assert f"{tmp_path}/{message}" in raised.value.message
    assert raised.value.hint is not None


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.json can't be read: No such file or directory"):
        load(tmp_path / "gone.json")


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({**plan(), "format_version": "2.0"}, "has plan format 2.0; this lakeform reads 1.x"),
        (plan(errored=True), "is of a run that failed, so it isn't the whole plan"),
        ({**plan(), "resource_changes": {}}, "has `resource_changes` that is no list"),
        (plan("x"), "has resource_changes[0] that is no object"),  # type: ignore[arg-type]
        (plan({"address": "a"}), "has resource_changes[0] without `change`"),
        (plan({**entry(["create"]), "address": ""}), "has resource_changes[0] without `address`"),
        (plan({**entry(["create"]), "type": None}), "has resource_changes[0] without `type`"),
        (plan(resource_drift=[{}]), "has resource_drift[0] without `change`"),
        (
            plan(entry(["create"], after="text")),
            "has aws_sqs_queue.events with `after` that is no object",
        ),
        (
            plan(entry(["delete"], before=[1])),
            "has aws_sqs_queue.events with `before` that is no object",
        ),
        (
            plan(entry(["create"], after={}, change={"after_unknown": True})),
            "has aws_sqs_queue.events with `after_unknown` that names no attributes",
        ),
        (
            plan(entry(["delete", "create"], change={"replace_paths": [5]})),
            "has aws_sqs_queue.events with `replace_paths` that is no list of paths",
        ),
        (
            plan(planned_values={"root_module": 5}),
            "has planned_values.root_module that is no object",
        ),
        (
            plan(planned_values={"root_module": {"resources": 5}}),
            "has planned_values.root_module.resources that is no list",
        ),
        (
            plan(planned_values={"root_module": {"child_modules": [{"resources": [5]}]}}),
            "has planned_values.root_module.child_modules[0].resources[0] that is no object",
        ),
        (plan(output_changes=[1]), "has `output_changes` that is no object"),
        (plan(output_changes={"o": 1}), "has an output o that is no object"),
    ],
)
def test_plans_that_cannot_be_read(record: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as raised:
        load(record)
    assert raised.value.message == f"the plan {message}"


@pytest.mark.parametrize("depth", [300, 100_000])
def test_what_is_nested_too_deeply_is_no_plan(tmp_path: Path, depth: int) -> None:
    value = "[" * depth + "]" * depth
    file = tmp_path / "plan.json"
    text = json.dumps(plan(entry(["create"], after={"x": "HERE"})))
    file.write_text(text.replace('"HERE"', value), encoding="utf-8")
    with pytest.raises(InputError, match=r"plan\.json is nested too deeply to be a plan"):
        load(file)


def test_a_newer_minor_format_is_read() -> None:
    assert load({**plan(), "format_version": "1.9"}).format_version == "1.9"
