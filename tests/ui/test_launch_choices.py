"""What page 4 says before anything starts: models and their ends, money, and what would be uploaded."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.jobs import Run
from msgtune_gui.core.service_profile import BaseModel, Price
from msgtune_gui.services.profiles import SERVICES
from msgtune_gui.services.settings import JsonSettings
from msgtune_gui.ui.launch.training_form import TrainingForm
from msgtune_gui.ui.runs.material import SavedMaterial
from msgtune_gui.ui.words import data_size, number
from msgtune_gui.workers.runner import TaskRunner
from tests.support.conversations import VOICE, conversations
from tests.support.stand_in import KEY, StandIn
from tests.ui.choosing import LAST_DAY, MINI, TODAY, Choosing, choosing, material

ENDS = SERVICES["openai"].profile.ends
MODELS = {model.name: model for model in SERVICES["openai"].about_models}


@pytest.fixture
def rig(qtbot: QtBot, runner: TaskRunner, stand_in: StandIn, tmp_path: Path) -> Iterator[Choosing]:
    """The choices with a key for OpenAI in the keyring."""
    with choosing(qtbot, runner, stand_in, tmp_path) as opened:
        opened.outside.secrets.set("openai", KEY)
        yield opened


def _run(service: str, base_model: str, epochs: int = 5) -> Run:
    return Run("r1", service, base_model, epochs, VOICE, "", 12, "training.jsonl", 1_790_000_000)


def _price(rig: Choosing) -> float | None:
    return rig.choices.dollars_per_million


def test_the_four_services_are_on_offer_and_this_computer_is_proposed(rig: Choosing) -> None:
    titles = [card.button.text() for card in rig.choices.cards.cards]
    assert titles == ["This computer", "OpenAI", "Nebius Token Factory", "Another service"]
    assert rig.choices.profile.on_device
    assert rig.choices.blocker() == ""
    assert not rig.choices.summary.money.isVisible()
    assert _price(rig) is None


def test_the_day_on_which_a_model_is_shut_is_the_services_own(rig: Choosing) -> None:
    rig.choose("openai")
    assert MODELS[MINI].shut_on != LAST_DAY
    assert rig.choices.form.about_model.text() == "Offered until 31 Dec 2099."


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (91, "Offered until 23 Feb 2027."),
        (90, "Ends on 22 Feb 2027, in 90 days, and what you train from it ends with it."),
        (1, "Ends on 25 Nov 2026, tomorrow, and what you train from it ends with it."),
        (0, "Shut since 24 Nov 2026: nothing can be trained from it any more."),
    ],
)
def test_the_end_of_a_model_is_told_in_words(days: int, words: str, qtbot: QtBot) -> None:
    form = TrainingForm()
    qtbot.addWidget(form)
    model = BaseModel("SmallHull-135M", "Small.", TODAY + timedelta(days=days))
    form.show_models("there", [model], TODAY, "")
    assert form.about_model.text() == f"Small. {words}"


def test_a_model_that_is_shut_while_the_window_is_open_cannot_be_trained_from(
    qtbot: QtBot, runner: TaskRunner, stand_in: StandIn, tmp_path: Path
) -> None:
    with choosing(qtbot, runner, stand_in, tmp_path, today=LAST_DAY) as rig:
        assert rig.choices.blocker() == "That base model is shut; choose another one"


def test_what_a_service_stops_is_listed_with_the_days_left(rig: Choosing) -> None:
    assert not rig.choices.ends.isVisible()
    rig.choose("openai")
    assert rig.choices.ends.isVisible()
    days = [str((end.day - TODAY).days) for end in ENDS]
    rows = [row.text() for row in rig.choices.ends.rows]
    assert [f"in {day} days" in row for day, row in zip(days, rows, strict=True)] == [True] * len(ENDS)
    assert [end.words in row for end, row in zip(ENDS, rows, strict=True)] == [True] * len(ENDS)
    rig.choose("nebius")
    assert not rig.choices.ends.isVisible()


@pytest.mark.parametrize(("late", "words"), [(0, "today"), (3, "over")])
def test_from_the_day_on_nothing_can_be_started(
    late: int, words: str, qtbot: QtBot, runner: TaskRunner, stand_in: StandIn, tmp_path: Path
) -> None:
    today = ENDS[0].day + timedelta(days=late)
    with choosing(qtbot, runner, stand_in, tmp_path, today=today) as rig:
        rig.outside.secrets.set("openai", KEY)
        rig.choose("openai")
        assert f"({words})" in rig.choices.ends.rows[0].text()
        assert rig.choices.blocker() == "OpenAI trains no more; choose another service"
        assert rig.choices.banner.message.text() == "OpenAI trains no more."
        QTest.mouseClick(rig.choices.banner.action, Qt.MouseButton.LeftButton)
        rig.settle()
        assert rig.choices.profile.on_device
        assert rig.choices.blocker() == ""


def test_money_is_tokens_times_passes_times_price_with_its_date(rig: Choosing) -> None:
    rig.choose("openai")
    price = MODELS[MINI].price
    assert price is not None
    money, tokens = rig.choices.summary.money, material().count.tokens
    rig.choices.epochs.setValue(4)
    assert rig.choices.dollars_per_million == price.dollars_per_million
    assert rig.choices.tokens == tokens
    expected = tokens * 4 * price.dollars_per_million / 1_000_000
    assert money.sum.text().endswith(f"${expected:.2f}")
    assert number(tokens) in money.sum.text()
    assert rig.choices.summary.values[3].text() == f"about ${expected:.2f}"
    assert money.note.text().startswith("Price read on 30 Sept 2026.")
    assert not money.reset_button.isVisible()


def test_an_own_price_counts_at_once_is_kept_and_can_be_taken_back(qtbot: QtBot, rig: Choosing, tmp_path: Path) -> None:
    rig.choose("openai")
    money = rig.choices.summary.money
    money.field.setFocus()
    money.field.selectAll()
    QTest.keyClicks(money.field, "800")
    assert rig.choices.dollars_per_million == 800.0
    assert money.note.text().startswith("Your own figure of today.")
    kept = Price(800.0, TODAY)
    qtbot.waitUntil(lambda: JsonSettings(tmp_path).price("openai", MINI) == kept)
    QTest.mouseClick(money.reset_button, Qt.MouseButton.LeftButton)
    built_in = MODELS[MINI].price
    assert built_in is not None
    assert rig.choices.dollars_per_million == built_in.dollars_per_million
    assert money.field.value() == built_in.dollars_per_million
    qtbot.waitUntil(lambda: JsonSettings(tmp_path).price("openai", MINI) is None)


def test_an_own_price_of_another_day_says_so(rig: Choosing) -> None:
    rig.outside.settings.set_price("openai", MINI, Price(7.0, date(2026, 10, 2)))
    rig.choose("openai")
    assert rig.choices.dollars_per_million == 7.0
    assert rig.choices.summary.money.note.text().startswith("Your own figure of 2 Oct 2026.")


def test_a_price_that_nobody_knows_can_be_typed_and_forgotten(rig: Choosing, stand_in: StandIn) -> None:
    rig.outside.settings.set_address("other", stand_in.base_url)
    rig.outside.secrets.set("other", KEY)
    rig.choose("other")
    money = rig.choices.summary.money
    assert _price(rig) is None
    assert money.field.text() == "not known"
    assert rig.choices.summary.values[3].text() == "not known"
    assert not money.sum.isVisible()
    money.field.setFocus()
    QTest.keyClick(money.field, Qt.Key.Key_Up)
    assert _price(rig) == 0.0
    assert rig.choices.summary.values[3].text() == "about $0.00"
    QTest.keyClick(money.field, Qt.Key.Key_Down)
    assert _price(rig) == 0.0
    QTest.mouseClick(money.reset_button, Qt.MouseButton.LeftButton)
    assert _price(rig) is None


def test_what_would_be_uploaded_is_what_the_file_holds(rig: Choosing, tmp_path: Path) -> None:
    rig.choose("nebius")
    learned = material()
    learned.write(tmp_path / "training.jsonl", CancelFlag())
    file, messages, people = (label.text() for label in rig.choices.upload.figures)
    assert data_size((tmp_path / "training.jsonl").stat().st_size) in file
    assert f"{learned.examples} examples" in file
    assert messages.startswith(number(learned.count.account.used))
    assert messages.endswith("sent from 1 Jan 1970 to 1 Jan 1970")
    assert people == f"2 besides {VOICE}"


def test_nothing_is_said_of_uploads_where_there_are_none(rig: Choosing) -> None:
    assert "Nothing leaves" in rig.choices.leaves.text()
    assert not any(label.isVisible() for label in rig.choices.upload.figures)


def test_saved_examples_are_told_by_their_file(rig: Choosing, tmp_path: Path) -> None:
    saved = SavedMaterial(_run("openai", MINI), tmp_path / "training.jsonl")
    saved.path.write_bytes(b"{}\n" * 1000)
    rig.choices.show_material(saved)
    rig.choose("openai")
    assert rig.choices.upload.figures[0].text() == "3.0 kB, 12 examples"
    assert rig.choices.tokens is None
    assert rig.choices.summary.values[2].text() == "not known"
    assert rig.choices.blocker() == ""


def test_saved_examples_that_are_gone_are_told_of(rig: Choosing, tmp_path: Path) -> None:
    rig.choices.show_material(SavedMaterial(_run("openai", MINI), tmp_path / "gone.jsonl"))
    rig.choose("openai")
    assert "gone" in rig.choices.upload.problem.text()


def test_a_file_that_the_service_does_not_take_is_not_sent(rig: Choosing) -> None:
    rig.choose("openai")
    rig.choices.show_material(material(*conversations(1, 10)))
    rig.settle()
    assert "at least 10 examples" in rig.choices.upload.problem.text()
    assert rig.choices.blocker() == "OpenAI does not take this file"
    rig.choose("local")
    assert not rig.choices.upload.problem.isVisible()
    assert rig.choices.blocker() == ""


def test_a_run_can_be_repeated_with_changes(rig: Choosing) -> None:
    other_model = "gpt-4.1-2025-04-14"
    rig.choices.prefill(_run("openai", other_model))
    rig.settle()
    assert rig.choices.profile.key == "openai"
    assert rig.choices.base_model_name == other_model
    assert rig.choices.epochs.value() == 5
    rig.choose("local")
    rig.choose("openai")
    assert rig.choices.base_model_name == other_model


def test_a_model_that_is_not_offered_any_more_is_told_of(rig: Choosing) -> None:
    rig.choices.prefill(_run("openai", "gpt-3.5-turbo"))
    rig.settle()
    assert rig.choices.base_model_name == MINI
    assert "gpt-3.5-turbo is not offered any more." in rig.choices.form.about_model.text()
    rig.choices.base_model.setCurrentIndex(1)
    assert "any more" not in rig.choices.form.about_model.text()


def test_a_run_of_a_service_that_is_gone_leaves_the_service_as_it_is(rig: Choosing) -> None:
    rig.choices.prefill(replace(_run("openai", MINI), service="sunk"))
    assert rig.choices.profile.on_device
    assert rig.choices.epochs.value() == 5
