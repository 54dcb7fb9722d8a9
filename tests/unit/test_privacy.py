"""What is taken out of the environment before an SDK is imported or a process started."""

import os

import pytest

from msgtune_gui.services.engine_process import engine_environment
from msgtune_gui.services.privacy import clear_tracing, environment_within, take_keys


def test_only_what_could_send_chats_elsewhere_goes() -> None:
    environment = {
        "LANGSMITH_TRACING": "true",
        "LANGCHAIN_TRACING_V2": "true",
        "OPENAI_BASE_URL": "http://elsewhere",
        "OPENAI_API_BASE": "http://elsewhere",
        "OPENAI_CUSTOM_HEADERS": "x-copy-to: elsewhere",
        "OPENAI_LOG": "debug",
        "MSGTUNE_DATA": "here",
        "PATH": "/bin",
    }
    clear_tracing(environment)
    assert environment == {"MSGTUNE_DATA": "here", "PATH": "/bin"}


def test_the_environment_of_the_process_is_meant_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGSMITH_GATEWAY", "true")
    clear_tracing()
    assert "LANGSMITH_GATEWAY" not in os.environ


def test_keys_are_taken_and_not_shown() -> None:
    environment = {"MSGTUNE_KEY": "sk-any", "OPENAI_API_KEY": "sk-openai", "PATH": "/bin"}
    keys = take_keys(environment)
    assert (keys.for_any, keys.for_openai) == ("sk-any", "sk-openai")
    assert environment == {"PATH": "/bin"}
    assert "sk-" not in repr(keys)
    assert take_keys({"OPENAI_API_KEY": ""}).for_openai is None


def test_a_process_within_has_no_key_and_no_way_out() -> None:
    environment = {
        "MSGTUNE_KEY": "sk-any",
        "OPENAI_API_KEY": "sk-openai",
        "LANGSMITH_API_KEY": "ls-1",
        "HTTPS_PROXY": "http://proxy",
        "http_proxy": "http://proxy",
        "ALL_PROXY": "socks5://proxy",
        "PATH": "/bin",
    }
    assert environment_within(environment) == {"PATH": "/bin"}
    assert environment["HTTPS_PROXY"]


def test_the_engine_gets_its_token_and_nobodys_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-openai")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy")
    environment = engine_environment("a-token")
    assert environment["MSGTUNE_ENGINE_TOKEN"] == "a-token"
    assert environment["HF_HUB_OFFLINE"] == "1"
    assert not {"OPENAI_API_KEY", "HTTPS_PROXY"} & set(environment)
