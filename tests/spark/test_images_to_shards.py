"""`images_to_shards` on real Spark, from and to a disk and the embedded S3."""

from __future__ import annotations

import hashlib
import json
import tarfile
from pathlib import Path

import boto3
import pytest

from spark.conftest import Run

JOB = """{template: images_to_shards, source: {zone: raw, prefix: images/},
 target: {zone: curated, prefix: shards/}, options: {shard_mib: 100, seed: 7}}"""
JPEG = b"\xff\xd8\xff\xe0"
MIB = 1024 * 1024


def image(number: int, size: int = 200) -> bytes:
    return JPEG + bytes([number % 256]) * (size - len(JPEG))


def write(folder: Path, count: int, size: int = 200) -> None:
    for number in range(count):
        place = folder / f"class{number % 3}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:04d}.jpg").write_bytes(image(number, size))
        (place / f"{number:04d}.cls").write_text(str(number % 3))


def members(shard: Path) -> list[tuple[str, bytes]]:
    with tarfile.open(shard) as tar:
        found = []
        for member in tar.getmembers():
            file = tar.extractfile(member)
            assert file is not None
            found.append((member.name, file.read()))
        return found


def test_samples_lie_together_and_nothing_is_lost(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in", 40)
    places = {"source": tmp_path / "in", "target": tmp_path / "out"}
    assert run(JOB, **places) == {"shards": 1, "samples": 40, "rejected": 0}
    listing = json.loads((tmp_path / "out" / "shards.json").read_text())
    shard = tmp_path / "out" / "shard-000000.tar"
    assert listing == {
        "name": "job",
        "seed": 7,
        "shardlist": [
            {
                "url": "shard-000000.tar",
                "nsamples": 40,
                "filesize": shard.stat().st_size,
                "sha256": hashlib.sha256(shard.read_bytes()).hexdigest(),
            }
        ],
        "wids_version": 1,
    }
    found = members(shard)
    names = [name for name, _ in found]
    assert sorted(names) == sorted(
        f"class{n % 3}/{n:04d}.{kind}" for n in range(40) for kind in ("cls", "jpg")
    )
    assert [name.rpartition(".")[0] for name in names[::2]] == [
        name.rpartition(".")[0] for name in names[1::2]
    ]
    assert names != sorted(names)  # shuffled
    assert dict(found)["class1/0004.jpg"] == image(4)
    run(JOB, **places)
    assert json.loads((tmp_path / "out" / "shards.json").read_text()) == listing


def test_shards_are_of_about_the_same_size(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in", 21, 10 * MIB)  # two shards of about 105 MiB
    report = run(JOB, source=tmp_path / "in", target=tmp_path / "out")
    assert report == {"shards": 2, "samples": 21, "rejected": 0}
    shards = json.loads((tmp_path / "out" / "shards.json").read_text())["shardlist"]
    assert sorted(shard["nsamples"] for shard in shards) == [10, 11]
    assert all(100 * MIB < shard["filesize"] < 111 * MIB for shard in shards)


def test_bad_files_are_rejected_with_their_sample(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in", 5)
    (tmp_path / "in" / "class0" / "0000.jpg").write_bytes(b"")
    (tmp_path / "in" / "class1" / "0001.jpg").write_bytes(b"<html>not found</html>")
    (tmp_path / "in" / "class1" / "notes.md").write_text("passed over")
    report = run(JOB, source=tmp_path / "in", target=tmp_path / "out")
    assert report == {"shards": 1, "samples": 3, "rejected": 4}
    assert json.loads((tmp_path / "out" / "rejected.json").read_text()) == {
        "class0/0000.cls": "its sample lost a file",
        "class0/0000.jpg": "empty",
        "class1/0001.cls": "its sample lost a file",
        "class1/0001.jpg": "not a jpg file",
    }
    names = {name for name, _ in members(tmp_path / "out" / "shard-000000.tar")}
    assert names == {f"class{n % 3}/{n:04d}.{kind}" for n in (2, 3, 4) for kind in ("cls", "jpg")}


@pytest.mark.parametrize("exists", [False, True])
def test_a_prefix_without_files_ends_well(run: Run, tmp_path: Path, exists: bool) -> None:
    if exists:
        (tmp_path / "in").mkdir()
    report = run(JOB, source=tmp_path / "in", target=tmp_path / "out")
    assert report == {"shards": 0, "samples": 0, "rejected": 0}
    assert not (tmp_path / "out").exists()


def test_it_reads_and_writes_s3(run: Run, tmp_path: Path) -> None:
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="lake")
    for number in range(12):
        s3.put_object(Bucket="lake", Key=f"in/{number}.jpg", Body=image(number))
    s3.put_object(Bucket="lake", Key="in/", Body=b"")  # what the console makes of a folder
    report = run(JOB, source="s3://lake/in/", target="s3://lake/out/")
    assert report == {"shards": 1, "samples": 12, "rejected": 0}
    keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket="lake", Prefix="out/")["Contents"]]
    assert keys == ["out/shard-000000.tar", "out/shards.json"]
    s3.download_file("lake", "out/shard-000000.tar", str(tmp_path / "shard.tar"))
    assert dict(members(tmp_path / "shard.tar")) == {f"{n}.jpg": image(n) for n in range(12)}
