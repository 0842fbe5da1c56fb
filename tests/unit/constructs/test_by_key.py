"""Addresses of resources that are named after keys of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from aws_tree import Tree
from lakeform.aws.closed_stack import ClosedStack
from lakeform.aws.lakeformation import LakeformationLfTag
from lakeform.constructs.by_key import by_key
from lakeform.naming import logical_id


@pytest.mark.parametrize(
    "keys", [("a", "b"), ("a", "b", "c"), ("1a", "2b"), ("a_b", "c.d"), ("a", "a"), ("a-b", "_c")]
)
def test_an_address_is_made_of_the_keys(keys: tuple[str, ...], tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    address = by_key(tree.stack, LakeformationLfTag, keys, key="k", values=["v"])
    assert address == f"aws_lakeformation_lf_tag.{logical_id(*keys)}"
    assert tree.resource("aws_lakeformation_lf_tag", logical_id(*keys)) == {
        "key": "k",
        "values": ["v"],
    }


def test_the_same_keys_twice(tmp_path: Path) -> None:
    stack = ClosedStack(Tree(tmp_path).app, "closed")
    by_key(stack, LakeformationLfTag, ("a", "b"), key="k", values=["v"])
    with pytest.raises(ValueError, match=r"aws_lakeformation_lf_tag\.a__b is there already"):
        by_key(stack, LakeformationLfTag, ("a", "b"), key="k", values=["w"])
