"""Values by a column's type and name."""

from __future__ import annotations

import base64
import ipaddress
import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from lakeform.config.hive_types import PRIMITIVES, HiveType, parse
from lakeform.produce.names import endings
from lakeform.produce.record import Json, Moment
from lakeform.produce.source import Source
from lakeform.produce.values import INTEGERS, Column, column

AT = datetime(2025, 3, 4, 5, 6, 7, 89_000, tzinfo=UTC)
MOMENT = Moment(12, AT)


def make(name: str, type: str) -> Column:
    return column(name, parse(type), Source(7))


def values(name: str, type: str, count: int = 200) -> list[Json]:
    made = make(name, type)
    return [made.make(MOMENT) for _ in range(count)]


def fits(value: Json, type: HiveType) -> bool:
    """Whether the JSON value is one of the type, as Athena's and Firehose's readers take it."""
    match type.name:
        case "string" | "varchar" | "char":
            longest = type.numbers[0] if type.numbers else 10**6
            return isinstance(value, str) and len(value) <= longest
        case "tinyint" | "smallint" | "int" | "bigint":
            most = INTEGERS[type.name]
            return type_of(value) is int and -most <= value <= most  # type: ignore[operator]
        case "float" | "double":
            return isinstance(value, float)
        case "decimal":
            return fits_decimal(value, *type.numbers)
        case "boolean":
            return isinstance(value, bool)
        case "date":
            return isinstance(value, str) and str(date.fromisoformat(value)) == value
        case "timestamp":
            pattern = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}"
            return isinstance(value, str) and re.fullmatch(pattern, value) is not None
        case "binary":
            return isinstance(value, str) and len(base64.b64decode(value, validate=True)) == 16
        case "array":
            return isinstance(value, list) and all(fits(each, type.inner[0]) for each in value)
        case "map":
            inner = type.inner[1]
            return isinstance(value, dict) and all(fits(each, inner) for each in value.values())
    assert type.name == "struct"
    assert isinstance(value, dict)
    pairs = zip(type.fields, type.inner, strict=True)
    return list(value) == list(type.fields) and all(fits(value[key], each) for key, each in pairs)


def type_of(value: object) -> type:
    return type(value)


def fits_decimal(value: Json, precision: int, scale: int) -> bool:
    assert isinstance(value, int | float)
    assert not isinstance(value, bool)
    whole, _, fraction = json.dumps(value).lstrip("-").partition(".")
    return len(whole.lstrip("0")) <= precision - scale and len(fraction.rstrip("0")) <= scale


TYPES = [
    *sorted(PRIMITIVES - {"char", "varchar", "decimal"}),
    "char(3)",
    "varchar(5)",
    "decimal(10,2)",
    "decimal(38,18)",
    "decimal(38,0)",
    "decimal(4,4)",
    "decimal(1,0)",
    "array<string>",
    "array<array<int>>",
    "map<string,double>",
    "map<int,boolean>",
    "struct<id:bigint,email:string,at:timestamp>",
    "array<struct<sku:string,price:decimal(10,2),tags:map<string,array<date>>>>",
]


@pytest.mark.parametrize("name", ["x", "id", "price", "latitude", "month", "at", "status", "name"])
@pytest.mark.parametrize("type", TYPES)
def test_every_value_is_one_of_its_type(type: str, name: str) -> None:
    for value in values(name, type, 50):
        assert fits(value, parse(type)), value


@pytest.mark.parametrize("name", ["x", "id", "price", "latitude", "rating", "status", "birthday"])
@pytest.mark.parametrize("type", [each for each in TYPES if "<" not in each])
def test_an_outlier_is_of_the_type_and_beyond_all_values(type: str, name: str) -> None:
    made = make(name, type)
    if made.outlier is None:
        assert type in ("string", "char(3)", "varchar(5)", "binary", "boolean") or (
            name == "latitude"
        )
        return
    far = made.outlier(MOMENT)
    assert fits(far, parse(type))
    ordinary = [made.make(MOMENT) for _ in range(500)]
    if isinstance(far, str):
        assert far < min(map(str, ordinary)) or far > max(map(str, ordinary))
    else:
        numbers = [each for each in ordinary if isinstance(each, int | float)]
        assert isinstance(far, int | float)
        span = max(numbers) - min(numbers)
        assert far > max(numbers) + span * 0.4 or far < min(numbers) - span * 0.4


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("email", r"[\w.]+@example\.(com|org|net)"),
        ("c_email_address", r"[\w.]+@example\.(com|org|net)"),
        ("phone_number", r"[\d().x+-]{7,}"),
        ("name", r"\w+ \w+"),
        ("c_name", r"\w+ \w+"),
        ("first_name", r"\w+"),
        ("page_url", r"https://www\.example\.com/\S+"),
        ("user_agent", r"Mozilla/5\.0 .+"),
        ("country_code", r"[A-Z]{2}"),
        ("billing_country_code", r"[A-Z]{2}"),
        ("user_id", r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        ("currency", r"[A-Z]{3}"),
        ("created_at", r"2025-03-04 05:06:07\.089"),
        ("ts", r"2025-03-04 05:06:07\.089"),
        ("month", r"03"),
        ("ticker_symbol", r"[A-Z]{4}"),
        ("productname", r"\w+ \w+"),
    ],
)
def test_a_text_is_what_its_name_says(name: str, pattern: str) -> None:
    for value in values(name, "string"):
        assert re.fullmatch(pattern, str(value)), value


def test_an_address_is_of_a_private_network() -> None:
    assert all(ipaddress.ip_address(str(each)).is_private for each in values("client_ip", "string"))


def test_cities_and_countries_differ() -> None:
    assert len(set(map(str, values("city", "string")))) > 50
    assert len(set(map(str, values("country", "string")))) > 50


@pytest.mark.parametrize(
    ("name", "type", "low", "high"),
    [
        ("price", "double", 10, 150),
        ("total_amount", "decimal(10,2)", 10, 150),
        ("quantity", "int", 1, 10),
        ("age", "tinyint", 18, 63),
        ("latitude", "double", -60, 70),
        ("status_code", "int", 200, 503),
        ("customer_id", "bigint", 1, 100_000),
        ("anything", "int", 0, 1000),
        ("anything", "tinyint", 0, 63),
    ],
)
def test_a_number_lies_where_its_name_says(name: str, type: str, low: int, high: int) -> None:
    numbers = [each for each in values(name, type, 500) if isinstance(each, int | float)]
    assert len(numbers) == 500
    assert low <= min(numbers) < max(numbers) <= high


def test_money_has_cents() -> None:
    assert {len(json.dumps(each).partition(".")[2]) for each in values("price", "double")} <= {1, 2}


@pytest.mark.parametrize(
    ("name", "type", "value"),
    [
        ("year", "int", 2025),
        ("hour", "smallint", 5),
        ("event_time", "bigint", 1_741_064_767_089),
        ("ts", "int", 1_741_064_767),
        ("sequence", "bigint", 12),
        ("day", "date", "2025-03-04"),
        ("at", "timestamp", "2025-03-04 05:06:07.089"),
    ],
)
def test_times_are_those_of_the_record(name: str, type: str, value: Json) -> None:
    assert values(name, type, 3) == [value] * 3


def test_a_birthday_lies_in_the_past_and_a_due_date_in_the_future() -> None:
    born = [date.fromisoformat(str(each)) for each in values("birth_date", "date")]
    assert AT.date() - timedelta(days=91 * 365) < min(born)
    assert max(born) < AT.date() - timedelta(days=17 * 365)
    assert min(map(str, values("due_date", "timestamp"))) > "2025-03-04 05:06:07.089"


def test_endings_of_a_name() -> None:
    assert list(endings("billing_country-Code")) == ["billingcountrycode", "countrycode", "code"]
