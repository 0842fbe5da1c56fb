"""The buckets: what every one has, and what a zone may ask for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from foundation import ACCOUNT, ROOT, SUFFIX, Stack, lake_of, stack_of, write_stack
from iam_policies import Verdict, judge, statements
from lakeform.terraform import Terraform, copy_stack, offline_environment, write_offline_override

LOGS = f"acme-dev-logs{SUFFIX}"
RAW = f"acme-dev-raw{SUFFIX}"
RAW_ARN = f"arn:aws:s3:::{RAW}"
LOGS_ARN = f"arn:aws:s3:::{LOGS}"

DEFAULT = "storage: {}"


def zone(settings: str, *, rest: str = "") -> Stack:
    """A lake with the one zone `raw`."""
    return stack_of(f"storage: {{zones: {{raw: {settings}}}}}\n{rest}")


class TestEveryBucket:
    def test_the_default_storage(self) -> None:
        stack = stack_of(DEFAULT)
        everywhere = [
            "aws_s3_bucket",
            "aws_s3_bucket_lifecycle_configuration",
            "aws_s3_bucket_ownership_controls",
            "aws_s3_bucket_policy",
            "aws_s3_bucket_public_access_block",
            "aws_s3_bucket_server_side_encryption_configuration",
            "aws_s3_bucket_versioning",
        ]
        assert stack.addresses("aws_s3") == sorted(
            [f"{type}.{name}" for type in everywhere for name in ("curated", "logs", "raw")]
            + ["aws_s3_bucket_logging.curated", "aws_s3_bucket_logging.raw"]
        )

    def test_settings_of_a_zone(self) -> None:
        stack = stack_of(DEFAULT)
        bucket = {"bucket": "${aws_s3_bucket.raw.id}"}
        assert stack["aws_s3_bucket.raw"] == {"bucket": RAW, "force_destroy": True}
        assert _plain(stack["aws_s3_bucket_public_access_block.raw"]) == bucket | dict.fromkeys(
            (
                "block_public_acls",
                "block_public_policy",
                "ignore_public_acls",
                "restrict_public_buckets",
            ),
            True,
        )
        assert _plain(stack["aws_s3_bucket_ownership_controls.raw"]) == bucket | {
            "rule": {"object_ownership": "BucketOwnerEnforced"}
        }
        assert _plain(stack["aws_s3_bucket_versioning.raw"]) == bucket | {
            "versioning_configuration": {"status": "Enabled"}
        }
        assert _plain(stack["aws_s3_bucket_server_side_encryption_configuration.raw"]) == bucket | {
            "rule": [
                {
                    "apply_server_side_encryption_by_default": {
                        "sse_algorithm": "aws:kms",
                        "kms_master_key_id": "${aws_kms_key.raw.arn}",
                    },
                    "bucket_key_enabled": True,
                }
            ]
        }
        assert stack["aws_s3_bucket_logging.raw"] == bucket | {
            "target_bucket": "${aws_s3_bucket.logs.id}",
            "target_prefix": "access-logs/raw/",
            "depends_on": [
                "aws_s3_bucket_lifecycle_configuration.raw",
                "aws_s3_bucket_lifecycle_configuration.logs",
            ],
        }

    def test_access_logs_cannot_be_encrypted_with_kms(self) -> None:
        stack = stack_of(DEFAULT)
        assert stack["aws_s3_bucket_server_side_encryption_configuration.logs"]["rule"] == [
            {"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}
        ]

    @pytest.mark.parametrize("text", ["full", "default"])
    def test_settings_of_a_bucket_are_made_one_after_the_other(self, text: str) -> None:
        stack = stack_of(FULL if text == "full" else DEFAULT)
        for name in stack.of("aws_s3_bucket"):
            settings = {
                address: stack[address].get("depends_on", [])
                for address in stack.addresses("aws_s3_bucket")
                if address.endswith(f".{name}")
            }
            made: list[str] = []
            while settings:
                ready = [a for a, after in settings.items() if not set(after) & set(settings)]
                assert len(ready) == 1, f"{ready} would be made at the same time"
                made.append(ready[0].split(".")[0].removeprefix("aws_s3_bucket"))
                del settings[ready[0]]
            assert made[:6] == [
                "",
                "_public_access_block",
                "_ownership_controls",
                "_policy",
                *(
                    ["_versioning", "_server_side_encryption_configuration"]
                    if "_versioning" in made
                    else ["_server_side_encryption_configuration", "_lifecycle_configuration"]
                ),
            ]

    def test_data_is_guarded_where_the_environment_is(self) -> None:
        stack = stack_of(DEFAULT, protect=True)
        for bucket in stack.of("aws_s3_bucket").values():
            assert bucket["force_destroy"] is False
            assert bucket["lifecycle"] == {"prevent_destroy": True}

    def test_the_order_in_the_file_changes_nothing(self) -> None:
        one = stack_of("storage: {zones: {a: {events: sqs}, b: , c: {inventory: {}}}}")
        other = stack_of("storage: {zones: {c: {inventory: {}}, b: , a: {events: sqs}}}")
        assert json.dumps(one.data) == json.dumps(other.data)

    def test_a_bucket_of_the_users_name(self) -> None:
        stack = zone("{bucket: my-very-own}")
        assert stack["aws_s3_bucket.raw"]["bucket"] == "my-very-own"
        for statement in statements(stack["aws_s3_bucket_policy.raw"]["policy"]).values():
            resources = statement["Resource"]
            for arn in resources if isinstance(resources, list) else [resources]:
                assert arn.startswith("arn:aws:s3:::my-very-own")


def _plain(resource: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in resource.items() if key != "depends_on"}


SECURE = {"aws:SecureTransport": "true", "s3:TlsVersion": "1.3"}
SSE = "s3:x-amz-server-side-encryption"
SSE_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id"
SSE_CUSTOMER = "s3:x-amz-server-side-encryption-customer-algorithm"
A_KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1234"


class TestPolicies:
    @pytest.mark.parametrize(
        ("headers", "verdict"),
        [
            pytest.param({}, "not allowed", id="no headers: the bucket's default"),
            pytest.param({SSE: "aws:kms", SSE_KEY: A_KEY}, "not allowed", id="a key of ours"),
            pytest.param({SSE: "AES256"}, "denied", id="keys of S3"),
            pytest.param({SSE: "aws:kms:dsse", SSE_KEY: A_KEY}, "denied", id="double encryption"),
            pytest.param({SSE: "aws:kms"}, "denied", id="the managed key aws/s3"),
            pytest.param(
                {SSE: "aws:kms", SSE_KEY: A_KEY.replace(ACCOUNT, "222222222222")},
                "denied",
                id="a key of another account",
            ),
            pytest.param(
                {SSE: "aws:kms", SSE_KEY: A_KEY.replace("us-east-1", "us-west-2")},
                "denied",
                id="a key of another region",
            ),
            pytest.param({SSE_CUSTOMER: "AES256"}, "denied", id="a key of the client"),
        ],
    )
    def test_puts_are_encrypted_with_our_keys(
        self, headers: dict[str, str], verdict: Verdict
    ) -> None:
        """`not allowed` is right: the policy grants nothing, and refuses what is wrong."""
        policy = stack_of(DEFAULT)["aws_s3_bucket_policy.raw"]["policy"]
        context = SECURE | headers
        assert judge(policy, "s3:PutObject", f"{RAW_ARN}/x", context=context) == verdict

    @pytest.mark.parametrize("bucket", ["raw", "curated", "logs"])
    @pytest.mark.parametrize(
        ("transport", "verdict"),
        [
            (SECURE, "not allowed"),
            ({"aws:SecureTransport": "false"}, "denied"),
            (SECURE | {"s3:TlsVersion": "1.1"}, "denied"),
            (SECURE | {"s3:TlsVersion": "1.2"}, "not allowed"),
        ],
    )
    def test_tls_is_demanded(
        self, bucket: str, transport: dict[str, str], verdict: Verdict
    ) -> None:
        policy = stack_of(DEFAULT)[f"aws_s3_bucket_policy.{bucket}"]["policy"]
        arn = f"arn:aws:s3:::acme-dev-{bucket}{SUFFIX}"
        for action, resource in (("s3:ListBucket", arn), ("s3:GetObject", f"{arn}/x")):
            assert judge(policy, action, resource, context=transport) == verdict

    @pytest.mark.parametrize(
        ("source", "folder", "account", "verdict"),
        [
            ("raw", "access-logs/raw", ACCOUNT, "allowed"),
            ("raw", "inventory/raw", ACCOUNT, "not allowed"),
            ("elsewhere", "access-logs/raw", ACCOUNT, "not allowed"),
            ("raw", "access-logs/raw", "222222222222", "not allowed"),
        ],
    )
    def test_zones_log_into_their_folders(
        self, source: str, folder: str, account: str, verdict: Verdict
    ) -> None:
        policy = stack_of(DEFAULT)["aws_s3_bucket_policy.logs"]["policy"]
        assert (
            judge(
                policy,
                "s3:PutObject",
                f"{LOGS_ARN}/{folder}/2026-01-01",
                principal="service:logging.s3.amazonaws.com",
                context=SECURE
                | {
                    "aws:SourceAccount": account,
                    "aws:SourceArn": f"arn:aws:s3:::acme-dev-{source}{SUFFIX}",
                },
            )
            == verdict
        )

    def test_without_access_logs_there_is_no_log_bucket(self) -> None:
        stack = stack_of("storage: {access_logs: null}")
        assert sorted(stack.of("aws_s3_bucket")) == ["curated", "raw"]
        assert stack.of("aws_s3_bucket_logging") == {}


def _rules(stack: Stack, bucket: str = "raw") -> dict[str, Any]:
    rules = stack[f"aws_s3_bucket_lifecycle_configuration.{bucket}"]["rule"]
    for rule in rules:
        assert rule.pop("status") == "Enabled"
        assert rule.pop("filter") == [{}]
    return {rule.pop("id"): rule for rule in rules}


UPLOADS = {"abort_incomplete_multipart_upload": [{"days_after_initiation": 7}]}


class TestLifecycle:
    def test_default(self) -> None:
        assert _rules(zone("{}")) == {
            "incomplete-uploads": UPLOADS,
            "old-versions": {"noncurrent_version_expiration": [{"noncurrent_days": 90}]},
            "delete-markers": {"expiration": [{"expired_object_delete_marker": True}]},
        }

    def test_everything(self) -> None:
        stack = zone(
            "{transitions: {GLACIER: 90, STANDARD_IA: 30, DEEP_ARCHIVE: 365}, expire_days: 3650, "
            "expire_noncurrent_days: 10, keep_noncurrent_versions: 2, "
            "abort_incomplete_upload_days: 1}"
        )
        assert _rules(stack) == {
            "incomplete-uploads": {
                "abort_incomplete_multipart_upload": [{"days_after_initiation": 1}]
            },
            "objects": {
                "transition": [
                    {"storage_class": "STANDARD_IA", "days": 30},
                    {"storage_class": "GLACIER", "days": 90},
                    {"storage_class": "DEEP_ARCHIVE", "days": 365},
                ],
                "expiration": [{"days": 3650}],
            },
            "old-versions": {
                "noncurrent_version_expiration": [
                    {"noncurrent_days": 10, "newer_noncurrent_versions": 2}
                ]
            },
        }

    def test_all_versions_are_kept(self) -> None:
        assert sorted(_rules(zone("{expire_noncurrent_days: null}"))) == [
            "delete-markers",
            "incomplete-uploads",
        ]

    def test_no_versions_no_rules_for_them(self) -> None:
        stack = zone("{versioning: false, expire_days: 30}")
        assert _rules(stack) == {
            "incomplete-uploads": UPLOADS,
            "objects": {"expiration": [{"days": 30}]},
        }
        assert sorted(stack.of("aws_s3_bucket_versioning")) == ["logs"]

    def test_logs_expire(self) -> None:
        stack = stack_of("storage: {access_logs: {expire_days: 30}}")
        assert _rules(stack, "logs") == {
            "incomplete-uploads": UPLOADS,
            "objects": {"expiration": [{"days": 30}]},
            "old-versions": {"noncurrent_version_expiration": [{"noncurrent_days": 30}]},
        }


class TestEvents:
    def test_eventbridge(self) -> None:
        stack = zone("{events: eventbridge}")
        assert _plain(stack["aws_s3_bucket_notification.raw"]) == {
            "bucket": "${aws_s3_bucket.raw.id}",
            "eventbridge": True,
        }
        assert stack.addresses("aws_sqs") == []

    def test_sqs(self) -> None:
        stack = zone("{events: sqs}")
        arn = f"arn:aws:sqs:us-east-1:{ACCOUNT}:acme-dev-raw-events"
        assert stack["aws_sqs_queue.raw"] == {
            "name": "acme-dev-raw-events",
            "message_retention_seconds": 1209600,
            "visibility_timeout_seconds": 300,
            "kms_master_key_id": "alias/acme-dev-general",
            "redrive_policy": f'{{"deadLetterTargetArn":"{arn}-dead","maxReceiveCount":5}}',
            "depends_on": ["aws_sqs_queue.raw_dead", "aws_kms_alias.general"],
        }
        assert stack["aws_sqs_queue.raw_dead"] == {
            "name": "acme-dev-raw-events-dead",
            "message_retention_seconds": 1209600,
            "kms_master_key_id": "alias/acme-dev-general",
            "depends_on": ["aws_kms_alias.general"],
        }
        assert stack["aws_s3_bucket_notification.raw"] == {
            "bucket": "${aws_s3_bucket.raw.id}",
            "queue": [
                {
                    "id": "objects",
                    "queue_arn": "${aws_sqs_queue.raw.arn}",
                    "events": [
                        "s3:LifecycleExpiration:*",
                        "s3:ObjectCreated:*",
                        "s3:ObjectRemoved:*",
                    ],
                }
            ],
            "depends_on": ["aws_s3_bucket_logging.raw", "aws_sqs_queue_policy.raw"],
        }

    @pytest.mark.parametrize(
        ("change", "verdict"),
        [
            ({}, "allowed"),
            ({"aws:SourceArn": LOGS_ARN}, "not allowed"),
            ({"aws:SourceAccount": "222222222222"}, "not allowed"),
            ({"aws:SecureTransport": "false"}, "denied"),
        ],
    )
    def test_only_the_bucket_sends(self, change: dict[str, str], verdict: Verdict) -> None:
        stack = zone("{events: sqs}")
        arn = f"arn:aws:sqs:us-east-1:{ACCOUNT}:acme-dev-raw-events"
        context = SECURE | {"aws:SourceAccount": ACCOUNT, "aws:SourceArn": RAW_ARN} | change
        request: dict[str, Any] = {
            "principal": "service:s3.amazonaws.com",
            "context": context,
        }
        queue = stack["aws_sqs_queue_policy.raw"]["policy"]
        assert judge(queue, "sqs:SendMessage", arn, **request) == verdict
        key = stack["aws_kms_key.general"]["policy"]
        if verdict != "denied":
            assert judge(key, "kms:GenerateDataKey", **request) == verdict


class TestExtras:
    def test_archive_tiers(self) -> None:
        stack = zone(
            "{transitions: {INTELLIGENT_TIERING: 0}, intelligent_tiering: {archive_days: 90, "
            "deep_archive_days: 180}}"
        )
        tiering = stack["aws_s3_bucket_intelligent_tiering_configuration.raw"]
        assert _plain(tiering) == {
            "bucket": "${aws_s3_bucket.raw.id}",
            "name": "archive",
            "status": "Enabled",
            "tiering": [
                {"access_tier": "ARCHIVE_ACCESS", "days": 90},
                {"access_tier": "DEEP_ARCHIVE_ACCESS", "days": 180},
            ],
        }

    def test_object_lock(self) -> None:
        stack = zone("{object_lock: {mode: COMPLIANCE, days: 30}}")
        assert stack["aws_s3_bucket.raw"]["object_lock_enabled"] is True
        assert _plain(stack["aws_s3_bucket_object_lock_configuration.raw"]) == {
            "bucket": "${aws_s3_bucket.raw.id}",
            "rule": {"default_retention": {"mode": "COMPLIANCE", "days": 30}},
        }

    def test_inventory(self) -> None:
        stack = zone("{inventory: {frequency: Daily, format: ORC}}")
        inventory = _plain(stack["aws_s3_bucket_inventory.raw"])
        assert "Size" in inventory.pop("optional_fields")
        assert inventory == {
            "bucket": "${aws_s3_bucket.raw.id}",
            "name": "lake",
            "included_object_versions": "Current",
            "schedule": {"frequency": "Daily"},
            "destination": {
                "bucket": {
                    "bucket_arn": LOGS_ARN,
                    "account_id": ACCOUNT,
                    "format": "ORC",
                    "prefix": "inventory",
                    "encryption": {"sse_s3": {}},
                }
            },
        }
        for source, verdict in ((RAW_ARN, "allowed"), (LOGS_ARN, "not allowed")):
            assert (
                judge(
                    stack["aws_s3_bucket_policy.logs"]["policy"],
                    "s3:PutObject",
                    f"{LOGS_ARN}/inventory/{RAW}/lake/data/x.orc",
                    principal="service:s3.amazonaws.com",
                    context=SECURE
                    | {
                        "aws:SourceAccount": ACCOUNT,
                        "aws:SourceArn": source,
                        "s3:x-amz-acl": "bucket-owner-full-control",
                    },
                )
                == verdict
            )


TARGET = "arn:aws:s3:::acme-dr"
FOREIGN_KEY = "arn:aws:kms:us-west-2:222222222222:alias/dr"


class TestReplication:
    def test_in_the_same_account(self) -> None:
        stack = zone(f"{{replicate_to: {{bucket: '{TARGET}', region: us-west-2}}}}")
        replication = stack["aws_s3_bucket_replication_configuration.raw"]
        assert replication == {
            "bucket": "${aws_s3_bucket.raw.id}",
            "role": "${aws_iam_role.replication_raw.arn}",
            "rule": [
                {
                    "id": "everything",
                    "status": "Enabled",
                    "priority": 0,
                    "filter": {},
                    "delete_marker_replication": {"status": "Disabled"},
                    "destination": {
                        "bucket": TARGET,
                        "storage_class": "STANDARD",
                        "encryption_configuration": {
                            "replica_kms_key_id": f"arn:aws:kms:us-west-2:{ACCOUNT}:alias/aws/s3"
                        },
                        "metrics": {"status": "Enabled"},
                    },
                    "source_selection_criteria": {
                        "sse_kms_encrypted_objects": {"status": "Enabled"}
                    },
                }
            ],
            "depends_on": ["aws_s3_bucket_logging.raw", "aws_iam_role_policy.replication_raw"],
        }
        policy = statements(stack["aws_iam_role_policy.replication_raw"]["policy"])
        assert {sid: (each["Action"], each["Resource"]) for sid, each in policy.items()} == {
            "ReadSourceConfiguration": (
                ["s3:GetReplicationConfiguration", "s3:ListBucket"],
                RAW_ARN,
            ),
            "ReadSourceObjects": (
                [
                    "s3:GetObjectVersionAcl",
                    "s3:GetObjectVersionForReplication",
                    "s3:GetObjectVersionTagging",
                ],
                f"{RAW_ARN}/*",
            ),
            "DecryptSource": ("kms:Decrypt", f"arn:aws:kms:us-east-1:{ACCOUNT}:key/*"),
            "WriteReplicas": (["s3:ReplicateObject", "s3:ReplicateTags"], f"{TARGET}/*"),
        }

    def test_the_key_of_the_zone_lets_the_role_read(self) -> None:
        stack = zone(f"{{replicate_to: {{bucket: '{TARGET}', region: us-west-2}}}}")
        role = f"arn:aws:iam::{ACCOUNT}:role/{stack['aws_iam_role.replication_raw']['name']}"
        context = {
            "aws:PrincipalArn": role,
            "kms:ViaService": "s3.us-east-1.amazonaws.com",
            "kms:EncryptionContext:aws:s3:arn": RAW_ARN,
            "kms:ResourceAliases": stack["aws_kms_alias.raw"]["name"],
        }
        key = stack["aws_kms_key.raw"]["policy"]
        own = stack["aws_iam_role_policy.replication_raw"]["policy"]
        a_key = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1234"
        for action, verdict in (("kms:Decrypt", "allowed"), ("kms:Encrypt", "not allowed")):
            assert judge(key, action, principal=ROOT, context=context) == verdict
            assert judge(own, action, a_key, context=context) == verdict

    def test_in_another_account(self) -> None:
        stack = zone(
            f"{{object_lock: {{days: 30}}, replicate_to: {{bucket: '{TARGET}', region: us-west-2, "
            f"account: '222222222222', kms_key: '{FOREIGN_KEY}', delete_markers: true, "
            "storage_class: GLACIER_IR}}"
        )
        rule = stack["aws_s3_bucket_replication_configuration.raw"]["rule"][0]
        assert rule["delete_marker_replication"] == {"status": "Enabled"}
        assert rule["destination"] == {
            "bucket": TARGET,
            "storage_class": "GLACIER_IR",
            "account": "222222222222",
            "access_control_translation": {"owner": "Destination"},
            "encryption_configuration": {"replica_kms_key_id": FOREIGN_KEY},
            "metrics": {"status": "Enabled"},
        }
        policy = statements(stack["aws_iam_role_policy.replication_raw"]["policy"])
        assert policy["WriteReplicas"]["Action"] == [
            "s3:ObjectOwnerOverrideToBucketOwner",
            "s3:ReplicateDelete",
            "s3:ReplicateObject",
            "s3:ReplicateTags",
        ]
        assert {"s3:GetObjectLegalHold", "s3:GetObjectRetention"} < set(
            policy["ReadSourceObjects"]["Action"]
        )
        assert policy["EncryptReplicas"] == {
            "Effect": "Allow",
            "Action": ["kms:Encrypt", "kms:GenerateDataKey"],
            "Resource": "arn:aws:kms:us-west-2:222222222222:key/*",
            "Condition": {
                "ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/dr"},
                "StringEquals": {"kms:ViaService": "s3.us-west-2.amazonaws.com"},
                "StringLike": {"kms:EncryptionContext:aws:s3:arn": [TARGET, f"{TARGET}/*"]},
            },
        }


FULL = """
network:
  nat: one_per_zone
  endpoints: [s3, dynamodb, glue, lakeformation, kms, sts, logs, athena, kinesis-streams, ecr.api]
  flow_logs: {destination: s3}
storage:
  zones:
    raw:
      transitions: {INTELLIGENT_TIERING: 30}
      keep_noncurrent_versions: 3
      events: sqs
      intelligent_tiering: {archive_days: 90, deep_archive_days: 180}
      inventory: {}
    curated:
      events: eventbridge
      replicate_to: {bucket: "arn:aws:s3:::acme-dr", region: us-west-2}
      object_lock: {days: 30}
    sandbox: {versioning: false, expire_days: 30}
catalog: {connections: {erp: {url: "jdbc:postgresql://erp:5432/erp", secret: erp}}}
"""


@pytest.mark.terraform
def test_terraform_plans_everything_without_an_account(tmp_path: Path) -> None:
    """Validated and planned by the real provider, with no credentials and no state. The documents
    that decide who may do what stand in the plan as text, so that a gate can judge them."""
    stack = write_stack(lake_of(FULL), tmp_path / "out")
    work = copy_stack(tmp_path / "out" / "stacks" / "lake", tmp_path / "plan")
    write_offline_override(work, state="terraform.tfstate")
    terraform = Terraform(work, env=offline_environment())
    terraform.init()
    assert terraform.validate() == ()
    planned = terraform.plan(work / "tfplan", refresh=False)
    assert planned.counts.add == len(stack.addresses()) > 100
    assert planned.warnings == ()
    known = {
        change["address"]
        for change in terraform.show(planned.file)["resource_changes"]
        if '"Statement":' in (change["change"]["after"].get("policy") or "")
    }
    assert known == {address for address in stack.addresses() if "policy" in stack[address]}
    assert len(known) > 20
