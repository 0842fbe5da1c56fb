"""The files that Terraform uploads lie beside the stack, and only those."""

from __future__ import annotations

from pathlib import Path

import pytest

from lakeform.app import synthesize
from lakeform.constructs.files import StackFiles, folder_content
from streams import BASE, in_folder
from support import lake_from


def test_a_copy_has_the_content_of_its_source(tmp_path: Path) -> None:
    source = tmp_path / "app.jar"
    source.write_bytes(b"code")
    files = StackFiles()
    entry = files.copy("flink-a.jar", source)
    files.write(tmp_path / ".")
    assert entry.path == "files/flink-a.jar"
    assert (tmp_path / entry.path).read_bytes() == b"code"


def test_what_an_earlier_run_left_goes(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "old.zip").write_bytes(b"")
    StackFiles().write(tmp_path)
    assert not (tmp_path / "files").exists()


def test_a_name_is_taken_once() -> None:
    files = StackFiles()
    files.archive("a.zip", {"a.py": b""})
    with pytest.raises(ValueError, match=r"a\.zip"):
        files.archive("a.zip", {"a.py": b""})


def test_a_folder_is_all_its_files_but_hidden_ones(tmp_path: Path) -> None:
    for name in ("main.py", "lib/a.jar", ".git/config", "__pycache__/main.pyc"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert folder_content(tmp_path) == {"lib/a.jar": b"lib/a.jar", "main.py": b"main.py"}


def test_they_are_written_with_the_stack(tmp_path: Path) -> None:
    text = f"{BASE}streams: {{deliveries: {{a: {{zone: raw, transform: {{file: clean.py}}}}}}}}\n"
    home = tmp_path / "lake"
    home.mkdir()
    lake = lake_from(text, in_folder(home))
    synthesize({"dev": lake}, tmp_path / "out")
    stack = tmp_path / "out" / "stacks" / "dev"
    assert (stack / "files" / "transform__a.zip").is_file()
    assert str(tmp_path) not in (stack / "cdk.tf.json").read_text()
