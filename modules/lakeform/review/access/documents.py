"""Which resources hold policy documents, and what the changes of those let whom do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lakeform.gate.documents import Document
from lakeform.gate.facts.accounts import Whose
from lakeform.plan import Mark
from lakeform.review.access.change import AccessChange, Area, Turn
from lakeform.review.access.principals import Principals, account_of
from lakeform.review.access.statements import (
    Difference,
    Permission,
    difference,
    principals_of,
    sentences,
)
from lakeform.review.access.states import UNKNOWN, Side, Sides, State


@dataclass(frozen=True)
class Holder:
    """Where a type keeps a policy document.

    Attributes:
        attribute: that holds it.
        subject: the attribute that names whose policy it is, and the noun for it.
        of: the types that `subject` names; empty where the resource is the subject itself, None
            where it is the whole account's.
        limits: whether it only limits what other policies allow.
    """

    type: str
    attribute: str
    noun: str
    subject: str
    of: tuple[str, ...] | None = ()
    area: Area = Area.RESOURCE
    limits: bool = False


def _on(subject: str, attribute: str, noun: str, key: str, type: str = "") -> Holder:
    """A resource of its own that holds another's policy, by default `SUBJECT_policy`."""
    return Holder(type or f"{subject}_policy", attribute, noun, key, (subject,))


HOLDERS: tuple[Holder, ...] = (
    Holder("aws_iam_role", "assume_role_policy", "role", "name", area=Area.TRUST),
    Holder("aws_iam_role_policy", "policy", "role", "role", ("aws_iam_role",), Area.IAM),
    Holder("aws_iam_policy", "policy", "managed policy", "name", area=Area.IAM),
    Holder("aws_iam_user_policy", "policy", "user", "user", ("aws_iam_user",), Area.IAM),
    Holder("aws_iam_group_policy", "policy", "group", "group", ("aws_iam_group",), Area.IAM),
    _on("aws_backup_vault", "policy", "backup vault", "backup_vault_name"),
    _on("aws_cloudwatch_event_bus", "policy", "event bus", "event_bus_name"),
    Holder("aws_cloudwatch_log_resource_policy", "policy_document", "logs", "policy_name", None),
    _on("aws_dynamodb_table", "policy", "table", "resource_arn", "aws_dynamodb_resource_policy"),
    _on("aws_ecr_repository", "policy", "repository", "repository"),
    _on("aws_efs_file_system", "policy", "file system", "file_system_id"),
    Holder("aws_glue_resource_policy", "policy", "the Glue catalogue", "", None),
    _on("aws_kinesis_stream", "policy", "stream", "resource_arn", "aws_kinesis_resource_policy"),
    Holder("aws_kms_key", "policy", "key", ""),
    _on("aws_kms_key", "policy", "key", "key_id"),
    _on("aws_msk_cluster", "policy", "MSK cluster", "cluster_arn"),
    Holder("aws_opensearch_domain", "access_policies", "OpenSearch domain", "domain_name"),
    _on("aws_opensearch_domain", "access_policies", "OpenSearch domain", "domain_name"),
    Holder("aws_redshift_resource_policy", "policy", "Redshift", "resource_arn", None),
    Holder("aws_redshiftserverless_resource_policy", "policy", "Redshift", "resource_arn", None),
    Holder("aws_s3_access_point", "policy", "access point", "name"),
    _on("aws_s3_bucket", "policy", "bucket", "bucket"),
    _on("aws_s3tables_table_bucket", "resource_policy", "table bucket", "table_bucket_arn"),
    _on("aws_s3tables_table", "resource_policy", "table", "name"),
    Holder("aws_secretsmanager_secret", "policy", "secret", "name"),
    _on("aws_secretsmanager_secret", "policy", "secret", "secret_arn"),
    Holder("aws_sns_topic", "policy", "topic", "name"),
    _on("aws_sns_topic", "policy", "topic", "arn"),
    Holder("aws_sqs_queue", "policy", "queue", "name"),
    _on("aws_sqs_queue", "policy", "queue", "queue_url"),
    Holder("aws_vpc_endpoint", "policy", "endpoint", "service_name", limits=True),
    Holder(
        "aws_vpc_endpoint_policy",
        "policy",
        "endpoint",
        "vpc_endpoint_id",
        ("aws_vpc_endpoint",),
        limits=True,
    ),
)
"""Attribute by attribute, all policy documents that are compared."""

_LONGEST_LIST = 6
"""Actions, and resources, that a sentence names."""

_LIMITING = frozenset(
    {
        ("arnequals", "aws:principalarn"),
        ("arnequals", "aws:sourcearn"),
        ("arnlike", "aws:principalarn"),
        ("arnlike", "aws:sourcearn"),
        ("bool", "aws:principalisawsservice"),
        ("bool", "elasticfilesystem:accessedviamounttarget"),
        ("stringequals", "aws:principalaccount"),
        ("stringequals", "aws:sourceaccount"),
        ("stringequals", "aws:sourceowner"),
        ("stringequals", "kms:calleraccount"),
    }
)
"""Conditions that keep other accounts out where their values are the plan's own account, or true.

EFS doesn't count a policy as public that admits clients by way of the mount targets only, as they
are inside the VPC."""


def document_changes(sides: Sides, principals: Principals) -> Iterator[AccessChange]:
    """What changes in policy documents, one change for each of them and each direction."""
    for holder in HOLDERS:
        before = {state.address: state for state in sides.of(Side.BEFORE, holder.type)}
        after = {state.address: state for state in sides.of(Side.AFTER, holder.type)}
        for address in sorted({*before, *after}):
            comparison = _Comparison(
                holder, before.get(address), after.get(address), sides, principals
            )
            yield from comparison.changes()


class _Comparison:
    """One document before and after."""

    def __init__(
        self,
        holder: Holder,
        before: State | None,
        after: State | None,
        sides: Sides,
        principals: Principals,
    ) -> None:
        state = after or before
        assert state is not None
        self._holder = holder
        self._before = before
        self._after = after
        self._address = state.address
        self._principals = principals
        self._name = self._subject(state, sides)
        self._on_new = self._is_new(state, sides)
        self._is_gone = holder.area is Area.RESOURCE and self._goes(sides)

    def changes(self) -> Iterator[AccessChange]:
        if self._is_gone:
            return
        old = _text(self._before, self._holder.attribute)
        new = _text(self._after, self._holder.attribute)
        if old == new:
            return
        documents = [None if text is None else Document.parse(text) for text in (old, new)]
        unread = any(
            text is not None and document is None
            for text, document in zip((old, new), documents, strict=True)
        )
        if unread:
            why = "what it says is known after apply" if new == UNKNOWN else "it can't be read"
            yield self._change(Turn.CHANGES, f"the policy of {self._name} changes; {why}")
            return
        found = difference(*documents)
        if found.is_empty:
            return
        # What stands for an ARN that nobody knows yet is unequal to the ARN that it becomes.
        if self._before is not None and self._is_template():
            text = f"the policy of {self._name} changes; parts of it are known after apply"
            yield self._change(Turn.CHANGES, text, tuple(found.lines()))
        elif self._holder.area is Area.TRUST:
            yield from self._trust(found)
        elif not (self._on_new and self._is_ordinary(found)):
            yield self._policy(found)

    def _is_ordinary(self, found: Difference) -> bool:
        """Whether nobody wants to read of it: what a new resource allows within its account."""
        return self._holder.area is Area.RESOURCE and self._whose(found.gained) is Whose.OWN

    def _whose(self, gained: tuple[Permission, ...]) -> Whose:
        """Whose account those are in who are let in."""
        if self._holder.limits:
            return Whose.OWN
        free = [permission for permission in gained if not self._is_limited(permission)]
        return self._principals.whose(*principals_of(free))

    def _is_limited(self, permission: Permission) -> bool:
        """Whether its conditions keep others out, whoever its principal is."""
        return any(
            all(self._is_own(value) for value in values)
            for (operator, key), values in permission.conditions
            if (operator, key) in _LIMITING
        )

    def _is_own(self, value: str) -> bool:
        return value == "true" or self._principals.account in (value, account_of(value))

    def _trust(self, found: Difference) -> Iterator[AccessChange]:
        name = self._name if not self._on_new else f"the new {self._name}"
        for turn, permissions, verb in (
            (Turn.GAINS, (*found.gained, *found.undenied), "may assume"),
            (Turn.LOSES, (*found.lost, *found.denied), "may no longer assume"),
        ):
            if permissions:
                who = self._who(permissions)
                details = tuple(sentences(permissions))
                yield self._change(turn, f"{who} {verb} {name}", details, permissions, who=who)

    def _policy(self, found: Difference) -> AccessChange:
        more = bool(found.gained or found.undenied)
        lines = tuple(found.lines())
        if more and (found.lost or (found.undenied and found.denied)):
            text = f"the policy of {self._name} changes: more of some, less of other"
            return self._change(Turn.CHANGES, text, lines, found.gained)
        turn = Turn.GAINS if more else Turn.LOSES
        allowed = found.gained or found.lost
        if not allowed:
            text = f"the policy of {self._name} denies {'less' if more else 'more'}"
        elif self._holder.area is Area.IAM:
            short = next(sentences(allowed, _LONGEST_LIST))
            what = short if len(lines) == 1 else _counted(allowed)
            text = f"{self._name} {turn} {what}"
            if [short] == list(sentences(allowed)) and len(lines) == 1:
                lines = ()  # the text says it all
        else:
            verb = "lets" if more else "no longer lets"
            text = f"the policy of {self._name} {verb} {self._who(allowed)} do {_counted(allowed)}"
        if allowed and (found.undenied or found.denied):
            text += f", and denies {'less' if found.undenied else 'more'}"
        return self._change(turn, text, lines, found.gained)

    def _change(
        self,
        turn: Turn,
        text: str,
        details: tuple[str, ...] = (),
        gained: tuple[Permission, ...] = (),
        *,
        who: str | None = None,
    ) -> AccessChange:
        return AccessChange(
            area=self._holder.area,
            turn=turn,
            who=self._name if who is None else who,
            text=text,
            details=details,
            addresses=(self._address,),
            on_new=self._on_new,
            whose=self._whose(gained),
        )

    def _who(self, permissions: tuple[Permission, ...]) -> str:
        names = sorted({self._principals.text(name) for name in principals_of(permissions)})
        return ", ".join(names) or "nobody named"

    def _subject(self, state: State, sides: Sides) -> str:
        """`engineer`, `bucket logs`: whose policy it is."""
        holder = self._holder
        if not holder.subject:
            return (
                holder.noun if holder.noun.startswith("the ") else f"{holder.noun} {state.address}"
            )
        name = sides.name(
            state, state.values.get(holder.subject), holder.subject, *(holder.of or ())
        )
        if name == UNKNOWN:
            name = state.address
        if holder.noun == "role":
            name = self._principals.role(name)
            return name if holder.area is Area.IAM else f"role {name.removeprefix('role ')}"
        return f"{holder.noun} {name}"

    def _is_new(self, state: State, sides: Sides) -> bool:
        """Whether the plan makes that whose policy it is."""
        holder = self._holder
        if holder.of is None or self._before is not None:
            return False
        return not holder.of or sides.makes(state.address, holder.subject, *holder.of)

    def _goes(self, sides: Sides) -> bool:
        """Whether the plan deletes that whose policy it is, and the policy with it."""
        if self._before is None or not sides.is_deleted(self._before):
            return False
        return self._holder.of == () or sides.goes(self._before, self._holder.subject)

    def _is_template(self) -> bool:
        return self._after is not None and (
            self._after.values.get(self._holder.attribute) is Mark.UNKNOWN
        )


def _text(state: State | None, attribute: str) -> str | None:
    """The document; an unknown one that nobody wrote is what AWS gives by itself, so none."""
    if state is None:
        return None
    value = state.values.get(attribute)
    if value is Mark.SENSITIVE:
        return str(value)
    if value is Mark.UNKNOWN and attribute not in state.written.texts:
        return UNKNOWN if attribute in state.written.references else None
    return state.document(attribute)


def _counted(permissions: tuple[Permission, ...]) -> str:
    """`14 actions of glue, kms, s3 on 5 resources`."""
    actions = {each.action for each in permissions}
    services = sorted({action.partition(":")[0] for action in actions})
    resources = {each.resource for each in permissions}
    return (
        f"{len(actions)} {'action' if len(actions) == 1 else 'actions'} of {', '.join(services)} "
        f"on {len(resources)} {'resource' if len(resources) == 1 else 'resources'}"
    )
