"""Lines that nobody typed, told from what people type about the same things."""

from typing import Any, Literal
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgtune_gui.core.export.noise import NotSpeech, is_attachment_sentence
from msgtune_gui.core.export.noise.names import KnownNames
from msgtune_gui.core.export.noise.tables import TABLES, tables_for
from msgtune_gui.core.messages import KINDS, Message, MessageKind, Messages

JANA = "Jana Nováková"
PETR = "Petr Quay"
MINH = "Nguyễn Văn Minh"
PEOPLE = (JANA, PETR, MINH)

SYSTEM, CALL, REACTION = MessageKind.SYSTEM, MessageKind.CALL, MessageKind.REACTION
ATTACHMENT, UNSENT, LINK = MessageKind.ATTACHMENT, MessageKind.UNSENT, MessageKind.LINK
SPEECH = MessageKind.SPEECH


def kind_of(text: str, *, locale: str | None = "en_US", sender: str = JANA) -> MessageKind:
    """What one message is taken for."""
    messages = Messages.of([Message(sender, 0, text)])
    return KINDS[NotSpeech(locale).kinds_of(messages, PEOPLE)[0]]


WRITTEN_BY_META = {
    "en_US": {
        ATTACHMENT: [
            "Jana sent an attachment.",
            "Jana Nováková sent a photo.",
            "You sent a GIF.",
            "You sent a link.",
            "Jana sent a live location.",
            "Jana sent a location.",
        ],
        CALL: [
            "You called Petr.",
            "Petr called you.",
            "The video chat ended.",
            "The call ended.",
            "You missed a video call from Petr.",
            "You missed a call with Petr Quay.",
            "Petr missed your call.",
            "Jana joined the video call.",
            "Jana started a call.",
            "Petr started sharing video.",
            "Petr\u2019s video has ended.",
            "Audio call ended",
        ],
        REACTION: [
            "Reacted 😂 to your message ",
            "Reacted ❤️ to your message",
            "Liked a message",
            "You reacted 👍🏽 to a message",
        ],
        UNSENT: ["User unsent a message", "Jana unsent a message", "You unsent a message."],
        SYSTEM: [
            "Jana added Olga Marrow to the group.",
            "Jana added you to the group.",
            "Jana added Olga, Emil and 2 others to the group.",
            "Jana added participants.",
            "Jana removed Petr from the group.",
            "Jana left the group.",
            "You named the group Lighthouse.",
            "Jana named the group what a day.",
            "Jana created the group.",
            "Jana changed the group photo.",
            "Petr is now an admin.",
            "You are now an admin.",
            "You are no longer an admin.",
            "A contact left the group.",
            "A contact changed the group photo.",
            "Jana joined the group via link.",
            "Jana set the nickname for Petr to King of the tide.",
            "You set the nickname for Petr to 🐟.",
            "Jana set your nickname to Moth.",
            "Jana set her own nickname to Owl.",
            "Jana cleared the nickname for A contact.",
            "Jana changed the theme to Ocean.",
            "Jana changed the chat theme.",
            "Jana set the emoji to 🐙.",
            "Jana pinned a message.",
            "You waved at Petr!",
            "Petr waved at you!",
            "Jana turned on disappearing messages.",
            "You turned off disappearing messages.",
            "This chat is read-only.",
            "You are now connected on Messenger",
            "You are now connected on Messenger.",
            "Say hi to your new Facebook friend, Petr.",
            "You can now message and call each other and see info like Active Status and when you've read messages.",
            "You can now call each other and see information such as Active Status and when you\u2019ve read messages.",
            "Petr just joined Messenger! Be the first to send a welcome message or sticker.",
            "Jana created a poll: Friday?",
            "Jana voted for Friday in the poll: When?.",
            "Jana changed their vote to Monday in the poll.",
            "Jana changed vote to Monday in the poll: When?",
            "Jana removed vote for Monday in the poll.",
            "A contact removed vote for Monday in the poll: When?.",
            "This poll is no longer available.",
        ],
    },
    "pl_PL": {
        ATTACHMENT: [
            "Jana przesyła załącznik.",
            "Jana wysłała załącznik.",
            "Jana wysłał link.",
            "Wysłałeś(aś) załącznik.",
        ],
        CALL: [
            "Masz nieodebrane połączenie.",
            "Rozmowa zakończyła się.",
            "Jana dołączyła do rozmowy.",
            "Petr rozpoczął rozmowę.",
        ],
        SYSTEM: [
            "Jana opuścił(a) grupę.",
            "Jana dodała Olga Marrow do grupy.",
            "Jana usunęła użytkownika Petr z grupy.",
            "Jana nadał(a) nazwę grupy Latarnia.",
            "Nadałeś(aś) grupie nazwę Latarnia morska.",
            "Jana zmieniła motyw.",
            "Jana ustawiła nick użytkownika Petr na Sowa.",
            "Jana zmieniła kolor czatu.",
            "Jana ustawił szybką reakcję jako 🐙.",
        ],
    },
    "fr_FR": {
        ATTACHMENT: [
            "Jana a envoyé une pièce jointe.",
            "Vous avez envoyé un lien.",
            "Jana a envoyé une position.",
        ],
        CALL: [
            "Jana a rejoint l\u2019appel.",
            "Jana a démarré une discussion vidéo de groupe.",
            "L\u2019appel est terminé.",
            "Discussion vidéo terminée.",
            "Petr a commencé à partager une vidéo.",
        ],
        REACTION: ["A aimé un message", "A réagi 😂 à votre message"],
        SYSTEM: [
            "Jana a nommé le groupe Le phare.",
            "Vous avez quitté le groupe.",
            "Jana a ajouté Olga Marrow au groupe.",
            "Jana a modifié les couleurs de la discussion.",
            "Jana a défini l\u2019emoji sur 🐙.",
            "Jana a surnommé Petr Petit Poisson.",
            "Jana a effacé son propre pseudo.",
            "Jana a voté pour «\u202fVendredi\u202f» dans le sondage.",
        ],
    },
    "nb_NO": {
        ATTACHMENT: ["Jana har sendt et vedlegg.", "Du har sendt en lenke.", "Jana har sendt sin nåværende posisjon."],
        CALL: [
            "Petr har startet en samtale.",
            "Petr har blitt med i samtalen.",
            "Videochatten er avsluttet.",
        ],
        SYSTEM: [
            "Jana har lagt til Olga Marrow i gruppen.",
            "Jana har endret chattemaet.",
            "Du har gitt gruppen navnet Fyrtårn.",
            "Jana har gitt Petr kallenavnet Ugle.",
            "Denne meningsmålingen er ikke lenger tilgjengelig.",
        ],
    },
    "es_ES": {
        ATTACHMENT: ["Enviaste un archivo adjunto.", "Jana envió un archivo adjunto.", "Compartiste una historia."],
        CALL: ["Llamada perdida de Petr Quay.", "Llamada perdida"],
        REACTION: ["Le gustó un mensaje", "Reaccionó 😂 a tu mensaje "],
        UNSENT: ["Este mensaje fue eliminado."],
        SYSTEM: [
            "Agregaste a Olga Marrow al grupo.",
            "Jana salió del grupo.",
            "Nombraste al grupo Faro.",
            "Definiste el apodo de Petr como Pez.",
            "Jana cambió la foto del grupo.",
        ],
    },
    "cs_CZ": {
        CALL: [
            "Kontakt zmeškal vaše volání.",
            "Zmeškali jste hovor od kontaktu.",
            "Volal vám uživatel Messengeru.",
            "Videohovor skončil.",
        ]
    },
    "de_DE": {
        ATTACHMENT: ["Jana hat einen Anhang gesendet.", "Du hast einen Anhang gesendet."],
        REACTION: ["Liked a message"],
    },
    "nl_NL": {ATTACHMENT: ["Jana heeft een bijlage verstuurd."]},
    "tr_TR": {REACTION: ["Bir mesajı beğendi"]},  # noqa: RUF001 - a Turkish letter
    "vi_VN": {
        ATTACHMENT: ["Jana đã gửi một file đính kèm.", "Bạn đã gửi một file đính kèm"],
        REACTION: ["Đã bày tỏ cảm xúc 😍 về tin nhắn của bạn", "Đã thích một tin nhắn"],
    },
    "pt_BR": {
        ATTACHMENT: ["Jana enviou um anexo.", "Você enviou um anexo."],
        REACTION: ["Curtiu uma mensagem", "Reagiu com 👍 à sua mensagem"],
    },
    "it_IT": {
        ATTACHMENT: ["Jana ha inviato un allegato.", "Hai inviato un allegato."],
        REACTION: ['Ha messo "Mi piace" a un messaggio', "Ha aggiunto la reazione 😂"],
    },
    "th_TH": {
        CALL: ["การโทรด้วยเสียงสิ้นสุดลงแล้ว", "Petr เริ่มการโทรด้วยเสียง", "คุณไม่ได้รับสายการโทรด้วยเสียงจาก Petr"],
        REACTION: ["แสดงความรู้สึก ❤ ต่อข้อความของคุณ", "ถูกใจข้อความ"],
    },
    "ko_KR": {ATTACHMENT: ["Jana님이 첨부 파일을 보냈습니다."]},
    "id_ID": {ATTACHMENT: ["Jana mengirim lampiran.", "Anda mengirim lampiran."]},
}

TYPED_BY_PEOPLE = {
    "en_US": [
        "I set the nickname for you yesterday",
        "Jana left the group chat room yesterday lol",
        "He left the group.",
        "you left the group.",
        "Olga left the group.",
        "Petr sent an attachment.",
        "You sent me a photo.",
        "You removed him from the group.",
        "You missed a call from my mother.",
        "The call ended. I was so tired",
        "the video call ended",
        "Reacted badly to your message",
        "Reacted to your message",
        "I liked a message",
        "Liked a message of mine, did you",
        "This poll is no longer available. Make a new one",
        "Jana",
        "Jana named the group",
        "Jana is now an admin",
        "You waved at me!",
        "Say hi to your new Facebook friend, will you?",
        "Jana changed the theme",
        "You called me.",
        "Petr called Jana.",
        "Petr called Minh.",
        "Jana called Petr Quay.",
        "You are now an admin, congratulations.",
        "Petr voted in the poll.",
        "A contact of mine left the group.",
        "User unsent a message again",
        "Jana pinned a message to the door of the kitchen.",
        "Jana joined the call.\nAnd then?",
    ],
    "pl_PL": [
        "Olga wysłała załącznik.",
        "wysłałam załącznik.",
        "Masz nieodebrane połączenie od mamy",
        "Rozmowa zakończyła się dobrze.",
        "Opuściłam grupę.",
        "Jana opuściła grupę taneczną.",
        "Jana zmieniła motyw pracy.",
        "dodałam Petra do grupy.",
        "Wysłałeś załącznik?",
    ],
    "fr_FR": [
        "Olga a envoyé une pièce jointe.",
        "J'ai envoyé une pièce jointe.",
        "Vous avez quitté le groupe de danse.",
        "Il a quitté le groupe.",
        "A réagi mal à votre message",
        "A aimé un message de sa tante",
        "L'appel est terminé ?",
        "Jana a ajouté du sel au groupe",
        "On a nommé le groupe Le phare.",
    ],
    "nb_NO": [
        "Olga har sendt et vedlegg.",
        "Du har sendt et vedlegg til meg",
        "Jeg har endret gruppebildet.",
        "Videochatten er avsluttet, endelig",
        "Petr har startet en samtale med mor.",
        "Jana har lagt til salt i gryten.",
    ],
    "es_ES": [
        "Olga envió un archivo adjunto.",
        "Enviaste un archivo adjunto a mi madre.",
        "Llamada perdida de mi madre",
        "Le gustó un mensaje tuyo",
        "Él salió del grupo.",
        "Reaccionó mal a tu mensaje",
        "Agregaste a ella al grupo.",
    ],
    "cs_CZ": [
        "Volal vám soused.",
        "Videohovor skončil pozdě",
        "Kontakt zmeškal vlak.",
        "Máte zameškaný hovor od mámy",
        "Jana zmeškala vlak.",
    ],
    "de_DE": [
        "Du hast einen Anhang gesendet, danke",
        "Ich habe einen Anhang gesendet.",
        "Mir gefällt eine Nachricht",
        "Olga hat einen Anhang gesendet.",
    ],
    "nl_NL": ["Olga heeft een bijlage verstuurd.", "Jana heeft een bijlage verstuurd naar de gemeente."],
    "tr_TR": ["Bir mesajı beğendim", "Annem bir mesajı beğendi"],  # noqa: RUF001 - a Turkish letter
    "vi_VN": ["Bạn đã gửi một file đính kèm cho mình", "Mình đã thích một tin nhắn", "Olga đã gửi một file đính kèm."],
    "pt_BR": ["Curtiu uma mensagem minha", "Olga enviou um anexo.", "Reagiu mal à sua mensagem"],
    "it_IT": ["Hai inviato un allegato sbagliato.", "Olga ha inviato un allegato.", "Ha aggiunto la reazione chimica"],
    "th_TH": ["ถูกใจข้อความของฉันไหม", "แสดงความรู้สึก ไม่ดี ต่อข้อความของคุณ"],
    "ko_KR": ["Olga님이 첨부 파일을 보냈습니다.", "Jana님이 첨부 파일을 보냈습니다. 봤어?"],
    "id_ID": ["Olga mengirim lampiran.", "Jana mengirim lampiran ke kantor."],
}


@pytest.mark.parametrize(
    ("locale", "kind", "text"),
    [
        (locale, kind, text)
        for locale, kinds in WRITTEN_BY_META.items()
        for kind, texts in kinds.items()
        for text in texts
    ],
)
def test_what_meta_writes_is_not_speech(locale: str, kind: MessageKind, text: str) -> None:
    assert kind_of(text, locale=locale) is kind
    assert kind_of(text, locale=None) is kind


@pytest.mark.parametrize(
    ("locale", "text"), [(locale, text) for locale, texts in TYPED_BY_PEOPLE.items() for text in texts]
)
def test_what_people_type_of_the_same_things_stays_speech(locale: str, text: str) -> None:
    assert kind_of(text, locale=locale) is SPEECH
    assert kind_of(text, locale=None) is SPEECH


def test_there_are_ten_languages_and_more_beside_english() -> None:
    assert len({table.language for table in TABLES} - {"en"}) > 10
    assert {locale[:2] for locale in WRITTEN_BY_META} == {table.language for table in TABLES}


def test_the_table_of_a_locale_comes_first_and_all_others_are_tried_too() -> None:
    assert [table.language for table in tables_for("pl_PL")][:2] == ["pl", "en"]
    assert [table.language for table in tables_for("no-NO")][:2] == ["nb", "en"]
    assert next(iter(tables_for("sw_KE"))).language == "en"
    assert all(set(tables_for(locale)) == set(TABLES) for locale in ("pl_PL", "no-NO", "sw_KE", None))


@pytest.mark.parametrize("locale", ["en_US", "pl_PL", "sw_KE"])
def test_an_account_may_have_had_another_language_before(locale: str) -> None:
    assert kind_of("Jana wysłała załącznik.", locale=locale) is ATTACHMENT
    assert kind_of("Jana har endret chattemaet.", locale=locale) is SYSTEM


def test_a_name_that_stands_first_or_last_is_found() -> None:
    assert kind_of("Minh left the group.", sender=MINH) is SYSTEM
    assert kind_of("Nguyễn Văn Minh left the group.", sender=MINH) is SYSTEM
    assert kind_of("Văn left the group.", sender=MINH) is SPEECH


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("other", ["NFC", "NFD"])
def test_a_name_may_be_spelled_in_two_ways(form: Literal["NFC", "NFD"], other: Literal["NFC", "NFD"]) -> None:
    name = normalize(form, "Éva Ó Cléirigh")
    messages = Messages.of([Message(name, 0, normalize(other, "Éva Ó Cléirigh left the group."))])
    assert KINDS[NotSpeech("en_US").kinds_of(messages, ())[0]] is SYSTEM
    assert is_attachment_sentence(normalize(other, "Éva Ó Cléirigh lähetti liitteen."), name)


def test_only_the_sender_sends_and_leaves() -> None:
    assert kind_of("Petr left the group.", sender=PETR) is SYSTEM
    assert kind_of("Petr left the group.", sender=JANA) is SPEECH


def test_sentences_with_instagram_user_names_are_found_beside_other_reactions() -> None:
    typed = [
        "petr.quay reacted 👍 to your message ",
        "moth_19 liked a message",
        "Liked a message",
        "she liked a message!",
    ]
    messages = Messages.of(Message(PETR, time, text) for time, text in enumerate(typed))
    assert [KINDS[code] for code in NotSpeech("en_US").kinds_of(messages, PEOPLE)] == [
        REACTION,
        REACTION,
        REACTION,
        SPEECH,
    ]


@pytest.mark.parametrize(
    ("given", "locale"),
    [
        ("Petr set the nickname for Jana to Night Owl.", "en_US"),
        ("Petr set your nickname to Night Owl.", "en_US"),
        ("Petr a surnommé Jana Night Owl.", "fr_FR"),
        ("Petr har gitt Jana kallenavnet Night Owl.", "nb_NO"),
        ("Definiste el apodo de Jana como Night Owl.", "es_ES"),
    ],
)
def test_a_nickname_given_in_a_conversation_is_a_name_in_it(given: str, locale: str) -> None:
    rows = [
        Message(PETR, 1, given),
        Message(JANA, 2, "Night Owl left the group."),
        Message(JANA, 3, "Night Owl, is that me?"),
    ]
    kinds = NotSpeech(locale).kinds_of(Messages.of(rows), PEOPLE)
    assert [KINDS[code] for code in kinds] == [SYSTEM, SYSTEM, SPEECH]


def test_the_nickname_of_one_is_not_that_of_another() -> None:
    rows = [
        Message(PETR, 1, "Petr set the nickname for Jana to Night Owl."),
        Message(JANA, 2, "Jana set her own nickname to x."),
        Message(PETR, 3, "Night Owl left the group."),
        Message(PETR, 4, "x left the group."),
    ]
    kinds = NotSpeech("en_US").kinds_of(Messages.of(rows), PEOPLE)
    assert [KINDS[code] for code in kinds] == [SYSTEM, SYSTEM, SPEECH, SPEECH]


class _Watched(str):
    """A text that counts how often it is compared or cut."""

    __slots__ = ("looks",)
    looks: int

    def startswith(self, *arguments: Any) -> bool:  # noqa: ANN401 - as str has it
        self.looks += 1
        return super().startswith(*arguments)

    def __getitem__(self, place: Any) -> str:  # noqa: ANN401 - as str has it
        self.looks += 1
        return super().__getitem__(place)


def test_thousands_of_nicknames_are_not_compared_one_by_one() -> None:
    known = KnownNames(PEOPLE)
    known.add_nicknames([(f"N{number}", "Petr") for number in range(5000)])
    text = _Watched("N4321 left the group.")
    text.looks = 0
    assert next(iter(known.at_start_of(text))) == "N4321"
    assert text.looks < 50
    assert known.is_of("N4321", PETR)
    assert not known.is_of("N4321", JANA)


def test_a_nickname_given_to_several_people_is_a_name_of_each() -> None:
    rows = [
        Message(PETR, time, f"Petr set the nickname for {whom} to Owl.") for time, whom in enumerate(("Jana", "you"))
    ]
    rows += [Message(sender, 5, "Owl left the group.") for sender in (JANA, MINH)]
    rows += [Message(PETR, 6, f"Petr set the nickname for Jana to O{number}.") for number in range(200)]
    rows += [Message(JANA, 7, "O7 left the group."), Message(PETR, 8, "O8 left the group.")]
    kinds = [KINDS[code] for code in NotSpeech("en_US").kinds_of(Messages.of(rows), PEOPLE)]
    assert set(kinds[:-1]) == {SYSTEM}
    assert kinds[-1] is SPEECH


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a?b=c",
        "http://example.org",
        "www.example.org",
        " https://example.org/a\nhttps://example.org/b ",
        "HTTPS://EXAMPLE.ORG",
    ],
)
def test_nothing_but_links_is_a_link(text: str) -> None:
    assert kind_of(text) is LINK


@pytest.mark.parametrize("text", ["see https://example.org", "https://example.org look", "www", "http is a protocol"])
def test_a_link_among_words_is_speech(text: str) -> None:
    assert kind_of(text) is SPEECH


@pytest.mark.parametrize("link", ["www.a", "https://example.org/?to="])
def test_many_links_in_one_are_told_from_speech_in_one_go(link: str) -> None:
    assert kind_of(200 * link) is LINK
    assert kind_of(200 * link + " look") is SPEECH


def test_kinds_found_by_structure_stay() -> None:
    rows = [
        Message(JANA, 1, "Jana left the group.", ATTACHMENT),
        Message(JANA, 2, None, MessageKind.EMPTY),
        Message(JANA, 3, "Jana left the group."),
    ]
    assert [KINDS[code] for code in NotSpeech(None).kinds_of(Messages.of(rows), PEOPLE)] == [
        ATTACHMENT,
        MessageKind.EMPTY,
        SYSTEM,
    ]


def test_a_very_long_text_is_speech() -> None:
    assert kind_of("Jana named the group " + "a" * 500 + ".") is SPEECH


_WORDS = st.sampled_from(
    ["tide", "Moth", "call", "group", "left", "photo", "you", "You", "jana", "😂", "the", "message", "je", "a", "že"]
)
_CHAT = st.lists(_WORDS, min_size=1, max_size=8).map(" ".join)


@given(st.lists(_CHAT | st.text(max_size=40).filter(lambda text: "http" not in text.lower()), max_size=20))
def test_chat_at_random_is_speech(texts: list[str]) -> None:
    written = {text for kinds in WRITTEN_BY_META.values() for texts in kinds.values() for text in texts}
    typed = [text for text in texts if text.strip() not in written and not text.strip().lower().startswith("www.")]
    messages = Messages.of(Message(JANA, time, text) for time, text in enumerate(typed))
    assert set(NotSpeech(None).kinds_of(messages, PEOPLE)) <= {0}


@given(st.text(min_size=1, max_size=20).filter(str.strip), st.sampled_from([JANA, PETR]))
def test_a_nickname_may_be_anything(nickname: str, sender: str) -> None:
    name = " ".join(nickname.split())
    text = f"{sender.split(maxsplit=1)[0]} set the nickname for Petr to {name}."
    assert kind_of(text, sender=sender) is SYSTEM


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("Jana sent an attachment.", JANA),
        ("You sent an attachment.", JANA),
        ("Jana poslala přílohu.", JANA),
        ("Jana Nováková lähetti liitteen.", JANA),
        ("Minh đã gửi một file đính kèm.", MINH),
        ("花子さんが添付ファイルを送信しました。", "花子"),
        ("Wysłałeś(aś) załącznik.", PETR),
    ],
)
def test_the_sentence_beside_an_attachment_is_known_in_any_language(text: str, sender: str) -> None:
    assert is_attachment_sentence(text, sender)


@pytest.mark.parametrize(
    "text",
    [
        "Janas new teapot.",
        "Jana",
        "Jana.",
        "Jana: look at this.",
        "Jana sent an attachment. Did she?",
        "look at this.",
        "Jana " + "very " * 20 + "long.",
        "Petr poslal přílohu.",
        "",
    ],
)
def test_words_beside_a_link_are_not_taken_for_its_sentence(text: str) -> None:
    assert not is_attachment_sentence(text, JANA)
