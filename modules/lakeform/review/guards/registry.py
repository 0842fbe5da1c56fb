"""All guards, in the order in which reports list them."""

from __future__ import annotations

from lakeform.gate import controls
from lakeform.gate.controls import combined
from lakeform.gate.severity import Severity
from lakeform.review.guards import (
    columns,
    destroy,
    elsewhere,
    execution,
    network,
    weakening,
    widening,
)
from lakeform.review.guards.data import DATA, RECORDS
from lakeform.review.guards.guard import Guard

GUARDS: tuple[Guard, ...] = (
    Guard(
        "GUARD_DESTROY_1",
        "Data is destroyed or replaced only with both keys",
        Severity.CRITICAL,
        combined(controls.BACKUP, controls.INTEGRITY, controls.RETENTION),
        "One key is the address under `policy.allow_destroy` in lake.yaml, which a review sees; "
        "the other is `--allow-destroy ADDRESS`, given by whoever runs the command. A deposed "
        "object counts as the resource, and so does a link to a bucket whose deletion deletes the "
        "files. A replica that a DynamoDB table or a keyspace drops counts too, by the address of "
        "what stays. Resources that move, or that Terraform forgets, aren't destroyed. Columns "
        "that a table drops are GUARD_DESTROY_5's.",
        destroy.data_is_destroyed,
        tuple(sorted(DATA)),
        can_be_waived=False,
    ),
    Guard(
        "GUARD_DESTROY_2",
        "Logs, images and messages are destroyed only with both keys",
        Severity.LOW,
        combined(controls.RETENTION, controls.LOG_RETENTION),
        "As GUARD_DESTROY_1, for what is seldom the only copy.",
        destroy.records_are_destroyed,
        tuple(sorted(RECORDS)),
    ),
    Guard(
        "GUARD_DESTROY_3",
        "Data stays in Terraform's care",
        Severity.MEDIUM,
        controls.INVENTORY,
        "What a `removed` block takes out of the state stays in AWS: nobody watches its "
        "encryption, its policies and its costs any more.",
        destroy.data_is_forgotten,
        tuple(sorted(DATA)),
    ),
    Guard(
        "GUARD_DESTROY_4",
        "No key to destroy data is left behind",
        Severity.LOW,
        controls.INTEGRITY,
        "An address under `policy.allow_destroy` that the plan doesn't destroy is half of an open "
        "lock. It may belong to another environment; if not, remove it.",
        destroy.a_key_is_left,
    ),
    Guard(
        "GUARD_DESTROY_5",
        "No column of a table that exists is dropped",
        Severity.MEDIUM,
        controls.INTEGRITY,
        "The values stay in the files of the table, and no query finds them. A column that is "
        "renamed is one that is dropped, and another that is added.",
        columns.columns_are_dropped,
        ("aws_glue_catalog_table",),
    ),
    Guard(
        "GUARD_DESTROY_6",
        "Nothing is destroyed of which nobody knows what it holds",
        Severity.LOW,
        combined(controls.BACKUP, controls.RETENTION),
        "A type of another provider, or one of AWS's that came after the lists below were made. "
        "Of the types of the AWS provider up to 6.62 that aren't in them, nothing is lost that "
        "can't be made again, or another guard speaks of it. Providers that reach nothing outside "
        "the machine (`random`, `null`, `time`, …) are left out.",
        destroy.the_unknown_is_destroyed,
    ),
    Guard(
        "GUARD_EXECUTION_1",
        "Nothing but Terraform's providers runs on apply",
        Severity.HIGH,
        controls.INTEGRITY,
        "Provisioners and actions run programs with the rights of whoever applies the plan. A "
        "provisioner counts when its resource is made or deleted, as a plan doesn't say for which "
        "of both it is. What a provider or a data source runs isn't seen.",
        execution.a_program_runs,
    ),
    Guard(
        "GUARD_ACCESS_1",
        "Policies allow no more than before on what exists",
        Severity.MEDIUM,
        controls.LEAST_PRIVILEGE,
        "Policies of roles (inside the role or beside it), users, buckets, keys and all other "
        "resources that hold a policy document, trust policies, attached policies and grants are "
        "taken apart into single permissions and compared, and so are lists of accounts that "
        "something is shared with. A policy that moves from one resource to another is no change. "
        "A policy of a role that the plan makes isn't reported, nor one that reaches more only of "
        "what the plan makes, such as a new database: the review says both in words.",
        widening.policies_allow_more,
    ),
    Guard(
        "GUARD_ACCESS_2",
        "Nobody gains Lake Formation permissions on data that exists",
        Severity.MEDIUM,
        controls.LEAST_PRIVILEGE,
        "Permissions are compared by what they mean, so a grant that is replaced by an equal one "
        "is no change. A filter that shows more columns or other rows counts for those who hold "
        "it, whether or not their grants are in the plan. Grants on databases, tables, tags and "
        "buckets that the plan makes open nothing that was there.",
        widening.data_is_opened,
        ("aws_lakeformation_permissions", "aws_lakeformation_data_cells_filter"),
    ),
    Guard(
        "GUARD_ACCESS_3",
        "Only the own and trusted accounts are let in",
        Severity.HIGH,
        controls.SHARING,
        "Another account, an organization, or everyone gains something, be it on a new resource. "
        "What accounts under `policy.trusted_accounts` gain on what exists counts as what the own "
        "account gains: GUARD_ACCESS_1 and 2 say it. "
        "The account of a plan that lakeform didn't make is taken from the plan's own ARNs.",
        widening.outsiders_are_let_in,
    ),
    Guard(
        "GUARD_ACCESS_4",
        "Lake Formation's settings and tags open nothing more",
        Severity.MEDIUM,
        controls.LEAST_PRIVILEGE,
        "Administrators, default permissions for new objects, external engines, hybrid access, "
        "and LF-tags by which a permission on tags that stays as it is begins to match something "
        "that exists, or may: not all tags of a resource need be in the plan. Tags that let in "
        "nobody whom the plan knows are no finding.",
        widening.settings_are_loosened,
    ),
    Guard(
        "GUARD_ACCESS_5",
        "Data is sent to the own and trusted accounts only",
        Severity.HIGH,
        controls.SHARING,
        "Replication, deliveries, exports, copies of backups, notifications, logs and "
        "subscriptions that go to an account which they didn't go to before, new ones included. A "
        "bucket's ARN has no account: a bucket that isn't in the plan is unknown, where data goes "
        "to it that went to another one, or that exists and went nowhere. Where data goes whose "
        "target is known after apply isn't seen, nor what programs send by themselves.",
        elsewhere.data_goes_elsewhere,
    ),
    Guard(
        "GUARD_NETWORK_1",
        "Security groups let in no more than before",
        Severity.MEDIUM,
        controls.NETWORK,
        "Rules inside a group and rules of their own are compared together, by protocol, ports "
        "and source. New groups aren't reported, nor are network ACLs.",
        network.ingress_is_widened,
        ("aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"),
    ),
    Guard(
        "GUARD_NETWORK_2",
        "No security group opens to the internet",
        Severity.HIGH,
        combined(controls.NETWORK, controls.PUBLIC_ACCESS),
        "As GUARD_NETWORK_1, for 0.0.0.0/0 and ::/0, and for blocks so large that they hardly "
        "differ, as LAKE_NET_2 counts them.",
        network.the_world_is_let_in,
        ("aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"),
    ),
    Guard(
        "GUARD_NETWORK_3",
        "What keeps the internet out stays as it is",
        Severity.HIGH,
        controls.PUBLIC_ACCESS,
        "Blocks of public access, ACLs of buckets, public addresses and endpoints.",
        weakening.the_public_is_let_in,
    ),
    Guard(
        "GUARD_ENCRYPTION_1",
        "Encryption is not turned off or weakened",
        Severity.HIGH,
        combined(controls.ENCRYPTION_AT_REST, controls.ENCRYPTION_IN_TRANSIT),
        "Encryption at rest and in transit, and rotation of keys. Another key is no finding "
        "here (GUARD_ENCRYPTION_2); none is.",
        weakening.encryption_is_weakened,
    ),
    Guard(
        "GUARD_ENCRYPTION_2",
        "Keys of what exists stay in the own and trusted accounts",
        Severity.HIGH,
        combined(controls.ENCRYPTION_AT_REST, controls.SHARING),
        "Any attribute of an existing resource that names a KMS key by its ARN. Whoever has the "
        "key sees its use, and may take it away, and the data with it. A key by its bare id is one "
        "of the own account.",
        elsewhere.keys_are_elsewhere,
    ),
    Guard(
        "GUARD_PROTECTION_1",
        "Protection against deletion, and backups, stay on",
        Severity.HIGH,
        combined(controls.BACKUP, controls.INTEGRITY),
        "Deletion protection, versioning, object lock, replication, backups, and attributes such "
        "as `force_destroy`. Terraform's own `prevent_destroy` isn't in a plan: what it forbids "
        "makes the plan fail, and that it was removed can't be seen.",
        weakening.protection_is_weakened,
    ),
    Guard(
        "GUARD_PROTECTION_2",
        "Nothing is kept for less time than before",
        Severity.MEDIUM,
        combined(controls.RETENTION, controls.LOG_RETENTION),
        "Retention of streams, backups and logs, waiting times of deletions, and lifecycle rules "
        "that delete objects earlier.",
        weakening.retention_is_shortened,
    ),
    Guard(
        "GUARD_PROTECTION_3",
        "Logging stays on",
        Severity.MEDIUM,
        combined(controls.LOGGING, controls.MONITORING),
        "Trails, flow logs, access logs and logs of brokers and streams.",
        weakening.logging_is_weakened,
    ),
    Guard(
        "GUARD_PROTECTION_4",
        "No lifecycle rule empties a bucket that exists",
        Severity.HIGH,
        combined(controls.RETENTION, controls.INTEGRITY),
        "Rules that delete after one day, or all on one date: what lies in the bucket today "
        "is gone soon after apply. GUARD_PROTECTION_2 says those that leave more time.",
        weakening.existing_buckets_are_emptied,
        ("aws_s3_bucket", "aws_s3_bucket_lifecycle_configuration"),
    ),
)
