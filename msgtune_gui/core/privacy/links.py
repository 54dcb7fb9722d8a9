"""Links in a text, and which of them open something that is not for everybody."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from msgtune_gui.core.privacy.emails import find_emails
from msgtune_gui.core.privacy.link_words import (
    COUNTING_NAMES,
    OPEN_HOSTS,
    REVISION_STEPS,
    SECRET_ENDINGS,
    SECRET_NAMES,
    SECRET_STEPS,
    SHARING_HOSTS,
)

_LINK = re.compile(
    r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,19}://[^\s<>\"]+"
    r"|(?<![\w@./-])(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,6}[A-Za-z]{2,12}(?::[0-9]{1,5})?[/?#][^\s<>\"]*"
)
_END_OF_AUTHORITY = re.compile(r"[/?#]")
_END_OF_PATH = re.compile(r"[?#]")
_BETWEEN_WORDS = re.compile(r"[/&=?#]")
_BETWEEN_PARAMETERS = re.compile(r"[?&;#]")
_NO_PART_OF_NAME = re.compile(r"[^a-z0-9]")
_TRAILING = ".,;:!?'*_~\u2026\u201c\u201d\u2019\u00bb]}|"
_UUID = re.compile(r"(?<![0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_HEXADECIMAL = re.compile(r"(?<![0-9A-Za-z])(?=[a-f]*[0-9])[0-9a-f]{24,}(?![0-9A-Za-z])", re.IGNORECASE)
_REVISIONS = re.compile(r"[0-9a-f]{40}(?:\.{2,3}[0-9a-f]{40}|\.patch|\.diff)?", re.IGNORECASE)
_CHANGE = re.compile(r"diff-[0-9a-f]{32,64}(?:[LR][0-9]+(?:-[LR]?[0-9]+)?)?")
_SIGNED_TOKEN = re.compile(r"(?<![\w-])eyJ[\w-]{8,}\.[\w-]{4,}")
_DIGIT_BY_LETTER = re.compile(r"(?<=[A-Za-z])[0-9]|(?<=[0-9])[A-Za-z]")
_SHORTEST_RANDOM, _LONGEST_WORD, _LEAST_CHANGES = 20, 14, 3
_SHORTEST_SECRET = 4


class Link(NamedTuple):
    """A link in a text, from one character up to another.

    Attributes:
        secret: It opens, joins or signs in to something for whoever has it, or names a person.
    """

    start: int
    end: int
    secret: bool


def find_links(text: str) -> Iterator[Link]:
    """The links of a text, in order: with a scheme, or a host's name with something behind it."""
    for match in _LINK.finditer(text):
        end = _end_of_link(match[0]) + match.start()
        link = text[match.start() : end]
        yield Link(match.start(), end, is_secret(link))


def _end_of_link(words: str) -> int:
    """Where a link ends before the punctuation of the sentence around it."""
    if words[-1] != ")" and words[-1] not in _TRAILING:
        return len(words)
    more_closed = words.count(")") - words.count("(")
    end = len(words)
    while end:
        last = words[end - 1]
        if last == ")" and more_closed > 0:
            more_closed -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return end


def is_secret(link: str) -> bool:
    """Whether a link is not for everybody.

    That is so where it has a name and password, an e-mail address or a parameter such as "token", where its host is
    one for invitations, meetings or shared files, where its path says that it resets, confirms or invites, and where
    it holds a long random word. On hosts whose long names are open to all (videos, songs, posts) such words do not
    count, nor do those that count visitors (fbclid) or name a commit. A short link (bit.ly) can hide anything and is
    not seen through.
    """
    authority, path, parameters = _parts(link.partition("://")[2] or link)
    userinfo, _, host_and_port = authority.rpartition("@")
    host = host_and_port.partition(":")[0].lower()
    if userinfo:
        return True
    behind = (path + parameters).replace("%40", "@")
    if "@" in behind and any(find_emails(behind)):
        return True
    if _is_for_sharing(host, path) or _has_secret_parameter(parameters):
        return True
    if ("eyJ" in link and _SIGNED_TOKEN.search(link)) or _has_secret_step(path, parameters):
        return True
    if len(path) + len(parameters) < _SHORTEST_RANDOM or _is_open(host):
        return False
    return any(map(_is_random, _words_that_may_open(path, parameters)))


def _parts(rest: str) -> tuple[str, str, str]:
    """Host with what belongs to it, path, and query and fragment together."""
    end = _END_OF_AUTHORITY.search(rest)
    if end is None:
        return rest, "", ""
    authority, rest = rest[: end.start()], rest[end.start() :]
    end = _END_OF_PATH.search(rest)
    if end is None:
        return authority, rest, ""
    return authority, rest[: end.start()], rest[end.start() :]


def _names_of(host: str) -> list[str]:
    """A host and those above it, without the last."""
    labels = host.split(".")[-6:]
    return [".".join(labels[first:]) for first in range(len(labels) - 1)]


# A chat's links go to a few hosts again and again.
@lru_cache(maxsize=1024)
def _is_open(host: str) -> bool:
    return not OPEN_HOSTS.isdisjoint(_names_of(host))


@lru_cache(maxsize=1024)
def _starts_of_shared(host: str) -> tuple[str, ...]:
    """How paths to shared things begin on a host; empty for most hosts."""
    return tuple(start for name in _names_of(host) for start in SHARING_HOSTS.get(name, ()))


def _is_for_sharing(host: str, path: str) -> bool:
    return len(path) > 1 and path.startswith(_starts_of_shared(host))


def _has_secret_parameter(parameters: str) -> bool:
    if not parameters:
        return False
    if "%" in parameters:
        # Links to other pages stand in parameters with their own signs written as codes.
        for code, sign in (("%3D", "="), ("%3d", "="), ("%26", "&"), ("%3F", "?"), ("%3f", "?")):
            parameters = parameters.replace(code, sign)
    for parameter in _BETWEEN_PARAMETERS.split(parameters):
        name, _, value = parameter.partition("=")
        if len(value) >= _SHORTEST_SECRET:
            name = _NO_PART_OF_NAME.sub("", name.lower())
            if name in SECRET_NAMES or name.endswith(SECRET_ENDINGS):
                return True
    return False


def _has_secret_step(path: str, parameters: str) -> bool:
    """Whether the path says that it resets, confirms or invites and then has something that is no word."""
    lowered = path.lower()
    steps = lowered.split("/")
    if "sessionid=" not in lowered and SECRET_STEPS.isdisjoint(steps):
        return False
    for place, step in enumerate(steps):
        if "sessionid=" in step:
            return True
        if step in SECRET_STEPS:
            behind = [*path.split("/")[place + 1 :], *re.split(r"[?&=#]", parameters)]
            return any(len(part) >= 6 and re.search("[0-9]", part) and re.search("[A-Za-z]", part) for part in behind)
    return False


def _words_that_may_open(path: str, parameters: str) -> Iterator[str]:
    """The words of a link without those that count visitors or name a revision of a project."""
    step_before = ""
    for step in path.split("/"):
        if step_before not in REVISION_STEPS or not _REVISIONS.fullmatch(step):
            yield step
        step_before = step
    for parameter in _BETWEEN_PARAMETERS.split(parameters):
        if parameter.partition("=")[0].lower() not in COUNTING_NAMES and not _CHANGE.fullmatch(parameter):
            yield from _BETWEEN_WORDS.split(parameter)


def _is_random(word: str) -> bool:
    if len(word) < _SHORTEST_RANDOM:
        return False
    if _UUID.search(word) or _HEXADECIMAL.search(word):
        return True
    return any(map(_looks_drawn, re.split(r"[^A-Za-z0-9_-]", word)))


def _looks_drawn(part: str) -> bool:
    """Whether letters and digits change too often for words and dates."""
    if len(part) < _SHORTEST_RANDOM or len(_DIGIT_BY_LETTER.findall(part)) < _LEAST_CHANGES:
        return False
    pieces = re.split("[_-]", part)
    longest = max(pieces, key=len)
    if len(longest) >= _LONGEST_WORD and len(_DIGIT_BY_LETTER.findall(longest)) >= _LEAST_CHANGES:
        return True
    return part != part.lower() and not any(len(piece) >= 4 and piece.islower() and piece.isalpha() for piece in pieces)
