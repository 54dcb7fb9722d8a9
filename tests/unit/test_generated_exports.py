"""Exports of every shape, made by chance: nothing is lost, nothing doubled, and every message is accounted for."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from msgtune_gui.core.errors import UserError
from tests.fuzz.exports import case
from tests.support.exports.beside import html_pages, old_html_pages
from tests.support.exports.delivery import write_folder, write_zip
from tests.support.reading import read

_SEEDS = 300
_BLOCK = 20


@pytest.mark.parametrize("first", range(0, _SEEDS, _BLOCK))
def test_everything_written_is_read_once_and_accounted_for(tmp_path: Path, first: int) -> None:
    """What is read is the truth, and examples cut from it in both ways with any choices account for all of it."""
    wrong = {seed: found for seed in range(first, first + _BLOCK) if (found := case(seed, tmp_path / str(seed)))}

    assert wrong == {}


@pytest.mark.parametrize("pages", [html_pages("your_facebook_activity/messages/inbox/ewa_1"), old_html_pages()])
@pytest.mark.parametrize("write", [write_folder, write_zip])
def test_a_download_in_html_is_refused_with_the_way_out(
    tmp_path: Path, pages: Mapping[str, bytes], write: Callable[[Path, Iterable[tuple[str, bytes]]], Path]
) -> None:
    """Of today's generation and of that before 2018."""
    with pytest.raises(UserError) as refusal:
        read(write(tmp_path / "facebook-alma.zip", pages.items()))

    assert "HTML" in refusal.value.message
    assert "JSON" in str(refusal.value)
