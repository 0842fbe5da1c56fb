"""LF-tag expressions, held against the objects that they find."""

from __future__ import annotations

import random
from itertools import product

from lakeform.access.expressions import Expression, covers, expression, matches, merged, text
from lakeform.config.governance import MAX_EXPRESSION_BYTES, MAX_TAG_VALUES, expression_bytes

VALUES = {"domain": ("sales", "web"), "team": ("x", "y", "z"), "tier": ("gold",)}
OBJECTS = [
    {key: value for key, value in zip(VALUES, choice, strict=True) if value is not None}
    for choice in product(*((None, *values) for values in VALUES.values()))
]
"""Every object that can be: each key with each of its values, or without the key."""


def found(*expressions: Expression) -> list[dict[str, str]]:
    return [tags for tags in OBJECTS if any(matches(each, tags) for each in expressions)]


def some_expression(rng: random.Random) -> Expression:
    keys = rng.sample(sorted(VALUES), rng.randint(1, len(VALUES)))
    return expression({k: rng.sample(VALUES[k], rng.randint(1, len(VALUES[k]))) for k in keys})


def test_all_keys_must_match_with_one_of_their_values() -> None:
    wanted = expression({"sensitivity": ["internal", "public"], "domain": ["sales"]})
    assert matches(wanted, {"domain": "sales", "sensitivity": "public", "team": "x"})
    assert not matches(wanted, {"domain": "sales", "sensitivity": "pii"})
    assert not matches(wanted, {"domain": "sales"}), "an object without the key doesn't match"


def test_covering_is_finding_all_that_the_other_finds() -> None:
    for seed in range(500):
        rng = random.Random(seed)
        wide, narrow = some_expression(rng), some_expression(rng)
        # A key with its only value still leaves out the objects that lack the key.
        assert covers(wide, narrow) == all(tags in found(wide) for tags in found(narrow)), seed


def test_merged_expressions_find_the_same_objects_and_nothing_merges_further() -> None:
    for seed in range(300):
        rng = random.Random(seed)
        before = [some_expression(rng) for _ in range(rng.randint(1, 8))]
        after = merged(before)
        assert found(*after) == found(*before), seed
        assert len(after) <= len(set(before)), seed
        assert merged(after) == after, seed
        assert merged(rng.sample(before, len(before)) + before) == after, seed


def test_values_of_one_key_are_united() -> None:
    one = expression({"domain": ["sales"], "tier": ["gold"]})
    other = expression({"domain": ["web"], "tier": ["gold"]})
    assert merged([one, other]) == (expression({"domain": ["sales", "web"], "tier": ["gold"]}),)


def test_expressions_that_differ_in_two_keys_stay_apart() -> None:
    pair = [expression({"domain": [d], "team": [t]}) for d, t in (("sales", "x"), ("web", "y"))]
    assert merged(pair) == tuple(sorted(pair))


def test_nothing_grows_beyond_what_lake_formation_takes() -> None:
    many = [f"v{number:02}" for number in range(MAX_TAG_VALUES)]
    both = [expression({"team": many}), expression({"team": ["one-more"]})]
    assert merged(both) == tuple(sorted(both))
    long = [expression({"team": [letter * 50 + str(n) for n in range(9)]}) for letter in "ab"]
    assert expression_bytes(long[0]) < MAX_EXPRESSION_BYTES < 2 * 9 * 51
    assert merged(long) == tuple(sorted(long))


def test_an_expression_as_people_read_it() -> None:
    wanted = expression({"sensitivity": ["public", "internal"], "domain": ["sales"]})
    assert text(wanted) == "domain=sales, sensitivity=internal|public"
