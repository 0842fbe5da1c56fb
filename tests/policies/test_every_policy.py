"""What holds of every policy."""

import re
from pathlib import Path

import pytest

from lakeform.gate import Case, Outcome, Policy, Settings, Severity, Verdict, load_policies
from lakeform.gate.controls import FRAMEWORKS
from lakeform.plan import Planned, load
from plans import plan_of, planned

OF_CIS_AWS = (
    "aws_accessanalyzer_",
    "aws_cloudtrail",
    "aws_config_",
    "aws_db_",
    "aws_default_",
    "aws_ebs_",
    "aws_efs_file_system",
    "aws_flow_log",
    "aws_iam_",
    "aws_instance",
    "aws_kms_key",
    "aws_macie2_",
    "aws_network_acl",
    "aws_rds_",
    "aws_s3_bucket",
    "aws_security_group",
    "aws_vpc",
)
"""Types with a setting that CIS AWS 3.0.0 speaks of."""

NOT_IN_CIS_AWS = frozenset(
    {
        "LAKE_COST_5",
        "LAKE_DATA_1",
        "LAKE_DATA_2",
        "LAKE_DATA_3",
        "LAKE_EFS_1",
        "LAKE_EFS_2",
        "LAKE_EFS_4",
        "LAKE_EFS_5",
        "LAKE_IAM_2",
        "LAKE_IAM_3",
        "LAKE_IAM_4",
        "LAKE_IAM_5",
        "LAKE_IAM_6",
        "LAKE_IAM_7",
        "LAKE_IAM_11",
        "LAKE_IAM_12",
        "LAKE_IAM_13",
        "LAKE_KMS_2",
        "LAKE_KMS_3",
        "LAKE_KMS_4",
        "LAKE_KMS_5",
        "LAKE_KMS_6",
        "LAKE_NET_1",
        "LAKE_NET_3",
        "LAKE_NET_5",
        "LAKE_NET_6",
        "LAKE_NET_7",
        "LAKE_NET_8",
        "LAKE_REGION_1",
        "LAKE_REGION_2",
        "LAKE_S3_3",
        "LAKE_S3_4",
        "LAKE_S3_5",
        "LAKE_S3_7",
        "LAKE_S3_8",
        "LAKE_S3_9",
        "LAKE_S3_10",
        "LAKE_S3_11",
        "LAKE_S3_12",
        "LAKE_S3_13",
        "LAKE_S3_14",
        "LAKE_S3_15",
    }
)
"""Policies about such types whose rule is none of the benchmark's: each was held against its list.

Its rules for S3 are TLS, MFA delete, Macie and the block of public access; for EBS, RDS and EFS
encryption, minor versions and public access; for KMS rotation; for IAM root, passwords, keys of
users, `*:*`, Access Analyzer and where users are managed; for networks the ports of administration,
the default group, peering and flow logs.
"""

NEVER = {
    "LAKE_GLUE_7": "failed",
    "LAKE_LF_4": "failed",
    "LAKE_NET_1": "unknown",
    "LAKE_NET_11": "unknown",
    "LAKE_SECRET_5": "unknown",
}
"""What a policy never says: it looks for another resource, which the plan has or hasn't."""

POLICIES = pytest.mark.parametrize("policy", load_policies(), ids=lambda policy: str(policy.id))


@POLICIES
def test_it_says_what_it_is(policy: Policy) -> None:
    assert re.fullmatch(r"LAKE_[A-Z0-9]+_[0-9]+", policy.id)
    assert isinstance(policy.severity, Severity)
    assert policy.title
    assert not policy.title.endswith(".")
    assert len(policy.title) <= 80
    first, _, more = policy.documentation().partition("\n\n")
    assert first.endswith(".")
    assert more, "why it matters"


@POLICIES
def test_it_says_of_every_framework_which_controls_fit_or_that_none_does(policy: Policy) -> None:
    controls = type(policy).controls
    assert list(controls) == list(FRAMEWORKS)
    assert any(controls.values())
    assert all(len(set(numbers)) == len(numbers) for numbers in controls.values())


@POLICIES
def test_it_has_a_number_of_cis_aws_or_was_looked_at(policy: Policy) -> None:
    """The benchmark is about single settings: who judges such a resource may have one of them."""
    spoken_of = [kind for kind in type(policy).types if kind.startswith(OF_CIS_AWS)]
    has_number = bool(type(policy).controls["cis-aws"])
    assert (policy.id in NOT_IN_CIS_AWS) == (bool(spoken_of) and not has_number)


@POLICIES
def test_its_own_test_has_each_outcome(policy: Policy) -> None:
    area, name = type(policy).__module__.split(".")[-2:]
    file = Path(__file__).parent / area / f"test_{name}.py"
    text = file.read_text(encoding="utf-8")
    expected = {outcome.value for outcome in Outcome}
    found = {outcome for outcome in expected if f'"{outcome}"' in text}
    assert found == expected - {NEVER.get(policy.id)}


@POLICIES
def test_it_judges_a_resource_of_which_nothing_is_said(policy: Policy) -> None:
    for kind in type(policy).types:
        address = f"{kind.replace('*', 'thing')}.empty"
        plan = Planned(load(plan_of(planned(address))))
        assert isinstance(policy.judge(plan[address], Case(plan, Settings())), Verdict)
