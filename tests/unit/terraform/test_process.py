"""One program, to its end, whatever happens in between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from lakeform.errors import ToolError
from lakeform.terraform.process import Completed, run

PATIENT = """
import signal, subprocess, sys, time
got = []
signal.signal(signal.SIGINT, lambda *_: got.append(1))
plugin = subprocess.Popen([sys.executable, "-c", "import signal, time;"
    "signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(60)"])
print("plugin", plugin.pid, flush=True)
while not got:
    time.sleep(0.01)
time.sleep(0.3)
print("interrupts", len(got), flush=True)
"""
"""As Terraform: winds up after an interrupt, tells how many it got, and leaves a plugin behind."""


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def run_here(code: str, tmp_path: Path, **options: object) -> Completed:
    return run(python(code), directory=tmp_path, environment=os.environ, **options)  # type: ignore[arg-type]


def is_gone(pid: int) -> bool:
    """Whether a process ends within two seconds; a killed one that nobody has reaped counts."""
    deadline = time.monotonic() + 2
    while time.monotonic() < deadline:
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
        except OSError:
            return True
        if stat.rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False


def test_output_errors_and_status(tmp_path: Path) -> None:
    code = "import os, sys; print(os.getcwd()); sys.stderr.write('no\\n'); sys.exit(3)"
    assert run_here(code, tmp_path) == Completed(3, f"{tmp_path}\n", "no\n")


def test_lines_as_they_come(tmp_path: Path) -> None:
    seen: list[tuple[str, float]] = []
    code = "import time; print('one', flush=True); time.sleep(0.4); print('two')"
    completed = run_here(code, tmp_path, on_line=lambda line: seen.append((line, time.monotonic())))
    assert [line for line, _ in seen] == ["one\n", "two\n"]
    assert seen[1][1] - seen[0][1] > 0.2
    assert completed.output == ""


def test_no_input(tmp_path: Path) -> None:
    assert run_here("print(repr(input()) if 0 else open(0).read())", tmp_path).output == "\n"


def test_much_on_both_streams(tmp_path: Path) -> None:
    code = "import sys\nfor _ in range(20000): print('o' * 20); sys.stderr.write('e' * 20 + '\\n')"
    completed = run_here(code, tmp_path)
    assert (len(completed.output), len(completed.errors)) == (420_000, 420_000)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    code = "import sys; sys.stdout.buffer.write(b'a\\xffb\\n')"
    assert run_here(code, tmp_path).output == "a\ufffdb\n"


def test_a_program_that_cannot_be_run(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="/gone/terraform can't be run: No such file"):
        run(["/gone/terraform"], directory=tmp_path, environment={})


@pytest.mark.parametrize(
    ("number", "raised"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, SystemExit)]
)
def test_a_signal_is_passed_on_once(
    tmp_path: Path, number: signal.Signals, raised: type[BaseException]
) -> None:
    lines: list[str] = []
    threading.Timer(0.5, os.kill, (os.getpid(), number)).start()
    handlers = (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM))
    with pytest.raises(raised) as caught:
        run_here(PATIENT, tmp_path, on_line=lines.append)
    assert lines[1:] == ["interrupts 1\n"]
    assert is_gone(int(lines[0].split()[1]))
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == handlers
    if raised is SystemExit:
        assert caught.value.args == (128 + signal.SIGTERM,)


def test_ctrl_c_on_the_terminal(tmp_path: Path) -> None:
    """The terminal interrupts the whole foreground group; the program gets that only once."""
    script = tmp_path / "caller.py"
    script.write_text(
        textwrap.dedent("""
            import os, sys
            from pathlib import Path
            from lakeform.terraform.process import run
            try:
                run([sys.executable, "-c", sys.argv[1]], directory=Path.cwd(),
                    environment=os.environ, on_line=lambda line: print(line, end="", flush=True))
            except KeyboardInterrupt:
                print("ended in order")
        """),
        encoding="utf-8",
    )
    caller = subprocess.Popen(
        [sys.executable, str(script), PATIENT],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert caller.stdout is not None
    plugin = int(caller.stdout.readline().split()[1])
    os.killpg(caller.pid, signal.SIGINT)
    rest, _ = caller.communicate(timeout=20)
    assert rest.splitlines() == ["interrupts 1", "ended in order"]
    assert is_gone(plugin)


def test_a_reader_that_fails_lets_the_program_wind_up(tmp_path: Path) -> None:
    """As when lakeform's output is a pipe that nobody reads any more."""
    done = tmp_path / "done"

    def fail(_line: str) -> None:
        raise BrokenPipeError

    code = f"{PATIENT}\nopen({str(done)!r}, 'w').close()"
    with pytest.raises(BrokenPipeError):
        run_here(code, tmp_path, on_line=fail)
    assert done.exists()


def test_from_another_thread(tmp_path: Path) -> None:
    """Only the main thread may set signal handlers; others can run programs all the same."""
    results: list[Completed] = []
    thread = threading.Thread(target=lambda: results.append(run_here("print(1)", tmp_path)))
    thread.start()
    thread.join()
    assert results == [Completed(0, "1\n", "")]
