"""Everything outside, as the program builds it: keys, addresses, and an engine that may be another one by now."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import KeyRefused, ServiceStopped, Unreachable, UserError
from msgtune_gui.core.jobs import Run, RunState
from msgtune_gui.core.model import ChatTurn, Role
from msgtune_gui.services.data_folder import DataFolder
from msgtune_gui.services.outside import Services
from tests.support.stand_in import KEY, StandIn
from tests.support.stand_in_faults import Hang


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with closing(Services(DataFolder.open(tmp_path))) as made:
        yield made


def test_a_key_that_no_key_can_be(services: Services) -> None:
    for key in ("sk-“curly”", "sk-1\nsk-2", "sk 1", "   "):
        services.secrets.set("openai", key)
        with pytest.raises(KeyRefused) as caught, closing(services.tuning("openai")) as service:
            service.base_models()
        assert "key" in caught.value.message
        assert "sk" not in str(caught.value)


def test_a_key_can_be_tried_before_it_is_kept(services: Services, stand_in: StandIn) -> None:
    services.settings.set_address("other", stand_in.base_url)
    services.secrets.set("other", "sk-old")

    with closing(services.tuning("other", key=KEY)) as service:
        assert service.base_models()

    assert services.secrets.get("other") == "sk-old"
    with pytest.raises(KeyRefused), closing(services.tuning("other")) as service:
        service.base_models()


def test_a_service_without_an_address_asks_for_one(services: Services, stand_in: StandIn) -> None:
    services.secrets.set("other", KEY)
    with pytest.raises(UserError, match="needs an address") as caught:
        services.chat_models("other")
    assert not isinstance(caught.value, KeyRefused)

    services.settings.set_address("other", stand_in.base_url)
    assert services.chat_models("other") == list(stand_in.base_models)


def test_there_is_no_such_service(services: Services) -> None:
    with pytest.raises(UserError, match="no service called nowhere"):
        services.tuning("nowhere")
    with pytest.raises(UserError, match="no service called nowhere"):
        services.chat(_succeeded("nowhere"), 0.5)


def test_an_engine_that_will_not_start_leaves_runs_as_they_are(tmp_path: Path) -> None:
    services = Services(DataFolder.open(tmp_path))
    services.close()
    with pytest.raises(ServiceStopped, match="closing"), closing(services.tuning("local")) as service:
        service.base_models()


@pytest.mark.parametrize(("service", "adopted"), [("openai", False), ("nebius", True), ("other", True)])
def test_a_chat_is_where_the_model_is(services: Services, service: str, adopted: bool) -> None:
    services.settings.set_address("other", "https://ship.example/v1")
    services.secrets.set(service, KEY)
    with closing(services.chat(_succeeded(service, adopted=adopted), 0.5)):
        assert services.engine.process_id is None


def test_a_chat_without_a_model_is_told(services: Services) -> None:
    with pytest.raises(UserError, match="not ended with a model"):
        services.chat(_run("openai"), 0.5)


def _run(service: str) -> Run:
    return Run("a" * 32, service, "m", 1, "Tom", "", 10, "training.jsonl", 1)


def _succeeded(service: str, *, adopted: bool = False) -> Run:
    return Run(
        "a" * 32, service, "m", 1, "Tom", "", 10, "training.jsonl", 1, RunState.SUCCEEDED, model="ft:m", adopted=adopted
    )


def test_a_service_near_by_may_do_without_a_key(services: Services, stand_in: StandIn) -> None:
    services.settings.set_address("other", stand_in.base_url)
    stand_in.key = "none"
    assert services.chat_models("other") == list(stand_in.base_models)
    with closing(services.chat(_succeeded("other", adopted=True), 0.5)) as chat:
        assert "".join(chat.stream([ChatTurn(Role.USER, "Hi")], CancelFlag())) == "Ahoy, matey!"


def test_a_service_far_away_never_does(services: Services) -> None:
    services.settings.set_address("other", "https://ship.example/v1")
    with pytest.raises(KeyRefused):
        services.chat_models("other")


def test_a_question_for_models_can_be_ended(services: Services, stand_in: StandIn) -> None:
    services.settings.set_address("other", stand_in.base_url)
    stand_in.fault("GET", "/models", Hang())
    cancel = CancelFlag()
    stand_in.on_request = lambda _request: cancel.cancel()
    with pytest.raises(Unreachable):
        services.chat_models("other", KEY, cancel)


def test_a_chat_with_a_key_that_is_only_tried(services: Services, stand_in: StandIn) -> None:
    services.settings.set_address("other", stand_in.base_url)
    with closing(services.chat(_succeeded("other", adopted=True), 0.5, key=KEY)) as chat:
        assert "".join(chat.stream([ChatTurn(Role.USER, "Hi")], CancelFlag()))
    assert services.secrets.get("other") is None


def test_a_model_of_ones_own_stays_where_it_was_found_and_no_key_follows(services: Services, stand_in: StandIn) -> None:
    services.settings.set_address("other", "https://ship.example/v1")
    services.secrets.set("other", "sk-of-the-ship")
    stand_in.key = "none"
    own = replace(_succeeded("other", adopted=True), address=stand_in.base_url)
    with closing(services.chat(own, 0.5)) as chat:
        assert "".join(chat.stream([ChatTurn(Role.USER, "Hi")], CancelFlag()))
    assert "sk-of-the-ship" not in str([made.headers for made in stand_in.requests])
    with pytest.raises(KeyRefused, match=r"elsewhere\.example is not kept any more"):
        services.chat(replace(own, address="https://elsewhere.example/v1"), 0.5)
