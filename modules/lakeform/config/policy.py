"""Section `policy`: what the gate lets pass."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from lakeform.config.base import Account, Int, LogRetention, Section, fail, pattern, quoted
from lakeform.config.environment import Region

Framework = Literal["cis-aws", "nist-800-53", "soc2", "hipaa", "pci-dss"]
FRAMEWORKS: tuple[Framework, ...] = ("cis-aws", "nist-800-53", "soc2", "hipaa", "pci-dss")

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    try:
        if not isinstance(value, str) or _ISO_DAY.fullmatch(value) is None:
            raise ValueError(value)
        return date.fromisoformat(value)
    except ValueError:
        fail(f"{quoted(value)} isn't a day", "for example 2027-06-30")


def _said(value: str) -> str:
    if not value.strip():
        fail("must not be empty", "a waiver says why it is, and who answers for it")
    return value


Words = Annotated[str, AfterValidator(_said)]
Positive = Annotated[Int, Field(ge=1)]
ResourceAddress = Annotated[
    str, AfterValidator(pattern(r"[^\s.]+\.\S.*", "isn't the address of a resource"))
]


class Waiver(Section):
    """One finding that somebody answers for: it is shown in every report and doesn't fail. One that
    has expired, or that nothing needs any more, fails."""

    policy: Annotated[
        str,
        AfterValidator(
            pattern(
                r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_[0-9]+",
                "isn't the id of a policy",
                "`lakeform policies` lists them",
            )
        ),
    ]
    """The policy, by its exact id."""
    address: ResourceAddress
    """The resource, by its exact address in the plan."""
    reason: Words
    """Why the finding may stay."""
    owner: Words
    """Who answers for it."""
    expires: Annotated[date, BeforeValidator(_day, json_schema_input_type=str)]
    """The last day on which it holds."""


class SensitiveTag(Section):
    """The LF-tag that marks data which only the cleared may read."""

    key: str = "sensitivity"
    """The tag's key."""
    values: Annotated[list[str], Field(min_length=1)] = ["pii"]
    """Its values that mark such data."""


def _once(waivers: list[Waiver]) -> list[Waiver]:
    seen = set()
    for waiver in waivers:
        pair = waiver.policy, waiver.address
        if pair in seen:
            fail(
                f"{waiver.policy} is waived twice for {quoted(waiver.address)}", "keep one of them"
            )
        seen.add(pair)
    return waivers


class Policy(Section):
    """What the gate lets pass: `lakeform check` reads this section, and the policies with it."""

    frameworks: list[Framework] = list(FRAMEWORKS)
    """The frameworks whose controls reports and evidence name."""
    fail_on: Literal["low", "medium", "high", "critical"] = "high"
    """The mildest severity that fails. What can't be judged counts as its policy's severity."""
    waivers: Annotated[list[Waiver], AfterValidator(_once)] = []
    """Findings that somebody answers for."""
    allow_destroy: list[ResourceAddress] = []
    """Resources with data that may be destroyed, by their exact addresses: one of two keys. The
    other is `--allow-destroy ADDRESS`, for whoever runs the command. Remove an address once its
    resource is gone."""
    folder: str | None = None
    """A folder with policies of your own, inside this file's folder; docs/policies.md says how to
    write one."""
    regions: list[Region] = []
    """Where resources may be, empty for anywhere."""
    required_tags: list[str] = ["owner", "environment"]
    """Tag keys that every taggable resource carries, compared without case."""
    sensitive_tag: SensitiveTag = SensitiveTag()
    """Key and values of the LF-tag that marks data which only the cleared may read."""
    cleared: list[str] = []
    """Names of roles, or ARNs of principals, that may read sensitive data. Personas, jobs and
    crawlers go by the names that `lakeform access` prints: `analyst`, `job orders`."""
    trusted_accounts: list[Account] = []
    """Accounts, beside the lake's own, that data may be shared with."""
    log_retention_days: LogRetention = 90
    """The shortest retention of logs."""
    max_brokers: Positive = 6
    """Brokers of one MSK cluster."""
    max_connect_workers: Positive = 10
    """Workers of one MSK Connect connector."""
    max_glue_workers: Positive = 50
    """Workers of one Glue job or session."""
    max_shards: Positive = 100
    """Shards of one Kinesis stream."""
    max_lustre_gib: Positive = 24_000
    """Capacity of one FSx for Lustre file system, in GiB."""
    max_volume_gib: Positive = 4_000
    """Size of one EBS volume, in GiB."""
    max_flink_parallelism: Positive = 32
    """Parallelism of one Managed Flink application."""
    max_athena_scan_gib: Positive = 1_024
    """Data that one Athena query may scan, in GiB."""
    max_nat_gateways: Annotated[Int, Field(ge=0)] = 3
    """NAT gateways of one VPC."""
