"""The names of the reasons for leaving messages out."""

import pytest

from msgtune_gui.core.model import LeftOutReason
from msgtune_gui.ui.reason_words import reason_words


def test_every_reason_has_words_of_its_own() -> None:
    words = {reason_words(reason, "Alma") for reason in LeftOutReason}
    assert all(words)
    assert len(words) == len(LeftOutReason)


@pytest.mark.parametrize("voice", ["Alma", "{voice}", "100 % {0}"])
def test_the_missing_reply_names_who_did_not_reply(voice: str) -> None:
    assert voice in reason_words(LeftOutReason.NO_REPLY, voice)
    assert "{" not in reason_words(LeftOutReason.NO_REPLY)
