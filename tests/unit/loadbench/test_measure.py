"""Measuring: files and shards, cold and warm, from folders and S3; saved, resumed, refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from lakeform.errors import InputError, LakeformError, ToolError, ToolMissing
from lakeform.loadbench import Options, Results, make, run
from lakeform.loadbench.results import FILE
from lakeform.loadbench.targets import target
from lakeform.loadbench.workers import Task, read_twice

QUICK = Options(workers=(1, 2), samples=40, seconds=5.0)


@pytest.fixture
def data(tmp_path: Path) -> str:
    folder = tmp_path / "data"
    make(str(folder), 40, 4)
    return str(folder)


def measure(
    targets: list[str], folder: Path, options: Options = QUICK
) -> tuple[Results, list[str]]:
    said: list[str] = []
    return run(targets, options, folder, progress=said.append), said


def test_a_folder(data: str, tmp_path: Path) -> None:
    options = replace(QUICK, workers=(2,))
    results, said = measure([data], tmp_path, options)
    found = [(each.case.layout, each.temperature, each.samples) for each in results.measurements]
    assert found == [
        ("files", "cold", 40),
        ("files", "warm", 40),
        ("shards", "cold", 40),
        ("shards", "warm", 40),
    ]
    assert all(each.bytes == 40 * 4096 for each in results.measurements)
    assert all(0 < each.seconds < 5 for each in results.measurements)
    assert said[0].startswith(f"{data}, files, 2 workers: ")


def test_s3(bucket: str, tmp_path: Path) -> None:
    name = f"s3://{bucket}/train"
    make(name, 40, 4)
    results, _ = measure([name], tmp_path, replace(QUICK, workers=(2,), decode=False))
    assert [each.samples for each in results.measurements] == [40, 40, 40, 40]
    assert {each.kind for each in results.measurements} == {"s3"}
    assert all(each.note == "" for each in results.measurements)


def test_every_case_is_saved_and_an_interrupted_run_goes_on(
    data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[int] = []

    def interrupted_in_the_third(tasks: list[Task]) -> object:
        measured.append(len(tasks))
        if len(measured) == 3:
            raise KeyboardInterrupt
        return read_twice(tasks)

    monkeypatch.setattr("lakeform.loadbench.measure.read_twice", interrupted_in_the_third)
    with pytest.raises(KeyboardInterrupt):
        measure([data], tmp_path)
    assert len(json.loads((tmp_path / FILE).read_text())["measurements"]) == 4
    assert not list(tmp_path.glob("*.partial"))

    results, said = measure([data], tmp_path)
    assert said[0] == "going on after 2 cases that are measured already"
    assert measured == [1, 2, 1, 1, 2]  # files with 1 and 2; shards with 1 interrupted; the rest
    assert len(results.measurements) == 8


def test_a_finished_run_is_not_measured_again(data: str, tmp_path: Path) -> None:
    first, _ = measure([data], tmp_path, replace(QUICK, workers=(1,)))
    second, said = measure([data], tmp_path, replace(QUICK, workers=(1,)))
    assert second == first
    assert said == ["going on after 2 cases that are measured already"]
    fresh = run([data], replace(QUICK, workers=(1,)), tmp_path, fresh=True, progress=said.append)
    assert fresh.measurements != first.measurements


def test_other_options_are_not_mixed(data: str, tmp_path: Path) -> None:
    measure([data], tmp_path, replace(QUICK, workers=(1,)))
    with pytest.raises(InputError) as caught:
        measure([data], tmp_path, replace(QUICK, workers=(1,), shuffle=False))
    assert str(caught.value) == (
        f"{tmp_path / FILE} was measured with other options\n"
        "  → measure anew with --fresh, or into another folder with -o"
    )


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 1}', '{"format": 9}'])
def test_a_broken_file_is_not_overwritten(data: str, tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    with pytest.raises(InputError, match="measure anew with --fresh"):
        measure([data], tmp_path)
    assert (tmp_path / FILE).read_text() == content


def test_at_most_so_many_samples_and_always_the_same(data: str, tmp_path: Path) -> None:
    options = replace(QUICK, workers=(1,), samples=7)
    results, _ = measure([data], tmp_path, options)
    assert [each.samples for each in results.measurements] == [7, 7, 40, 40]


def test_a_pass_ends_when_its_time_is_over_and_the_warm_one_reads_the_same(data: str) -> None:
    items = tuple(item for item in target(data).items() if item.key.startswith("files/"))
    task = Task(target(data), items, decode=False, shuffle=True, seed=1, seconds=1e-9)
    cold, warm = read_twice([task, task])
    assert (cold.samples, warm.samples) == (2, 2)


@pytest.mark.parametrize(
    ("targets", "options", "message"),
    [
        ([], QUICK, "there is nothing to measure"),
        (["a", "a"], QUICK, "a target is named twice"),
        (["a"], replace(QUICK, workers=()), "there must be at least one worker"),
        (["a"], replace(QUICK, workers=(0,)), "there must be at least one worker"),
        (["a"], replace(QUICK, workers=(2, 2)), "a number of workers is named twice"),
        (["a"], replace(QUICK, samples=0), "samples and seconds must be above 0"),
        (["a"], replace(QUICK, seconds=0), "samples and seconds must be above 0"),
    ],
)
def test_what_cannot_be_measured(
    targets: list[str], options: Options, message: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=f"^{message}"):
        run(targets, options, tmp_path)


def test_workers_without_a_shard_are_idle_and_that_is_said(tmp_path: Path) -> None:
    make(str(tmp_path / "data"), 3, 4)
    results, said = measure([str(tmp_path / "data")], tmp_path, replace(QUICK, workers=(8,)))
    assert [each.samples for each in results.measurements] == [3, 3, 3, 3]
    assert all(
        each.note.startswith("only 3 workers had something to read")
        for each in results.measurements
    )
    assert said[0].splitlines()[1].startswith("  only 3 workers had something to read")


def test_what_is_no_image_is_said_and_no_worker_hangs(tmp_path: Path) -> None:
    target(str(tmp_path / "data")).write("files/1.jpg", b"no image at all")
    options = replace(QUICK, workers=(1,))
    with pytest.raises(LakeformError) as caught:
        measure([str(tmp_path / "data")], tmp_path, options)
    assert str(caught.value).endswith("→ measure with --no-decode")
    results, _ = measure([str(tmp_path / "data")], tmp_path, replace(options, decode=False))
    assert results.measurements[0].samples == 1


def test_a_shard_that_is_none(tmp_path: Path) -> None:
    target(str(tmp_path / "data")).write("1.tar", b"x" * 2048)
    with pytest.raises(ToolError, match=r"1\.tar is no tar shard"):
        measure([str(tmp_path / "data")], tmp_path, replace(QUICK, workers=(1,)))


def test_a_file_that_disappears(data: str) -> None:
    items = tuple(target(data).items())[:1]
    Path(data, items[0].key).unlink()
    task = Task(target(data), items, decode=False, shuffle=False, seed=1, seconds=5.0)
    with pytest.raises(ToolError, match="can't be read: No such file"):
        next(read_twice([task]))


def test_decoding_without_pillow(
    data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lakeform.loadbench.samples.has_pillow", lambda: False)
    with pytest.raises(ToolMissing) as caught:
        measure([data], tmp_path)
    assert str(caught.value) == ("decoding images needs Pillow\n  → pip install pillow")
