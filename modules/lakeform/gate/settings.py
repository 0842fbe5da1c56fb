"""What the user sets for the policies: limits, allowed values, who is cleared for what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Section `policy` of lake.yaml, as the policies read it; a plan of others gets these defaults.

    Attributes:
        regions: where resources may be, empty for anywhere.
        required_tags: tag keys that every taggable resource carries, compared without case.
        sensitive_tag: key and values of the LF-tag that marks data which only the cleared may read.
        cleared: names of roles, or ARNs of principals, that may read sensitive data.
        principals: ARN → name in lake.yaml, of personas and of what else has a role of the lake's.
        accounts: the lake's own accounts; empty where the plan itself is to say it.
        trusted_accounts: accounts, beside the lake's own, that data may be shared with.
        log_retention_days: the shortest retention of logs.
        max_brokers: brokers of one MSK cluster.
        max_connect_workers: workers of one MSK Connect connector.
        max_glue_workers: workers of one Glue job or session.
        max_shards: shards of one Kinesis stream.
        max_lustre_gib: capacity of one FSx for Lustre file system, in GiB.
        max_volume_gib: size of one EBS volume, in GiB.
        max_flink_parallelism: parallelism of one Managed Flink application.
        max_athena_scan_gib: data that one Athena query may scan, in GiB.
        max_nat_gateways: NAT gateways of one VPC.
    """

    regions: tuple[str, ...] = ()
    required_tags: tuple[str, ...] = ("owner", "environment")
    sensitive_tag: tuple[str, tuple[str, ...]] = ("sensitivity", ("pii",))
    cleared: tuple[str, ...] = ()
    principals: tuple[tuple[str, str], ...] = ()
    accounts: tuple[str, ...] = ()
    trusted_accounts: tuple[str, ...] = ()
    log_retention_days: int = 90
    max_brokers: int = 6
    max_connect_workers: int = 10
    max_glue_workers: int = 50
    max_shards: int = 100
    max_lustre_gib: int = 24_000
    max_volume_gib: int = 4_000
    max_flink_parallelism: int = 32
    max_athena_scan_gib: int = 1_024
    max_nat_gateways: int = 3
