"""Read a plan that `terraform show -json` wrote.

What the file says and this module doesn't know (another major format, another action) is an error:
a change must not get past a gate because it couldn't be read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any, NoReturn

from lakeform.errors import InputError
from lakeform.plan.configuration import read as read_configuration
from lakeform.plan.fingerprint import fingerprint
from lakeform.plan.masking import Mark, Secrets, differences, has_true, value_at, with_unknowns
from lakeform.plan.model import Action, Change, OutputChange, Path, Plan, Replacement

_MAJOR = "1"
_DEEPEST = 200
"""Levels of lists and objects; Terraform's own plans have less than half, modules included."""
_HOW_TO_WRITE = "write one: terraform plan -out=tfplan && terraform show -json tfplan > plan.json"

_ACTIONS: Mapping[tuple[str, ...], Action] = {
    ("no-op",): Action.NO_OP,
    ("read",): Action.READ,
    ("create",): Action.CREATE,
    ("update",): Action.UPDATE,
    ("delete",): Action.DELETE,
    ("forget",): Action.FORGET,
    ("delete", "create"): Action.REPLACE,
    ("create", "delete"): Action.REPLACE,
    ("create", "forget"): Action.REPLACE,
}
_REPLACEMENTS: Mapping[tuple[str, ...], Replacement] = {
    ("delete", "create"): Replacement.DELETE_FIRST,
    ("create", "delete"): Replacement.CREATE_FIRST,
    ("create", "forget"): Replacement.FORGET_OLD,
}


def load(source: FilePath | str | Mapping[str, Any], *, name: str = "the plan") -> Plan:
    """The plan in a file, or in JSON that has been parsed already.

    Args:
        name: what errors call JSON that has been parsed.

    Raises:
        InputError: there is no such file, it isn't a plan, it was cut off, Terraform failed while
            it made it, or it has something that this version of lakeform doesn't know.
    """
    if isinstance(source, Mapping):
        return _Reader(name).plan(source)
    file = FilePath(source)
    return _Reader(str(file)).plan(parse(file))


def parse(file: FilePath) -> Mapping[str, Any]:
    """The JSON in a plan's file; `load` says whether it is a plan.

    Raises:
        InputError: there is no such file, it isn't a JSON object, or it was cut off.
    """
    content = _json(file)
    if not isinstance(content, Mapping):
        raise InputError(f"{file} is JSON, but not a plan", hint=_HOW_TO_WRITE)
    if _is_deeper(content, _DEEPEST):
        raise _too_deep(file)
    return content


def _json(file: FilePath) -> Any:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(
            f"{file} can't be read: {error.strerror or error}", hint=_HOW_TO_WRITE
        ) from None
    if content.startswith(b"PK"):
        raise InputError(
            f"{file} is Terraform's binary plan, not its JSON",
            hint=f"terraform show -json {file} > plan.json",
        )
    if not content.strip():
        raise InputError(f"{file} is empty", hint=_HOW_TO_WRITE)
    try:
        return json.loads(content)
    except RecursionError:
        raise _too_deep(file) from None
    except UnicodeDecodeError:
        raise InputError(f"{file} isn't text", hint=_HOW_TO_WRITE) from None
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and b'"@message"' in content:
            raise InputError(
                f"{file} is the log of `terraform plan -json`, not the plan", hint=_HOW_TO_WRITE
            ) from None
        cut_off = error.pos >= len(content.rstrip()) - 1 or error.msg.startswith("Unterminated")
        what = "is cut off" if cut_off else "isn't JSON"
        raise InputError(
            f"{file} {what}: line {error.lineno}, column {error.colno}: {error.msg}",
            hint="write it again: terraform show -json tfplan > plan.json",
        ) from None


def _is_deeper(value: Any, levels: int) -> bool:
    """Whether lists and objects are in each other further than that. It doesn't recurse itself."""
    level = [value]
    while level and levels:
        inner = (
            each.values() if isinstance(each, dict) else each
            for each in level
            if isinstance(each, dict | list)
        )
        level = [item for items in inner for item in items]
        levels -= 1
    return bool(level)


def _too_deep(file: FilePath) -> InputError:
    return InputError(f"{file} is nested too deeply to be a plan", hint=_HOW_TO_WRITE)


class _Reader:
    """Turns a parsed plan into a `Plan`; `name` is what errors call it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._secrets = Secrets()

    def plan(self, record: Any) -> Plan:
        if not isinstance(record, Mapping):
            self._fail("is JSON, but not a plan", _HOW_TO_WRITE)
        version = record.get("format_version")
        if not isinstance(version, str) or not (
            "resource_changes" in record or "planned_values" in record
        ):
            if "values" in record or "lineage" in record:
                self._fail("is a state, not a plan", _HOW_TO_WRITE)
            self._fail("is JSON, but not a plan", _HOW_TO_WRITE)
        if version.split(".")[0] != _MAJOR:
            self._fail(
                f"has plan format {version}; this lakeform reads {_MAJOR}.x", "use a newer lakeform"
            )
        if record.get("errored") is True:
            self._fail(
                "is of a run that failed, so it isn't the whole plan", "make the plan run first"
            )
        changes = self._list(record, "resource_changes")
        drift = self._list(record, "resource_drift")
        outputs = record.get("output_changes") or {}
        if not isinstance(outputs, Mapping):
            self._fail("has `output_changes` that is no object")
        planned = record.get("planned_values")
        if isinstance(planned, Mapping):
            self._check_module(planned.get("root_module"), "planned_values.root_module")
        for where, entry in (*changes, *drift):
            self._collect_secrets(self._mapping(entry, "change", where))
        for output in outputs.values():
            if isinstance(output, Mapping):
                self._collect_secrets(output)
        for value in _sensitive_variables(record):
            self._secrets.collect(value, True)
        return Plan(
            format_version=version,
            terraform_version=str(record.get("terraform_version", "")),
            changes=self._changes(changes),
            drift=self._changes(drift),
            outputs=tuple(self._output(name, outputs[name]) for name in sorted(outputs)),
            invocations=tuple(
                sorted(
                    self._text(entry, "address", where)
                    for where, entry in self._list(record, "action_invocations")
                )
            ),
            complete=record.get("complete") is not False and not record.get("deferred_changes"),
            written={
                address: replace(written, texts=self._secrets.mask(written.texts, None))
                for address, written in read_configuration(
                    record.get("configuration"), record.get("variables")
                ).items()
            },
        )

    def _changes(self, entries: list[tuple[str, Mapping[str, Any]]]) -> tuple[Change, ...]:
        changes = [self._change(entry, where) for where, entry in entries]
        return tuple(sorted(changes, key=lambda change: (change.address, change.deposed)))

    def _change(self, entry: Mapping[str, Any], where: str) -> Change:
        address = self._text(entry, "address", where)
        body = self._mapping(entry, "change", where)
        steps = self._steps(body, address)
        action = _ACTIONS[steps]
        previous = str(entry.get("previous_address") or "")
        importing = body.get("importing")
        if action is Action.NO_OP and importing:
            action = Action.IMPORT
        elif action is Action.NO_OP and previous:
            action = Action.MOVE
        before = self._object(body, "before", address)
        after = self._object(body, "after", address)
        unknown = body.get("after_unknown")
        if has_true(unknown) and not isinstance(unknown, Mapping):
            self._fail(f"has {address} with `after_unknown` that names no attributes")
        after = after if after is None else with_unknowns(after, unknown)
        changed: tuple[Path, ...] = ()
        if action in (Action.UPDATE, Action.REPLACE):
            changed = tuple(differences(before, after))
        shown = _attributes(self._masked(after, body, "after", "before"), after)
        return Change(
            address=address,
            type=self._text(entry, "type", where),
            name=self._text(entry, "name", where),
            action=action,
            mode=str(entry.get("mode", "managed")),
            module=str(entry.get("module_address") or ""),
            index=entry.get("index"),
            provider=str(entry.get("provider_name") or ""),
            before=_attributes(self._masked(before, body, "before", "after"), before),
            after=shown,
            hidden={path: fingerprint(value_at(after, path)) for path in differences(after, shown)},
            after_unknown=unknown,
            before_sensitive=body.get("before_sensitive"),
            after_sensitive=body.get("after_sensitive"),
            changed_paths=changed,
            replace_paths=self._paths(body, address),
            replacement=_REPLACEMENTS.get(steps),
            previous_address=previous,
            import_id=self._secrets.mask(_import_id(importing), None),
            deposed=str(entry.get("deposed") or ""),
            action_reason=str(entry.get("action_reason") or ""),
        )

    def _output(self, name: str, entry: Any) -> OutputChange:
        if not isinstance(entry, Mapping):
            self._fail(f"has an output {name} that is no object")
        after = with_unknowns(entry.get("after"), entry.get("after_unknown"))
        return OutputChange(
            name=name,
            action=_ACTIONS[self._steps(entry, f"output {name}")],
            before=self._masked(entry.get("before"), entry, "before", "after"),
            after=self._masked(after, entry, "after", "before"),
        )

    def _steps(self, body: Mapping[str, Any], address: str) -> tuple[str, ...]:
        steps = body.get("actions")
        known = tuple(steps) if isinstance(steps, list) else ()
        if known not in _ACTIONS:
            self._fail(
                f"does to {address} what this lakeform doesn't know: {steps!r}",
                "use a newer lakeform",
            )
        return known

    def _masked(self, value: Any, body: Mapping[str, Any], side: str, other: str) -> Any:
        """A side of a change; what one side marks is hidden on both, as Terraform itself does.

        A value that is marked from now on, or no longer, mostly stays what it was.
        """
        masked = self._secrets.mask(value, body.get(f"{side}_sensitive"))
        return self._secrets.mask(masked, body.get(f"{other}_sensitive"))

    def _collect_secrets(self, body: Mapping[str, Any]) -> None:
        self._secrets.collect(body.get("before"), body.get("before_sensitive"))
        self._secrets.collect(body.get("after"), body.get("after_sensitive"))

    def _object(self, body: Mapping[str, Any], key: str, address: str) -> Any:
        value = body.get(key)
        if value is not None and not isinstance(value, Mapping):
            self._fail(f"has {address} with `{key}` that is no object")
        return value

    def _paths(self, body: Mapping[str, Any], address: str) -> tuple[Path, ...]:
        paths = body.get("replace_paths") or []
        if not isinstance(paths, list) or not all(isinstance(path, list) for path in paths):
            self._fail(f"has {address} with `replace_paths` that is no list of paths")
        return tuple(tuple(path) for path in paths)

    def _check_module(self, module: Any, where: str) -> None:
        """What is planned is read by others, which rely on its form."""
        if module is None:
            return
        if not isinstance(module, Mapping):
            self._fail(f"has {where} that is no object")
        for key in ("resources", "child_modules"):
            inner = module.get(key)
            if inner is not None and not isinstance(inner, list):
                self._fail(f"has {where}.{key} that is no list")
        for _ in self._named(module.get("resources") or [], f"{where}.resources"):
            pass
        for place, child in self._named(
            module.get("child_modules") or [], f"{where}.child_modules"
        ):
            self._check_module(child, place)

    def _list(self, record: Mapping[str, Any], key: str) -> list[tuple[str, Mapping[str, Any]]]:
        """The entries under `key`, each with what errors call it."""
        entries = record.get(key)
        if entries is None:
            return []
        if not isinstance(entries, list):
            self._fail(f"has `{key}` that is no list")
        return list(self._named(entries, key))

    def _named(self, entries: list[Any], key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for number, entry in enumerate(entries):
            where = f"{key}[{number}]"
            if not isinstance(entry, Mapping):
                self._fail(f"has {where} that is no object")
            yield where, entry

    def _mapping(self, record: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
        value = record.get(key)
        if not isinstance(value, Mapping):
            self._fail(f"has {where} without `{key}`")
        return value

    def _text(self, record: Mapping[str, Any], key: str, where: str) -> str:
        value = record.get(key)
        if not isinstance(value, str) or not value:
            self._fail(f"has {where} without `{key}`")
        return value

    def _fail(self, what: str, hint: str = "write it again from the plan") -> NoReturn:
        raise InputError(f"{self._name} {what}", hint=hint)


def _attributes(masked: Any, values: Any) -> Any:
    """What was masked of a resource; its attributes keep their names when all are hidden."""
    if masked is Mark.SENSITIVE and isinstance(values, Mapping):
        return dict.fromkeys(values, Mark.SENSITIVE)
    return masked


def _sensitive_variables(record: Mapping[str, Any]) -> Iterator[Any]:
    """The values of the root module's variables that are declared sensitive."""
    values = record.get("variables")
    root: Any = record.get("configuration")
    for key in ("root_module", "variables"):
        root = root.get(key) if isinstance(root, Mapping) else None
    if not isinstance(values, Mapping) or not isinstance(root, Mapping):
        return
    for name, declared in root.items():
        given = values.get(name)
        if isinstance(declared, Mapping) and declared.get("sensitive") is True:
            yield given.get("value") if isinstance(given, Mapping) else None


def _import_id(importing: Any) -> str:
    """The id; an import by identity has none, and an unknown one says so."""
    if not isinstance(importing, Mapping):
        return ""
    if importing.get("unknown") is True:
        return Mark.UNKNOWN
    if "id" in importing:
        return str(importing["id"])
    return json.dumps(importing.get("identity"), sort_keys=True)
