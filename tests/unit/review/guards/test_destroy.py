"""Data is destroyed only with both keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from changes import changed, created, deleted, forgotten, kept, plan, replaced
from lakeform.gate.findings import Finding
from lakeform.review.guards import GUARDS, DestroyKeys, guard
from lakeform.review.guards.data import COPIES, DATA, ONLY_IF, RECORDS, harmless

ROOT = Path(__file__).parents[4]
BUCKET = "aws_s3_bucket.lake"
GONE = deleted(BUCKET, {"bucket": "lake"})


def keys(configured: str = "", flagged: str = "") -> DestroyKeys:
    return DestroyKeys(
        frozenset({configured} if configured else ()), frozenset({flagged} if flagged else ())
    )


def found(*entries: Any, with_keys: DestroyKeys | None = None) -> dict[tuple[str, str], Finding]:
    return {(each.policy, each.address): each for each in guard(plan(*entries), with_keys)}


@pytest.mark.parametrize("type", sorted(DATA))
def test_data_is_guarded_when_it_goes_and_when_it_is_replaced(type: str) -> None:
    address = f"{type}.one"
    before = {"id": "a", **({ONLY_IF[type]: True} if type in ONLY_IF else {})}
    for entry in (deleted(address, before), replaced(address, before, {"id": "b"})):
        finding = found(entry)["GUARD_DESTROY_1", address]
        assert finding.severity == "critical"
    for entry in (kept(address, {"id": "a"}), created(address, {"id": "a"})):
        assert ("GUARD_DESTROY_1", address) not in found(entry)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (keys(), "that needs two keys: policy.allow_destroy in lake.yaml, and --allow-destroy"),
        (keys(configured=BUCKET), "the second key is missing: --allow-destroy aws_s3_bucket.lake"),
        (keys(flagged=BUCKET), "the other key is missing: policy.allow_destroy"),
        (keys(configured="aws_s3_bucket.other", flagged=BUCKET), "the other key is missing"),
    ],
)
def test_one_key_is_not_enough(given: DestroyKeys, words: str) -> None:
    finding = found(GONE, with_keys=given)["GUARD_DESTROY_1", BUCKET]
    assert words in finding.reason
    line = "policy: {allow_destroy: ['aws_s3_bucket.lake']}"
    assert finding.fix == ("" if BUCKET in given.configured else line)


def test_both_keys_open() -> None:
    assert found(GONE, with_keys=keys(BUCKET, BUCKET)) == {}


def test_the_second_key_isnt_due_before_apply_but_the_first_is() -> None:
    early = replace(keys(configured=BUCKET), is_early=True)
    assert found(GONE, with_keys=early) == {}
    assert early.waits(BUCKET)
    assert not early.open(BUCKET)
    for given in (keys(), keys(flagged=BUCKET), keys(configured="aws_s3_bucket.other")):
        gone = found(GONE, with_keys=replace(given, is_early=True))
        assert ("GUARD_DESTROY_1", BUCKET) in gone


def test_a_key_opens_its_own_address_only() -> None:
    other = deleted('aws_s3_bucket.lake["x"]', {"bucket": "x"})
    opened = found(GONE, other, with_keys=keys(BUCKET, BUCKET))
    assert list(opened) == [("GUARD_DESTROY_1", 'aws_s3_bucket.lake["x"]')]


def test_a_deposed_object_is_data_too() -> None:
    entry = {**GONE, "deposed": "8e3b0c11"}
    finding = found(entry)["GUARD_DESTROY_1", BUCKET]
    assert finding.reason.startswith("the deposed object 8e3b0c11 is destroyed")


def test_why_it_is_replaced_is_said() -> None:
    entry = replaced(BUCKET, {"bucket": "a"}, {"bucket": "b"})
    entry["change"]["replace_paths"] = [["bucket"]]
    assert "(because of bucket)" in found(entry)["GUARD_DESTROY_1", BUCKET].reason


def test_a_move_destroys_nothing() -> None:
    entry = {**kept("aws_s3_bucket.new", {"bucket": "lake"}), "previous_address": BUCKET}
    assert found(entry) == {}


def test_what_terraform_forgets_is_no_loss_but_a_finding() -> None:
    assert list(found(forgotten(BUCKET, {"bucket": "lake"}))) == [("GUARD_DESTROY_3", BUCKET)]
    entry = replaced(BUCKET, {"bucket": "a"}, {"bucket": "b"})
    entry["change"]["actions"] = ["create", "forget"]
    assert list(found(entry)) == [("GUARD_DESTROY_3", BUCKET)]


@pytest.mark.parametrize("type", sorted(RECORDS))
def test_records_are_a_lesser_finding(type: str) -> None:
    address = f"{type}.one"
    before = {"name": "a", **({ONLY_IF[type]: True} if type in ONLY_IF else {})}
    finding = found(deleted(address, before))["GUARD_DESTROY_2", address]
    assert finding.severity == "low"
    assert found(deleted(address, before), with_keys=keys(address, address)) == {}


def test_a_key_that_opens_nothing_is_said() -> None:
    assert list(found(kept(BUCKET, {"bucket": "lake"}), with_keys=keys(configured=BUCKET))) == [
        ("GUARD_DESTROY_4", BUCKET)
    ]


def test_a_data_source_that_goes_is_nothing() -> None:
    entry = {**GONE, "mode": "data"}
    assert found(entry) == {}


def test_an_address_is_quoted_for_the_shell_and_for_yaml() -> None:
    address = 'aws_s3_bucket.lake["it\'s; rm -rf"]'
    finding = found(deleted(address, {"bucket": "x"}))["GUARD_DESTROY_1", address]
    assert "--allow-destroy 'aws_s3_bucket.lake[\"it'\"'\"'s; rm -rf\"]'" in finding.reason
    assert finding.fix == "policy: {allow_destroy: ['aws_s3_bucket.lake[\"it''s; rm -rf\"]']}"


def test_guards_have_ids_of_their_own_and_know_only_listed_types() -> None:
    ids = [each.id for each in GUARDS]
    assert len(set(ids)) == len(ids)
    assert not set(DATA) & set(RECORDS)
    assert set(ONLY_IF) <= {*DATA, *RECORDS}
    assert set(COPIES) <= set(DATA)


def test_every_type_of_the_provider_that_lakeform_uses_is_classed_once() -> None:
    assert not harmless() & {*DATA, *RECORDS}
    words = (ROOT / "scripts" / "aws_types.txt").read_text(encoding="utf-8").split()
    used = {word for word in words if word.startswith("aws_")}
    assert used
    assert used <= {*DATA, *RECORDS, *harmless()}


@pytest.mark.parametrize(
    "type", ["google_storage_bucket", "azurerm_storage_account", "aws_brand_new", "awscc_s3_bucket"]
)
def test_what_nobody_knows_is_a_lesser_finding(type: str) -> None:
    address = f"{type}.one"
    for entry, verb in (
        (deleted(address, {"name": "a"}), "destroys"),
        (replaced(address, {"name": "a"}, {"name": "b"}), "replaces"),
    ):
        ((key, finding),) = found(entry).items()
        assert key == ("GUARD_DESTROY_6", address)
        assert finding.severity == "low"
        assert finding.reason == f"{verb} a resource of the type {type}, which no guard knows"
        assert found(entry, with_keys=keys(address, address)) == {}
    assert found(created(address, {"name": "a"})) == {}
    assert found(forgotten(address, {"name": "a"})) == {}


@pytest.mark.parametrize(
    "type", ["aws_subnet", "aws_iam_role", "aws_lambda_function", "random_id", "terraform_data"]
)
def test_what_holds_nothing_goes_in_peace(type: str) -> None:
    assert found(deleted(f"{type}.one", {"id": "a"})) == {}


TABLE = "aws_dynamodb_table.orders"


def replicas(*regions: str) -> dict[str, Any]:
    return {"name": "orders", "replica": [{"region_name": each} for each in regions]}


def test_a_replica_that_a_table_drops_is_data() -> None:
    dropped = changed(TABLE, replicas("eu-west-1", "us-east-1"), replicas("us-east-1"))
    finding = found(dropped)["GUARD_DESTROY_1", TABLE]
    assert finding.reason.startswith("drops the replica in eu-west-1 and its items; that needs two")
    assert found(dropped, with_keys=keys(TABLE, TABLE)) == {}
    assert found(changed(TABLE, replicas("eu-west-1"), replicas("eu-west-1", "us-east-1"))) == {}
    entry = changed(TABLE, replicas("eu-west-1"), {"name": "orders"}, unknown={"replica": True})
    assert found(entry) == {}


def test_a_region_that_a_keyspace_drops_is_data() -> None:
    def keyspace(*regions: str) -> dict[str, Any]:
        return {"replication_specification": [{"region_list": list(regions)}]}

    address = "aws_keyspaces_keyspace.orders"
    entry = changed(address, keyspace("eu-west-1", "us-east-1"), keyspace("us-east-1"))
    assert list(found(entry)) == [("GUARD_DESTROY_1", address)]


def test_a_topic_without_an_archive_and_an_account_that_stays_open_hold_nothing() -> None:
    topic, account = "aws_sns_topic.one", "aws_organizations_account.one"
    assert found(deleted(topic, {"name": "a", "archive_policy": ""})) == {}
    assert found(deleted(account, {"close_on_deletion": False})) == {}
    assert list(found(deleted(account, {"close_on_deletion": True}))) == [
        ("GUARD_DESTROY_1", account)
    ]


def test_an_ordinary_change_is_no_finding() -> None:
    assert found(changed(BUCKET, {"tags": {"a": "b"}}, {"tags": {"a": "c"}})) == {}


def test_a_link_that_leaves_the_files_takes_no_data_and_one_that_deletes_them_does() -> None:
    address = "aws_fsx_data_repository_association.link"
    switch = "delete_data_in_filesystem"
    assert found(deleted(address, {"id": "dra-1", switch: False})) == {}
    assert list(found(deleted(address, {"id": "dra-1", switch: True}))) == [
        ("GUARD_DESTROY_1", address)
    ]
