import json
from typing import Any

from mutation import Mutation
from plans import planned, verdicts

POLICY = "aws_opensearchserverless_security_policy.search"
MUTATION = Mutation(
    "aws_opensearchserverless_security_policy.added",
    (),
    {"type": "network", "policy": '[{"AllowFromPublic": true}]'},
)


def network(**rule: Any) -> dict[str, Any]:
    return planned(POLICY, {"type": "network", "policy": json.dumps([rule])})


def test_an_endpoint_of_the_vpc_passes() -> None:
    found = verdicts("LAKE_OPENSEARCH_1", network(AllowFromPublic=False, SourceVPCEs=["vpce-1"]))
    assert found == {POLICY: "passed"}


def test_a_policy_of_encryption_passes() -> None:
    found = verdicts("LAKE_OPENSEARCH_1", planned(POLICY, {"type": "encryption", "policy": "{}"}))
    assert found == {POLICY: "passed"}


def test_the_internet_fails() -> None:
    found = verdicts("LAKE_OPENSEARCH_1", network(AllowFromPublic=True))
    assert found == {POLICY: "failed"}


def test_rules_known_only_after_apply_are_unknown() -> None:
    found = verdicts(
        "LAKE_OPENSEARCH_1", planned(POLICY, {"type": "network"}, unknown={"policy": True})
    )
    assert found == {POLICY: "unknown"}
