"""The command: makes data, measures, prints, saves; interrupted, it goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lakeform.commands.bench_load import run, worker_counts
from lakeform.errors import InputError
from lakeform.loadbench import Options
from lakeform.loadbench.plot import FILE as PICTURE
from lakeform.loadbench.results import FILE
from support import ROOT

PROGRAM = """
import sys
from pathlib import Path
from lakeform.commands.bench_load import run
from lakeform.errors import report_errors
from lakeform.loadbench import Options

if __name__ == "__main__":
    with report_errors():
        run(sys.argv[1:2], Options(workers=(1, 2), seconds=float(sys.argv[3]), decode=False),
            Path(sys.argv[2]), fresh=False, make_count=None, size_kib=110, format="text")
"""


def measure(folder: Path, out: Path, *, format: str = "text") -> None:
    options = Options(workers=(1,), seconds=5.0)
    run([str(folder)], options, out, fresh=False, make_count=None, size_kib=4, format=format)


def test_make_measure_and_print(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    run([str(data)], Options(), out, fresh=False, make_count=20, size_kib=4, format="text")
    assert capsys.readouterr().out.startswith(f"{data}: 20 JPEG images of 4 KiB")
    measure(data, out)
    printed = capsys.readouterr()
    assert printed.out.splitlines()[0].startswith("target ")
    assert printed.err.endswith(f"saved {out / FILE}\ndrew {out / PICTURE}\n")
    assert (out / PICTURE).read_bytes().startswith(b"\x89PNG")
    measure(data, out, format="json")
    assert json.loads(capsys.readouterr().out) == json.loads((out / FILE).read_text())


def test_without_pillow_there_is_no_picture(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lakeform.commands.bench_load.has_pillow", lambda: False)
    data, out = tmp_path / "data", tmp_path / "out"
    run([str(data)], Options(), out, fresh=False, make_count=2, size_kib=4, format="text")
    measure(data, out)
    assert "no picture: pip install pillow, which draws one\n" in capsys.readouterr().err
    assert not (out / PICTURE).exists()


def test_control_c_and_again(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    run([str(data)], Options(), out, fresh=False, make_count=40, size_kib=4, format="text")
    script = tmp_path / "bench.py"
    script.write_text(PROGRAM)
    command = [sys.executable, str(script), str(data), str(out), "5"]
    paths = [str(ROOT / "modules"), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    first = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    deadline = time.monotonic() + 60
    while not (out / FILE).exists() and first.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    first.send_signal(signal.SIGINT)
    _, said = first.communicate(timeout=60)
    assert first.returncode == 130, said
    assert f"what was measured is in {out / FILE}; the same command goes on\n" in said
    assert "Traceback" not in said
    saved = json.loads((out / FILE).read_text())["measurements"]
    assert 2 <= len(saved) < 8

    again = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=True, env=environment
    )
    assert again.stderr.startswith(f"going on after {len(saved) // 2} cases")
    done = json.loads((out / FILE).read_text())["measurements"]
    assert done[: len(saved)] == saved
    assert len(done) == 8


def test_numbers_of_workers() -> None:
    assert worker_counts("1,8") == (1, 8)
    with pytest.raises(InputError, match="`many` is no list of numbers of workers"):
        worker_counts("many")
