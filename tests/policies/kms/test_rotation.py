from typing import Any

import pytest

from mutation import Mutation
from plans import planned, verdicts

MUTATION = Mutation("aws_kms_key.raw", ("enable_key_rotation",), False)
ADDRESS = "aws_kms_key.k"


def test_a_rotated_key_passes_and_another_fails() -> None:
    for rotated, outcome in ((True, "passed"), (False, "failed"), (None, "failed")):
        key = planned(ADDRESS, {"enable_key_rotation": rotated})
        assert verdicts("LAKE_KMS_1", key) == {ADDRESS: outcome}


@pytest.mark.parametrize(
    "values", [{"customer_master_key_spec": "RSA_4096"}, {"custom_key_store_id": "cks-1"}]
)
def test_a_key_that_kms_cant_rotate_passes(values: dict[str, Any]) -> None:
    assert verdicts("LAKE_KMS_1", planned(ADDRESS, values)) == {ADDRESS: "passed"}


def test_rotation_known_only_after_apply_is_unknown() -> None:
    later = planned(ADDRESS, unknown={"enable_key_rotation": True})
    assert verdicts("LAKE_KMS_1", later) == {ADDRESS: "unknown"}
