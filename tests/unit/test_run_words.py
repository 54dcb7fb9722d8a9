"""What is said of a run, the same in every list and title."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale

from msgtune_gui.core.jobs import Run
from msgtune_gui.services.profiles import SERVICES
from msgtune_gui.ui import run_words
from msgtune_gui.ui.words import data_size, dollars

LOCAL, OPENAI = SERVICES["local"].profile, SERVICES["openai"].profile
RUN = Run(
    identifier="a" * 32,
    service="openai",
    base_model="gpt-4.1-mini-2025-04-14",
    epochs=3,
    voice="Alma",
    system_prompt="",
    examples=1352,
    training_file="training.jsonl",
    created_at_s=1_790_000_000,
    tokens=210_000,
    dollars_per_million=5.0,
)


@pytest.fixture(autouse=True)
def british() -> None:
    """One locale on every machine."""
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))


def test_a_run_is_called_as_its_person_called_it() -> None:
    assert run_words.run_title(RUN).startswith("Alma · ")
    assert run_words.run_name(RUN) == "Alma"
    named = replace(RUN, title="The captain")
    assert run_words.run_title(named) == run_words.run_name(named) == "The captain"


def test_cost_is_tokens_times_passes_times_price() -> None:
    assert run_words.cost(RUN, OPENAI) == "about $3.15 (210,000 tokens, 3 passes, $5.00 a million)"


def test_cost_takes_the_services_own_count_once_there_is_one() -> None:
    done = replace(RUN, trained_tokens=600_000)
    assert run_words.cost(done, OPENAI) == "$3.00 (600,000 tokens trained on, $5.00 a million)"


def test_cost_that_nobody_knows_is_not_free() -> None:
    assert "OpenAI" in run_words.cost(replace(RUN, dollars_per_million=None), OPENAI)
    assert run_words.cost(replace(RUN, tokens=None), OPENAI) == "$5.00 for a million tokens"
    assert run_words.cost(replace(RUN, service="local"), LOCAL) == "free"


def test_data_and_settings_in_one_line_each() -> None:
    assert run_words.data(RUN) == "Alma: 1,352 examples, about 210,000 tokens"
    assert run_words.data(replace(RUN, examples=1, tokens=None)) == "Alma: 1 example"
    assert run_words.settings(RUN) == "gpt-4.1-mini-2025-04-14, 3 passes"
    assert run_words.settings(replace(RUN, epochs=1)) == "gpt-4.1-mini-2025-04-14, 1 pass"


def test_losses_say_on_what_they_were_measured() -> None:
    assert run_words.losses(RUN) == ""
    assert "learned from" in run_words.losses(replace(RUN, train_loss=1.234))
    both = replace(RUN, valid_loss_before=4.0, valid_loss=2.5)
    assert run_words.losses(both) == "4.00 before, 2.50 after (messages it has not seen)"


def test_an_adopted_model_is_told_by_its_own_name() -> None:
    assert run_words.run_details(replace(RUN, adopted=True, model="llama3.2:3b")) == "llama3.2:3b"


def test_small_sums_and_sizes() -> None:
    assert dollars(0.0) == "$0.00"
    assert dollars(0.004) == "less than $0.01"
    assert dollars(1234.5) == "$1,234.50"
    assert data_size(8_200_000) == "8.2 MB"
