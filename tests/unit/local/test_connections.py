"""The embedded AWS and many clients at once: every answer arrives, and whole."""

from __future__ import annotations

import http.client
import re
import socket
import urllib.parse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from lakeform.local.embedded import EmbeddedAws

AUTHORISATION = (
    "AWS4-HMAC-SHA256 Credential=LAKEFORMLOCAL0000000/20260101/us-east-1/ec2/aws4_request,"
    " SignedHeaders=host, Signature=00"
)
FORM = "application/x-www-form-urlencoded"
SECONDS = 30.0


@pytest.fixture(scope="module")
def aws() -> Iterator[EmbeddedAws]:
    with EmbeddedAws.start() as running:
        yield running


@pytest.fixture(scope="module")
def vpc(aws: EmbeddedAws) -> str:
    created = aws.client("ec2").create_vpc(CidrBlock="10.0.0.0/16")
    return str(created["Vpc"]["VpcId"])


def address(aws: EmbeddedAws) -> tuple[str, int]:
    host, port = aws.endpoint_url.removeprefix("http://").split(":")
    return host, int(port)


def ask(aws: EmbeddedAws, action: str, call: str = "", **parameters: str) -> tuple[int, str]:
    """Make a request to EC2 as an SDK makes it, on a connection of its own."""
    connection = http.client.HTTPConnection(*address(aws), timeout=SECONDS)
    body = urllib.parse.urlencode({"Action": action, "Version": "2016-11-15", **parameters})
    number = {"amz-sdk-invocation-id": call} if call else {}
    headers = {"Authorization": AUTHORISATION, "Content-Type": FORM, **number}
    try:
        connection.request("POST", "/", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def make_group(aws: EmbeddedAws, vpc: str, name: str) -> str:
    tags = {
        f"TagSpecification.1.Tag.{number}.{part}": f"{part}{number}"
        for number in range(1, 9)
        for part in ("Key", "Value")
    }
    tags["TagSpecification.1.ResourceType"] = "security-group"
    named = {"GroupName": name, "GroupDescription": name, "VpcId": vpc}
    status, text = ask(aws, "CreateSecurityGroup", **named, **tags)
    assert status == 200, text
    return id_in(text, "groupId")


def id_in(text: str, name: str) -> str:
    match = re.search(f"<{name}>(.*?)</{name}>", text)
    assert match is not None, text
    return match[1]


def rule(group: str, port: int) -> dict[str, str]:
    return {
        "GroupId": group,
        "IpPermissions.1.IpProtocol": "tcp",
        "IpPermissions.1.FromPort": f"{port}",
        "IpPermissions.1.ToPort": f"{port}",
        "IpPermissions.1.IpRanges.1.CidrIp": "10.0.0.0/8",
    }


def rules_of(aws: EmbeddedAws, group: str) -> list[int]:
    wanted = [{"Name": "group-id", "Values": [group]}]
    found = aws.client("ec2").describe_security_group_rules(Filters=wanted)["SecurityGroupRules"]
    return sorted(each["FromPort"] for each in found if not each["IsEgress"])


def test_head_and_body_of_an_answer_arrive_together(aws: EmbeddedAws) -> None:
    """Terraform's provider may close the connection after the head."""
    body = "Action=DescribeRegions&Version=2016-11-15"
    request = (
        f"POST / HTTP/1.1\r\nHost: ec2\r\nAuthorization: {AUTHORISATION}\r\n"
        f"Content-Type: {FORM}\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()

    def first_piece(_: int) -> bytes:
        with socket.create_connection(address(aws), SECONDS) as connection:
            connection.sendall(request)
            return connection.recv(1 << 20)

    with ThreadPoolExecutor(8) as pool:
        pieces = list(pool.map(first_piece, range(100)))
    for piece in pieces:
        head, _, content = piece.partition(b"\r\n\r\n")
        length = re.search(rb"Content-Length: (\d+)", head)
        assert length is not None, piece
        assert len(content) == int(length[1]) > 0


def test_a_client_that_waits_with_its_body_is_told_to_go_on(aws: EmbeddedAws) -> None:
    head = "PUT /waits HTTP/1.1\r\nHost: s3\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n"
    with socket.create_connection(address(aws), SECONDS) as connection:
        connection.sendall(head.encode())
        assert connection.recv(1 << 10).startswith(b"HTTP/1.1 100 Continue\r\n\r\n")
        connection.sendall(b"x")
        assert b"HTTP/1.1 " in connection.recv(1 << 20)


def test_a_request_made_again_gets_the_answer_that_was_lost(aws: EmbeddedAws, vpc: str) -> None:
    group = make_group(aws, vpc, "again")
    opened = rule(group, 9096)
    first = ask(aws, "AuthorizeSecurityGroupIngress", "call-1", **opened)
    assert first[0] == 200
    assert ask(aws, "AuthorizeSecurityGroupIngress", "call-1", **opened) == first
    assert rules_of(aws, group) == [9096]
    status, text = ask(aws, "AuthorizeSecurityGroupIngress", "call-2", **opened)
    assert (status, id_in(text, "Code")) == (400, "InvalidPermission.Duplicate")

    closed = {"GroupId": group, "SecurityGroupRuleId.1": id_in(first[1], "securityGroupRuleId")}
    for _ in range(2):
        assert ask(aws, "RevokeSecurityGroupIngress", "call-3", **closed)[0] == 200
    assert rules_of(aws, group) == []
    status, text = ask(aws, "RevokeSecurityGroupIngress", "call-4", **closed)
    assert (status, id_in(text, "Code")) == (400, "InvalidPermission.NotFound")


def test_many_at_once_disturb_each_other_in_nothing(aws: EmbeddedAws, vpc: str) -> None:
    def work(number: int) -> list[int]:
        group = make_group(aws, vpc, f"group-{number}")
        ids = []
        for port in range(9090, 9096):
            status, text = ask(aws, "AuthorizeSecurityGroupIngress", **rule(group, port))
            assert status == 200, text
            ids.append(id_in(text, "securityGroupRuleId"))
        with ThreadPoolExecutor(3) as pool:
            revoke = [{"GroupId": group, "SecurityGroupRuleId.1": each} for each in ids[1:]]
            for answer in pool.map(
                lambda values: ask(aws, "RevokeSecurityGroupIngress", **values), revoke
            ):
                assert answer[0] == 200, answer[1]
        return rules_of(aws, group)

    with ThreadPoolExecutor(12) as pool:
        assert list(pool.map(work, range(24))) == [[9090]] * 24
    assert "failed at ec2" not in aws.log_file.read_text()
