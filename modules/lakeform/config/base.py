"""What all sections' models share: the base model, the vocabulary of names and numbers."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any, NoReturn

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Strict,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError


class Section(BaseModel):
    """A mapping of `lake.yaml`: frozen, and without unknown keys.

    A key that is written with nothing after it (`sandbox:`) takes the section's defaults.
    """

    # Deferred: what the file has of the sections is built when it is read, and that once.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _defaults_when_empty(cls, data: Any, info: ValidationInfo) -> Any:
        if info.context is not None:  # only while an error is explained: who validated what
            info.context[id(data)] = cls
        return {} if data is None else data


def fail(message: str, hint: str = "", meant: str | None = None) -> NoReturn:
    """Raise a validation error whose words reach the user unchanged.

    Args:
        meant: what probably should stand there.
    """
    raise PydanticCustomError(
        "lakeform", "{message}", {"message": message, "hint": hint, "meant": meant}
    )


def fail_unknown(message: str, name: str, known: Sequence[str]) -> NoReturn:
    """Fail over a name that isn't one of a list, with the nearest that is."""
    fail(message, suggestion(name, known, "one of"), nearest(name, known))


class Distinct(Discriminator):
    """A discriminator that can be a part of `… | None`: pydantic's own has no hash where it carries
    the words of an error."""

    def __hash__(self) -> int:
        return id(self)


def by_key(kinds: dict[str, str], noun: str) -> Discriminator:
    """Tell the members of a union apart by the one key that only they have.

    Args:
        kinds: key → tag of the member; a tag holds a space, so that it can't be taken for a key.
        noun: what the union is, with its article: `a grant`.
    """

    def kind(value: Any) -> str | None:
        keys = value if isinstance(value, dict) else getattr(type(value), "model_fields", ())
        found = [tag for key, tag in kinds.items() if key in keys]
        return found[0] if len(found) == 1 else None

    return Distinct(
        kind,
        custom_error_type="lakeform",
        custom_error_message="{message}",
        custom_error_context={
            "message": f"{noun} has exactly one of the keys {', '.join(kinds)}",
            "hint": "write one of them",
            "noun": noun,
            "keys": ", ".join(kinds),
        },
    )


def nearest(name: str, known: Sequence[str]) -> str | None:
    """The known name that the user most probably meant, compared without case."""
    folded = {each.casefold(): each for each in known}
    close = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def suggestion(name: str, known: Sequence[str], noun: str) -> str:
    """`did you mean …?`, or the list of what there is.

    Args:
        name: what the user wrote.
        known: what may be written.
        noun: what the list is called: `one of`, `databases`.
    """
    close = nearest(name, known)
    if close is not None:
        return f"did you mean `{close}`?"
    if not known:
        return f"there are no {noun}"
    return f"{noun}{' ' if noun == 'one of' else ': '}{', '.join(known)}"


def quoted(value: object, limit: int = 60) -> str:
    """A user's value as an error message shows it: one line, control characters escaped."""
    text = ascii(value) if isinstance(value, str) and not value.isprintable() else f"{value}"
    return f"`{text if len(text) <= limit else text[: limit - 1] + '…'}`"


def pattern(regex: str, rule: str, hint: str = "") -> Callable[[str], str]:
    """A validator: the whole text matches, or the message says the `rule`."""
    compiled = re.compile(regex)

    def check(value: str) -> str:
        if compiled.fullmatch(value) is None:
            fail(f"{quoted(value)} {rule}", hint)
        return value

    return check


def _number_as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Text = Annotated[str, BeforeValidator(_number_as_text, json_schema_input_type=str | int)]
Int = Annotated[int, Strict()]
Bool = Annotated[bool, Strict()]

_IDENTIFIER = "must be lower-case letters, digits, `_` and `-`, and start with a letter or digit"

LakeName = Annotated[
    str,
    AfterValidator(
        pattern(
            r"[a-z][a-z0-9-]{0,18}[a-z0-9]",
            "must be 2 to 20 lower-case letters, digits and `-`, and start with a letter",
            "it is the prefix of every name, and bucket names have at most 63 characters",
        )
    ),
]
EnvironmentName = Annotated[
    str,
    AfterValidator(
        pattern(
            r"[a-z][a-z0-9]{0,9}",
            "must be 1 to 10 lower-case letters and digits, and start with a letter",
        )
    ),
]
ShortName = Annotated[
    str,
    AfterValidator(
        pattern(
            r"[a-z](?:[a-z0-9-]{0,28}[a-z0-9])?",
            "must be 1 to 30 lower-case letters, digits and `-`, and start with a letter",
        )
    ),
]
"""Names of zones and personas, which become parts of bucket and role names."""

Identifier = Annotated[str, AfterValidator(pattern(r"[a-z0-9][a-z0-9_-]{0,127}", _IDENTIFIER))]
"""Names in the Glue catalogue. Glue folds them to lower case, so upper case is refused."""

ColumnName = Annotated[
    str,
    AfterValidator(
        pattern(r"[a-z0-9_][a-z0-9_ .$-]{0,254}", "must be lower-case (Glue folds names)")
    ),
]
TableReference = Annotated[
    str,
    AfterValidator(
        pattern(r"[a-z0-9][a-z0-9_-]*\.[a-z0-9][a-z0-9_-]*", "must be written `database.table`")
    ),
]
Account = Annotated[
    Text,
    AfterValidator(
        pattern(
            r"[0-9]{12}",
            "isn't an AWS account id",
            'an account id has twelve digits: `account: "111111111111"`',
        )
    ),
]
_ARN = r"arn:aws(?:-[a-z]+)*"
RoleArn = Annotated[
    str,
    AfterValidator(
        pattern(
            _ARN + r":iam::[0-9]{12}:role/[\w+=,.@/-]{1,576}",
            "isn't the ARN of a role",
            "for example arn:aws:iam::111111111111:role/analyst",
        )
    ),
]
KeyArn = Annotated[
    str,
    AfterValidator(
        pattern(
            _ARN + r":kms:[a-z0-9-]+:[0-9]{12}:(?:key|alias)/[\w/-]+",
            "isn't the ARN of a KMS key or alias",
        )
    ),
]
BucketArn = Annotated[
    str,
    AfterValidator(
        pattern(
            _ARN + r":s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
            "isn't the ARN of a bucket",
            "for example arn:aws:s3:::my-bucket",
        )
    ),
]
Prefix = Annotated[
    str,
    AfterValidator(
        pattern(
            r"(?:[\w!.*'()=-]+/)*",
            "must be a prefix that ends with `/` and doesn't start with one",
            "for example landing/orders/",
        )
    ),
]
"""A key prefix inside a zone's bucket; the empty one is the whole bucket."""

Schedule = Annotated[
    str,
    AfterValidator(
        pattern(
            r"cron\((?:[^\s()]+ ){5}[^\s()]+\)",
            "isn't an AWS cron expression of six fields",
            'for example "cron(0 2 * * ? *)", in UTC',
        )
    ),
]
Email = Annotated[
    str,
    AfterValidator(
        pattern(r"[^@\s]+@[^@\s]+\.[^@\s]+", "isn't an e-mail address", "name@company.example")
    ),
]
Days = Annotated[Int, Field(ge=1, le=36500)]
LOG_RETENTION_DAYS = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
)  # fmt: skip
"""Retentions that CloudWatch Logs accepts (API reference of PutRetentionPolicy)."""


def _log_retention(value: int) -> int:
    if value not in LOG_RETENTION_DAYS:
        allowed = ", ".join(map(str, LOG_RETENTION_DAYS))
        fail(f"{quoted(value)} days isn't a retention of CloudWatch Logs", f"one of {allowed}")
    return value


LogRetention = Annotated[Int, AfterValidator(_log_retention)]
