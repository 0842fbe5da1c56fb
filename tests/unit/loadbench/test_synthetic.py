"""Synthetic data: real images of the wanted size, as files and in shards."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest
from PIL import Image

from lakeform.errors import InputError
from lakeform.loadbench import samples
from lakeform.loadbench.synthetic import make
from lakeform.loadbench.targets import target


def test_files_and_shards_hold_the_same_images(tmp_path: Path) -> None:
    said = make(str(tmp_path), 25, 20)
    assert said == f"{tmp_path}: 25 JPEG images of 20 KiB, as files and in 13 shards"
    files = sorted((tmp_path / "files" / "00000").iterdir())
    assert [file.name for file in files[:2]] == ["00000000.jpg", "00000001.jpg"]
    assert {file.stat().st_size for file in files} == {20 * 1024}
    contents = [file.read_bytes() for file in files]
    assert len(set(contents)) == 25
    packed = {}
    for shard in sorted((tmp_path / "shards").iterdir()):
        with tarfile.open(shard) as archive:
            for member in archive:
                packed[member.name] = archive.extractfile(member).read()  # type: ignore[union-attr]
    assert packed == dict(zip((file.name for file in files), contents, strict=True))


@pytest.mark.parametrize("kib", [2, 8, 110])
def test_the_images_are_as_dense_as_photographs(tmp_path: Path, kib: int) -> None:
    make(str(tmp_path), 1, kib)
    data = (tmp_path / "files" / "00000" / "00000000.jpg").read_bytes()
    with Image.open(io.BytesIO(data)) as image:
        pixels = image.convert("RGB")
    assert pixels.width == pixels.height
    assert 0.2 < len(data) / (pixels.width * pixels.height) < 2.5


def test_many_images_are_spread_over_folders_and_shards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lakeform.loadbench.synthetic.FOLDER_FILES", 10)
    monkeypatch.setattr("lakeform.loadbench.synthetic.SHARD_MIB", 1)
    monkeypatch.setattr("lakeform.loadbench.synthetic.LEAST_SHARDS", 1)
    make(str(tmp_path), 25, 100)
    assert sorted(folder.name for folder in (tmp_path / "files").iterdir()) == [
        "00000",
        "00001",
        "00002",
    ]
    shards = sorted((tmp_path / "shards").iterdir())
    assert [shard.name for shard in shards] == ["00000.tar", "00001.tar", "00002.tar"]


def test_the_same_seed_makes_the_same_data(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        make(str(tmp_path / name), 3, 4, seed=seed)
    a, b, c = ((tmp_path / name / "shards" / "00000.tar").read_bytes() for name in "abc")
    assert a == b != c


def test_without_pillow_it_makes_bytes_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lakeform.loadbench.synthetic.has_pillow", lambda: False)
    said = make(str(tmp_path), 3, 4)
    assert "3 files of random bytes (Pillow isn't there) of 4 KiB" in said
    assert (tmp_path / "files" / "00000" / "00000002.bin").stat().st_size == 4096


def test_to_s3(bucket: str) -> None:
    make(f"s3://{bucket}/train", 12, 4)
    keys = [item.key for item in target(f"s3://{bucket}/train").items()]
    assert len(keys) == 24
    assert keys[-1] == "shards/00011.tar"


@pytest.mark.parametrize(("count", "kib"), [(0, 10), (10, 1)])
def test_too_little(tmp_path: Path, count: int, kib: int) -> None:
    with pytest.raises(InputError, match="at least one image of 2 KiB"):
        make(str(tmp_path), count, kib)


def test_what_is_made_can_be_read_and_decoded(tmp_path: Path) -> None:
    make(str(tmp_path), 4, 8)
    place = target(str(tmp_path))
    found = samples.layouts(list(place.items()))
    assert {layout: len(items) for layout, items in found.items()} == {"files": 4, "shards": 4}
    for items in found.values():
        read = [sample for item in items for sample in samples.samples(place, item)]
        assert len(read) == 4
        assert all(samples.decode(sample, "x") > 100 for sample in read)
