from mutation import Mutation
from plans import planned, verdicts

WORKGROUP = "aws_redshiftserverless_workgroup.analysts"
MUTATION = Mutation(
    "aws_redshiftserverless_workgroup.added",
    (),
    {"publicly_accessible": True, "enhanced_vpc_routing": True},
)


def test_a_workgroup_inside_the_vpc_passes() -> None:
    found = verdicts(
        "LAKE_REDSHIFT_1",
        planned(WORKGROUP, {"publicly_accessible": False, "enhanced_vpc_routing": True}),
    )
    assert found == {WORKGROUP: "passed"}


def test_a_public_address_fails() -> None:
    found = verdicts(
        "LAKE_REDSHIFT_1",
        planned(WORKGROUP, {"publicly_accessible": True, "enhanced_vpc_routing": True}),
    )
    assert found == {WORKGROUP: "failed"}


def test_copies_past_the_vpc_fail() -> None:
    found = verdicts("LAKE_REDSHIFT_1", planned(WORKGROUP))
    assert found == {WORKGROUP: "failed"}


def test_what_is_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_REDSHIFT_1",
        planned(
            WORKGROUP,
            {"enhanced_vpc_routing": True},
            unknown={"publicly_accessible": True},
            refers={"publicly_accessible": "terraform_data.x.output"},
        ),
    )
    assert found == {WORKGROUP: "unknown"}
