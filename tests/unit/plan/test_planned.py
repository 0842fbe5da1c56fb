"""What there will be, and what points to what."""

from typing import Any

from lakeform.plan import Planned, load
from plans import plan_of, planned


def planned_of(*entries: dict[str, Any]) -> Planned:
    return Planned(load(plan_of(*entries)))


KEY = planned("aws_kms_key.k", unknown={"arn": True})


def stream(expressions: dict[str, Any], **values: Any) -> dict[str, Any]:
    entry = planned("aws_kinesis_firehose_delivery_stream.s", values)
    entry["_written"]["expressions"] = expressions
    return entry


def test_what_is_in_a_block_has_its_own_references_and_text() -> None:
    reference = {"references": ["aws_kms_key.k.arn", "aws_kms_key.k"], "constant_value": "${k}"}
    plan = planned_of(
        KEY,
        stream({"s3": [{"log": [{"key": reference}], "role": {"references": ["aws_iam_role.r"]}}]}),
    )
    source = plan["aws_kinesis_firehose_delivery_stream.s"]
    assert source.written.texts == {"s3.log.key": "${k}"}
    assert source.written.references["s3.role"] == ("aws_iam_role.r",)
    assert source.written.references["s3"] == ("aws_iam_role.r", "aws_kms_key.k")
    key = plan["aws_kms_key.k"]
    assert [attribute for _, attribute in plan.users(key)] == ["s3"]
    assert plan.points(source, "s3.log.key", key)
    assert not plan.points(source, "s3.role", key)


def test_a_known_value_in_a_block_names_its_target() -> None:
    plan = planned_of(
        planned("aws_kms_key.k", {"arn": "arn:k"}),
        stream({}, s3=[{"log": [{"key": "arn:k"}]}, {"role": "arn:r"}]),
    )
    source = plan["aws_kinesis_firehose_delivery_stream.s"]
    assert plan.points(source, "s3.log.key", plan["aws_kms_key.k"])
    assert not plan.points(source, "s3.role", plan["aws_kms_key.k"])
    assert source.blocks("s3", "log") == ({"key": "arn:k"},)


def test_what_the_configuration_leaves_out_is_told_from_what_it_hides() -> None:
    source = planned_of(
        stream({"sse": [{"on": {"constant_value": True}}], "s3": {"references": ["local.s3"]}})
    ).resources[0]
    assert source.leaves_out("kms_key")
    assert not source.leaves_out("sse")
    assert source.leaves_out("sse", "kms_key")
    assert not source.leaves_out("sse", "on")
    assert not source.leaves_out("s3", "kms_key")
    assert not source.leaves_out("made_by_dynamic", "kms_key")


def test_a_block_that_the_provider_fills_in_is_left_out_with_all_that_is_in_it() -> None:
    entry = planned(
        "aws_msk_cluster.m",
        {"nodes": [{}]},
        unknown={"nodes": [{"access": True}], "storage": True, "made": [{"size": True}]},
        expressions={"nodes": [{"type": {"constant_value": "m5"}}]},
    )
    source = planned_of(entry).resources[0]
    assert source.leaves_out("nodes", "access", "public", "type")
    assert source.leaves_out("storage", "size")
    assert not source.leaves_out("made", "size")


def test_nothing_is_left_out_where_there_is_no_configuration() -> None:
    plan = plan_of(KEY)
    del plan["configuration"]
    assert not Planned(load(plan)).resources[0].leaves_out("kms_key")


def test_users_are_found_by_reference_and_by_value_and_by_equal_index() -> None:
    def instance(index: int) -> dict[str, Any]:
        return planned(
            f"aws_instance.i[{index}]",
            unknown={"groups": True},
            refers={"groups": "aws_security_group.g.id"},
        )

    plan = planned_of(
        planned("aws_security_group.g[0]", {"name": "web"}, unknown={"id": True}),
        planned("aws_security_group.g[1]", {"name": "web", "id": "sg-1"}),
        instance(0),
        instance(1),
        planned("aws_instance.literal", {"groups": ["sg-1"]}),
        planned("aws_instance.other", {"groups": ["web"]}),
    )

    def users(address: str) -> list[tuple[str, str]]:
        return [(user.address, attribute) for user, attribute in plan.users(plan[address])]

    assert users("aws_security_group.g[0]") == [("aws_instance.i[0]", "groups")]
    assert users("aws_security_group.g[1]") == [
        ("aws_instance.i[1]", "groups"),
        ("aws_instance.literal", "groups"),
    ]


def test_a_reference_to_one_instance_names_no_other() -> None:
    user = planned("aws_instance.i", unknown={"subnet": True, "all": True})
    user["_written"]["expressions"] = {
        "subnet": {"references": ["aws_subnet.s[0].id", "aws_subnet.s[0]", "aws_subnet.s"]},
        "all": {"references": ["aws_subnet.s"]},
    }
    plan = planned_of(user, planned("aws_subnet.s[0]"), planned("aws_subnet.s[1]"))
    source = plan["aws_instance.i"]
    assert plan.targets(source, "subnet") == (plan["aws_subnet.s[0]"],)
    assert plan.targets(source, "all") == (plan["aws_subnet.s[0]"], plan["aws_subnet.s[1]"])


def test_a_key_of_for_each_may_have_dots_and_quotes() -> None:
    user = planned("aws_instance.i", unknown={"subnet": True})
    key = r'["a.b\"]"]'
    user["_written"]["expressions"] = {
        "subnet": {"references": [f"aws_subnet.s{key}.id", f"aws_subnet.s{key}", "aws_subnet.s"]}
    }
    entries = [planned(f"aws_subnet.s{index}") for index in (key, '["a"]')]
    plan = planned_of(user, *entries)
    assert plan.targets(plan["aws_instance.i"], "subnet") == (plan[f"aws_subnet.s{key}"],)


def in_module(entry: dict[str, Any], instance: str) -> dict[str, Any]:
    return {**entry, "address": f"{instance}.{entry['address']}"}


def test_instances_of_a_module_keep_to_themselves() -> None:
    bucket = planned("aws_s3_bucket.b", unknown={"id": True})
    versioning = planned(
        "aws_s3_bucket_versioning.v[0]",
        unknown={"bucket": True},
        refers={"bucket": "aws_s3_bucket.b.id"},
    )
    plan = plan_of(
        *(
            in_module(entry, instance)
            for entry in (bucket, versioning)
            for instance in ('module.lake["a.b"].module.x', 'module.lake["c"].module.x')
        )
    )
    root = plan["configuration"]["root_module"]
    inner = {"module_calls": {"x": {"module": root}}}
    plan["configuration"] = {"root_module": {"module_calls": {"lake": {"module": inner}}}}
    known = Planned(load(plan))
    source = known['module.lake["a.b"].module.x.aws_s3_bucket_versioning.v[0]']
    assert source.modules == ('module.lake["a.b"]', "module.x")
    assert [found.address for found in known.targets(source, "bucket")] == [
        'module.lake["a.b"].module.x.aws_s3_bucket.b'
    ]


def test_a_constant_is_found_in_its_block() -> None:
    rule = [{"mode": {"constant_value": "off"}}, {"mode": {"references": ["var.mode"]}}]
    written = (
        planned_of(stream({"rule": rule, "name": {"constant_value": []}})).resources[0].written
    )
    assert written.constant("rule", 0, "mode") == "off"
    assert written.constant("name") == []
    assert written.constant("rule", 1, "mode") is None
    assert written.constant("rule", 2, "mode") is None
    assert written.constant("other") is None
