"""Values as Python source come back as the same values."""

from __future__ import annotations

import ast

import pytest

from lakeform.jobs.literals import literal


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -1.5,
        "",
        'a "quoted" text',
        "it's \\ and\nnew lines \t and \x00",
        "Grüße 🎉 \u2028",
        [],
        [1, "a", None],
        (),
        (1,),
        ("a", 2),
        {},
        {"a": {"b": [1, (2, 3)]}},
        {"long": "x" * 200, "other": ["y" * 80, "z"]},
    ],
)
def test_a_value_comes_back(value: object) -> None:
    assert ast.literal_eval(literal(value)) == value


def test_long_lists_have_a_line_for_each_item() -> None:
    assert literal(["a"]) == '["a"]'
    assert literal(["a" * 40, "b" * 40]) == f'[\n    "{"a" * 40}",\n    "{"b" * 40}",\n]'


def test_other_values_are_refused() -> None:
    with pytest.raises(TypeError, match="no Python literal for"):
        literal(object())
