"""The keys, and who their policies let in."""

from __future__ import annotations

import json
from typing import Literal

import pytest

from foundation import ROOT, SUFFIX, lake_of, stack_of
from iam_policies import Verdict, judge, statements
from lakeform.constructs.encryption import (
    Key,
    Use,
    ZoneKey,
    every_zone_statement,
    zones_statement,
)
from lakeform.naming import Names

NAMES = Names.of(lake_of(""))
READER = "arn:aws:iam::111111111111:role/acme-dev-reader"
OTHER = "arn:aws:iam::111111111111:role/other"
RAW = f"arn:aws:s3:::acme-dev-raw{SUFFIX}"
CURATED = f"arn:aws:s3:::acme-dev-curated{SUFFIX}"
VIA_S3 = {"kms:ViaService": "s3.us-east-1.amazonaws.com"}

ZONES = "storage: {zones: {raw: , curated: }}"
SINGLE = ZONES + "\nencryption: {keys: single}"


def test_one_key_a_zone_and_one_for_the_rest() -> None:
    stack = stack_of(ZONES)
    assert stack.addresses("aws_kms_") == [
        "aws_kms_alias.curated",
        "aws_kms_alias.general",
        "aws_kms_alias.raw",
        "aws_kms_key.curated",
        "aws_kms_key.general",
        "aws_kms_key.raw",
    ]
    key = stack["aws_kms_key.raw"]
    assert {name: value for name, value in key.items() if name != "policy"} == {
        "description": "Objects of the zone raw",
        "enable_key_rotation": True,
        "rotation_period_in_days": 365,
        "deletion_window_in_days": 30,
    }
    assert stack["aws_kms_alias.raw"] == {
        "name": "alias/acme-dev-raw",
        "target_key_id": "${aws_kms_key.raw.key_id}",
    }
    assert {
        zone: _bucket_key(stack[f"aws_s3_bucket_server_side_encryption_configuration.{zone}"])
        for zone in ("raw", "curated")
    } == {"raw": "${aws_kms_key.raw.arn}", "curated": "${aws_kms_key.curated.arn}"}


def test_a_key_says_what_it_is_for() -> None:
    zones = "storage: {zones: {raw: {description: 'As it came, unread'}, curated: }}"
    single = stack_of(f"{zones}\nencryption: {{keys: single}}")
    assert {n: key["description"] for n, key in stack_of(zones).of("aws_kms_key").items()} == {
        "raw": "Objects of the zone raw: As it came, unread",
        "curated": "Objects of the zone curated",
        "general": "What the lake stores outside its zones",
    }
    assert single["aws_kms_key.general"]["description"] == "Everything the lake stores"


def test_a_single_key_serves_all_zones() -> None:
    stack = stack_of(SINGLE)
    assert stack.addresses("aws_kms_") == ["aws_kms_alias.general", "aws_kms_key.general"]
    assert {
        zone: _bucket_key(stack[f"aws_s3_bucket_server_side_encryption_configuration.{zone}"])
        for zone in ("raw", "curated")
    } == {"raw": "${aws_kms_key.general.arn}", "curated": "${aws_kms_key.general.arn}"}


def _bucket_key(configuration: dict[str, list[dict[str, dict[str, str]]]]) -> str:
    return configuration["rule"][0]["apply_server_side_encryption_by_default"]["kms_master_key_id"]


def test_settings_of_the_keys() -> None:
    administrator = "arn:aws:iam::111111111111:role/key-admin"
    stack = stack_of(
        f"encryption: {{rotation_days: 90, deletion_window_days: 7, administrators: "
        f"['{administrator}']}}",
        protect=True,
    )
    key = stack["aws_kms_key.general"]
    assert key["rotation_period_in_days"] == 90
    assert key["deletion_window_in_days"] == 7
    assert key["lifecycle"] == {"prevent_destroy": True}
    assert statements(key["policy"])["Management"]["Principal"] == {"AWS": [administrator, ROOT]}


def test_who_manages_a_key_cannot_use_it() -> None:
    policy = stack_of(ZONES)["aws_kms_key.raw"]["policy"]
    assert list(statements(policy)) == ["Management"]
    for action in ("PutKeyPolicy", "ScheduleKeyDeletion", "DescribeKey", "EnableKeyRotation"):
        assert judge(policy, f"kms:{action}", principal=OTHER) == "allowed"
    for action in ("Decrypt", "Encrypt", "GenerateDataKey", "ReEncryptFrom", "CreateGrant"):
        assert judge(policy, f"kms:{action}", principal=OTHER) == "not allowed"


def _key(*uses: Use) -> str:
    key = Key(NAMES, "raw")
    ZoneKey(key, RAW).allow(READER, *uses)
    return key.close(())


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, "allowed"),
        ({"kms:EncryptionContext:aws:s3:arn": f"{RAW}/a/b.parquet"}, "allowed"),
        ({"kms:EncryptionContext:aws:s3:arn": CURATED}, "not allowed"),
        ({"kms:EncryptionContext:aws:s3:arn": f"{RAW}-other"}, "not allowed"),
        ({"kms:ViaService": "glue.us-east-1.amazonaws.com"}, "not allowed"),
        ({"aws:PrincipalArn": OTHER}, "not allowed"),
    ],
)
def test_a_role_reads_objects_of_its_bucket_only(change: dict[str, str], verdict: Verdict) -> None:
    context = {
        "aws:PrincipalArn": READER,
        "kms:EncryptionContext:aws:s3:arn": RAW,
        **VIA_S3,
        **change,
    }
    principal = context["aws:PrincipalArn"]
    assert judge(_key("decrypt"), "kms:Decrypt", principal=principal, context=context) == verdict


def test_a_shared_key_is_for_the_buckets_of_all_zones() -> None:
    """Which of them a role may read, its own policy says."""
    key = Key(NAMES, "general")
    ZoneKey(key, RAW).allow(READER, "decrypt")
    ZoneKey(key, CURATED).allow(OTHER, "decrypt")
    writer = f"{OTHER}-writer"
    ZoneKey(key, CURATED).allow(writer, "decrypt", "encrypt")
    key.allow(READER, "grant", via="glue")
    found = statements(key.close(()))
    assert {sid: each["Condition"] for sid, each in found.items() if sid != "Management"} == {
        "RolesGrant1": {
            "ArnLike": {"aws:PrincipalArn": READER},
            "StringEquals": {"kms:ViaService": "glue.us-east-1.amazonaws.com"},
            "Bool": {"kms:GrantIsForAWSResource": "true"},
        },
        "RolesDecrypt2": {
            "ArnLike": {"aws:PrincipalArn": [READER, OTHER]},
            "StringEquals": VIA_S3,
            "StringLike": {
                "kms:EncryptionContext:aws:s3:arn": [CURATED, f"{CURATED}/*", RAW, f"{RAW}/*"]
            },
        },
        "RolesDecryptEncrypt3": {
            "ArnLike": {"aws:PrincipalArn": writer},
            "StringEquals": VIA_S3,
            "StringLike": {"kms:EncryptionContext:aws:s3:arn": [CURATED, f"{CURATED}/*"]},
        },
    }


def test_the_own_half_for_several_zones() -> None:
    zones = [ZoneKey(Key(NAMES, "raw"), RAW), ZoneKey(Key(NAMES, "curated"), CURATED)]
    some = zones_statement("Keys", NAMES, zones, "decrypt").to_json()
    assert some["Condition"] == {
        "ForAnyValue:StringEquals": {
            "kms:ResourceAliases": ["alias/acme-dev-curated", "alias/acme-dev-raw"]
        },
        "StringEquals": VIA_S3,
        "StringLike": {
            "kms:EncryptionContext:aws:s3:arn": [CURATED, f"{CURATED}/*", RAW, f"{RAW}/*"]
        },
    }
    every = every_zone_statement("Keys", NAMES, "decrypt").to_json()
    assert every["Action"] == some["Action"] == "kms:Decrypt"
    assert every["Condition"] == {
        "ForAnyValue:StringLike": {"kms:ResourceAliases": "alias/acme-dev-*"},
        "StringEquals": VIA_S3,
    }


def test_a_reader_does_not_write() -> None:
    context = {"aws:PrincipalArn": READER, "kms:EncryptionContext:aws:s3:arn": RAW, **VIA_S3}

    def verdict(policy: str) -> Verdict:
        return judge(policy, "kms:GenerateDataKey", principal=READER, context=context)

    assert verdict(_key("decrypt")) == "not allowed"
    assert verdict(_key("decrypt", "encrypt")) == "allowed"


@pytest.mark.parametrize(("role", "verdict"), [(READER, "allowed"), (OTHER, "not allowed")])
@pytest.mark.parametrize("account", ["111111111111", "222222222222"])
def test_a_key_may_decide_alone(role: str, verdict: Verdict, account: str) -> None:
    """Then the account isn't asked, whose IAM policies would have to agree."""
    key = Key(NAMES, "raw")
    ZoneKey(key, RAW).allow(READER, "decrypt", directly=True)
    context = {
        "aws:PrincipalArn": role,
        "kms:CallerAccount": account,
        "kms:EncryptionContext:aws:s3:arn": RAW,
        **VIA_S3,
    }
    policy = key.close(())
    assert statements(policy)["RolesDecrypt1"]["Principal"] == {"AWS": "*"}
    expected = verdict if account == "111111111111" else "not allowed"
    assert judge(policy, "kms:Decrypt", principal=role, context=context) == expected


def test_nobody_calls_kms_past_s3() -> None:
    policy = _key("decrypt", "encrypt")
    context = {"aws:PrincipalArn": READER, "kms:EncryptionContext:aws:s3:arn": RAW}
    assert judge(policy, "kms:Decrypt", principal=READER, context=context) == "not allowed"


def test_a_role_of_the_general_key_calls_kms_itself() -> None:
    key = Key(NAMES, "general")
    key.allow(READER, "decrypt")
    context = {"aws:PrincipalArn": READER}
    policy = key.close(())
    assert judge(policy, "kms:Decrypt", principal=READER, context=context) == "allowed"
    assert judge(policy, "kms:GenerateDataKey", principal=READER, context=context) == "not allowed"


@pytest.mark.parametrize(("for_aws", "verdict"), [("true", "allowed"), ("false", "not allowed")])
def test_grants_are_for_services_only(for_aws: str, verdict: Verdict) -> None:
    key = Key(NAMES, "general")
    key.allow(READER, "grant")
    context = {"aws:PrincipalArn": READER, "kms:GrantIsForAWSResource": for_aws}
    assert judge(key.close(()), "kms:CreateGrant", principal=READER, context=context) == verdict


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, "allowed"),
        ({"aws:SourceAccount": "222222222222"}, "not allowed"),
        ({"aws:SourceArn": CURATED}, "not allowed"),
    ],
)
def test_a_service_acts_for_named_resources(change: dict[str, str], verdict: Verdict) -> None:
    key = Key(NAMES, "general")
    key.allow_service("s3", RAW)
    context = {"aws:SourceAccount": "111111111111", "aws:SourceArn": RAW, **change}
    assert (
        judge(
            key.close(()),
            "kms:GenerateDataKey",
            principal="service:s3.amazonaws.com",
            context=context,
        )
        == verdict
    )


@pytest.mark.parametrize(
    ("group", "verdict"), [("flow", "allowed"), ("somebody-elses", "not allowed")]
)
def test_logs_encrypts_named_groups(group: str, verdict: Verdict) -> None:
    key = Key(NAMES, "general")
    prefix = "arn:aws:logs:us-east-1:111111111111:log-group:"
    key.allow_logs(f"{prefix}flow")
    context = {"kms:EncryptionContext:aws:logs:arn": f"{prefix}{group}"}
    principal = "service:logs.us-east-1.amazonaws.com"
    assert (
        judge(key.close(()), "kms:GenerateDataKeyX", principal=principal, context=context)
        == verdict
    )


@pytest.mark.parametrize(("service", "verdict"), [("glue", "allowed"), ("s3", "not allowed")])
def test_the_account_through_one_service(service: Literal["glue", "s3"], verdict: Verdict) -> None:
    key = Key(NAMES, "general")
    key.allow_account_through("glue", "decrypt", "encrypt")
    context = {"kms:ViaService": f"{service}.us-east-1.amazonaws.com"}
    assert judge(key.close(()), "kms:Decrypt", principal=OTHER, context=context) == verdict


def test_the_order_of_asking_changes_nothing() -> None:
    def policy(*roles: str) -> str:
        key = Key(NAMES, "general")
        for role in roles:
            key.allow(role, "decrypt")
            key.allow(role, "encrypt", via="glue")
        key.allow_service("s3", [RAW, CURATED] if roles[0] == READER else [CURATED, RAW])
        return key.close(())

    assert policy(READER, OTHER) == policy(OTHER, READER)
    assert [*statements(policy(READER, OTHER))] == [
        "Management",
        "RolesDecrypt1",
        "RolesEncrypt2",
        "ServiceS3",
    ]


def test_a_written_key_lets_nobody_in() -> None:
    key = Key(NAMES, "general")
    key.close(())
    for late in (
        lambda: key.allow(READER, "decrypt"),
        lambda: key.allow_service("s3", RAW),
        lambda: key.allow_logs("x"),
        lambda: key.allow_account_through("glue", "decrypt"),
    ):
        with pytest.raises(RuntimeError, match=r"aws_kms_key\.general is written"):
            late()


def test_the_roles_own_half() -> None:
    """A role's policy names the key by what a plan knows of it."""
    statement = ZoneKey(Key(NAMES, "raw"), RAW).identity_statement("Key", "decrypt", "encrypt")
    assert json.loads(json.dumps(statement.to_json())) == {
        "Sid": "Key",
        "Effect": "Allow",
        "Action": ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        "Resource": "arn:aws:kms:us-east-1:111111111111:key/*",
        "Condition": {
            "ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/acme-dev-raw"},
            "StringEquals": VIA_S3,
            "StringLike": {"kms:EncryptionContext:aws:s3:arn": [RAW, f"{RAW}/*"]},
        },
    }
