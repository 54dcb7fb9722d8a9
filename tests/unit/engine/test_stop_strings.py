"""A reply ends where a stop string begins, however it is cut into pieces."""

from hypothesis import given
from hypothesis import strategies as st

from msgtune_gui.engine.chat.stop_strings import StopStrings

LETTERS = st.text("ab\n", max_size=30)


@given(text=LETTERS, stops=st.lists(st.text("ab\n", min_size=1, max_size=4), max_size=3), data=st.data())
def test_any_cutting_gives_the_text_before_the_stop_string_that_is_complete_first(
    text: str, stops: list[str], data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=5)))
    pieces = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    through = StopStrings(stops)
    passed = "".join(through.push(piece) for piece in pieces) + through.finish()
    met = [(place + len(stop), place) for stop in stops if (place := text.find(stop)) >= 0]
    assert passed == (text[: min(met)[1]] if met else text)
    assert through.found == bool(met)


def test_text_that_cannot_belong_to_a_stop_string_is_not_held_back() -> None:
    through = StopStrings(["\n\n"])
    assert through.push("Aye\n") == "Aye"
    assert through.push("aye") == "\naye"
