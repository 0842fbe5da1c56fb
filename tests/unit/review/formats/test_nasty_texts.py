"""Nothing that a plan or a user writes can break a report, or look like a part of it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree

import jsonschema
import pytest
from markdown_it import MarkdownIt

from lakeform.review.formats import FORMATS
from lakeform.review.formats.escape import code, markdown
from lakeform.review.formats.json import schema
from lakeform.review.formats.text import Screen, text
from lakeform.visible import printable
from reviews import NASTY, PLAIN, review_of
from support import ROOT

NASTY_IDS = [ascii(each)[:30] for each in NASTY]
each_nasty = pytest.mark.parametrize("nasty", NASTY, ids=NASTY_IDS)


def invisible(shown: str) -> list[str]:
    """Characters that a reader wouldn't see, or that would act on a terminal or a browser."""
    return sorted(
        {
            f"{ord(character):x}"
            for character in shown
            if character != "\n" and unicodedata.category(character)[0] == "C"
        }
    )


@each_nasty
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_no_report_has_a_character_that_cannot_be_seen(name: str, nasty: str) -> None:
    shown = FORMATS[name]([review_of(nasty)])
    assert invisible(shown) == []
    assert shown.encode()


@each_nasty
def test_a_terminal_gets_no_more_lines_than_the_text_is_long(nasty: str) -> None:
    shown = FORMATS["text"]([review_of(nasty)])
    headings = [line for line in shown.splitlines() if line.isupper() and line[0] != " "]
    plain = [line for line in FORMATS["text"]([PLAIN]).splitlines() if line.isupper()]
    assert headings == [line for line in plain if line[0] != " "]


def test_colours_are_lakeforms_own_and_end_where_they_begin() -> None:
    shown = text([review_of("\x1b[31mred\x1b[0m")], Screen(colours=True))
    codes = re.findall(r"\x1b\[(\d+)m", shown)
    assert codes[1::2] == ["0"] * (len(codes) // 2)
    assert "\\u001b[31mred\\u001b[0m" in shown
    plain = text([review_of("red")], Screen(colours=False))
    assert "\x1b" not in plain


def blocks(shown: str) -> list[tuple[str, str, str]]:
    """The structure of a Markdown text: its blocks, and the raw HTML in it."""
    return [
        (token.type, token.tag, token.content if token.type == "html_block" else "")
        for token in MarkdownIt("gfm-like", {"linkify": False}).parse(shown)
    ]


@each_nasty
def test_markdown_has_the_structure_that_lakeform_gives_it(nasty: str) -> None:
    shown = FORMATS["markdown"]([review_of(nasty or "x", subject="acme dev")])
    plain = FORMATS["markdown"]([review_of("plain", subject="acme dev")])
    assert blocks(shown) == blocks(plain)


@each_nasty
def test_markdown_holds_no_link_image_emphasis_or_markup_of_others(nasty: str) -> None:
    parser = MarkdownIt("gfm-like", {"linkify": False})
    kinds = set()
    prose = []
    for token in parser.parse(FORMATS["markdown"]([review_of(nasty)])):
        for child in token.children or ():
            kinds.add(child.type)
            if child.type == "text":
                prose.append(child.content)
    assert kinds <= {"text", "code_inline", "softbreak", "strong_open", "strong_close"}
    said = " ".join(prose)
    assert not re.search(r"://|www\.|@|#\d|GH-\d|:\w+:", said, re.IGNORECASE)


@each_nasty
def test_markdown_shows_a_text_whole_and_as_it_is(nasty: str) -> None:
    for escape in (markdown, code):
        rendered = MarkdownIt("gfm-like", {"linkify": False}).render(f"- a {escape(nasty)} z")
        shown = "".join(Texts.of(rendered)).strip()
        assert shown.split() == f"a {printable(nasty)} z".split()


SHORT = tuple(each for each in NASTY if each.strip() and len(each) < 100)


@pytest.mark.parametrize("nasty", SHORT, ids=[ascii(each)[:30] for each in SHORT])
def test_a_comment_reads_like_one_without_anything_nasty(nasty: str) -> None:
    def read(text_: str) -> list[str]:
        shown = FORMATS["markdown"]([review_of(text_, subject="acme dev")])
        page = MarkdownIt("gfm-like", {"linkify": False}).render(shown)
        return "".join(Texts.of(page)).split()

    placed = " ".join(read("PLACEHOLDER")).replace("PLACEHOLDER", printable(nasty))
    assert read(nasty) == placed.split()


class Texts(HTMLParser):
    """The texts and the tags of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.tags: list[tuple[str, tuple[str, ...]]] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append((f"/{tag}", ()))

    @classmethod
    def of(cls, page: str) -> list[str]:
        return cls._parsed(page).texts

    @classmethod
    def tags_of(cls, page: str) -> list[tuple[str, tuple[str, ...]]]:
        return cls._parsed(page).tags

    @classmethod
    def _parsed(cls, page: str) -> Texts:
        parser = cls()
        parser.feed(page)
        parser.close()
        return parser


@each_nasty
def test_a_page_has_the_elements_that_lakeform_gives_it(nasty: str) -> None:
    shown = FORMATS["html"]([review_of(nasty or "x")])
    assert Texts.tags_of(shown) == Texts.tags_of(FORMATS["html"]([PLAIN]))


def test_a_page_runs_and_loads_nothing_but_what_is_in_it() -> None:
    page = FORMATS["html"]([PLAIN])
    assert not re.search(r"(?:src|href)\s*=", page)
    assert "url(" not in page
    assert "default-src 'none'" in page


@each_nasty
def test_json_says_exactly_what_was_written_in_the_published_form(nasty: str) -> None:
    shown = FORMATS["json"]([review_of(nasty)])
    assert shown.isascii()
    data = json.loads(shown)
    jsonschema.Draft202012Validator(schema()).validate(data)
    (review,) = data["reviews"]
    assert review["subject"] == nasty
    assert review["access"][0]["text"] == nasty
    assert review["findings"]["new"][0]["address"] == nasty


SARIF = json.loads((ROOT / "tests/data/sarif/sarif-schema-2.1.0.json").read_text("utf-8"))


@each_nasty
def test_sarif_is_valid_and_has_no_links_or_arguments(nasty: str) -> None:
    log = json.loads(FORMATS["sarif"]([review_of(nasty)]))
    jsonschema.Draft4Validator(SARIF).validate(log)
    for message in messages(log):
        assert not re.search(r"(?<!\\)(?:\\\\)*[\[\]]", message)
        assert not re.search(r"(?<!{)(?:{{)*{\d+}", message)


def messages(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("message"), dict):
            yield str(value["message"]["text"])
        for inner in value.values():
            yield from messages(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from messages(inner)


@each_nasty
def test_junit_is_xml_of_the_same_shape(nasty: str) -> None:
    shapes: list[list[str]] = []
    for text_ in (nasty, "plain"):
        root = ElementTree.fromstring(FORMATS["junit"]([review_of(text_)]))
        shapes.append([element.tag for element in root.iter()])
        assert root.get("tests") == str(len(root.findall(".//testcase")))
    assert shapes[0] == shapes[1]


@each_nasty
@pytest.mark.parametrize("width", [40, 60, 100])
def test_no_line_of_the_text_is_a_command_of_a_runner(nasty: str, width: int) -> None:
    shown = text([review_of(nasty)], Screen(width))
    assert not any(line.lstrip().startswith("::") for line in shown.splitlines())
    assert not re.search(r"##(vso)?\[", shown)


ESCAPES: tuple[Callable[[str], str], ...] = (printable, markdown, code)


@pytest.mark.parametrize("escape", ESCAPES)
def test_an_ordinary_text_stays_as_it_is(escape: Callable[[str], str]) -> None:
    said = "analyst gains SELECT on sales.orders except email, phone"
    assert escape(said).strip("`") == said


def test_letters_of_every_script_stay() -> None:
    assert printable("Zürich 東京 عربى Ελλάδα é") == "Zürich 東京 عربى Ελλάδα é"


def test_a_cut_says_how_much_is_missing() -> None:
    assert printable("x" * 30, 10) == "x" * 10 + "… (20 more characters)"
