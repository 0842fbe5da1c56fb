"""Every template, rendered in all its forms, is Python that a linter has nothing to say against;
what can't be rendered or read is refused with its file and line."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from etl import job, lake_of
from lakeform.config.job_templates import JOB_TEMPLATES
from lakeform.errors import InputError
from lakeform.jobs import quality_script, script
from lakeform.jobs.scripts import checked
from lakeform.render import templates

STREAM = "type: spark_streaming, template: stream_to_table"
FORMS = {
    "compact-files": "template: compact_small_files, source: {zone: raw, format: orc}",
    "compact-iceberg": "template: compact_small_files, source: {table: sales.orders}",
    "compact-table": "template: compact_small_files, source: {table: sales.exports}",
    "csv-files": "template: csv_to_table, source: {zone: raw}, options: {mode: append},"
    " target: {zone: curated, prefix: x/, partitions: [region], format: csv}",
    "csv-iceberg": "template: csv_to_table, source: {zone: raw}, target: sales.orders,"
    " bookmark: true",
    "csv-multiline": "template: csv_to_table, target: sales.customers, options: {mode: append},"
    " source: {zone: raw, csv: {quote: '|', multiline: true, header: false}}",
    "csv-projected": "template: csv_to_table, source: {zone: raw, prefix: in/}, target: web.clicks,"
    " options: {mode: overwrite}",
    "images": "template: images_to_shards, source: {zone: raw},"
    " target: {zone: curated, prefix: shards/}",
    "jdbc-incremental-files": "template: jdbc_incremental, target: sales.customers,"
    " source: {connection: erp, relation: a.b}, options: {bookmark_column: id}",
    "jdbc-incremental-iceberg": "template: jdbc_incremental, target: sales.orders,"
    " source: {connection: erp, relation: a.b}, options: {bookmark_column: order_id}",
    "jdbc-snapshot": "template: jdbc_snapshot, target: sales.orders,"
    " source: {connection: erp, relation: '(select \"x\" from a) t', parallel: {column: id}}",
    "jdbc-snapshot-files": "template: jdbc_snapshot, target: {zone: curated, prefix: x/},"
    " source: {connection: erp, relation: a.b}",
    "json-any": "template: json_to_table, source: {zone: raw}, options: {mode: append},"
    " target: {zone: curated, prefix: x/, format: json}",
    "json-bookmark": "template: json_to_table, source: {zone: raw}, target: sales.orders,"
    " bookmark: true",
    "json-table": "template: json_to_table, source: {zone: raw, prefix: in/}, target: web.clicks,"
    " options: {mode: append, derive: {day: to_date(at)}, extra_columns: {x: string}}",
    "merge-csv": "template: merge_into_iceberg, source: {zone: raw, format: csv},"
    " target: sales.orders, options: {keys: [order_id]}",
    "merge-iceberg": "template: merge_into_iceberg, source: {table: sales.orders},"
    " target: sales.orders, options: {keys: [order_id], order_by: order_date}",
    "merge-json": "template: merge_into_iceberg, source: {zone: raw, format: json},"
    " target: sales.orders, bookmark: true, options: {keys: [order_id, region],"
    " delete_when: gone, extra_columns: {gone: boolean}}",
    "merge-table": "template: merge_into_iceberg, source: {table: sales.customers},"
    " target: sales.orders, options: {keys: [order_id], order_by: order_date, delete_when: a}",
    "stream-broker": f"{STREAM}, source: {{broker: events, topic: t}}, target: sales.orders",
    "stream-kafka": f"{STREAM}, source: {{kafka: k, topic: t}}, target: sales.customers,"
    " connections: [bus]",
    "stream-kinesis": f"{STREAM}, source: {{kinesis: c}}, target: web.clicks",
}
"""Every branch of every template."""


def rendered(text: str) -> str:
    return script(lake_of(job(f"{{{text}}}")), "j").text


def test_every_template_is_among_them() -> None:
    used = {form.split("template: ")[1].split(",")[0] for form in FORMS.values()}
    assert used == {template.name for template in JOB_TEMPLATES}
    files = {name for name in templates("jobs") if "/shared/" not in name}
    assert files == {f"jobs/{template.name}.py.j2" for template in JOB_TEMPLATES}


@pytest.mark.parametrize("form", FORMS)
def test_a_script_says_what_it_does_with_bad_input(form: str) -> None:
    text = ast.get_docstring(ast.parse(rendered(FORMS[form])))
    assert text is not None
    assert text.startswith("j: ")
    said = " ".join(text.split())
    assert any(word in said for word in ("stop", "quarantine", "rejected"))
    assert any(word in said for word in ("0 rows", "0 files", "0 shards", "writes nothing"))


def test_the_linter_is_content(tmp_path: Path) -> None:
    for form, text in FORMS.items():
        (tmp_path / f"{form.replace('-', '_')}.py").write_text(rendered(text), encoding="utf-8")
    (tmp_path / "quality.py").write_text(quality_script().text, encoding="utf-8")
    ruff = Path(sys.executable).parent / "ruff"
    style = ["--isolated", "--line-length=100", "--target-version=py39", str(tmp_path)]
    rules = "--select=E,F,W,I,B,PIE,RET,SIM"
    # Python 3.9 knows no `strict`, and each file is a program of its own.
    check = [ruff, "check", "--no-cache", "--quiet", rules, "--ignore=B905", *style]
    assert subprocess.run(check, capture_output=True, text=True, check=False).stdout == ""
    form = [ruff, "format", "--no-cache", "--diff", *style]
    assert subprocess.run(form, capture_output=True, text=True, check=False).stdout == ""


def test_a_script_is_the_same_each_time_and_its_digest_follows_it() -> None:
    one, two = (script(lake_of(job(f"{{{FORMS['csv-iceberg']}}}")), "j") for _ in range(2))
    assert one == two
    other = script(lake_of(job(f"{{{FORMS['csv-projected']}}}")), "j")
    assert one.digest != other.digest
    assert len(one.digest) == 16


def test_no_text_of_the_file_becomes_code() -> None:
    evil = '"""\\n__import__("os").system("x")\\n"""'
    text = rendered(
        "template: jdbc_snapshot, target: sales.orders, source: {connection: erp,"
        f" relation: '{evil}'}}, options: {{derive: {{region: '{evil}'}}}}"
    )
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    assert not [call for call in calls if getattr(call.func, "id", "") == "__import__"]


def test_a_script_of_ones_own_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("print('$')\n")
    lake = lake_of(job("{script: mine.py}"), directory=tmp_path)
    assert script(lake, "j").text == "print('$')\n"


def test_a_template_of_ones_own_is_rendered_and_may_include_ours(tmp_path: Path) -> None:
    (tmp_path / "mine.py.j2").write_text(
        '"""{{ values.what }}"""\n{% include "jobs/shared/defaults.py.j2" %}\n'
        'KIND = "{{ values.what | upper }}"\n'
    )
    lake = lake_of(
        job("{script: mine.py.j2, values: {what: mine}, target: sales.orders}"), directory=tmp_path
    )
    assert script(lake, "j").text.splitlines() == [
        '"""mine"""',
        'JOB = "j"',
        "DEFAULTS: dict[str, str | None] = {",
        '    "table": "glue_catalog.sales.orders",',
        '    "quarantine": "s3://acme-dev-curated-111111111111-us-east-1/_quarantine/j/",',
        "}",
        'KIND = "MINE"',
    ]


def test_a_value_becomes_a_text_of_python(tmp_path: Path) -> None:
    (tmp_path / "mine.py.j2").write_text("SAID = {{ values.said | literal }}\n")
    section = job("{script: mine.py.j2, values: {said: 'a \"b\" \\ ${c} <d>'}}")
    text = script(lake_of(section, directory=tmp_path), "j").text
    found: dict[str, str] = {}
    exec(text, found)
    assert found["SAID"] == 'a "b" \\ ${c} <d>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "def f(:\n    pass\n",
            "mine.py.j2: the script of the job `j` isn't valid Python, line 1 as rendered: invalid "
            "syntax: `def f(:`\n"
            "  → correct it; nothing is synthesised with a script that can't run",
        ),
        (
            "a = 1\nreturn a\n",
            "mine.py.j2: the script of the job `j` isn't valid Python, line 2 as rendered: "
            "'return' outside function: `return a`\n"
            "  → correct it; nothing is synthesised with a script that can't run",
        ),
        (
            "{{ nothing }}",
            "HOME/mine.py.j2: it can't be rendered: 'nothing' is undefined\n"
            "  → correct the template",
        ),
        (
            "a\n{% if %}",
            "HOME/mine.py.j2:2: Expected an expression, got 'end of statement block'\n"
            "  → correct the template",
        ),
        (
            '{% include "gone.j2" %}',
            "HOME/mine.py.j2: there is no template `gone.j2`\n"
            "  → templates are looked up beside the script, then among lakeform's own",
        ),
        (
            "{{ ''.__class__.__mro__ }}",
            "HOME/mine.py.j2: it can't be rendered: access to attribute '__class__' of 'str' "
            "object is unsafe.\n  → correct the template",
        ),
    ],
)
def test_what_is_wrong_with_a_template(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "mine.py.j2").write_text(text)
    lake = lake_of(job("{script: mine.py.j2}"), directory=tmp_path)
    with pytest.raises(InputError) as caught:
        script(lake, "j")
    assert str(caught.value).replace(str(tmp_path), "HOME") == said


def test_a_script_that_python_only_warns_of_is_taken(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text('print("\\d")\n')
    lake = lake_of(job("{script: mine.py}"), directory=tmp_path)
    assert script(lake, "j").text == 'print("\\d")\n'


def test_a_script_that_is_nested_too_deeply(tmp_path: Path) -> None:
    (tmp_path / "mine.py.j2").write_text("a = {{ '-' * 100000 }}1\n")
    lake = lake_of(job("{script: mine.py.j2}"), directory=tmp_path)
    with pytest.raises(InputError, match="isn't valid Python"):
        script(lake, "j")


def test_a_script_that_changed_since_it_was_read(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("a = 1\n")
    lake = lake_of(job("{script: mine.py}"), directory=tmp_path)
    (tmp_path / "mine.py").write_text("a = 1\nb = = 2\n")
    with pytest.raises(InputError) as caught:
        script(lake, "j")
    assert str(caught.value) == (
        "mine.py:2: the script of the job `j` isn't valid Python: invalid syntax: `b = = 2`\n"
        "  → correct it; nothing is synthesised with a script that can't run"
    )
    (tmp_path / "mine.py").unlink()
    with pytest.raises(InputError, match=r"mine\.py of the job `j` can't be read"):
        script(lake, "j")


def test_python_shell_runs_python_3_9() -> None:
    text = "match 1:\n    case 1: pass\n"
    assert checked("j", text, "a.py", "spark").text == text
    with pytest.raises(InputError, match=r"^a\.py:2: .* Pattern matching is only supported in"):
        checked("j", text, "a.py", "python_shell")
