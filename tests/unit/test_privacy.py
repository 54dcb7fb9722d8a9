"""What is taken out of the environment before an SDK is imported."""

import os

import pytest

from msgtune_gui.services.privacy import clear_tracing


def test_only_what_could_send_chats_elsewhere_goes() -> None:
    environment = {
        "LANGSMITH_TRACING": "true",
        "LANGCHAIN_TRACING_V2": "true",
        "OPENAI_BASE_URL": "http://elsewhere",
        "OPENAI_API_BASE": "http://elsewhere",
        "OPENAI_LOG": "debug",
        "HTTPS_PROXY": "http://proxy",
        "PATH": "/bin",
    }
    clear_tracing(environment)
    assert environment == {"HTTPS_PROXY": "http://proxy", "PATH": "/bin"}


def test_the_environment_of_the_process_is_meant_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGSMITH_GATEWAY", "true")
    clear_tracing()
    assert "LANGSMITH_GATEWAY" not in os.environ
