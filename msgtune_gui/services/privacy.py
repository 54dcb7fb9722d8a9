"""Keeps the SDKs from sending chats to anybody but the service the person chose."""

import os
from collections.abc import MutableMapping

_PREFIXES = ("LANGSMITH_", "LANGCHAIN_")
_NAMES = frozenset(
    {
        "OPENAI_API_BASE",
        "OPENAI_BASE_URL",
        "OPENAI_LOG",  # "debug" makes the SDK write whole conversations to standard error.
        "OPENAI_ORG_ID",
        "OPENAI_PROJECT_ID",
        "OPENAI_PROXY",
    }
)


def clear_tracing(environment: MutableMapping[str, str] = os.environ) -> None:
    """Remove variables that would send conversations to a tracing service, a log or another address.

    With LANGSMITH_TRACING set, langchain-core posts every conversation to LangSmith (seen with 1.7.2); called before
    any SDK is imported.
    """
    for name in list(environment):
        if name.startswith(_PREFIXES) or name in _NAMES:
            del environment[name]
