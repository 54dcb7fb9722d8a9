"""Keeps what stands in the person's environment from sending chats or keys to anybody but the service they chose."""

import os
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field

_PREFIXES = ("LANGSMITH_", "LANGCHAIN_", "OPENAI_")
"""OpenAI's name another address, another account, and with OPENAI_LOG=debug whole conversations on standard error."""
_ANY_SERVICE = "MSGTUNE_KEY"
_OPENAI = "OPENAI_API_KEY"
_PROXIES = frozenset({"http_proxy", "https_proxy", "all_proxy", "ftp_proxy"})


@dataclass(frozen=True, slots=True)
class GivenKeys:
    """Keys that stood in the environment.

    Attributes:
        for_any: MSGTUNE_KEY, which is meant for whatever service msgtune is told to use.
        for_openai: OPENAI_API_KEY, which is sent to nobody but OpenAI.
    """

    for_any: str | None = field(default=None, repr=False)
    for_openai: str | None = field(default=None, repr=False)


def take_keys(environment: MutableMapping[str, str] = os.environ) -> GivenKeys:
    """Take the keys out of the environment, so that no process that is started later has them in its own."""
    return GivenKeys(environment.pop(_ANY_SERVICE, None) or None, environment.pop(_OPENAI, None) or None)


def clear_tracing(environment: MutableMapping[str, str] = os.environ) -> None:
    """Remove variables that would send conversations to a tracing service, a log or another address.

    With LANGSMITH_TRACING set, langchain-core posts every conversation to LangSmith (seen with 1.7.2); called before
    any SDK is imported.
    """
    for name in list(environment):
        if name.startswith(_PREFIXES) or name == _ANY_SERVICE:
            del environment[name]


def environment_within(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """An environment for a process that has no business beyond this computer: no key, no tracing, no proxy."""
    within = {name: value for name, value in environment.items() if name.lower() not in _PROXIES}
    clear_tracing(within)
    return within
