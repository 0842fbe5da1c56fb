import pytest

from mutation import Mutation
from plans import planned, verdicts

ADDRESS = "aws_eks_access_policy_association.added"
ARN = "arn:aws:eks::aws:cluster-access-policy/"
MUTATION = Mutation(ADDRESS, (), {"policy_arn": f"{ARN}AmazonEKSClusterAdminPolicy"})


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("AmazonEKSClusterAdminPolicy", "failed"),
        ("AmazonEKSEditPolicy", "passed"),
        ("AmazonEKSViewPolicy", "passed"),
    ],
)
def test_administrators_of_a_cluster_fail(name: str, outcome: str) -> None:
    found = verdicts("LAKE_IAM_14", planned(ADDRESS, {"policy_arn": f"{ARN}{name}"}))
    assert found == {ADDRESS: outcome}


def test_a_policy_known_only_after_apply_is_unknown() -> None:
    found = verdicts("LAKE_IAM_14", planned(ADDRESS, unknown={"policy_arn": True}))
    assert found == {ADDRESS: "unknown"}
