"""Exports of different people chosen together."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from msgtune_gui.core.errors import UserError


@dataclass(frozen=True, slots=True)
class AccountChoice:
    """One of several accounts.

    Attributes:
        name: Display name of its owner.
        sources: What to read for this account alone.
    """

    name: str
    sources: tuple[Path, ...]


class DifferentAccounts(UserError):
    """What was chosen belongs to several people, and only the person can say whose export is meant.

    Attributes:
        accounts: The accounts to choose from.
    """

    def __init__(self, accounts: Sequence[AccountChoice]) -> None:
        super().__init__(
            f"These are exports of {len(accounts)} different accounts.",
            "Nothing was read together. Choose the account that is meant.",
        )
        self.accounts = tuple(accounts)
