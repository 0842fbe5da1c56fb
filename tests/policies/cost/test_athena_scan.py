import sound
from lakeform.gate import Settings
from mutation import Mutation
from plans import planned, verdicts

WORKGROUP = "aws_athena_workgroup.analysts"
MUTATION = Mutation(
    "aws_athena_workgroup.added",
    (),
    {"configuration": [{**sound.WORKGROUP, "bytes_scanned_cutoff_per_query": 2**60}]},
)


def test_a_size_at_the_limit_passes() -> None:
    found = verdicts(
        "LAKE_COST_7",
        planned(WORKGROUP, {"configuration": [{"bytes_scanned_cutoff_per_query": 10 * 2**30}]}),
        settings=Settings(max_athena_scan_gib=10),
    )
    assert found == {WORKGROUP: "passed"}


def test_a_size_over_the_limit_fails() -> None:
    found = verdicts(
        "LAKE_COST_7",
        planned(WORKGROUP, {"configuration": [{"bytes_scanned_cutoff_per_query": 11 * 2**30}]}),
        settings=Settings(max_athena_scan_gib=10),
    )
    assert found == {WORKGROUP: "failed"}


def test_a_size_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_COST_7",
        planned(
            WORKGROUP,
            {"configuration": [{}]},
            unknown={"configuration": [{"bytes_scanned_cutoff_per_query": True}]},
        ),
    )
    assert found == {WORKGROUP: "unknown"}


def test_no_limit_fails() -> None:
    found = verdicts("LAKE_COST_7", planned(WORKGROUP, {"configuration": [{}]}))
    assert found == {WORKGROUP: "failed"}
