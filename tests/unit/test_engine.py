"""The door to CDKTF: what it chooses, and that both engines give the same."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from lakeform import engine

MODULES = Path(engine.__file__).parent.parent

APP = """
import json, sys
from lakeform.engine import App, Fn, LocalBackend, TerraformOutput, TerraformResourceLifecycle
from lakeform.engine import TerraformIterator, TerraformStack, Token
from lakeform.aws.lakeformation import LakeformationDataLakeSettings as Settings
from lakeform.aws.lakeformation import (
    LakeformationDataLakeSettingsCreateDatabaseDefaultPermissions as Nobody,
)
from lakeform.aws.provider import AwsProvider, AwsProviderDefaultTags
from lakeform.aws.s3 import S3Bucket
from lakeform.aws.sqs import SqsQueue
from lakeform.aws.vpc import SecurityGroup, SecurityGroupIngress

app = App(outdir=sys.argv[1])
stacks = [TerraformStack(app, name) for name in ("producer", "consumer")]
for stack in stacks:
    LocalBackend(stack, path=f"{stack.node.id}.tfstate")
    AwsProvider(stack, "aws", default_tags=[AwsProviderDefaultTags(tags={"Owner": "a"})])
producer, consumer = stacks
zones = TerraformIterator.from_list(["raw", "curated"])
bucket = S3Bucket(producer, "raw", bucket="raw", tags={}, force_destroy=False)
S3Bucket(producer, "each", for_each=zones, bucket=Token.as_string(zones.value))
Settings(producer, "settings", create_database_default_permissions=[Nobody()], admins=[bucket.arn])
SecurityGroup(producer, "group", ingress=[SecurityGroupIngress(from_port=1)], depends_on=[bucket])
queue = SqsQueue(
    consumer,
    "queue",
    name=bucket.id,
    policy=Fn.jsonencode({"Resource": bucket.arn}),
    delay_seconds=3,
    lifecycle=TerraformResourceLifecycle(prevent_destroy=True),
)
queue.add_override("fifo_queue", True)
queue.import_from("queue-url")
TerraformOutput(consumer, "url", value=queue.url)
app.synth()
print(producer.to_hcl_terraform()["hcl"])
"""


def run(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": str(MODULES), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def synthesised(engine_name: str, folder: Path) -> tuple[dict[str, Any], str]:
    """Stack → its JSON less the engine's version, and the HCL of one of them."""
    done = run(APP, str(folder), LAKEFORM_ENGINE=engine_name)
    assert done.returncode == 0, done.stderr
    stacks = {}
    for name in ("producer", "consumer"):
        stacks[name] = json.loads((folder / "stacks" / name / "cdk.tf.json").read_text())
        del stacks[name]["//"]["metadata"]["version"]
    return stacks, done.stdout


def test_both_engines_give_the_same(tmp_path: Path) -> None:
    if importlib.util.find_spec("cdktn") is None:
        pytest.skip("cdktn isn't installed: pip install cdktn")

    assert synthesised("cdktf", tmp_path / "f") == synthesised("cdktn", tmp_path / "n")


def test_cdktf_is_the_default() -> None:
    code = "import sys; from lakeform import engine; print(engine.ENGINE, 'cdktn' in sys.modules)"
    done = run(code, LAKEFORM_ENGINE="cdktf")

    assert done.stdout.split() == ["cdktf", "False"]


def test_another_engine_is_refused() -> None:
    done = run(
        "from lakeform.errors import InputError\n"
        "try:\n    import lakeform.engine\n"
        "except InputError as error:\n    print(error)",
        LAKEFORM_ENGINE="pulumi",
    )

    assert done.stdout.splitlines() == [
        "LAKEFORM_ENGINE is 'pulumi'",
        "  → leave it out, or set it to cdktf or cdktn",
    ]


def test_an_engine_that_is_not_installed_is_named() -> None:
    done = run(
        "import sys\nsys.modules['cdktn'] = None\n"
        "from lakeform.errors import ToolMissing\n"
        "try:\n    import lakeform.engine\n"
        "except ToolMissing as error:\n    print(error)",
        LAKEFORM_ENGINE="cdktn",
    )

    assert done.stdout.splitlines() == [
        "The engine cdktn isn't installed",
        "  → pip install cdktn",
    ]


def test_a_missing_node_is_said_before_jsii_fails(tmp_path: Path) -> None:
    done = run(
        "from lakeform.errors import ToolMissing\n"
        "try:\n    import lakeform.engine\n"
        "except ToolMissing as error:\n    print(error.message)",
        JSII_NODE=str(tmp_path / "no-such-node"),
    )

    assert "no-such-node" in done.stdout


def test_node_has_a_session_of_its_own() -> None:
    """A Ctrl-C on the terminal would otherwise end it in the middle of a sentence."""
    done = run(
        "import os, jsii, lakeform.engine\n"
        "node = jsii.kernel.provider._process._process.pid\n"
        "print(os.getsid(node) == node, os.getsid(0) == node)"
    )

    assert (done.stdout.split(), done.stderr) == (["True", "False"], "")


def test_node_is_ended_before_long_work() -> None:
    done = run(
        "import jsii, lakeform.engine as engine\n"
        "engine.end()\n"
        "print(jsii.kernel.provider._process._process.poll())\n"
        "engine.end()"
    )

    assert (done.stdout, done.stderr, done.returncode) == ("0\n", "", 0)


def test_node_does_not_outlive_this_process() -> None:
    code = (
        "import jsii, os, signal, lakeform.engine\n"
        "print(jsii.kernel.provider._process._process.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = run(code)
    assert done.returncode == -signal.SIGKILL
    assert ends(int(done.stdout))


def ends(pid: int) -> bool:
    """Whether a process ends within ten seconds."""
    for _ in range(100):
        if not is_running(pid):
            return True
        time.sleep(0.1)
    return False


def is_running(pid: int) -> bool:
    """Whether there is such a process that hasn't ended; one that nobody waited for has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_node_that_was_killed_is_said() -> None:
    done = run(
        "import jsii, lakeform.engine as engine\n"
        "from lakeform.errors import ToolError\n"
        "node = jsii.kernel.provider._process._process\n"
        "node.kill()\nnode.wait()\n"
        "try:\n    engine.App()\n"
        "except ToolError as error:\n    print(error.message)"
    )

    said = "Node, which writes the Terraform, ended too early\n"
    assert (done.stdout, done.stderr) == (said, "")


def test_the_last_words_of_a_node_that_fails_are_told(tmp_path: Path) -> None:
    failing = tmp_path / "node"
    failing.write_text(
        "#!/bin/sh\n"
        '[ "$1" = --version ] && echo v22.0.0 && exit\n'
        "echo '\n<--- Last few GCs --->\n\nFATAL ERROR: heap limit\n at frame' >&2; exit 134\n"
    )
    failing.chmod(0o755)
    done = run(
        "from lakeform.errors import ToolError\n"
        "try:\n    from lakeform import engine; engine.App()\n"
        "except ToolError as error:\n    print(error.message)",
        JSII_NODE=str(failing),
    )

    said = "Node, which writes the Terraform, ended too early: FATAL ERROR: heap limit\n"
    assert done.stdout == said, done.stderr


def test_what_the_disk_refuses_to_node_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").mkdir()
    done = run(
        "import sys, lakeform.engine as engine\n"
        "app = engine.App(outdir=sys.argv[1])\n"
        "engine.TerraformStack(app, 'a')\n"
        "try:\n    app.synth()\n"
        "except IsADirectoryError as error:\n    print(error.filename)",
        str(tmp_path),
    )

    assert done.stdout.strip() == str(tmp_path / "manifest.json"), done.stderr


def test_node_is_quiet() -> None:
    done = run("import lakeform.engine")

    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_a_node_that_nobody_speaks_to_ends_in_silence(tmp_path: Path) -> None:
    done = run("from lakeform import node\nprint(node.start().process.pid)", TMPDIR=str(tmp_path))

    assert (done.stderr, done.returncode) == ("", 0)
    assert ends(int(done.stdout))
    assert list(tmp_path.iterdir()) == []


def test_everything_that_is_exported_is_there() -> None:
    assert [name for name in engine.__all__ if not hasattr(engine, name)] == []
    assert list(engine.__all__) == sorted(engine.__all__, key=_isort_key)


def _isort_key(name: str) -> tuple[int, str]:
    """Constants, classes, functions: the order of ruff's RUF022."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


def test_a_jsii_with_another_layout_is_named(tmp_path: Path) -> None:
    (tmp_path / "jsii").mkdir()
    (tmp_path / "jsii" / "__init__.py").touch()
    done = run(
        f"import sys; sys.path.insert(0, {os.fspath(tmp_path)!r})\n"
        "from lakeform import node\n"
        "from lakeform.errors import ToolMissing\n"
        "try:\n    node.start()\n"
        "except ToolMissing as error:\n    print(error.message)"
    )

    said = "jsii isn't installed, or its program isn't where it was in release 1.142\n"
    assert done.stdout == said, done.stderr
