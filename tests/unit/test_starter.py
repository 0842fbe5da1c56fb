from __future__ import annotations

from pathlib import Path

import pytest

from lakeform.config import load
from lakeform.errors import InputError
from lakeform.starter import write_starter
from support import ROOT


def test_the_starter_is_a_valid_lake_of_that_name(tmp_path: Path) -> None:
    folder = tmp_path / "My Lake (2)"
    files = write_starter(folder, owner="me@example.com")
    assert sorted(file.name for file in files) == [
        ".gitignore",
        "cdktf.json",
        "lake.yaml",
        "main.py",
    ]
    lake = load(folder / "lake.yaml")["dev"]
    assert (lake.name, lake.owner) == ("my-lake-2", "me@example.com")


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("x", "my-lake"),
        ("42", "my-lake"),
        ("9lives", "lives"),
        ("a" * 30, "a" * 20),
        ("ü", "my-lake"),
    ],
)
def test_any_folder_gives_a_valid_name(tmp_path: Path, folder: str, name: str) -> None:
    write_starter(tmp_path / folder, owner="me")
    assert load(tmp_path / folder / "lake.yaml")["dev"].name == name


def test_nothing_is_overwritten_and_nothing_half_written(tmp_path: Path) -> None:
    (tmp_path / "lake.yaml").write_text("mine")
    with pytest.raises(InputError, match=r"has lake\.yaml already"):
        write_starter(tmp_path, owner="me")
    assert [file.name for file in tmp_path.iterdir()] == ["lake.yaml"]
    assert (tmp_path / "lake.yaml").read_text() == "mine"


def test_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="can't be written"):
        write_starter(tmp_path / "file" / "lake", owner="me")


@pytest.mark.parametrize(
    "owner", ["true", "null", "12", "@me", "a: b", "Jane Doe", "team/data+ml", "- x"]
)
def test_an_owner_is_written_as_a_text(tmp_path: Path, owner: str) -> None:
    write_starter(tmp_path / "lake", owner=owner)
    assert load(tmp_path / "lake" / "lake.yaml")["dev"].owner == owner


def test_a_plain_owner_has_no_quotes(tmp_path: Path) -> None:
    write_starter(tmp_path, owner="data-platform@acme.example")
    assert "\nowner: data-platform@acme.example\n" in (tmp_path / "lake.yaml").read_text()


@pytest.mark.parametrize("owner", ['"x": {', "a\nb", "", "x # y", "\x01", "\udcff", "o" * 257])
def test_an_owner_that_no_lake_has_writes_nothing(tmp_path: Path, owner: str) -> None:
    with pytest.raises(InputError, match="--owner") as raised:
        write_starter(tmp_path / "lake", owner=owner)
    assert "letters, digits" in str(raised.value.hint)
    assert list(tmp_path.iterdir()) == []


def test_the_starter_has_the_same_app_as_this_project() -> None:
    starter = ROOT / "templates" / "starter" / "main.py.j2"
    assert starter.read_text() == (ROOT / "main.py").read_text()
