from mutation import Mutation
from plans import planned, verdicts

DOMAIN = "aws_sagemaker_domain.studio"
MUTATION = Mutation(
    "aws_sagemaker_domain.added",
    (),
    {"app_network_access_type": "PublicInternetOnly", "kms_key_id": "k"},
)


def test_a_domain_that_goes_through_the_vpc_passes() -> None:
    found = verdicts("LAKE_SAGEMAKER_1", planned(DOMAIN, {"app_network_access_type": "VpcOnly"}))
    assert found == {DOMAIN: "passed"}


def test_a_way_of_its_own_fails() -> None:
    found = verdicts(
        "LAKE_SAGEMAKER_1", planned(DOMAIN, {"app_network_access_type": "PublicInternetOnly"})
    )
    assert found == {DOMAIN: "failed"}


def test_a_domain_that_says_nothing_fails() -> None:
    found = verdicts("LAKE_SAGEMAKER_1", planned(DOMAIN))
    assert found == {DOMAIN: "failed"}


def test_what_is_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_SAGEMAKER_1",
        planned(
            DOMAIN,
            unknown={"app_network_access_type": True},
            refers={"app_network_access_type": "terraform_data.x.output"},
        ),
    )
    assert found == {DOMAIN: "unknown"}
