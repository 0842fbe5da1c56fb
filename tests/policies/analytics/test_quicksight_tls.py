from mutation import Mutation
from plans import planned, verdicts

SOURCE = "aws_quicksight_data_source.erp"
MUTATION = Mutation(
    "aws_quicksight_data_source.added", (), {"ssl_properties": [{"disable_ssl": True}]}
)


def test_a_source_that_says_nothing_passes() -> None:
    found = verdicts("LAKE_QUICKSIGHT_1", planned(SOURCE))
    assert found == {SOURCE: "passed"}


def test_tls_that_is_on_passes() -> None:
    found = verdicts(
        "LAKE_QUICKSIGHT_1", planned(SOURCE, {"ssl_properties": [{"disable_ssl": False}]})
    )
    assert found == {SOURCE: "passed"}


def test_tls_that_is_off_fails() -> None:
    found = verdicts(
        "LAKE_QUICKSIGHT_1", planned(SOURCE, {"ssl_properties": [{"disable_ssl": True}]})
    )
    assert found == {SOURCE: "failed"}


def test_what_is_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_QUICKSIGHT_1",
        planned(
            SOURCE, {"ssl_properties": [{}]}, unknown={"ssl_properties": [{"disable_ssl": True}]}
        ),
    )
    assert found == {SOURCE: "unknown"}
