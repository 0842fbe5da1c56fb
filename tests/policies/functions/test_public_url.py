import pytest

from mutation import Mutation
from plans import planned, verdicts

URL = "aws_lambda_function_url.added"
MUTATION = Mutation(URL, (), {"function_name": "transform", "authorization_type": "NONE"})


@pytest.mark.parametrize(("chosen", "outcome"), [("AWS_IAM", "passed"), ("NONE", "failed")])
def test_a_url_asks_who_calls(chosen: str, outcome: str) -> None:
    found = verdicts("LAKE_LAMBDA_2", planned(URL, {"authorization_type": chosen}))
    assert found == {URL: outcome}


def test_what_is_known_only_after_apply_is_unknown() -> None:
    found = verdicts("LAKE_LAMBDA_2", planned(URL, unknown={"authorization_type": True}))
    assert found == {URL: "unknown"}
