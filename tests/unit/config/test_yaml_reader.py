from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from yaml import CSafeLoader

from lakeform.config.yaml_errors import syntax_problem
from lakeform.config.yaml_reader import MAX_BYTES, read
from lakeform.errors import ConfigError
from support import ROOT


def data(tmp_path: Path, text: str | bytes) -> dict[str, object]:
    file = tmp_path / "lake.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(file).data


def refusal(tmp_path: Path, text: str | bytes) -> str:
    with pytest.raises(ConfigError) as caught:
        data(tmp_path, text)
    return str(caught.value).replace(f"{tmp_path}/", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 011111111111", "011111111111"),
        ("a: 111111111111", 111111111111),
        ("a: 0750", "0750"),
        ("a: yes", "yes"),
        ("a: on", "on"),
        ("a: true", True),
        ("a: TRUE", True),
        ("a: 2027-06-30", "2027-06-30"),
        ("a: 12:30", "12:30"),
        ("a: 1_200_000", 1200000),
        ("a: 0x1f", "0x1f"),
        ("a: 1.5", 1.5),
        ("a: .5", 0.5),
        ("a: 1e3", 1000.0),
        ("a: 3.8.x", "3.8.x"),
        ("a: '5'", "5"),
        ("a: ''", ""),
        ("a:", None),
        ("a: ~", None),
        ("a: [1, x]", [1, "x"]),
        ("a: |\n  text\n", "text\n"),
        ('a: "\\u00e9"', "é"),
    ],
)
def test_scalars_follow_yaml_1_2(tmp_path: Path, text: str, expected: object) -> None:
    assert data(tmp_path, text) == {"a": expected}


def test_keys_are_always_text(tmp_path: Path) -> None:
    text = "on: 1\nyes: 2\n2024: 3\nnull: 4\n1.5: 5\n"
    assert data(tmp_path, text) == {"on": 1, "yes": 2, "2024": 3, "null": 4, "1.5": 5}


def test_anchors_aliases_and_merge_keys_work(tmp_path: Path) -> None:
    text = "base: &base {a: 1, b: 2}\nother: *base\nmerged: {<<: *base, b: 3}\n"
    assert data(tmp_path, text) == {
        "base": {"a": 1, "b": 2},
        "other": {"a": 1, "b": 2},
        "merged": {"a": 1, "b": 3},
    }


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    assert data(tmp_path, b"\xef\xbb\xbfa: 1") == {"a": 1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "lake.yaml: is empty\n  → write a starter file with `lakeform init DIR`\n1 problem"),
        (
            "# only a comment\n",
            "lake.yaml: is empty\n  → write a starter file with `lakeform init DIR`\n1 problem",
        ),
        (
            "- a\n- b\n",
            "lake.yaml: holds no mapping of keys to values\n  → start with `name: my-lake`\n"
            "1 problem",
        ),
        (
            b"\x89PNG\r\n\x1a\n\xff\xfe",
            "lake.yaml: isn't UTF-8 text (byte 1)\n  → save it as UTF-8\n1 problem",
        ),
        (
            b"a: \x00\x01",
            "lake.yaml: holds a control character: it isn't text\n  → is it YAML?\n1 problem",
        ),
        (
            "a: 1\nb:\n\tc: 2\n",
            "lake.yaml:3:1: a tab stands where YAML wants spaces\n"
            "  → indent with two spaces\n1 problem",
        ),
        (
            "a: 1\nb: 2\na: 3\nb: 4\n",
            "lake.yaml:3:1: the key `a` stands here a second time (first: line 1)\n"
            "  → keep one of them\n"
            "lake.yaml:4:1: the key `b` stands here a second time (first: line 2)\n"
            "  → keep one of them\n2 problems",
        ),
        (
            "a: 1\n---\nb: 2\n",
            "lake.yaml:2:1: a second document starts here\n"
            "  → keep one document: remove the `---`\n1 problem",
        ),
        (
            "a: *nowhere\n",
            "lake.yaml:1:4: nothing above is named `&nowhere`, which `*nowhere` repeats\n"
            '  → quote it, if it is a text: "*nowhere"; else write `&nowhere` before the value to '
            "repeat\n1 problem",
        ),
        (
            "a: &a [*a]\n",
            "lake.yaml:1:4: an alias refers to a value that it is itself a part of\n1 problem",
        ),
        (
            "a: !Ref b\n",
            "lake.yaml:1:4: the YAML tag `!Ref` isn't used here\n"
            "  → remove it, or quote the text that starts with `!`\n1 problem",
        ),
        (
            "a: !!python/object/apply:os.system [ls]\n",
            "lake.yaml:1:4: the YAML tag `tag:yaml.org,2002:python/object/apply:os.system` isn't "
            "used here\n  → remove it, or quote the text that starts with `!`\n1 problem",
        ),
        ("? [a, b]\n: 1\n", "lake.yaml:1:3: a key must be a plain text\n1 problem"),
        (
            "a: b: c\n",
            "lake.yaml:1:5: a second `: ` stands in one value\n"
            "  → quote a text that holds `: `\n1 problem",
        ),
        ("a: {<<: 5}\n", "lake.yaml:1:9: `<<` takes a mapping, or a list of them\n1 problem"),
    ],
)
def test_what_is_no_lake_file_is_said(tmp_path: Path, text: str | bytes, expected: str) -> None:
    assert refusal(tmp_path, text) == expected


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="doesn't exist"):
        read(tmp_path / "nowhere.yaml")


def test_a_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is a folder, not a file"):
        read(tmp_path)


def test_a_pipe_and_a_device_are_refused_without_waiting_for_them(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for file in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(ConfigError, match="isn't a regular file"):
            read(file)


@pytest.mark.parametrize(
    "number",
    ["9" * 10_000, "-" + "9" * 101, "1." + "0" * 100],
    ids=["huge", "negative", "fraction"],
)
def test_a_number_that_is_too_long_is_refused(tmp_path: Path, number: str) -> None:
    file = tmp_path / "lake.yaml"
    file.write_text(f"name: {number}\n")
    with pytest.raises(ConfigError) as raised:
        read(file)
    assert str(raised.value).startswith(f"{file}:1:7: a number of {len(number):,} digits; at most")


def test_a_file_of_50_megabytes_is_refused_without_reading_it(tmp_path: Path) -> None:
    file = tmp_path / "lake.yaml"
    with file.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    assert file.stat().st_size > MAX_BYTES
    with pytest.raises(ConfigError, match="has 50 MiB; at most 20 MiB are read"):
        read(file)


def test_nested_aliases_cannot_exhaust_the_memory(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert "holds more than 2,000,000 values" in refusal(tmp_path, "\n".join(lines))


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    assert "nested" in refusal(tmp_path, "a: " + "[" * 5000 + "]" * 5000)


def test_positions_follow_merge_keys_and_aliases(tmp_path: Path) -> None:
    file = tmp_path / "lake.yaml"
    file.write_text("base: &base\n  a: 1\nmerged:\n  <<: *base\n  b: 2\n")
    document = read(file)
    assert document.locate(("merged", "a")) == (2, 6)
    assert document.locate(("merged", "b"), key=True) == (5, 3)
    assert document.locate(("merged", "missing")) == (4, 3)


@pytest.mark.parametrize(
    "sample",
    sorted((ROOT / "tests" / "samples" / "invalid").glob("yaml-*.yaml")),
    ids=lambda sample: sample.stem,
)
def test_no_parsers_words_are_shown_whichever_parser_there_is(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    for loader in (yaml.SafeLoader, CSafeLoader):
        with pytest.raises(yaml.YAMLError) as caught:
            loader(text).get_single_node()
        problem = syntax_problem(sample, text, caught.value)
        assert "isn't valid YAML" not in problem.message
        assert problem.line >= 1
