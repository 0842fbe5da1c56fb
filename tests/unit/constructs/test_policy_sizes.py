"""No policy outgrows what AWS takes, however many zones there are, or lakeform says so first."""

from __future__ import annotations

import re

import pytest
import yaml

from lakeform.config import Lake
from lakeform.constructs.iam import BUCKET, KEY, QUEUE, ROLE, TRUST, Limit, fitting
from lakeform.errors import InputError
from support import lake_from, resources, synth

POLICIES = {
    "aws_iam_role_policy": ("policy", 10_240),
    "aws_iam_role": ("assume_role_policy", 2_048),
    "aws_s3_bucket_policy": ("policy", 20_480),
    "aws_kms_key": ("policy", 32_768),
    "aws_sqs_queue_policy": ("policy", 8_192),
}
"""Type → argument, and the characters that AWS takes."""

ZONES = [f"zone-{number:02}-of-a-name-that-is-long" for number in range(50)]


def lake_with(keys: str, role: str) -> Lake:
    zones = {
        zone: {
            "events": "sqs",
            "inventory": {},
            "replicate_to": {"bucket": f"arn:aws:s3:::replica-{zone}", "region": "us-west-2"},
        }
        for zone in ZONES
    }
    crawlers = {
        f"crawler-{number:02}": {"zone": zone, "database": "web", "table_prefix": f"c{number}_"}
        for number, zone in enumerate(ZONES)
    }
    columns = {"format": "iceberg", "columns": {"a": "int"}, "optimize": ["compaction"]}
    web = {"zone": ZONES[0], "tables": {"clicks": columns}}
    sections = {
        "encryption": {"keys": keys},
        "storage": {"zones": zones},
        "governance": {"location_role": role},
        "catalog": {"databases": {"web": web}, "crawlers": crawlers},
    }
    return lake_from(yaml.safe_dump(sections))


@pytest.mark.parametrize("role", ["own", "service_linked"])
@pytest.mark.parametrize("keys", ["per_zone", "single"])
def test_fifty_zones_with_long_names(keys: str, role: str) -> None:
    assert {len(zone) for zone in ZONES} == {30}
    stack = synth(lake_with(keys, role))
    for type, (argument, limit) in POLICIES.items():
        found = {n: len(r[argument]) for n, r in resources(stack, type).items()}
        assert found
        assert {name: length for name, length in found.items() if length > limit} == {}


@pytest.mark.parametrize("limit", [BUCKET, KEY, QUEUE, ROLE, TRUST], ids=lambda limit: limit.kind)
def test_a_policy_that_is_too_long(limit: Limit) -> None:
    document = "x" * limit.characters
    assert fitting(limit, "raw", f"{document} \n") == f"{document} \n"
    with pytest.raises(InputError) as error:
        fitting(limit, "raw", f"{document}y")
    assert error.value.message == (
        f"{limit.kind} `raw` has {limit.characters + 1:,} characters; "
        f"AWS takes {limit.characters:,}"
    )
    assert error.value.hint == limit.hint


def test_a_trust_in_too_many() -> None:
    trust = [f"arn:aws:iam::111111111111:role/somebody-{number:03}" for number in range(60)]
    section = {"governance": {"personas": {"reader": {"trust": trust}}}}
    with pytest.raises(InputError) as error:
        synth(lake_from(yaml.safe_dump(section)))
    assert re.fullmatch(
        r"the trust policy of the role `acme-dev-reader` has \d,\d{3} characters; AWS takes 2,048",
        error.value.message,
    )
