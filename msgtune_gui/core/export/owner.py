"""Whose export it is, and in which language, by the files that say so."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from msgtune_gui.core.export.text import repair
from msgtune_gui.core.model import Conversation
from msgtune_gui.core.people import is_deleted_account

PROFILE = "profile_information.json"
AUTOFILL = "autofill_information.json"
LANGUAGE = "language_and_locale.json"
_NOT_THIS_FILE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_LOCALE_LETTERS = (2, 3)


class _Name(msgspec.Struct):
    full_name: str = ""


class _Profile(msgspec.Struct):
    name: _Name | str = ""


class _ProfileFile(msgspec.Struct):
    """From 2020 on `profile_v2`, before that `profile`."""

    profile_v2: _Profile | None = None
    profile: _Profile | None = None


class _Autofill(msgspec.Struct):
    full_name: list[str] = msgspec.field(default_factory=list, name="FULL_NAME")


class _AutofillFile(msgspec.Struct):
    autofill_information_v2: _Autofill | None = None
    autofill_information: _Autofill | None = None


def profile_name(data: bytes) -> str | None:
    """The owner's name in profile_information.json (`profile_v2.name.full_name`), or None."""
    try:
        file = msgspec.json.decode(data, type=_ProfileFile)
    except _NOT_THIS_FILE:
        return None
    for profile in (file.profile_v2, file.profile):
        if profile is not None:
            name = profile.name if isinstance(profile.name, str) else profile.name.full_name
            return repair(name).strip() or None
    return None


def autofill_name(data: bytes) -> str | None:
    """The owner's name in autofill_information.json (`autofill_information_v2.FULL_NAME[0]`), or None."""
    try:
        file = msgspec.json.decode(data, type=_AutofillFile)
    except _NOT_THIS_FILE:
        return None
    autofill = file.autofill_information_v2 or file.autofill_information
    return repair(autofill.full_name[0]).strip() or None if autofill and autofill.full_name else None


def account_locale(data: bytes) -> str | None:
    """The account's locale in language_and_locale.json, such as "pl_PL", or None.

    It stands in `language_and_locale_v2[0].children[0].entries[0].data.value`; since such paths change between years,
    the first value that has the form of a locale counts.
    """
    try:
        value = msgspec.json.decode(data)
    except _NOT_THIS_FILE:
        return None
    return _first_locale(value)


def _first_locale(value: Any) -> str | None:  # noqa: ANN401 - any JSON
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            language, mark, country = item.partition("_")
            if mark and len(language) in _LOCALE_LETTERS and language.islower() and country.isalpha():
                return item
        elif isinstance(item, list):
            waiting.extend(reversed(item))
        elif isinstance(item, Mapping):
            waiting.extend(reversed(list(item.values())))
    return None


def owner_by_encrypted_chats(participants: Iterable[tuple[str, ...]]) -> str | None:
    """The person who is listed first in all encrypted chats, where there are at least two; None where nobody is.

    The export lists its owner first in the samples seen.
    """
    first = Counter(names[0] for names in participants if names)
    return next(iter(first)) if len(first) == 1 and first.total() > 1 else None


def person_in_every(conversations: Iterable[Conversation]) -> str | None:
    """The one person who takes part in all conversations, or None where there is none or more than one."""
    common: set[str] | None = None
    for conversation in conversations:
        people = {name for name in conversation.participants if not is_deleted_account(name)}
        common = people if common is None else common & people
    return common.pop() if common is not None and len(common) == 1 else None
