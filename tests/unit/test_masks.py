"""Masks cover what they should and nothing else, and the review list says what is there."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from msgtune_gui.core.messages import Message, Messages
from msgtune_gui.core.model import Conversation, LeftOutReason, PrivateDetail, PrivateKind
from msgtune_gui.core.privacy import PrivateSummary, find_private_details, masked_text, private_summary
from msgtune_gui.core.selection import REASON_CODES

_SAMPLE = {
    PrivateKind.EMAIL: "a.nova@example.org",
    PrivateKind.PHONE: "+44 7700 900123",
    PrivateKind.CARD: "4111 1111 1111 1111",
    PrivateKind.IBAN: "GB29 NWBK 6016 1331 9268 19",
    PrivateKind.IP_ADDRESS: "192.0.2.15",
    PrivateKind.SECRET_LINK: "https://example.org/reset?token=abcd1234",
    PrivateKind.POSTAL_CODE: "SW1A 1AA",
}
_WORDS = st.sampled_from(["ahoj", "see you", "řeč 😂", "[email 1]", "(ok)", "«tak»", "17", "20:30", "?"])
_ANY_KINDS = st.frozensets(st.sampled_from(PrivateKind))


def _conversation(identifier: str, texts: Sequence[str | None]) -> Conversation:
    messages = Messages.of(Message("Tilda Quay", 1000 * place, text) for place, text in enumerate(texts))
    return Conversation(identifier, identifier, ("Tilda Quay",), messages)


def _details(text: str) -> tuple[PrivateDetail, ...]:
    return find_private_details([_conversation("a", [text])]).found.get("a", {}).get(0, ())


def test_every_kind_has_its_mask() -> None:
    text = " | ".join(_SAMPLE.values())
    assert masked_text(text, _details(text), frozenset(PrivateKind)) == (
        "[email 1] | [phone 1] | [card 1] | [IBAN 1] | [IP address 1] | [link 1] | [postal code 1]"
    )


@given(st.lists(st.tuples(_WORDS, st.sampled_from(PrivateKind)), max_size=6), _ANY_KINDS)
def test_masks_stand_for_the_details_and_change_no_other_text(
    pairs: list[tuple[str, PrivateKind]], masked: frozenset[PrivateKind]
) -> None:
    text = " | ".join(f"{word} | {_SAMPLE[kind]}" for word, kind in pairs)
    details = _details(text)
    assert [detail.kind for detail in details] == [kind for _, kind in pairs]
    expected = text
    for kind in masked:
        mask = masked_text(_SAMPLE[kind], _details(_SAMPLE[kind]), masked)
        expected = expected.replace(_SAMPLE[kind], mask)
    covered = masked_text(text, details, masked)
    assert covered == expected
    assert all(_SAMPLE[kind] not in covered for kind in masked)


@given(st.lists(st.tuples(_WORDS, st.sampled_from(PrivateKind)), max_size=6))
def test_in_a_masked_text_nothing_is_found(pairs: list[tuple[str, PrivateKind]]) -> None:
    text = " | ".join(f"{word} | {_SAMPLE[kind]}" for word, kind in pairs)
    covered = masked_text(text, _details(text), frozenset(PrivateKind))
    assert _details(covered) == ()
    assert masked_text(covered, _details(covered), frozenset(PrivateKind)) == covered


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("0123456789 +-.@:/()abcdefGBczřn😂"), max_size=60), _ANY_KINDS)
def test_between_the_masks_any_text_is_as_it_was(text: str, masked: frozenset[PrivateKind]) -> None:
    details = _details(text)
    rest = masked_text(text, details, masked)
    for detail in details:
        if detail.kind in masked:
            before, _, rest = rest.partition("[")
            assert text.startswith(before)
            mask, _, rest = rest.partition("]")
            assert mask.endswith(f" {detail.number}")
    assert text.endswith(rest)


@given(_ANY_KINDS, _ANY_KINDS)
def test_what_else_is_masked_changes_no_mask(first: frozenset[PrivateKind], second: frozenset[PrivateKind]) -> None:
    text = " | ".join([*_SAMPLE.values(), "b@example.org", "+44 7700 900124"])
    details = _details(text)
    pairs = zip(
        masked_text(text, details, first).split(" | "), masked_text(text, details, second).split(" | "), strict=True
    )
    for detail, (one, other) in zip(details, pairs, strict=True):
        if detail.kind in first and detail.kind in second:
            assert one == other
            assert one.endswith(f"{detail.number}]")


def test_the_summary_counts_what_is_in_the_ticked_conversations() -> None:
    conversations = [
        _conversation("a", ["a@example.org and b@example.org", None, "A@example.org"]),
        _conversation("b", ["+44 7700 900123", "c@example.org"]),
        _conversation("c", ["nic"]),
    ]
    details = find_private_details(conversations)
    assert private_summary(details, conversations) == (
        PrivateSummary(
            PrivateKind.EMAIL,
            4,
            3,
            ("“a@example.org” and b@example.org", "a@example.org and “b@example.org”", "c@example.org"),
        ),
        PrivateSummary(PrivateKind.PHONE, 1, 1, ("+44 7700 900123",)),
    )
    assert private_summary(details, conversations, {"b"}) == (
        PrivateSummary(PrivateKind.EMAIL, 1, 1, ("c@example.org",)),
        PrivateSummary(PrivateKind.PHONE, 1, 1, ("+44 7700 900123",)),
    )
    assert private_summary(details, conversations, ()) == ()


def test_what_is_left_out_for_another_reason_is_not_counted() -> None:
    conversations = [_conversation("a", ["a@example.org", "b@example.org", "c@example.org"])]
    details = find_private_details(conversations)
    left_out = {"a": bytes([REASON_CODES[LeftOutReason.PERSON], REASON_CODES[LeftOutReason.PRIVATE], 0])}
    (summary,) = private_summary(details, conversations, left_out=left_out)
    assert (summary.count, summary.samples) == (2, ("b@example.org", "c@example.org"))


@given(st.integers(0, 200), st.integers(0, 200))
def test_a_sample_shows_the_detail_in_one_short_line(before: int, behind: int) -> None:
    conversation = _conversation("a", ["ab\n" * before + "  me@example.org  " + "yz " * behind])
    (summary,) = private_summary(find_private_details([conversation]), [conversation])
    (sample,) = summary.samples
    assert "me@example.org" in sample
    assert "\n" not in sample
    assert len(sample) <= 62


def test_a_long_detail_is_cut_in_its_sample() -> None:
    conversation = _conversation("a", [f"zde https://example.org/reset?token={'a1' * 100} ano"])
    (summary,) = private_summary(find_private_details([conversation]), [conversation])
    (sample,) = summary.samples
    assert sample.startswith("…“https://example.org/reset")
    assert sample.endswith("a1”…")
    assert len(sample) <= 62


def test_at_most_five_different_details_are_shown() -> None:
    conversation = _conversation("a", [f"n{number // 2}@example.org" for number in range(40)])
    (summary,) = private_summary(find_private_details([conversation]), [conversation])
    assert (summary.count, summary.different) == (40, 20)
    assert summary.samples == tuple(f"n{number}@example.org" for number in range(5))
