"""Column types: what is read, how it is written back, and what is refused with which words."""

from __future__ import annotations

import pytest

from lakeform.config.hive_types import ALIASES, PRIMITIVES, HiveType, TypeSyntaxError, parse


@pytest.mark.parametrize("name", sorted(PRIMITIVES - {"char", "decimal", "varchar"}))
def test_a_primitive_is_itself(name: str) -> None:
    assert parse(name) == HiveType(name)
    assert parse(name.upper()) == HiveType(name)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("decimal", "decimal(10,0)"),
        ("decimal(7)", "decimal(7,0)"),
        ("DECIMAL ( 38 , 38 )", "decimal(38,38)"),
        ("varchar(65535)", "varchar(65535)"),
        ("char(255)", "char(255)"),
        ("array<int>", "array<int>"),
        (" map < string , array<bigint> > ", "map<string,array<bigint>>"),
        (
            "struct<Sku:string, price:decimal(10,2), at:struct<zip-code:int,x$:date>>",
            "struct<sku:string,price:decimal(10,2),at:struct<zip-code:int,x$:date>>",
        ),
        ("array<" * 32 + "int" + ">" * 32, "array<" * 32 + "int" + ">" * 32),
    ],
)
def test_a_type_is_written_back_in_one_form(written: str, normal: str) -> None:
    assert str(parse(written)) == normal
    assert parse(normal) == parse(written)


def test_a_type_knows_the_names_inside_it() -> None:
    names = parse("map<string,array<struct<a:tinyint,b:decimal(3,1)>>>").names()
    assert names == {"map", "string", "array", "struct", "tinyint", "decimal"}


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "the type ends too early"),
        ("interval", "`interval` isn't a type of the Glue catalogue"),
        ("timestamp with time zone", "`with` is left over at the end"),
        ("array", "the type ends too early where `<` is expected"),
        ("array<int", "the type ends too early where `>` is expected"),
        ("array<int,int>", "`,` stands where `>` is expected"),
        ("array(int)", "`(` stands where `<` is expected"),
        ("map<int>", "`>` stands where `,` is expected"),
        ("map<array<int>,int>", "a map's key must be a primitive type"),
        ("struct<>", "`>` stands where a field's name is expected"),
        ("struct<1a:int>", "`1` stands where a field's name is expected"),
        ("struct<a int>", "`int` stands where `:` is expected"),
        ("struct<a:int,A:int>", "the struct has two fields `a`"),
        ("decimal(0)", "a decimal has a precision of 1 to 38 and a scale up to it"),
        ("decimal(39)", "a decimal has a precision of 1 to 38 and a scale up to it"),
        ("decimal(3,4)", "a decimal has a precision of 1 to 38 and a scale up to it"),
        ("decimal(3,2,1)", "a decimal has a precision of 1 to 38 and a scale up to it"),
        ("decimal(a)", "`a` isn't a length, precision or scale"),
        (f"decimal({'9' * 5000})", f"`{'9' * 20}` isn't a length, precision or scale"),
        ("varchar", "`varchar` needs a length of 1 to 65535: `varchar(100)`"),
        ("char(256)", "`char` needs a length of 1 to 255: `char(100)`"),
        ("int(4)", "`int` takes no numbers"),
        ("int ;", "`;` can't stand in a type"),
        ("array<" * 33 + "int" + ">" * 33, "types are nested more than 32 deep"),
        *(
            (alias, f"`{alias}` is written `{name}` in the Glue catalogue")
            for alias, name in ALIASES.items()
        ),
    ],
)
def test_what_is_no_type_is_refused_with_the_reason(written: str, why: str) -> None:
    with pytest.raises(TypeSyntaxError) as refused:
        parse(written)
    assert str(refused.value) == why
