"""References to what AWS will say of a resource: placeholders of the right Python type."""

from __future__ import annotations

from typing import cast

from lakeform.engine import Fn, IResolvable, TerraformResource, Token, jsii_invoke


class Nested:
    """A list of objects that AWS knows: `cluster.identity[0]["oidc"][0].string("issuer")`."""

    __slots__ = ("_path", "_resource")

    def __init__(self, resource: TerraformResource, path: str) -> None:
        self._resource = resource
        self._path = path

    def __getitem__(self, step: int | str) -> Nested:
        path = f"{self._path}[{step}]" if isinstance(step, int) else f"{self._path}.{step}"
        return Nested(self._resource, path)

    def string(self, name: str) -> str:
        return cast(str, token(self._resource, f"{self._path}.{name}", "string"))

    def number(self, name: str) -> float:
        return cast(float, token(self._resource, f"{self._path}.{name}", "number"))

    def boolean(self, name: str) -> IResolvable:
        return cast(IResolvable, token(self._resource, f"{self._path}.{name}", "bool"))

    def strings(self, name: str) -> list[str]:
        return cast("list[str]", token(self._resource, f"{self._path}.{name}", "list(string)"))


_GETTERS = {
    "string": "getStringAttribute",
    "number": "getNumberAttribute",
    "bool": "getBooleanAttribute",
    "list(string)": "getListAttribute",
    "set(string)": "getListAttribute",
    "list(number)": "getNumberListAttribute",
    "set(number)": "getNumberListAttribute",
    "map(string)": "getStringMapAttribute",
    "map(number)": "getNumberMapAttribute",
    "map(bool)": "getBooleanMapAttribute",
}


def token(resource: TerraformResource, path: str, kind: str) -> object:
    """A placeholder, of the right Python type, for what AWS will say."""
    value: object = jsii_invoke(resource, _GETTERS.get(kind, "getAnyMapAttribute"), [path])
    # Terraform's sets have no first element, its lists have.
    if kind == "set(string)":
        return Token.as_list(Fn.tolist(cast("list[str]", value)))
    if kind == "set(number)":
        return Token.as_number_list(Fn.tolist(cast("list[float]", value)))
    return value
