"""AWS Glue's Data Quality Definition Language, as far as a rule can be wrong without its data.

Source of the grammar and the rule types: AWS Glue's user guide, "DQDL reference", and the grammar
and the list of rules of AWS's own parser, awslabs/dqdl.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lakeform.config.base import quoted, suggestion


class DqdlError(ValueError):
    """A text that isn't a rule: why, and what to do next."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True)
class RuleType:
    """What one type of rule takes."""

    fewest: int
    """Parameters that it needs."""
    most: int | None
    """Parameters that it takes; None: any number."""
    columns: slice
    """Which of its parameters are names of columns of the table."""
    condition: bool
    """It says nothing without a condition such as `> 0`."""


_ALL = slice(None)
_NONE = slice(0)


def _types(names: str, *, like: RuleType) -> dict[str, RuleType]:
    return dict.fromkeys(names.split(), like)


RULE_TYPES: dict[str, RuleType] = {
    **_types("ColumnCount RowCount", like=RuleType(0, 0, _NONE, condition=True)),
    **_types(
        "ColumnDataType ColumnLength ColumnValues Completeness DataFreshness DistinctValuesCount "
        "Entropy Mean StandardDeviation Sum UniqueValueRatio Variance",
        like=RuleType(1, 1, _ALL, condition=True),
    ),
    **_types("ColumnExists IsComplete", like=RuleType(1, 1, _ALL, condition=False)),
    **_types("IsPrimaryKey IsUnique", like=RuleType(1, None, _ALL, condition=False)),
    "Uniqueness": RuleType(1, None, _ALL, condition=True),
    "ColumnCorrelation": RuleType(2, 2, _ALL, condition=True),
    **_types("ColumnNamesMatchPattern CustomSql", like=RuleType(1, 1, _NONE, condition=False)),
    **_types("RowCountMatch SchemaMatch", like=RuleType(1, 1, _NONE, condition=True)),
    **_types("AggregateMatch ReferentialIntegrity", like=RuleType(2, 2, _NONE, condition=True)),
    "DatasetMatch": RuleType(2, 3, _NONE, condition=True),
    "DetectAnomalies": RuleType(1, None, slice(1, None), condition=False),
    "FileMatch": RuleType(0, 2, _NONE, condition=False),
    **_types("FileFreshness FileSize FileUniqueness", like=RuleType(0, 1, _NONE, condition=True)),
}
"""Name → rule type. Analyzers (`AllStatistics`) aren't rules."""


@dataclass(frozen=True)
class Rule:
    """One rule, or one part of a composite one."""

    type: str
    parameters: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it names."""
        return self.parameters[RULE_TYPES[self.type].columns]


def parse(text: str) -> tuple[Rule, ...]:
    """The parts of a rule: one, or those that `and` and `or` join.

    Raises:
        DqdlError: the text isn't a rule.
    """
    parser = _Parser(_tokens(text))
    parser.composite(0)
    parser.end()
    return tuple(parser.rules)


_TOKEN = re.compile(
    r"\s*(?:"
    r'(?P<string>"(?:\\.|[^"\\])*")|'
    r"(?P<word>[A-Za-z0-9_.]+)|"
    r"(?P<sign>[<>]=?|!=|=|[-+*/(),\[\]!]))"
)
_COMPARISONS = ("<", "<=", "=", "!=", ">", ">=")
_JOINTS = ("and", "AND", "or", "OR")
_ENDS = frozenset({*_JOINTS, "where", "labels", "with", ",", "]", ")"})
_DEEPEST = 32


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    position = 0
    end = len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            rest = text[position:].lstrip()
            if rest[0] == '"':
                raise DqdlError(f"the quote before {quoted(rest[1:], 30)} isn't closed with `\"`")
            if rest[0] == "'":
                raise DqdlError("names and texts stand in double quotes, not in single ones")
            if rest[0] == "$":
                raise DqdlError("variables can't be used here", "write the value itself")
            raise DqdlError(f"`{rest[0]}` can't stand in a rule")
        tokens.append(match[0].strip())
        position = match.end()
    return tokens


class _Parser:
    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._next = 0
        self.rules: list[Rule] = []

    def composite(self, depth: int) -> None:
        if depth > _DEEPEST:
            raise DqdlError(f"parentheses are nested more than {_DEEPEST} deep")
        while True:
            if self._accept("("):
                self.composite(depth + 1)
                self._expect(")")
                self._labels()
            else:
                self._rule()
            if not self._accept(*_JOINTS):
                return

    def end(self) -> None:
        if (token := self._peek()) is not None:
            hint = "write each rule as an entry of the list" if token == "," else None
            raise DqdlError(f"{quoted(token)} is left over at the end", hint)

    def _rule(self) -> None:
        name = self._take("the name of a rule type")
        kind = RULE_TYPES.get(name)
        if kind is None:
            raise DqdlError(
                f"{quoted(name)} isn't a rule type", suggestion(name, sorted(RULE_TYPES), "one of")
            )
        parameters = self._parameters()
        _check_count(name, kind, len(parameters))
        has_condition = self._condition()
        if kind.condition and not has_condition:
            raise DqdlError(f"`{name}` needs a condition", f"for example `{_example(name)}`")
        if self._accept("where"):
            self._string("a condition in SQL, in quotes,")
        self._labels()
        while self._accept("with"):
            self._take("the name of a threshold")
            if not self._condition():
                raise DqdlError("`with` needs a condition", "for example `with threshold > 0.9`")
        self.rules.append(Rule(name, parameters))

    def _parameters(self) -> tuple[str, ...]:
        found: list[str] = []
        while True:
            token = self._peek()
            if token in ("of", "OF", "and", "AND") and self._is_string(1):
                self._next += 1
            elif not self._is_string(0):
                return tuple(found)
            else:
                found.append(_unquoted(self._take("a parameter")))

    def _condition(self) -> bool:
        negated = self._accept("not")
        if self._accept("between"):
            self._operand()
            if not self._accept("and", "AND"):
                raise DqdlError("`between` needs two values joined with `and`")
            self._operand()
        elif self._accept("in"):
            self._expect("[")
            self._list(self._operand)
            self._expect("]")
        elif self._accept("matches"):
            self._string("a regular expression, in quotes,")
        elif negated:
            raise DqdlError("`not` stands before `between`, `in` or `matches` only")
        elif self._accept(*_COMPARISONS):
            self._operand()
        else:
            return False
        return True

    def _operand(self) -> None:
        """A value: a number, text, date, duration or size, or a sum of such; the data decides."""
        start = self._next
        depth = 0
        while (token := self._peek()) is not None:
            if depth == 0 and token in _ENDS:
                break
            if token in _COMPARISONS or token in ("[", "!"):
                raise DqdlError(f"`{token}` stands where a value is expected")
            depth += {"(": 1, ")": -1}.get(token, 0)
            self._next += 1
        if depth:
            raise DqdlError("a parenthesis isn't closed")
        if self._next == start:
            raise DqdlError(f"{self._here()} where a value is expected")

    def _labels(self) -> None:
        if self._accept("labels"):
            self._expect("=")
            self._expect("[")
            self._list(self._label)
            self._expect("]")

    def _label(self) -> None:
        self._string("a label, in quotes,")
        self._expect("=")
        self._string("a label's value, in quotes,")

    def _list(self, member: Callable[[], None]) -> None:
        member()
        while self._accept(","):
            member()

    def _peek(self, ahead: int = 0) -> str | None:
        place = self._next + ahead
        return self._tokens[place] if place < len(self._tokens) else None

    def _is_string(self, ahead: int) -> bool:
        token = self._peek(ahead)
        return token is not None and token[0] == '"'

    def _here(self) -> str:
        token = self._peek()
        return "the rule ends" if token is None else f"{quoted(token)} stands"

    def _accept(self, *tokens: str) -> bool:
        if self._peek() not in tokens:
            return False
        self._next += 1
        return True

    def _take(self, wanted: str) -> str:
        token = self._peek()
        if token is None:
            raise DqdlError(f"{self._here()} where {wanted} is expected")
        self._next += 1
        return token

    def _expect(self, token: str) -> None:
        if not self._accept(token):
            raise DqdlError(f"{self._here()} where `{token}` is expected")

    def _string(self, wanted: str) -> None:
        if not self._is_string(0):
            raise DqdlError(f"{self._here()} where {wanted} is expected")
        self._next += 1


def _unquoted(token: str) -> str:
    return re.sub(r'\\(["\\])', r"\1", token[1:-1])


def _check_count(name: str, kind: RuleType, count: int) -> None:
    if kind.fewest <= count and (kind.most is None or count <= kind.most):
        return
    if kind.most is None:
        wanted = f"at least {kind.fewest}"
    elif kind.fewest == kind.most:
        wanted = str(kind.most) if kind.most else "no"
    else:
        wanted = f"{kind.fewest} to {kind.most}"
    noun = "parameter" if wanted in ("1", "at least 1") else "parameters"
    raise DqdlError(
        f"`{name}` takes {wanted} {noun} in double quotes, and has {count}",
        f"for example `{_example(name)}`",
    )


def _example(name: str) -> str:
    kind = RULE_TYPES[name]
    parameters = [f'"{"column" if kind.columns == _ALL else "…"}"'] * max(kind.fewest, 0)
    condition = {
        "ColumnDataType": '= "DATE"',
        "DataFreshness": "<= 24 hours",
        "FileFreshness": "> (now() - 24 hours)",
        "FileSize": "> 1 MB",
    }.get(name, "> 0")
    return " ".join([name, *parameters, *([condition] if kind.condition else [])])
