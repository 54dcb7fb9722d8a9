"""Whose export it is."""

from collections.abc import Iterable

import msgspec

from msgtune_gui.core.export.text import repair
from msgtune_gui.core.model import Conversation
from msgtune_gui.core.people import is_deleted_account

PROFILE = "profile_information.json"
AUTOFILL = "autofill_information.json"
_NOT_THIS_FILE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class _Name(msgspec.Struct):
    full_name: str = ""


class _Profile(msgspec.Struct):
    name: _Name = msgspec.field(default_factory=_Name)


class _ProfileFile(msgspec.Struct):
    profile_v2: _Profile = msgspec.field(default_factory=_Profile)


class _Autofill(msgspec.Struct):
    full_name: list[str] = msgspec.field(default_factory=list, name="FULL_NAME")


class _AutofillFile(msgspec.Struct):
    autofill_information_v2: _Autofill = msgspec.field(default_factory=_Autofill)


def profile_name(data: bytes) -> str | None:
    """The owner's name in profile_information.json (`profile_v2.name.full_name`), or None."""
    try:
        name = msgspec.json.decode(data, type=_ProfileFile).profile_v2.name.full_name
    except _NOT_THIS_FILE:
        return None
    return repair(name).strip() or None


def autofill_name(data: bytes) -> str | None:
    """The owner's name in autofill_information.json (`autofill_information_v2.FULL_NAME[0]`), or None."""
    try:
        names = msgspec.json.decode(data, type=_AutofillFile).autofill_information_v2.full_name
    except _NOT_THIS_FILE:
        return None
    return repair(names[0]).strip() or None if names else None


def person_in_every(conversations: Iterable[Conversation]) -> str | None:
    """The one person who takes part in all conversations, or None where there is none or more than one."""
    common: set[str] | None = None
    for conversation in conversations:
        people = {name for name in conversation.participants if not is_deleted_account(name)}
        common = people if common is None else common & people
    return common.pop() if common is not None and len(common) == 1 else None
