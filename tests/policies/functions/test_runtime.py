from mutation import Mutation
from plans import planned, verdicts

FUNCTION = "aws_lambda_function.transform"
MUTATION = Mutation("aws_lambda_function.added", (), {"runtime": "python3.8"})


def test_a_supported_runtime_passes() -> None:
    found = verdicts("LAKE_LAMBDA_1", planned(FUNCTION, {"runtime": "python3.13"}))
    assert found == {FUNCTION: "passed"}


def test_a_container_image_passes() -> None:
    found = verdicts("LAKE_LAMBDA_1", planned(FUNCTION, {"package_type": "Image"}))
    assert found == {FUNCTION: "passed"}


def test_a_withdrawn_runtime_fails() -> None:
    found = verdicts("LAKE_LAMBDA_1", planned(FUNCTION, {"runtime": "python3.8"}))
    assert found == {FUNCTION: "failed"}


def test_a_runtime_known_only_after_apply_is_unknown() -> None:
    found = verdicts("LAKE_LAMBDA_1", planned(FUNCTION, unknown={"runtime": True}))
    assert found == {FUNCTION: "unknown"}
