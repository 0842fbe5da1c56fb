"""What a column's name says of its values: `customer_email` holds e-mail addresses.

A name is cut at `_` and `-`, and the longest ending that is listed counts: of
`billing_country_code` that is `countrycode`. Nothing made here leads to a real person or host:
e-mail addresses and URLs end in a domain that is reserved for examples (RFC 2606).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from lakeform.produce.record import Moment
from lakeform.produce.source import Source

_Found = TypeVar("_Found")

CAMPAIGNS = ("BlackFriday", "10Percent", "NewYear", "Summer", "None")
PRODUCTS = ("backpack", "bicycle", "camera", "headphones", "jacket", "lamp", "tent", "watch")
METHODS = ("GET",) * 7 + ("POST",) * 2 + ("PUT", "DELETE")
STATUSES = (200,) * 12 + (201, 204, 301, 304, 400, 403, 404, 500, 503)
STATES = ("new", "pending", "paid", "shipped", "cancelled")
EVENTS = ("view", "click", "add_to_cart", "purchase", "search")
DEVICES = ("desktop", "mobile", "tablet")


def _name(source: Source) -> str:
    return f"{source.faker.first_name()} {source.faker.last_name()}"


def _product(source: Source) -> str:
    return f"{source.faker.safe_color_name()} {source.random.choice(PRODUCTS)}"


def _url(source: Source) -> str:
    return f"https://www.example.com/{source.faker.uri_path()}"


def _ip(source: Source) -> str:
    """Of the 16 million addresses of a private network; quicker than Faker's of any network."""
    random = source.random
    return f"10.{random.randint(0, 255)}.{random.randint(0, 255)}.{random.randint(1, 254)}"


def _one_of(values: tuple[str, ...]) -> Callable[[Source], str]:
    return lambda source: source.random.choice(values)


TEXTS: Mapping[str, Callable[[Source], str]] = {
    **dict.fromkeys(("email", "emailaddress", "mail"), lambda s: s.faker.email()),
    **dict.fromkeys(("phone", "phonenumber", "mobile", "tel"), lambda s: s.faker.phone_number()),
    **dict.fromkeys(("fullname", "customername", "personname", "contactname"), _name),
    **dict.fromkeys(("firstname", "givenname"), lambda s: s.faker.first_name()),
    **dict.fromkeys(("lastname", "surname", "familyname"), lambda s: s.faker.last_name()),
    **dict.fromkeys(("username", "login", "user"), lambda s: s.faker.user_name()),
    **dict.fromkeys(("ip", "ipv4", "ipaddress", "ipaddr", "clientip", "sourceip"), _ip),
    **dict.fromkeys(("ipv6",), lambda s: s.faker.ipv6()),
    **dict.fromkeys(("url", "uri", "link", "page", "referrer", "referer"), _url),
    **dict.fromkeys(("path", "requesturi"), lambda s: f"/{s.faker.uri_path()}"),
    # Faker's other browsers carry dates that move with the day on which they are made.
    **dict.fromkeys(("useragent", "agent", "browser"), lambda s: s.faker.chrome()),
    **dict.fromkeys(("host", "hostname"), lambda s: f"{s.faker.domain_word()}.example.com"),
    **dict.fromkeys(("mac", "macaddress"), lambda s: s.faker.mac_address()),
    **dict.fromkeys(("country", "countryname"), lambda s: s.faker.country()),
    **dict.fromkeys(("countrycode",), lambda s: s.faker.country_code()),
    **dict.fromkeys(("city", "town"), lambda s: s.faker.city()),
    **dict.fromkeys(("state", "province"), lambda s: s.faker.state()),
    **dict.fromkeys(("street", "streetaddress", "address"), lambda s: s.faker.street_address()),
    **dict.fromkeys(("zip", "zipcode", "postcode", "postalcode"), lambda s: s.faker.postcode()),
    **dict.fromkeys(("region",), _one_of(("EU", "US", "APAC", "LATAM"))),
    **dict.fromkeys(("company", "companyname", "vendor", "supplier"), lambda s: s.faker.company()),
    **dict.fromkeys(("job", "jobtitle", "occupation"), lambda s: s.faker.job()),
    **dict.fromkeys(("currency", "currencycode"), lambda s: s.faker.currency_code()),
    **dict.fromkeys(("product", "productname", "item", "itemname"), _product),
    **dict.fromkeys(("sku", "productcode"), lambda s: s.faker.bothify("??-####").upper()),
    **dict.fromkeys(("campaign", "campaignname"), _one_of(CAMPAIGNS)),
    **dict.fromkeys(("category",), _one_of(("home", "outdoor", "photo", "sound", "wear"))),
    **dict.fromkeys(("method", "httpmethod"), _one_of(METHODS)),
    **dict.fromkeys(("status", "orderstatus"), _one_of(STATES)),
    **dict.fromkeys(("event", "eventtype", "eventname", "action"), _one_of(EVENTS)),
    **dict.fromkeys(("device", "devicetype"), _one_of(DEVICES)),
    **dict.fromkeys(("ticker", "tickersymbol", "symbol"), lambda s: s.faker.lexify("????").upper()),
    **dict.fromkeys(("color", "colour"), lambda s: s.faker.safe_color_name()),
    **dict.fromkeys(("language", "lang"), lambda s: s.faker.language_code()),
    **dict.fromkeys(("gender", "sex"), _one_of(("f", "m", "x"))),
    **dict.fromkeys(("version",), lambda s: s.faker.numerify("#.#.##")),
    **dict.fromkeys(("description", "comment", "message", "text", "title", "subject", "note"),
                    lambda s: s.faker.sentence(nb_words=6)),
    **dict.fromkeys(("id", "uuid", "guid", "key"), lambda s: str(s.faker.uuid4())),
}  # fmt: skip
"""Ending → text. `name` alone is a person's; `campaign_name` isn't."""


@dataclass(frozen=True)
class Range:
    """Where numbers lie: from `low` to `high`, both included; `digits` after the point."""

    low: float
    high: float
    digits: int = 2


_MONEY = Range(10, 150)
"""The prices of the sales events in AWS's Lake Formation workshop."""

NUMBERS: Mapping[str, Range] = {
    **dict.fromkeys(("price", "amount", "total", "cost", "revenue", "value", "fee", "tax"), _MONEY),
    **dict.fromkeys(("quantity", "qty", "count", "items"), Range(1, 10)),
    **dict.fromkeys(("age",), Range(18, 90)),
    **dict.fromkeys(("rating", "stars"), Range(1, 5, 1)),
    **dict.fromkeys(("percent", "percentage", "pct", "discount"), Range(0, 100, 1)),
    **dict.fromkeys(("ratio", "score", "probability", "share", "ctr"), Range(0, 1, 4)),
    **dict.fromkeys(("lat", "latitude"), Range(-60, 70, 6)),
    **dict.fromkeys(("lon", "lng", "longitude"), Range(-180, 180, 6)),
    **dict.fromkeys(("temperature", "temp"), Range(-10, 40, 1)),
    **dict.fromkeys(("humidity",), Range(20, 90, 1)),
    **dict.fromkeys(("latency", "duration", "ms", "millis", "elapsed"), Range(1, 2000, 1)),
    **dict.fromkeys(("seconds", "sec"), Range(1, 600, 1)),
    **dict.fromkeys(("bytes", "size"), Range(200, 1_000_000, 0)),
    **dict.fromkeys(("port",), Range(1024, 65535, 0)),
    **dict.fromkeys(("id", "key", "sk"), Range(1, 100_000, 0)),
    **dict.fromkeys(("change",), Range(-10, 10)),
}
"""Ending → range."""

COUNTERS = ("number", "offset", "seq", "sequence")
"""Names of integers that hold the record's number."""

PARTS: Mapping[str, Callable[[Moment], int]] = {
    "year": lambda moment: moment.at.year,
    "month": lambda moment: moment.at.month,
    "day": lambda moment: moment.at.day,
    "hour": lambda moment: moment.at.hour,
    "minute": lambda moment: moment.at.minute,
}
"""Ending → the part of the record's time that a number, or a text, holds."""

_TIME = ("at", "date", "datetime", "time", "timestamp", "ts", "when")
_BIRTH = ("birth", "birthdate", "birthday", "dateofbirth", "dob")
_PAST = ("created", "createdat", "joined", "registered", "signup", "since", "start", "startdate")
_FUTURE = ("due", "duedate", "end", "enddate", "expires", "expiry", "until")
_YEAR = 365


def endings(column: str) -> Iterator[str]:
    """The endings of a column's name, the longest first: `countrycode`, then `code`."""
    words = [word for word in re.split(r"[_\W]+", column.lower()) if word]
    for first in range(len(words)):
        yield "".join(words[first:])


def find(column: str, known: Mapping[str, _Found]) -> _Found | None:
    """What is listed for the longest ending of the column's name."""
    return next((known[ending] for ending in endings(column) if ending in known), None)


def is_person(column: str) -> bool:
    """Whether the column is called `name`, or `c_name`: then it is a person's."""
    return re.fullmatch(r"(?:[a-z]_)?name", column.lower()) is not None


def is_time(column: str) -> bool:
    """Whether a text or a number under this name is a time."""
    return any(ending in _TIME for ending in endings(column))


def is_status(column: str) -> bool:
    """Whether a number under this name is HTTP's status."""
    return any(ending in ("status", "statuscode", "httpstatus") for ending in endings(column))


def offset(column: str, source: Source) -> timedelta:
    """How far a time lies from the record's own: nothing, unless its name says otherwise."""
    found = set(endings(column))
    if found.intersection(_BIRTH):
        return -timedelta(days=source.random.randint(18 * _YEAR, 90 * _YEAR))
    if found.intersection(_PAST):
        return -timedelta(days=source.random.randint(1, 5 * _YEAR))
    if found.intersection(_FUTURE):
        return timedelta(days=source.random.randint(1, _YEAR))
    return timedelta()
