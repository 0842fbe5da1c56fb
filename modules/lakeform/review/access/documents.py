"""What the changes of policy documents let whom do."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.gate.documents import Document
from lakeform.gate.facts.accounts import Whose
from lakeform.plan import Mark
from lakeform.review.access.change import AccessChange, Area, Turn
from lakeform.review.access.holders import HOLDERS, Holder
from lakeform.review.access.inline import Inline, Texts
from lakeform.review.access.made import Made, made_by
from lakeform.review.access.principals import Principals, account_of
from lakeform.review.access.sentences import actors_of, lines, listed, sentences
from lakeform.review.access.statements import (
    Difference,
    Permission,
    difference,
    principals_of,
)
from lakeform.review.access.states import UNKNOWN, Side, Sides, State
from lakeform.review.access.unlisted import unlisted

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
    inline, made = Inline(sides), made_by(sides)
    for holder in (*HOLDERS, *unlisted(sides)):
        before = {state.address: state for state in sides.of(Side.BEFORE, holder.type)}
        after = {state.address: state for state in sides.of(Side.AFTER, holder.type)}
        for address in sorted({*before, *after}):
            old, new = before.get(address), after.get(address)
            texts = (
                inline.texts(holder, Side.BEFORE, old, new),
                inline.texts(holder, Side.AFTER, new, old),
            )
            yield from _Comparison(holder, old, new, texts, made, principals).changes()


class _Comparison:
    """One document before and after."""

    def __init__(
        self,
        holder: Holder,
        before: State | None,
        after: State | None,
        texts: tuple[Texts, Texts],
        made: Made,
        principals: Principals,
    ) -> None:
        state, sides = after or before, made.sides
        assert state is not None
        self._holder = holder
        self._before = before
        self._after = after
        self._texts = texts
        self._address = state.address
        self._principals = principals
        self._made = made
        self._name = self._subject(state, sides)
        self._on_new = self._is_new(state, sides)
        self._unseen = sides.unseen(state.address)
        self._is_gone = holder.area is Area.RESOURCE and self._goes(sides)

    def changes(self) -> Iterator[AccessChange]:
        if self._is_gone:
            return
        old, new = self._texts
        if old == new:
            # The same text may refer to something else than before.
            if self._holder.attribute in self._unseen:
                yield self._known_later(None)
            return
        documents = [_document(texts) for texts in (old, new)]
        unread = any(
            texts and document is None
            for texts, document in zip((old, new), documents, strict=True)
        )
        if unread:
            why = "what it says is known after apply" if UNKNOWN in new else "it can't be read"
            yield self._change(Turn.CHANGES, f"the policy of {self._name} changes; {why}")
            return
        found = difference(*documents)
        if found.is_empty:
            return
        # What stands for an ARN that nobody knows yet is unequal to the ARN that it becomes.
        if self._before is not None and self._is_template(self._before) != self._is_template(
            self._after
        ):
            yield self._known_later(found)
        elif self._holder.area is Area.TRUST:
            yield from self._trust(found)
        elif not (self._on_new and self._is_ordinary(found)):
            yield self._policy(found)

    def _known_later(self, found: Difference | None) -> AccessChange:
        """Of a policy that names what nobody knows yet: whom it lets in is known all the same."""
        text = f"the policy of {self._name} changes; parts of it are known after apply"
        if found is None:
            return self._change(Turn.CHANGES, text)
        there = {each.principal for each in found.lost}
        new = tuple(each for each in found.gained if each.principal not in there)
        return self._change(Turn.CHANGES, text, tuple(lines(found, self._principals.shown)), new)

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
                details = tuple(sentences(permissions, name=self._principals.shown))
                yield self._change(turn, f"{who} {verb} {name}", details, permissions, who=who)

    def _policy(self, found: Difference) -> AccessChange:
        more = bool(found.gained or found.undenied)
        shown = self._principals.shown
        details = tuple(lines(found, shown))
        if more and (found.lost or (found.undenied and found.denied)):
            text = f"the policy of {self._name} changes: more of some, less of other"
            return self._change(Turn.CHANGES, text, details, found.gained)
        turn = Turn.GAINS if more else Turn.LOSES
        is_on_new = self._made.has_all((*found.gained, *found.undenied))
        allowed = found.gained or found.lost
        if not allowed:
            text = f"the policy of {self._name} denies {'less' if more else 'more'}"
        elif self._holder.area is Area.IAM:
            short = next(sentences(allowed, _LONGEST_LIST, shown))
            what = short if len(details) == 1 else _counted(allowed)
            text = f"{self._name} {turn} {what}"
            if len(details) == 1 and details[0].endswith(f" allow {short}"):
                details = ()  # the text says it all
        else:
            verb = "lets" if more else "no longer lets"
            text = f"the policy of {self._name} {verb} {self._who(allowed)} do {_counted(allowed)}"
        if allowed and (found.undenied or found.denied):
            text += f", and denies {'less' if found.undenied else 'more'}"
        if is_on_new and not self._on_new:
            text += ", all of which the plan makes"
        return self._change(turn, text, details, found.gained, on_new=is_on_new)

    def _change(
        self,
        turn: Turn,
        text: str,
        details: tuple[str, ...] = (),
        gained: tuple[Permission, ...] = (),
        *,
        who: str | None = None,
        on_new: bool = False,
    ) -> AccessChange:
        return AccessChange(
            area=self._holder.area,
            turn=turn,
            who=self._name if who is None else who,
            text=text,
            details=details,
            addresses=(self._address,),
            on_new=self._on_new or on_new,
            whose=self._whose(gained),
        )

    def _who(self, permissions: tuple[Permission, ...]) -> str:
        names = sorted({self._principals.text(name) for name in actors_of(permissions)})
        return listed(names, _LONGEST_LIST) or "nobody named"

    def _subject(self, state: State, sides: Sides) -> str:
        """`engineer`, `bucket logs`: whose policy it is."""
        holder = self._holder
        if not holder.subject:
            by_itself = holder.noun.startswith("the ")
            return holder.noun if by_itself else f"{holder.noun} {state.address}".lstrip()
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

    def _is_template(self, state: State | None) -> bool:
        return state is not None and state.values.get(self._holder.attribute) is Mark.UNKNOWN


def _document(texts: Texts) -> Document | None:
    """What all documents say together, None where there is none, or one can't be read."""
    documents = [document for text in texts if (document := Document.parse(text)) is not None]
    if not documents or len(documents) != len(texts):
        return None
    return Document(tuple(each for document in documents for each in document.statements))


def _counted(permissions: tuple[Permission, ...]) -> str:
    """`14 actions of glue, kms, s3 on 5 resources`."""
    actions = {each.action for each in permissions}
    services = sorted({action.partition(":")[0] for action in actions})
    resources = {each.resource for each in permissions}
    return (
        f"{len(actions)} {'action' if len(actions) == 1 else 'actions'} of {', '.join(services)} "
        f"on {len(resources)} {'resource' if len(resources) == 1 else 'resources'}"
    )
