"""LF-tag expressions: `domain=sales AND sensitivity=(public OR internal)`.

An expression is held in one normal form, keys and values sorted, so equal expressions are equal
values. Facts: Lake Formation developer guide, "Lake Formation tag-based access control best
practices and considerations".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import TypeAlias

from lakeform.config.governance import MAX_EXPRESSION_BYTES, MAX_TAG_VALUES, expression_bytes

Expression: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Key → the values of which one must match; all keys must match."""


def expression(tags: Mapping[str, Iterable[str]]) -> Expression:
    """The normal form of what the user wrote."""
    return tuple(sorted((key, tuple(sorted(set(values)))) for key, values in tags.items()))


def matches(wanted: Expression, tags: Mapping[str, str]) -> bool:
    """Whether an object with these tags is meant."""
    return all(tags.get(key) in values for key, values in wanted)


def covers(wide: Expression, narrow: Expression) -> bool:
    """Whether everything that `narrow` can match is matched by `wide`, whatever is tagged how."""
    other = dict(narrow)
    return all(key in other and set(other[key]) <= set(values) for key, values in wide)


def merged(expressions: Iterable[Expression]) -> tuple[Expression, ...]:
    """Fewer expressions that match exactly the same objects.

    One that another covers goes, and two that differ in the values of a single key become one
    (`a AND x` or `a AND y` is `a AND (x OR y)`), as long as Lake Formation takes the result. The
    result depends neither on the order nor on repetition, and merging it again changes nothing.
    """
    left = sorted(set(expressions))
    while True:
        left = [
            one for one in left if not any(covers(other, one) for other in left if other != one)
        ]
        pair = next(
            (
                (first, second, both)
                for first, second in combinations(left, 2)
                if (both := _together(first, second)) is not None
            ),
            None,
        )
        if pair is None:
            return tuple(left)
        first, second, both = pair
        left = sorted({*left, both} - {first, second})


def text(wanted: Expression) -> str:
    """The expression as people read it: `domain=sales, sensitivity=internal|public`."""
    return ", ".join(f"{key}={'|'.join(values)}" for key, values in wanted)


def _together(first: Expression, second: Expression) -> Expression | None:
    """The one expression for both, if they differ in the values of one key."""
    if [key for key, _ in first] != [key for key, _ in second]:
        return None
    differing = [place for place, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
    if len(differing) != 1:
        return None
    place = differing[0]
    key = first[place][0]
    values = tuple(sorted({*first[place][1], *second[place][1]}))
    both = (*first[:place], (key, values), *first[place + 1 :])
    fits = len(values) <= MAX_TAG_VALUES and expression_bytes(both) <= MAX_EXPRESSION_BYTES
    return both if fits else None
