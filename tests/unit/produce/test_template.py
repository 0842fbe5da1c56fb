"""Templates: JSON with Faker's placeholders."""

from __future__ import annotations

import ipaddress
import json
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest

from lakeform.errors import InputError
from lakeform.produce import Settings, records
from lakeform.produce.record import Json, Moment
from lakeform.produce.source import Source
from lakeform.produce.template import Template

MOMENT = Moment(3, datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC))


def filled(text: str) -> dict[str, Json]:
    return Template(text, "t.json", Source(5)).fields(MOMENT)


def test_a_quoted_placeholder_is_text_and_a_bare_one_keeps_its_type() -> None:
    found = filled(
        '{"a": "{{pyint(min_value=5, max_value=5)}}", "b": {{pyint(min_value=5, max_value=5)}},'
        ' "c": {{ipv4}}, "d": [{{pybool}}, {"e": {{ pydecimal(left_digits=2, right_digits=1) }}}]}'
    )
    assert found["a"] == "5"
    assert found["b"] == 5
    assert ipaddress.ip_address(str(found["c"]))
    items = found["d"]
    assert isinstance(items, list)
    assert isinstance(items[0], bool)
    assert isinstance(items[1], dict)
    assert isinstance(items[1]["e"], float)


def test_placeholders_stand_inside_a_text() -> None:
    name = filled('{"name": "<{{first_name}} {{last_name}}>", "fixed": "{x}", "n": null}')
    assert str(name["name"]).startswith("<")
    assert str(name["name"]).count(" ") == 1
    assert "{" not in str(name["name"])
    assert (name["fixed"], name["n"]) == ("{x}", None)


def test_quotes_inside_a_placeholder_and_escapes_inside_a_text() -> None:
    found = filled(r"""{"a": {{numerify("##")}}, "b": "{{numerify('##')}} \"x\" é"}""")
    assert len(str(found["a"])) == 2
    assert str(found["b"]).endswith(' "x" é')


def test_the_record_has_placeholders_of_its_own() -> None:
    assert filled(
        '{"at": "{{now}}", "day": "{{now(\'%Y/%m/%d\')}}", "ms": {{epoch_ms}}, "n": {{number}}}'
    ) == {
        "at": "2025-03-04 05:06:07.000",
        "day": "2025/03/04",
        "ms": 1_741_064_767_000,
        "n": 3,
    }


def test_the_same_seed_fills_in_the_same() -> None:
    text = (
        '{"id": "{{uuid4}}", "who": "{{name}}", "price": {{pyfloat(min_value=10, max_value=20)}}}'
    )

    def made() -> list[str]:
        shape = Template(text, "t.json", Source(5))
        return [each.text for each in islice(records(shape, Settings(5, anomalies=0.2)), 30)]

    assert made() == made()
    assert len(set(made())) == 30


def test_an_outlier_of_a_template_is_a_far_larger_number() -> None:
    shape = Template('{"a": {{pyint}}, "b": "x", "c": {{pybool}}}', "t.json", Source(5))
    assert shape.columns == ["a", "b", "c"]
    assert shape.outlier("a", 5, MOMENT) == 6000
    assert shape.outlier("b", "x", MOMENT) is None
    assert shape.outlier("c", True, MOMENT) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "t.json isn't JSON: "),
        ('{"a": {{ipv4}', "t.json isn't JSON: "),
        ("[1]", "t.json isn't a JSON object with fields"),
        ("{}", "t.json isn't a JSON object with fields"),
        ('{"a": "{{ipv5}}"}', "t.json: `ipv5` is no provider of Faker\n  → did you mean `ipv6`?"),
        ('{"a": {{random.number(50)}}}', "t.json: `random.number(50)` can't be filled in\n"),
        ('{"a": {{seed_instance}}}', "t.json: `seed_instance` is no provider of Faker\n"),
        ('{"a": {{__class__}}}', "t.json: `__class__` is no provider of Faker\n"),
        ('{"a": {{pyint(exit())}}}', "t.json: `pyint(exit())` can't be filled in\n"),
        ('{"a": {{pyint(high=3)}}}', "t.json: `pyint(high=3)` can't be filled in: "),
        ('{"a": {{binary(length=3)}}}', "can't be filled in: JSON has nothing for bytes"),
        ('{"a": "{{}}"}', "t.json: `` can't be filled in"),
    ],
)
def test_what_is_wrong_with_a_template_is_said_before_anything_is_sent(
    text: str, message: str
) -> None:
    with pytest.raises(InputError) as raised:
        filled(text)
    assert message in str(raised.value)


def test_the_example_of_the_docs_is_a_template() -> None:
    from support import ROOT

    page = (ROOT / "docs" / "produce.md").read_text(encoding="utf-8")
    text = page.split("```json\n", 1)[1].split("```", 1)[0]
    found = filled(text)
    assert json.loads(json.dumps(found)) == found
    assert len(found) > 3
    assert Path("t.json").exists() is False
