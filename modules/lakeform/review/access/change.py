"""One change of who may do what, as a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lakeform.gate.facts.accounts import Whose


class Area(StrEnum):
    """Where the access is decided."""

    DATA = "Lake Formation"
    SETTINGS = "Lake Formation settings"
    TAGS = "LF-tags"
    SHARING = "sharing"
    TRUST = "who may assume a role"
    IAM = "IAM policies"
    RESOURCE = "resource policies"
    NETWORK = "security groups"


class Turn(StrEnum):
    """Which way access goes. What can go both ways, or can't be told, is `CHANGES`."""

    GAINS = "gains"
    LOSES = "loses"
    CHANGES = "changes"


@dataclass(frozen=True)
class AccessChange:
    """Somebody may do more, less, or something else.

    Attributes:
        who: the principal, in short.
        text: the whole sentence, without a full stop.
        details: what it is made of, such as a policy's statements; may be long.
        addresses: the resources that bring it about.
        on_new: whether it is about something that this plan makes, so that no existing data is
            opened by it.
        whose: the account of those whom it is about; of several, the one that is trusted least.
        is_known: False where nobody knows before apply what is gained, if anything.
    """

    area: Area
    turn: Turn
    who: str
    text: str
    details: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    on_new: bool = False
    whose: Whose = Whose.OWN
    is_known: bool = True

    @property
    def foreign(self) -> bool:
        """Whether somebody outside the plan's account has to do with it, trusted or not."""
        return self.whose is not Whose.OWN

    @property
    def widens(self) -> bool:
        """Whether somebody may do more than before, or it can't be told that nobody may."""
        return self.turn is not Turn.LOSES
