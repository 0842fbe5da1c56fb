"""Rules of jobs: what each says, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl import AROUND, CSV, job, lake_of, problems


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with scripts."""
    scripts = tmp_path / "jobs"
    scripts.mkdir()
    (scripts / "bad.py").write_text("a = 1\ndef f(:\n")
    (scripts / "nul.py").write_text("a\0")
    (scripts / "x.txt").write_text("x")
    (scripts / "latin.py").write_bytes(b"# \xe9")
    (scripts / "ok.py").write_text("print(1)")
    (scripts / "new.py").write_text("match 1:\n    case 1: pass\n")
    (scripts / "ok.py.j2").write_text("{{ values.a }}")
    return tmp_path


WRONG = [
    (
        "{template: json_to_table, source: {zone: raw}, target: web.clicks, bookmark: true}",
        [
            "the job would read what it has written: `web/clicks/` of the zone raw → choose a "
            "prefix that doesn't overlap with the target's",
        ],
    ),
    (
        "{}",
        [
            "the job `j` has neither a `template` nor a `script` → write one of them",
        ],
    ),
    (
        "{template: csv_to_table, script: jobs/ok.py}",
        [
            "the job `j` has both a `template` and a `script` → keep one of them",
        ],
    ),
    (
        "{template: csv_to_tabel}",
        [
            "there is no template `csv_to_tabel` → did you mean `csv_to_table`?",
        ],
    ),
    (
        "{template: nothing_like_it}",
        [
            "there is no template `nothing_like_it` → templates: compact_small_files, "
            "csv_to_table, images_to_shards, jdbc_incremental, jdbc_snapshot, json_to_table, "
            "merge_into_iceberg, stream_to_table",
        ],
    ),
    (
        "{script: jobs/gone.py}",
        [
            "the file `jobs/gone.py` does not exist → its path is looked up from the folder of "
            "lake.yaml",
        ],
    ),
    (
        "{script: ../up.py}",
        [
            "`../up.py` lies outside the folder of lake.yaml → copy the file into the project, "
            "and name it from there",
        ],
    ),
    (
        "{script: jobs}",
        [
            "the file `jobs` is a folder → its path is looked up from the folder of lake.yaml",
        ],
    ),
    (
        "{script: jobs/x.txt}",
        [
            "`jobs/x.txt` is neither a `.py` nor a `.py.j2` file → a script is Python, or a "
            "template of it",
        ],
    ),
    (
        "{script: jobs/bad.py}",
        [
            "`jobs/bad.py` isn't valid Python 3.11: line 2: invalid syntax → correct it",
        ],
    ),
    (
        "{script: jobs/nul.py}",
        [
            "`jobs/nul.py` isn't valid Python 3.11: source code string cannot contain null "
            "bytes → correct it",
        ],
    ),
    (
        "{script: jobs/latin.py}",
        [
            "`jobs/latin.py` isn't text in UTF-8 (byte 3) → save it in UTF-8",
        ],
    ),
    (
        "{type: python_shell, script: jobs/new.py}",
        [
            "`jobs/new.py` isn't valid Python 3.9: line 2: Pattern matching is only supported "
            "in Python 3.10 and greater → correct it",
        ],
    ),
    (
        "{script: jobs/ok.py, values: {a: b}, options: {seed: 1}}",
        [
            "`jobs/ok.py` isn't a template, and takes no `values` → let its name end with "
            "`.py.j2`, or use `arguments`",
            "a script of your own takes no `options` → `arguments` are passed to it, and "
            "`values` fill in one that ends with `.j2`",
        ],
    ),
    (
        "{template: stream_to_table, source: {kinesis: c}, target: sales.orders}",
        [
            "the template `stream_to_table` makes a job of the type spark_streaming, not spark "
            "→ write `type: spark_streaming`",
        ],
    ),
    (
        "{type: python_shell, template: csv_to_table, source: {zone: raw}, target: "
        "sales.orders, options: {mode: append}}",
        [
            "the template `csv_to_table` makes a job of the type spark, not python_shell → "
            "write `type: spark`",
        ],
    ),
    (
        "{template: csv_to_table, source: {zone: rwa}, target: sales.odrers, bookmark: true}",
        [
            "there is no zone `rwa` → did you mean `raw`?",
            "there is no table `sales.odrers` → did you mean `sales.orders`?",
        ],
    ),
    (
        "{template: csv_to_table, source: {zone: raw}, target: {zone: curate, prefix: x/}, "
        "bookmark: true}",
        [
            "there is no zone `curate` → did you mean `curated`?",
        ],
    ),
    (
        "{template: jdbc_snapshot, source: {connection: epr, relation: a.b}, target: sales.orders}",
        [
            "there is no connection `epr` → did you mean `erp`?",
        ],
    ),
    (
        "{template: jdbc_snapshot, source: {connection: bus, relation: a.b}, target: sales.orders}",
        [
            "the connection `bus` is of the type network → name one of the type jdbc",
        ],
    ),
    (
        "{type: spark_streaming, template: stream_to_table, source: {broker: erp, topic: t}, "
        "target: sales.orders}",
        [
            "the connection `erp` is of the type jdbc → name one of the type kafka",
        ],
    ),
    (
        "{type: spark_streaming, template: stream_to_table, source: {kafka: k, topic: t}, "
        "target: sales.orders}",
        [
            "the cluster `k` is in the VPC, and nothing takes the job there → add "
            "`connections: [NAME]` of a connection of the type network or kafka",
        ],
    ),
    (
        "{script: jobs/ok.py, reads: [sales.orders, sales.nope], writes: [web.clicks, "
        "sales.exports], connections: [nope]}",
        [
            "the job `j` writes to the zones curated, raw, and each has a key of its own: Glue "
            "encrypts what a job writes with one → make a job for each, or write `encryption: "
            "{keys: single}`",
            "there is no table `sales.nope` → did you mean `sales.orders`?",
            "there is no connection `nope` → connections: erp, bus, events",
        ],
    ),
    (
        "{template: csv_to_table, target: sales.orders, bookmark: true}",
        [
            "the template `csv_to_table` needs a `source` → it reads files (`zone`)",
        ],
    ),
    (
        "{template: csv_to_table, source: {zone: raw}, bookmark: true}",
        [
            "the template `csv_to_table` needs a `target` → it writes a table or files of a zone",
        ],
    ),
    (
        "{template: csv_to_table, source: {zone: raw}, target: sales.orders}",
        [
            "the job `j` reads all of its source at each run, and nothing says what becomes of "
            "the rows of the run before → write the option `mode: overwrite` to replace them "
            "or `mode: append` to keep them, or `bookmark: true` to read new files only",
        ],
    ),
    (
        "{template: csv_to_table, source: {zone: raw, format: json}, target: sales.orders, "
        "bookmark: true}",
        [
            "the template `csv_to_table` doesn't read json files → it reads csv",
        ],
    ),
    (
        "{template: csv_to_table, source: {kinesis: c}, target: sales.orders, bookmark: true}",
        [
            "the template `csv_to_table` doesn't read a stream (`kinesis`) → it reads files "
            "(`zone`)",
        ],
    ),
    (
        "{type: spark_streaming, template: stream_to_table, source: {zone: raw}, target: "
        "sales.orders}",
        [
            "a streaming job can't read files (`zone`): it never ends → it reads a topic "
            "(`broker`) or a topic (`kafka`) or a stream (`kinesis`)",
        ],
    ),
    (
        "{template: csv_to_table, source: {zone: raw}, target: sales.archive, bookmark: true}",
        [
            "`sales.archive` is an avro table, which Spark can't write without a connector → "
            "let the table be iceberg, parquet, orc, json or csv",
        ],
    ),
    (
        "{template: merge_into_iceberg, source: {zone: raw}, target: sales.customers}",
        [
            "the template `merge_into_iceberg` needs the option `keys` → The columns that tell "
            "rows apart.",
            "the template `merge_into_iceberg` must know the `format` of the files → one of "
            "csv, json, orc, parquet",
            "the template `merge_into_iceberg` writes Iceberg tables, and `sales.customers` is "
            "parquet → let the table be `format: iceberg`, or choose another template",
        ],
    ),
    (
        "{template: merge_into_iceberg, source: {zone: raw, format: csv}, target: {zone: "
        "curated, prefix: x/}, options: {keys: [id]}}",
        [
            "the template `merge_into_iceberg` doesn't write files without a table → it writes "
            "an Iceberg table",
        ],
    ),
    (
        "{template: images_to_shards, source: {zone: raw}, target: sales.orders}",
        [
            "the template `images_to_shards` doesn't write tables → it writes files of a zone",
        ],
    ),
    (
        "{template: images_to_shards, source: {zone: raw}, target: {zone: curated, prefix: "
        "s/}, options: {shard_mib: 10, file_mib: 64}}",
        [
            "`etl.jobs.j.options.shard_mib` is 10; it must be at least 100",
            "the template `images_to_shards` doesn't take the option `file_mib` → it takes "
            "extensions, seed, shard_mib",
        ],
    ),
    (
        "{template: compact_small_files, source: {table: sales.orders}, target: sales.orders}",
        [
            "the template `compact_small_files` works on its source, and takes no `target` → "
            "remove it",
        ],
    ),
    (
        "{template: jdbc_incremental, source: {connection: erp, relation: a.b}, target: "
        "sales.orders, bookmark: true}",
        [
            "the template `jdbc_incremental` needs the option `bookmark_column` → The column "
            "that only grows: a run reads what lies above the target's greatest value.",
            "the template `jdbc_incremental` can't tell new from old with a bookmark → its "
            "`bookmark_column` does that",
        ],
    ),
    (
        "{template: csv_to_table, source: {zone: raw}, target: sales.orders, bookmark: true, "
        'options: {derive: {amuont: "1"}, required: [regoin], quarantine: {max_percent: 101}}}',
        [
            "`sales.orders` has no column `amuont` → did you mean `amount`?",
            "`sales.orders` has no column `regoin` → did you mean `region`?",
            "`etl.jobs.j.options.quarantine.max_percent` is 101; it must be at most 100",
        ],
    ),
    (
        "{template: csv_to_table, source: {zone: raw}, target: sales.orders, bookmark: true, "
        'options: {derive: {amuont: "1"}, required: [regoin]}}',
        [
            "`sales.orders` has no column `amuont` → did you mean `amount`?",
            "`sales.orders` has no column `regoin` → did you mean `region`?",
        ],
    ),
    (
        "{template: merge_into_iceberg, source: {table: sales.customers}, target: "
        "sales.orders, bookmark: true, options: {keys: [id], order_by: at, extra_columns: "
        "{region: string}}}",
        [
            "a bookmark knows files of a zone, not tables → remove it",
            "`sales.orders` has no column `id` → columns: order_id, region, amount, order_date",
            "`sales.orders` has no column `at` → columns: order_id, region, amount, order_date",
            "`sales.orders` has the column `region` itself → remove it here",
        ],
    ),
    (
        "{type: python_shell, script: jobs/ok.py, bookmark: true, workers: {count: 2}, "
        "formats: [iceberg], flex: true, spark: {spark.a: b}}",
        [
            "a job of the type python_shell has no bookmark → remove it",
            "a job of the type python_shell runs on one machine, and has no workers → choose "
            "`capacity: 0.0625` or `capacity: 1`",
            "a job of the type python_shell doesn't know `formats` → it is for spark and "
            "spark_streaming",
            "a job of the type python_shell doesn't know `flex` → it is for spark",
            "a job of the type python_shell doesn't know `spark` → it is for spark and "
            "spark_streaming",
        ],
    ),
    (
        "{type: spark_streaming, template: stream_to_table, source: {kinesis: c}, target: "
        "sales.orders, bookmark: true, concurrency: 2, flex: true}",
        [
            "a job of the type spark_streaming has no bookmark → a stream's checkpoint does "
            "its work",
            "two runs of a streaming job would share one checkpoint → leave it at 1",
            "a job of the type spark_streaming doesn't know `flex` → it is for spark",
        ],
    ),
    (
        '{script: jobs/ok.py, capacity: 1, maintenance_window: "Sun:2", workers: {type: '
        "G.025X, count: 400}}",
        [
            "`capacity` is for jobs of the type python_shell → write `workers: {type: G.1X, "
            "count: 2}`",
            "a job of the type spark doesn't know `maintenance_window` → it is for spark_streaming",
            "workers of G.025X are for streaming jobs → use G.1X",
            "`etl.jobs.j.workers.count` is 400; it must be at most 299",
        ],
    ),
    (
        "{script: jobs/ok.py, workers: {type: G.2X, count: 150}}",
        [
            "150 workers of G.2X: Glue allows 149 in a job → use fewer, or larger ones",
        ],
    ),
    (
        "{script: jobs/ok.py, flex: true, workers: {type: G.4X}}",
        [
            "workers of G.4X can't run on spare capacity (`flex`) → one of G.1X, G.2X",
        ],
    ),
    (
        "{script: jobs/ok.py, workers: {type: G.3X, count: 1}, timeout_minutes: 10081, "
        'retries: 11, glue_version: "4.0", maintenance_window: "sunday"}',
        [
            "`etl.jobs.j.workers.type` can't be `G.3X` → did you mean `G.8X`?",
            "`etl.jobs.j.workers.count` is 1; it must be at least 2",
            "`etl.jobs.j.timeout_minutes` is 10081; it must be at most 10080",
            "`etl.jobs.j.retries` is 11; it must be at most 10",
            "`etl.jobs.j.glue_version` can't be `4.0` → did you mean `5.0`?",
            "`sunday` isn't a day and an hour → for example Sun:2, in UTC",
        ],
    ),
    (
        '{script: jobs/ok.py, arguments: {--conf: x, conf: y}, spark: {spark.a: "b c", a: b}}',
        [
            "`conf` isn't a job argument → for example `--log-level`",
            "`b c` holds a space → a setting of Spark is one word",
            "`a` isn't a setting of Spark → for example spark.sql.shuffle.partitions",
        ],
    ),
    (
        "{template: csv_to_table, source: {zone: raw}, target: {zone: raw, prefix: x/}, "
        "options: {mode: append}}",
        [
            "the job would read what it has written: `x/` of the zone raw → choose a prefix that "
            "doesn't overlap with the target's",
        ],
    ),
    (
        "{template: csv_to_table, reads: [sales.orders], source: {zone: raw}, target: "
        "sales.orders, bookmark: true}",
        [
            "`reads` is for scripts of your own: a template's tables are its source and its "
            "target → remove it",
        ],
    ),
    (
        '{script: jobs/ok.py, source: {zone: raw, table: x.y}, schedule: "0 2 * * *"}',
        [
            "a source has exactly one of the keys zone, table, connection, kinesis, kafka, "
            "broker → write one of them",
            "`0 2 * * *` isn't an AWS cron expression of six fields → for example \"cron(0 2 * "
            '* ? *)", in UTC',
        ],
    ),
]


@pytest.mark.parametrize(("text", "said"), WRONG, ids=range(len(WRONG)))
def test_a_wrong_job(text: str, said: list[str], home: Path) -> None:
    assert problems(job(text), directory=home) == said


RIGHT = [
    CSV,
    "{script: jobs/new.py}",
    "{type: python_shell, script: jobs/ok.py, capacity: 1, arguments: {--level: debug}}",
    "{script: jobs/ok.py.j2, values: {a: b}, reads: [sales.orders], writes: [sales.exports]}",
    "{script: jobs/ok.py, flex: true, workers: {type: G.2X, count: 149, scale: false}}",
    "{template: images_to_shards, source: {zone: raw}, target: {zone: curated, prefix: s/}}",
    "{template: compact_small_files, source: {table: web.clicks}}",
    "{template: json_to_table, source: {zone: raw, prefix: in/}, target: web.clicks, options:"
    " {mode: append, derive: {day: to_date(at)}, required: [user]}}",
    "{type: spark_streaming, template: stream_to_table, source: {broker: events, topic: t},"
    " target: sales.orders, workers: {type: G.025X}, maintenance_window: 'Sun:2'}",
    "{type: spark_streaming, template: stream_to_table, source: {kafka: k, topic: t},"
    " target: sales.orders, connections: [bus]}",
]


@pytest.mark.parametrize("text", RIGHT, ids=range(len(RIGHT)))
def test_a_right_job(text: str, home: Path) -> None:
    assert problems(job(text), directory=home) == []


def test_names_are_not_taken() -> None:
    assert problems(f"{{jobs: {{quality-x: {CSV}}}}}") == [
        "names that start with `quality-` are those of the jobs that check tables → choose another "
        "name"
    ]
    personas = "governance: {personas: {job-j: {trust: [glue]}}}\n"
    assert problems(job(CSV), AROUND + personas) == [
        "the job's role would be called as that of the persona `job-j` → rename one of them"
    ]
    zones = AROUND.replace("curated: }}", "curated: , etl: }}")
    assert problems(job(CSV), zones) == [
        "the zone name `etl` is taken by the bucket of the jobs' scripts → choose another name"
    ]
    assert problems("{}", zones) == []


def test_scripts_need_a_place(home: Path) -> None:
    shell = "{type: python_shell, script: jobs/ok.py}"
    assert problems(job(shell), "", home) == [
        "jobs need a place for their scripts, and the lake has no `storage` → add the section "
        "`storage`"
    ]


def test_one_key_for_all_zones_lifts_the_limit_of_one_zone(home: Path) -> None:
    text = job("{script: jobs/ok.py, writes: [web.clicks, sales.exports]}")
    assert len(problems(text, directory=home)) == 1
    assert problems(text, f"{AROUND}encryption: {{keys: single}}\n", home) == []


def test_alarms_and_logs() -> None:
    assert problems("{alarms: {emails: [nobody]}, log_retention_days: 91}") == [
        "`nobody` isn't an e-mail address → name@company.example",
        "`91` days isn't a retention of CloudWatch Logs → one of 1, 3, 5, 7, 14, 30, 60, 90, 120, "
        "150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
    ]
    assert lake_of("{alarms: null}").etl.alarms is None
