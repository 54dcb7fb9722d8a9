"""Private details in texts of many countries, and what only looks like them; all of them made up or reserved."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msgtune_gui.core.errors import Cancelled
from msgtune_gui.core.messages import Message, MessageKind, Messages
from msgtune_gui.core.model import Conversation, PrivateDetail, PrivateKind
from msgtune_gui.core.privacy import find_private_details
from msgtune_gui.core.privacy.candidates import candidates
from msgtune_gui.core.privacy.close_look import CloseLook
from msgtune_gui.core.privacy.found import Clue

EMAIL, PHONE, CARD, IBAN = PrivateKind.EMAIL, PrivateKind.PHONE, PrivateKind.CARD, PrivateKind.IBAN
IP, LINK, POST = PrivateKind.IP_ADDRESS, PrivateKind.SECRET_LINK, PrivateKind.POSTAL_CODE


def _conversation(identifier: str, *texts: str | None) -> Conversation:
    messages = Messages.of(Message("Tilda Quay", 1000 * place, text) for place, text in enumerate(texts))
    return Conversation(identifier, identifier, ("Tilda Quay",), messages)


def _details(text: str, locale: str | None = "cs_CZ") -> tuple[PrivateDetail, ...]:
    return find_private_details([_conversation("inbox/a", text)], locale).found.get("inbox/a", {}).get(0, ())


def _found(text: str, locale: str | None = "cs_CZ") -> list[tuple[PrivateKind, str]]:
    return [(detail.kind, text[detail.start : detail.end]) for detail in _details(text, locale)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("piš na jana.nova+kola@example.org.", "jana.nova+kola@example.org"),
        ("<o_neil@mail.example.com>", "o_neil@mail.example.com"),
        ("mailto:a@example.cz?subject=x", "a@example.cz"),
        ("邮箱zhang@example.com谢谢", "zhang@example.com"),
        ("иван@пример.рф!", "иван@пример.рф"),
        ("napiš na žofie@příklad.cz", "žofie@příklad.cz"),
        ("(jürgen.müller@example.de)", "jürgen.müller@example.de"),
        ("x@xn--bcher-kva.example", "x@xn--bcher-kva.example"),
        ("https://example.org/@a?b=1 and me@example.org", "me@example.org"),
    ],
)
def test_email_addresses(text: str, address: str) -> None:
    assert (EMAIL, address) in _found(text)


@pytest.mark.parametrize(
    "text", ["@Jana ahoj", "a@b", "me@", "@", "lodash@4.17.21", "https://example.org/@jana", "3@4"]
)
def test_an_at_sign_alone_is_no_email_address(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("locale", "text", "number"),
    [
        ("cs_CZ", "tel. 601 234 567", "601 234 567"),
        ("cs_CZ", "tel:601234567,", "601234567"),
        ("cs_CZ", "volej (+420) 601 234 567 dnes", "(+420) 601 234 567"),
        ("cs_CZ", "00420601234567", "00420601234567"),
        ("cs_CZ", "byt 5 601 234 567", "601 234 567"),
        ("cs_CZ", "601 - 234 - 567", "601 - 234 - 567"),
        ("en_US", "call (212) 555-0199 now", "(212) 555-0199"),
        ("en_US", "212.555.0123", "212.555.0123"),
        ("en_GB", "ring 020 7946 0958", "020 7946 0958"),
        (None, "it is +44 7700 900123 ok", "+44 7700 900123"),
        ("de_DE", "0171/2345678", "0171/2345678"),
        ("de_DE", "+49 (0) 30 12345678", "+49 (0) 30 12345678"),
        ("fr_FR", "01.23.45.67.89", "01.23.45.67.89"),
        ("pl_PL", "zadzwoń 601 234 567", "601 234 567"),
        ("ar_EG", "رقمي ٠١٠٠١٢٣٤٥٦٧", "٠١٠٠١٢٣٤٥٦٧"),
        ("ja_JP", "電話は０９０-１２３４-５６７８です", "０９０-１２３４-５６７８"),  # noqa: RUF001 - wide digits
    ],
)
def test_phone_numbers_of_many_countries(locale: str | None, text: str, number: str) -> None:
    assert _found(text, locale) == [(PHONE, number)]


@pytest.mark.parametrize(
    "text",
    [
        "v letech 2019 2020 a 2019-2021",
        "12.10.2019 18:30",
        "2019-10-12 18:30:22",
        "1 000 000 Kč",
        "601 234 567 Kč",
        "€ 601234567",
        "účet 123456789/0800",
        "IČO 60123456",
        "objednávka č. 601234567",
        "#601234567",
        "id=601234567",
        "601234567abc",
        "50.0755381, 14.4378005",
        "3.14159265358979",
        "https://example.org/601234567",
        "123456",
        "10 000 000",
    ],
)
def test_other_numbers_are_no_phone_numbers(text: str) -> None:
    assert _found(text) == []


def test_numbers_are_looked_for_where_the_texts_say_they_are_at_home() -> None:
    def kinds(*texts: str, locale: str | None = "en_US") -> int:
        found = find_private_details([_conversation("inbox/a", "601 234 567", *texts)], locale).found
        return len(found.get("inbox/a", {}).get(0, ()))

    assert kinds() == 0
    assert kinds("moje nové je +420 602 345 678") == 1
    assert kinds("příště přijď dřív, měli bychom řešit něco důležitého") == 1
    assert kinds("ahoj jak se mas", "dobry, prijdes zitra?", "jo v 5", "moje cislo je") == 1
    assert kinds("hey how are you", "good, are you coming tomorrow?", "yes at 5", "my number is") == 0
    assert kinds(locale="cs_CZ") == 1


@pytest.mark.parametrize(
    "number",
    [
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111111111111111",
        "4222222222222",
        "5555 5555 5555 4444",
        "2223 0031 2200 3222",
        "3782 822463 10005",
        "6011 1111 1111 1117",
        "3056 9309 0259 04",
        "3566 0020 2036 0505",
        "6200 0000 0000 0005",
    ],
)
def test_card_numbers_of_every_issuer(number: str) -> None:
    assert _found(f"karta {number}, díky") == [(CARD, number)]
    assert _found(f"{number} 12/27")[0] == (CARD, number)
    assert _found(f"{number[:-1]}{(int(number[-1]) + 1) % 10}") == []


@pytest.mark.parametrize(
    "text", ["1234 5678 9012 3452", "0000 0000 0000 0000", "4111 1111 1111 11117", "x4111111111111111"]
)
def test_other_long_numbers_are_no_cards(text: str) -> None:
    assert CARD not in dict(_found(text))


@pytest.mark.parametrize(
    "number",
    [
        "GB29 NWBK 6016 1331 9268 19",
        "DE89 3704 0044 0532 0130 00",
        "CZ65 0800 0000 1920 0014 5399",
        "FR14 2004 1010 0505 0001 3M02 606",
        "NL91 ABNA 0417 1643 00",
        "NO93 8601 1117 947",
        "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
        "PL61 1090 1014 0000 0712 1981 2874",
        "SK31 1200 0000 1987 4263 7541",
    ],
)
def test_accounts_in_every_spelling(number: str) -> None:
    for spelled in (number, number.replace(" ", ""), number.lower(), number.replace(" ", "\u00a0")):
        assert _found(f"na {spelled} prosím") == [(IBAN, spelled)]
    details = _details(f"{number} {number.lower()} {number.replace(' ', '')}.")
    assert [detail.number for detail in details] == [1, 1, 1]
    assert IBAN not in dict(_found(number.replace("0", "1", 1)))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("server 192.0.2.15, port 80", "192.0.2.15"),
        ("http://198.51.100.3/x", "198.51.100.3"),
        ("na 203.0.113.255.", "203.0.113.255"),
        ("2001:db8::1 a dál", "2001:db8::1"),
        ("fe80::1ff:fe23:4567:890a", "fe80::1ff:fe23:4567:890a"),
        ("[2001:db8:0:0:0:0:0:1]", "2001:db8:0:0:0:0:0:1"),
        ("2001:db8::192.0.2.1", "2001:db8::192.0.2.1"),
    ],
)
def test_ip_addresses(text: str, address: str) -> None:
    assert _found(text) == [(IP, address)]


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104 - nothing listens here
        "255.255.255.0",
        "1.2.3.4",
        "v10.20.30.40",
        "verze 10.20.30.40",
        "300.1.2.33",
        "1.22.3.44.5",
        "12:30:45",
        "std::dec a::b",
        "::",
        "::1",
    ],
)
def test_addresses_of_nobody_are_left(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org/reset?token=abcd1234",
        "https://example.org/reset?fbclid=IwAR2mX9vT4kQ8zL1pN6&token=abcd1234",
        "https://gist.github.com/quay/9f86d081884c7d659a2feaa0c55ad015",
        "https://user:word@example.org/",
        "https://example.org/a/9f86d081884c7d659a2feaa0c55ad015",
        "https://example.org/d/0b1c2d3e-1111-4222-8333-944455556666/edit",
        "https://example.org/f/aB3dE5fG7hI9jK1lM3nO5",
        "https://example.org/x#access_token=abcdefg",
        "https://example.org/join/abc123xyz",
        "https://example.org/p;jsessionid=1A2B",
        "https://example.org/?next=https%3A%2F%2Fexample.com%2F%3Ftoken%3Dabcdef",
        "https://example.org/?unsubscribe=a%40example.org",
        "https://example.org/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0",
        "https://docs.google.com/document/d/abc/edit",
        "https://us02web.zoom.us/j/5550100?pwd=x",
        "https://chat.whatsapp.com/AbCdEf",
        "https://m.me/j/AbCdEf/",
        "t.me/+abcdef",
        "wa.me/420601234567",
        "https://scontent.xx.fbcdn.net/v/1_n.jpg",
        "www.example.org/verify/8f3k2j1h",
        "example.org:8443/?password=hunter2",
    ],
)
def test_links_that_open_something_are_one_detail(link: str) -> None:
    assert _found(f"koukni ({link}).") == [(LINK, link)]


@pytest.mark.parametrize(
    "link",
    [
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=1",
        "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC?si=abc",
        "https://en.wikipedia.org/wiki/Prague_(city)",
        "https://example.org/news/2019/10/12/ten-best-ideas-for-2024",
        "https://medium.com/@jana.nova/my-story-9f86d081884c",
        "https://example.org/?utm_source=abc&page=2",
        "https://example.org/article-20240512123456789012",
        "https://example.org/news/ten-ideas?fbclid=IwAR2mX9vT4kQ8zL1pN6rB3yD5sF7hJ0cG_aem_Zk3",
        "https://example.org/?gclid=Cj0KCQiA5rGuBhCnARIsAN11vgQ1&mc_eid=0f9d1c2b7a0f9d1c2b7a0f9d1c",
        "https://github.com/quay/lamp/commit/9f86d081884c7d659a2feaa0c55ad0159f86d081",
        "https://git.example.org/quay/lamp/-/blob/9f86d081884c7d659a2feaa0c55ad0159f86d081/src/lamp.py#L3",
        "https://github.com/quay/lamp/pull/3/files#diff-9f86d081884c7d659a2feaa0c55ad0159f86d081884c7d659a2feaa0c55ad015",
        "https://t.me/somechannel",
        "https://docs.google.com/",
        "https://",
        "1/2 and a.b/c",
    ],
)
def test_links_for_everybody_stay(link: str) -> None:
    assert _found(f"koukni na {link} hned") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SW1A 1AA", "SW1A 1AA"),
        ("i live at se1 7pb", "se1 7pb"),
        ("K1A 0B1, Ottawa", "K1A 0B1"),
        ("1012 AB Amsterdam", "1012 AB"),
        ("Springfield, IL 62704", "62704"),
        ("Springfield IL 62704-1234.", "62704-1234"),
        ("〒100-0001", "100-0001"),
        ("110 00 Praha 1", "110 00"),
        ("Dlouhá 12, 11000 Praha", "11000"),
        ("00-950 Warszawa", "00-950"),
        ("10115 Berlin", "10115"),
        ("75001 paris", "75001"),
        ("Musterstraße 5, 12345 Dorf", "12345"),
        ("Dorfgasse 5\n8010 Graz", "8010"),
        ("zip 90210", "90210"),
        ("PSČ: 602 00", "602 00"),
        ("D-10115", "10115"),
        ("Madrid 28001", "28001"),
        ("1000-001 Lisboa", "1000-001"),
    ],
)
def test_postal_codes_with_their_places(text: str, code: str) -> None:
    assert _found(text) == [(POST, code)]


@pytest.mark.parametrize(
    "text",
    [
        "15000 Leute",
        "12000 Kč",
        "2019 OK",
        "1080 HD",
        "v roce 2019 Praha",
        "100 00 lidí",
        "at 10 5pm",
        "no1 2nd place",
        "12345 Euro",
        "20 000 Praha",
        "10 000",
        "12345",
        "A1B 2c3",
        "DE 5",
    ],
)
def test_other_numbers_are_no_postal_codes(text: str) -> None:
    assert _found(text) == []


def test_the_more_telling_of_two_details_is_taken() -> None:
    text = "https://example.org/?mail=a@example.org&card=4111111111111111 a@example.org DE89370400440532013000"
    assert [kind for kind, _ in _found(text)] == [LINK, EMAIL, IBAN]


def test_messages_of_other_kinds_than_asked_for_are_passed_over() -> None:
    messages = Messages.of(
        [
            Message("Ewa", 1, "write to ewa@example.org"),
            Message("Ewa", 2, "https://example.org/reset?token=0f9d1c2b7a", MessageKind.LINK),
        ]
    )
    conversation = Conversation("inbox/x", "x", ("Ewa",), messages)
    assert set(find_private_details([conversation]).found["inbox/x"]) == {0, 1}
    assert set(find_private_details([conversation], kinds={MessageKind.SPEECH}).found["inbox/x"]) == {0}


def test_a_conversation_without_a_message_of_the_kinds_asked_for_has_none() -> None:
    texts = (None, "jan@example.org", "jan@\0example.org")
    messages = Messages.of(Message("Jan", 1, text, MessageKind.ATTACHMENT) for text in texts)
    conversation = Conversation("inbox/x", "X", ("Jan",), messages)
    assert find_private_details([conversation], kinds={MessageKind.SPEECH}).found == {}
    assert set(find_private_details([conversation]).found["inbox/x"]) == {1}


def test_equal_details_have_equal_numbers_over_the_export() -> None:
    first = _conversation("inbox/a", "601 234 567 a@example.org", None, "", "+420 602 345 678")
    second = _conversation("inbox/b", "A@Example.org, +420601234567", "b@example.org 00420 602 345 678")
    found = find_private_details([first, second], "cs_CZ").found
    numbers = {
        (identifier, place): [(detail.kind, detail.number) for detail in details]
        for identifier, places in found.items()
        for place, details in places.items()
    }
    assert numbers == {
        ("inbox/a", 0): [(PHONE, 1), (EMAIL, 1)],
        ("inbox/a", 3): [(PHONE, 2)],
        ("inbox/b", 0): [(EMAIL, 1), (PHONE, 1)],
        ("inbox/b", 1): [(EMAIL, 2), (PHONE, 2)],
    }


def test_messages_keep_their_places_in_long_conversations() -> None:
    texts: list[str | None] = ["nic", None, "", "nul\0nul", "řeč 😂"] * 2000
    wanted = {0: "a@example.org", 2047: "b@example.org", 2048: "c@example.org", 9999: "d@example.org"}
    for place, text in wanted.items():
        texts[place] = text
    found = find_private_details([_conversation("inbox/a", *texts)]).found["inbox/a"]
    assert {place: texts[place] for place in found} == wanted


def test_a_request_to_stop_is_heard() -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        find_private_details([_conversation("inbox/a", "nic")], None, stop)


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "1.",
        "12-",
        "@",
        "a@",
        "a@b.",
        "://",
        "http://a/a%40",
        "eyJ",
        ")",
        "GB29 ",
        "+",
        "(",
        "60123456 ",
        ":",
        "a:",
    ],
)
def test_the_longest_message_of_one_piece_is_gone_through(piece: str) -> None:
    # Messenger lets nobody send more than 20,000 characters.
    assert len(_details(piece * (20_000 // len(piece)))) <= 1


_PIECES = st.sampled_from(
    [
        *(
            "1",
            "2",
            "12",
            "123",
            "1234",
            "12345",
            "601",
            "234",
            "567",
            "0",
            "(",
            ")",
            "+",
            "+420",
            "-",
            ".",
            "/",
            ":",
            "::",
        ),
        *(
            "@",
            "a",
            "A",
            "AA",
            "aa",
            "Praha",
            "Wien",
            "PLZ",
            "ZIP",
            "CH-",
            "D-",
            "SW1A",
            "1AA",
            "K1A",
            "0B1",
            "GB29",
            "NWBK",
        ),
        *(
            "6016",
            "1331",
            "9268",
            "19",
            "4111",
            "1111",
            "192.0.2.1",
            "2001:db8",
            "http://",
            "www.",
            "example",
            ".org",
            "IL ",
        ),
        *("?token=abcd", "#", "user", ",", "č", "Ž", "٣", "62704", "〒", "://", ".cz:80/", "😂", " ", "  ", "\n", "\0"),
        *("\u00a0", "\u2009", "\u202f", " \u2013 "),
    ]
)
_LOOK = CloseLook(("CZ", "US", "DE"))


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=14).map("".join))
def test_the_quick_look_misses_nothing_that_the_close_one_finds(text: str) -> None:
    every_clue = _LOOK.details(text, Clue.AT_SIGN | Clue.LINK | Clue.NUMBER | Clue.COLONS)
    clues = {place: clue for batch in candidates([text], bytes([1])) for place, clue in batch.items()}
    assert _LOOK.details(text, clues.get(0, Clue(0))) == every_clue
    end = 0
    for found in every_clue:
        assert end <= found.start < found.end <= len(text)
        end = found.end


@given(st.text())
def test_any_text_can_be_gone_through(text: str) -> None:
    for detail in _details(text):
        assert 0 <= detail.start < detail.end <= len(text)
