from typing import Any

import pytest

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation("aws_glue_job.orders", ("glue_version",), "2.0")
ADDRESS = "aws_glue_job.j"


def shell(version: str) -> dict[str, Any]:
    return planned(ADDRESS, {"command": [{"name": "pythonshell", "python_version": version}]})


def test_supported_versions_pass() -> None:
    assert verdicts("LAKE_GLUE_10", planned(ADDRESS, {"glue_version": "5.0"})) == {
        ADDRESS: "passed"
    }
    assert verdicts("LAKE_GLUE_10", shell("3.9")) == {ADDRESS: "passed"}


@pytest.mark.parametrize("version", ["0.9", "1.0", "2.0"])
def test_versions_out_of_support_fail(version: str) -> None:
    assert verdicts("LAKE_GLUE_10", planned(ADDRESS, {"glue_version": version})) == {
        ADDRESS: "failed"
    }


def test_old_python_fails() -> None:
    assert verdicts("LAKE_GLUE_10", shell("3")) == {ADDRESS: "failed"}


def test_a_version_that_is_left_to_glue_is_unknown() -> None:
    assert verdicts("LAKE_GLUE_10", planned(ADDRESS, unknown={"glue_version": True})) == {
        ADDRESS: "unknown"
    }
