"""What a download holds beside conversations."""

import random

from tests.support.exports.encoding import meta_json, mojibake
from tests.support.exports.truth import Shape

_LOCALE = {
    "language_and_locale_v2": [
        {
            "name": "Language Settings",
            "children": [{"name": "Locale", "entries": [{"data": {"value": "en_US"}, "timestamp": 1_500_000_000}]}],
        }
    ]
}


def settings(chance: random.Random, shape: Shape, owner: str, top: str) -> dict[str, bytes]:
    """Files about the account and the messenger, none of which is a conversation: path -> bytes.

    Args:
        chance: Where chance comes from.
        shape: Generation of the export.
        owner: Whose export it is.
        top: The folder with the boxes in it.
    """
    recent = shape in {Shape.CLASSIC_2024, Shape.CLASSIC_TODAY}
    personal = "personal_information/profile_information" if recent else "profile_information"
    preferences = "preferences/preferences" if recent else "preferences"
    files = {
        f"{top}/secret_conversations.json": meta_json({"secret_conversations_v2": []}),
        f"{top}/messenger_ui_settings.json": meta_json({"messenger_settings": {"sounds": True}}),
        f"{top}/support_messages.json": meta_json({"support_messages_v2": [{"messages": []}]}),
        f"{top}/autofill_information.json": meta_json(
            {"autofill_information_v2": {"FULL_NAME": [mojibake(owner)], "email": ["alma@example.org"]}}
        ),
        f"{preferences}/language_and_locale.json": meta_json(_LOCALE),
    }
    if chance.random() < 0.8:
        profile = {"profile_v2": {"name": {"full_name": mojibake(owner)}}}
        files[f"{personal}/profile_information.json"] = meta_json(profile)
    return files


def junk(folder: str) -> dict[str, bytes]:
    """What other programs leave beside the files of a thread."""
    return {
        f"{folder}/._message_1.json": b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        ",
        f"{folder}/.DS_Store": b"\x00\x00\x00\x01Bud1",
        f"{folder}/photos/1600000000.jpg": b"\xff\xd8\xff\xe0",
    }


def html_pages(folder: str) -> dict[str, bytes]:
    """A conversation and the start page of today's download in HTML."""
    message = b'<div class="_a6-g"><div class="_a6-p">at seven</div><div class="_a72d">May 1, 2023</div></div>'
    return {
        "start_here.html": b"<html><head><title>Your Facebook information</title></head></html>",
        f"{folder}/message_1.html": b"<html><body>" + message + b"</body></html>",
    }


def old_html_pages() -> dict[str, bytes]:
    """The pages of a download from before 2018."""
    page = b"<html><body><div class='thread'><div class='message'>at seven</div></div></body></html>"
    return {"index.htm": b"<html></html>", "html/messages.htm": page, "messages/1.html": page}
