"""The services on offer: what their profiles say, and that a new one is a new file and nothing else."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from msgtune_gui.core.jobs import JobRequest
from msgtune_gui.core.service_profile import ChatPlace
from msgtune_gui.services.profiles import HOSTED, LOCAL, PROFILES, SERVICES
from tests.support.stand_in import KEY, StandIn

REQUEST = JobRequest("file-1", "m", 3, "msgtune", "run-1")
ANOTHER = """
from msgtune_gui.core.service_profile import BaseModel, ServiceProfile
from msgtune_gui.services.profiles.hosted import HostedService

PROFILE = ServiceProfile(
    key="tall-ship",
    title="Tall Ship",
    summary="Trains far away.",
    leaves_computer="The examples are sent to Tall Ship.",
    needs_key=True,
    on_device=False,
)
SERVICE = HostedService(PROFILE, base_url="{base_url}", about_models=(BaseModel("SmallHull-135M", "Small."),))
POSITION = 2.5
"""
# The package is made by hand, so that it looks for its modules in one folder more, as if the file were in its own.
USES_IT = """
import importlib.util, sys
from contextlib import closing
from pathlib import Path

name, folder, data = "msgtune_gui.services.profiles", sys.argv[1], Path(sys.argv[2])
spec = importlib.util.find_spec(name)
spec.submodule_search_locations.append(folder)
package = importlib.util.module_from_spec(spec)
sys.modules[name] = package
spec.loader.exec_module(package)

from msgtune_gui.services.data_folder import DataFolder
from msgtune_gui.services.outside import Services

services = Services(DataFolder.open(data))
print([profile.key for profile in services.profiles])
with closing(services.tuning("tall-ship", key=sys.argv[3])) as connection:
    print([model.name for model in connection.base_models()][:1])
services.close()

from msgtune_gui.cli import main
sys.argv = ["msgtune", "tune", "--help"]
main()
"""


def test_a_new_service_is_one_file(tmp_path: Path, stand_in: StandIn) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "tall_ship.py").write_text(ANOTHER.format(base_url=stand_in.base_url))

    told = subprocess.run(
        [sys.executable, "-c", USES_IT, str(folder), str(tmp_path / "data"), KEY],
        capture_output=True, text=True, check=True, timeout=60,
    ).stdout.splitlines()  # fmt: skip

    assert told[0] == "['local', 'openai', 'nebius', 'tall-ship', 'other']"
    assert told[1] == "['SmallHull-135M']"
    assert any("{local,openai,nebius,tall-ship,other}" in line for line in told)


def test_this_computer_comes_first_and_needs_nothing() -> None:
    assert PROFILES[0] is LOCAL
    assert list(SERVICES) == ["local", "openai", "nebius", "other"]
    assert list(HOSTED) == ["openai", "nebius", "other"]
    assert (LOCAL.needs_key, LOCAL.on_device, LOCAL.asks_address) == (False, True, False)
    assert "Nothing leaves this computer" in LOCAL.leaves_computer


@pytest.mark.parametrize("key", list(SERVICES))
def test_every_profile_says_all_that_a_person_should_know(key: str) -> None:
    service = SERVICES[key]
    profile = service.profile

    assert profile.key == key
    assert profile.title
    assert profile.summary
    assert profile.leaves_computer.endswith(".")
    assert profile.on_device or profile.keeps.endswith(".")
    assert profile.on_device or profile.needs_key
    # An address is in the profile or asked for.
    assert bool(service.base_url) != (profile.asks_address or profile.on_device)
    assert not service.base_url or service.base_url.startswith("https://")
    assert list(profile.ends) == sorted(profile.ends, key=lambda end: end.day)


def test_the_calendar_of_openai() -> None:
    profile = SERVICES["openai"].profile
    assert [end.day for end in profile.ends] == [date(2027, 1, 6), date(2027, 1, 14)]
    assert all(model.shut_on == date(2027, 1, 14) for model in SERVICES["openai"].about_models)
    assert (profile.limits.least_examples, profile.limits.most_bytes) == (10, 512 * 1024 * 1024)


def test_prices_have_their_day() -> None:
    priced = {model.name: model.price for key in ("openai", "nebius") for model in SERVICES[key].about_models}
    assert all(price is not None and price.as_of >= date(2026, 9, 1) for price in priced.values())
    assert {name: price.dollars_per_million for name, price in priced.items() if price and name.startswith("gpt")} == {
        "gpt-4.1-mini-2025-04-14": 5.0,
        "gpt-4.1-2025-04-14": 25.0,
        "gpt-4o-mini-2024-07-18": 3.0,
        "gpt-4o-2024-08-06": 25.0,
    }


def test_only_nebius_gives_adapters_that_chat_here() -> None:
    assert {key: service.profile.chats_at for key, service in SERVICES.items() if service.adapter_files} == {
        "nebius": ChatPlace.THIS_COMPUTER
    }


@pytest.mark.parametrize("key", list(SERVICES))
def test_every_service_is_told_how_many_passes(key: str) -> None:
    settings = SERVICES[key].job_settings(REQUEST)
    assert settings["method"]["type"] == "supervised"
    assert settings["method"]["supervised"]["hyperparameters"]["n_epochs"] == 3
    bounded = SERVICES[key].job_settings(replace(REQUEST, max_steps=7))
    assert ("max_steps" in bounded) == (key == "local")
