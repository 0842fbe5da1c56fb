"""What is there to read, on which kind of file system, and whether it is cold."""

from __future__ import annotations

from pathlib import Path

import pytest

from lakeform.errors import InputError, ToolError
from lakeform.loadbench.targets import (
    FolderTarget,
    Item,
    Mount,
    S3Target,
    existing_items,
    mount_of,
    target,
)

MOUNTS = r"""
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p1 rw
30 22 0:40 / /mnt/efs rw,relatime shared:2 - nfs4 127.0.0.1:/ rw,vers=4.1,port=20049
31 22 0:41 / /mnt/efs/deep rw - lustre 10.0.0.9@tcp:/abcdefgh rw
32 22 0:42 / /mnt/with\040space rw - xfs /dev/nvme1n1 rw
33 22 0:43 / /tmp rw - tmpfs tmpfs rw
""".strip()


@pytest.mark.parametrize(
    ("path", "mount"),
    [
        ("/home/user", Mount("ext4", "/dev/nvme0n1p1")),
        ("/mnt/efs", Mount("nfs4", "127.0.0.1:/")),
        ("/mnt/efs/images", Mount("nfs4", "127.0.0.1:/")),
        ("/mnt/efs/deep/images", Mount("lustre", "10.0.0.9@tcp:/abcdefgh")),
        ("/mnt/efsother", Mount("ext4", "/dev/nvme0n1p1")),
        ("/mnt/with space/images", Mount("xfs", "/dev/nvme1n1")),
    ],
)
def test_the_mount_below_a_path(path: str, mount: Mount) -> None:
    assert mount_of(Path(path), MOUNTS) == mount


def test_names() -> None:
    assert target("s3://images/train") == S3Target("s3://images/train", "images", "train/")
    assert target("s3://images") == S3Target("s3://images", "images", "")
    assert target("data") == FolderTarget("data", Path("data"))
    assert target("s3://b--use1-az4--x-s3/p/").kind() == "s3_express"
    assert target("s3://b/p").kind() == "s3"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("s3://", "`s3://` names no bucket\n  → write s3://BUCKET/PREFIX"),
        ("gs://b/p", "`gs://b/p` is no target\n  → write s3://BUCKET/PREFIX, or a folder"),
    ],
)
def test_no_target(name: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        target(name)
    assert str(caught.value) == message


def test_a_folder_is_listed_sorted_and_without_empty_files(tmp_path: Path) -> None:
    place = target(str(tmp_path))
    place.write("b/2.jpg", b"xyz")
    place.write("a/1.jpg", b"x")
    place.write("a/none.jpg", b"")
    (tmp_path / "a" / "broken").symlink_to(tmp_path / "nowhere")
    assert list(place.items()) == [Item("a/1.jpg", 1), Item("b/2.jpg", 3)]
    with place.open("b/2.jpg") as stream:
        assert stream.read() == b"xyz"
    assert not place.is_efs()


def test_missing_and_empty_folders(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="isn't a folder\n  → mount the file system, or make data"):
        existing_items(target(str(tmp_path / "none")))
    with pytest.raises(InputError, match="is empty\n  → make data with `--make N --size KIB`"):
        existing_items(target(str(tmp_path)))


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"gone\.jpg can't be read: No such file or directory"):
        target(str(tmp_path)).open("gone.jpg")


def test_cooling_drops_the_page_cache_or_says_why_not(tmp_path: Path) -> None:
    place = FolderTarget("data", tmp_path)
    items = []
    for number in range(20):
        place.write(f"{number:02d}", bytes(200_000))
        items.append(Item(f"{number:02d}", 200_000))
    said = place.cool(items)
    assert said is None or said.endswith(("may be warm", "dropped from the page cache"))
    if said is None:
        for item in items:
            (tmp_path / item.key).read_bytes()
        # A page that something else holds at the moment can't be dropped.
        assert any(place.cool(items) is None for _ in range(5))


def test_s3_is_listed_read_and_written(bucket: str) -> None:
    place = target(f"s3://{bucket}/train")
    for key in ("b/2.jpg", "a/1.jpg"):
        place.write(key, key.encode())
    place.write("empty", b"")
    assert list(place.items()) == [Item("a/1.jpg", 7), Item("b/2.jpg", 7)]
    with place.open("a/1.jpg") as stream:
        assert stream.read() == b"a/1.jpg"
    assert place.cool(list(place.items())) is None


def test_s3_errors_are_words(bucket: str) -> None:
    with pytest.raises(ToolError, match=r"^s3://nowhere/p: .* \(NoSuchBucket\)$"):
        list(target("s3://nowhere/p").items())
    with pytest.raises(ToolError, match=rf"^s3://{bucket}/p/k: .* \(NoSuchKey\)$"):
        target(f"s3://{bucket}/p").open("k")
