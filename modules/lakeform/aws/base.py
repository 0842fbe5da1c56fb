"""What the generated classes inherit: all of their logic and none of their knowledge.

A generated class names its arguments in `__init__`, so that a misspelt one is a `TypeError` at the
call, and says of each in `_arguments` what it takes (see `arguments`). What only AWS knows of the
resource is in `_computed`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, TypedDict, cast

from lakeform.aws.arguments import (
    Arguments,
    Block,
    Json,
    Reference,
    accept,
    did_you_mean,
    reference,
    terraform_name,
    to_hcl,
    to_json,
)
from lakeform.aws.closed_stack import ClosedStack, place
from lakeform.aws.tokens import Nested, token
from lakeform.engine import (
    Construct,
    FileProvisioner,
    ITerraformDependable,
    ITerraformIterator,
    LocalExecProvisioner,
    RemoteExecProvisioner,
    SSHProvisionerConnection,
    TerraformCount,
    TerraformProvider,
    TerraformResource,
    TerraformResourceLifecycle,
    Unregistered,
    WinrmProvisionerConnection,
    jsii_create,
    jsii_invoke,
    jsii_member,
)

__all__ = ["Block", "Meta", "Nested", "Provider", "Resource", "address_of", "inside"]

_ADDRESS = re.compile(r"[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*|\[[^\]]+\])+")


class Meta(TypedDict, total=False):
    """Terraform's meta-arguments, which every resource takes. None leaves one out.

    `depends_on` takes addresses too, such as `aws_s3_bucket.lake`. `logical_id` is the resource's
    name in Terraform, in place of the one that the engine makes of the path in the tree.
    """

    depends_on: Sequence[ITerraformDependable | str] | None
    count: int | TerraformCount | None
    for_each: ITerraformIterator | None
    provider: TerraformProvider | None
    lifecycle: TerraformResourceLifecycle | None
    provisioners: Sequence[FileProvisioner | LocalExecProvisioner | RemoteExecProvisioner] | None
    connection: SSHProvisionerConnection | WinrmProvisionerConnection | None
    logical_id: str | None


_ENGINE_NAMES = {name: name for name in Meta.__annotations__} | {
    "depends_on": "dependsOn",
    "for_each": "forEach",
    "logical_id": "",  # no part of the engine's configuration
}
_ENGINE_OWN = frozenset({"terraformResourceType", "terraformGeneratorMetadata"})
_LIFECYCLE = ("create_before_destroy", "ignore_changes", "prevent_destroy")
"""What of a lifecycle can be written without the engine."""


class Resource(TerraformResource, metaclass=Unregistered):
    """A resource of the AWS provider.

    In a `ClosedStack`, one that has a `logical_id` is no construct until it has to be.
    """

    _type: ClassVar[str]
    _arguments: ClassVar[Arguments] = {}
    _computed: ClassVar[Mapping[str, str]] = {}

    def __init__(self, scope: Construct, id: str, given: Mapping[str, object]) -> None:
        meta = cast("dict[str, object]", given["meta"])
        self._values = accept(type(self), self._arguments, given)
        self._dependencies: list[object] = []
        self._json: Json | None = None
        config: Json = {
            "terraformResourceType": self._type,
            "terraformGeneratorMetadata": {"providerName": "aws"},
        }
        for name, value in meta.items():
            if name not in _ENGINE_NAMES:
                known = [*self._arguments, *_ENGINE_NAMES]
                raise TypeError(
                    f"{type(self).__name__}() got an unexpected keyword argument {name!r}"
                    + did_you_mean(name, known)
                )
            if value is not None and _ENGINE_NAMES[name]:
                config[_ENGINE_NAMES[name]] = value
        if "dependsOn" in config:
            config["dependsOn"] = self._split(cast("Iterable[object]", config["dependsOn"]))
        self._triggers: list[object] = []
        if "lifecycle" in config:
            config["lifecycle"] = self._without_triggers(config["lifecycle"])
        self._logical_id = cast("str | None", meta.get("logical_id"))
        self._reference: object = None
        self._construct = (scope, id, config)
        self._stack: ClosedStack | None = None
        if self._logical_id is not None:
            self._stack, self._path = place(scope, id)
        if self._stack is None or not self._stack.wait(self._path, self) or not self._can_wait():
            self._make()

    def _can_wait(self) -> bool:
        """Whether nothing that was given is the engine's to write."""
        config = self._construct[2]
        lifecycle = cast("TerraformResourceLifecycle | None", config.get("lifecycle"))
        if lifecycle is not None and (lifecycle.precondition or lifecycle.postcondition):
            return False
        others = config.keys() - {"dependsOn", "lifecycle"} - _ENGINE_OWN
        return not others and not config.get("dependsOn")

    def _make(self) -> None:
        """Make the construct."""
        if self._stack is not None:
            self._stack.made(self._path)
        # TerraformResource's own constructor does no more, but spends 0.3 ms on checks of types.
        jsii_create(type(self), self, list(self._construct))
        if self._logical_id is not None:
            jsii_invoke(self, "overrideLogicalId", [self._logical_id])

    if not TYPE_CHECKING:  # jsii's own names aren't typed

        @property
        def __jsii_ref__(self) -> object:
            """Node's number of the construct. Everything that Node is asked goes through here."""
            if self._reference is None:
                self._make()
            return self._reference

        @__jsii_ref__.setter
        def __jsii_ref__(self, reference: object) -> None:
            self._reference = reference

    def _split(self, depends_on: Iterable[object]) -> list[object]:
        """Keep what has an address here, and leave to the engine what only it can name.

        The engine would take resources of ours too, but spends 0.2 ms on each.
        """
        others: list[object] = []
        for item in depends_on:
            if isinstance(item, Resource) or (isinstance(item, str) and _ADDRESS.fullmatch(item)):
                self._dependencies.append(item)
            elif hasattr(type(item), "fqn"):
                others.append(item)
            else:
                raise _no_address(type(self), item)
        return others

    def _without_triggers(self, lifecycle: object) -> TerraformResourceLifecycle:
        """Keep `replace_triggered_by`, which the engine writes in a way that Terraform refuses."""
        if not isinstance(lifecycle, TerraformResourceLifecycle):
            raise TypeError(
                f"{type(self).__name__}: lifecycle takes a TerraformResourceLifecycle, "
                f"not {lifecycle!r}"
            )
        if not lifecycle.replace_triggered_by:
            return lifecycle
        self._triggers += lifecycle.replace_triggered_by
        return TerraformResourceLifecycle(
            create_before_destroy=lifecycle.create_before_destroy,
            ignore_changes=lifecycle.ignore_changes,
            postcondition=lifecycle.postcondition,
            precondition=lifecycle.precondition,
            prevent_destroy=lifecycle.prevent_destroy,
        )

    def _checked(self, attribute: str) -> str:
        """The name of an attribute, if the resource has it; otherwise an `AttributeError`."""
        if attribute not in self._arguments and attribute not in self._computed:
            known = [*self._arguments, *self._computed]
            raise AttributeError(
                f"{type(self).__name__} has no attribute {attribute!r}"
                + did_you_mean(attribute, known)
            )
        return attribute

    if not TYPE_CHECKING:  # or a misspelt attribute would pass for an object

        def __getattr__(self, name: str) -> object:
            if name.startswith("_"):  # jsii looks for its own names in whatever it is given
                raise AttributeError(name)
            self._checked(name)
            kind = self._arguments.get(name) or self._computed[name]
            path = terraform_name(name)
            if isinstance(kind, tuple) or "object" in kind:
                return Nested(self, path)
            # Kept, because it takes a call to Node.
            value = self.__dict__[name] = token(self, path, kind)
            return value

        def __setattr__(self, name: str, value: object) -> None:
            if name in self._arguments or name in self._computed:
                raise AttributeError(
                    f"{type(self).__name__}.{name} is set when the resource is made; "
                    "add_override changes it afterwards"
                )
            super().__setattr__(name, value)

    @jsii_member(jsii_name="synthesizeAttributes")
    def _synthesize_attributes(self) -> Json:
        # The engine asks twice: to find references between stacks, and to write.
        if self._json is None:
            self._json = to_json(self._arguments, self._values) | self._own_meta("{}")
        return self._json

    @jsii_member(jsii_name="synthesizeHclAttributes")
    def _synthesize_hcl_attributes(self) -> Json:
        return to_hcl(self._arguments, self._values) | self._own_meta("${{{}}}")

    def _body(self) -> Json:
        """What the engine would write of the resource, where it waits for no construct."""
        body = dict(self._synthesize_attributes())
        given = cast("TerraformResourceLifecycle | None", self._construct[2].get("lifecycle"))
        if given is not None:
            settings = {name: getattr(given, name) for name in _LIFECYCLE}
            lifecycle = {name: value for name, value in settings.items() if value is not None}
            if lifecycle or "lifecycle" in body:
                body["lifecycle"] = lifecycle | cast("Json", body.get("lifecycle", {}))
        return body

    def _own_meta(self, form: str) -> Json:
        """The meta-arguments that aren't left to the engine, which adds its own to them.

        Args:
            form: how a trigger is written: JSON has it bare, HCL as a template.
        """
        meta: Json = {}
        if self._dependencies:
            meta["depends_on"] = [address_of(type(self), item) for item in self._dependencies]
        if self._triggers:
            addresses = [
                trigger if isinstance(trigger, str) else address_of(type(self), trigger)
                for trigger in self._triggers
            ]
            meta["lifecycle"] = {"replace_triggered_by": [form.format(a) for a in addresses]}
        return meta

    @functools.cached_property
    def _address(self) -> str:
        return f"{self._type}.{self._logical_id or self.friendly_unique_id}"

    def override_logical_id(self, new_logical_id: str) -> None:
        """Give the resource this name in Terraform."""
        jsii_invoke(self, "overrideLogicalId", [new_logical_id])
        self._name(new_logical_id)

    def reset_override_logical_id(self) -> None:
        """Give the resource the name again that the engine makes of the path in the tree."""
        jsii_invoke(self, "resetOverrideLogicalId", [])
        self._name(None)

    def _name(self, logical_id: str | None) -> None:
        self._logical_id = logical_id  # asking Node for it, at each reference, takes its time
        self.__dict__.pop("_address", None)


def inside(resource: Resource, attribute: str) -> Reference:
    """`resource.attribute`, for a whole value in the resource's own stack: it needs no construct.

    Raises:
        AttributeError: the resource has no such attribute.
    """
    return reference(f"{resource._address}.{terraform_name(resource._checked(attribute))}")


def address_of(owner: type, item: object) -> str:
    """The Terraform address of something to depend on.

    Raises:
        TypeError: it's neither a resource nor an address.
    """
    if isinstance(item, Resource):
        return item._address
    if isinstance(item, TerraformResource):
        return f"{item.terraform_resource_type}.{item.friendly_unique_id}"
    if isinstance(item, str) and _ADDRESS.fullmatch(item):
        return item
    raise _no_address(owner, item)


def _no_address(owner: type, item: object) -> TypeError:
    return TypeError(
        f"{owner.__name__}: depends_on takes resources and addresses such as "
        f"'aws_s3_bucket.lake', not {item!r}"
    )


class Provider(TerraformProvider):
    """A configuration of the AWS provider."""

    _source: ClassVar[str]
    _versions: ClassVar[str]
    _arguments: ClassVar[Arguments] = {}

    def __init__(self, scope: Construct, id: str, given: Mapping[str, object]) -> None:
        self._values = accept(type(self), self._arguments, given)
        self._alias = cast("str | None", given["alias"])
        config: Json = {
            "terraformResourceType": "aws",
            "terraformGeneratorMetadata": {
                "providerName": "aws",
                "providerVersion": self._versions,
            },
            "terraformProviderSource": self._source,
        }
        jsii_create(type(self), self, [scope, id, config])

    @property
    def alias(self) -> str | None:
        """What tells this configuration from others of the same stack; one may have none."""
        return self._alias

    @alias.setter
    def alias(self, value: str | None) -> None:
        self._alias = value

    @jsii_member(jsii_name="synthesizeAttributes")
    def _synthesize_attributes(self) -> Json:
        return to_json(self._arguments, self._values)

    @jsii_member(jsii_name="synthesizeHclAttributes")
    def _synthesize_hcl_attributes(self) -> Json:
        return to_hcl(self._arguments, self._values)
