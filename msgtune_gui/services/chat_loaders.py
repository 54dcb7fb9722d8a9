"""LangChain chat loaders for exports of Messenger and Instagram, and the steps from chats to training data.

They take the place of those of langchain-community, which is not maintained any more, and have their names as well, so
that a program written for them has to change its imports only:

    from msgtune_gui.services.chat_loaders import (
        FolderFacebookMessengerChatLoader,
        SingleFileFacebookMessengerChatLoader,
        convert_messages_for_finetuning,
        map_ai_messages,
        merge_chat_runs,
    )

What differs: text and names are repaired; the files of one conversation are one session, oldest message first; every
box and the encrypted chats are read, not the inbox alone; a damaged file stops nothing; lines that nobody typed are
left out unless asked for; and each message carries its time.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from langchain_core.chat_loaders import BaseChatLoader  # noqa: TID253 - the base of the classes here
from langchain_core.chat_sessions import ChatSession  # noqa: TID253 - comes with the base class
from langchain_core.messages import (  # noqa: TID253 - comes with the base class
    AIMessage,
    BaseMessage,
    ChatMessage,
    HumanMessage,
    SystemMessage,
)

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.export import read_export
from msgtune_gui.core.export.one_by_one import iter_conversations
from msgtune_gui.core.langchain_turns import merged_run
from msgtune_gui.core.messages import MessageKind, Messages
from msgtune_gui.core.model import Conversation, ReadProgress, SkippedFile


class SingleFileMessengerChatLoader(BaseChatLoader):
    """Loads the conversation in one JSON file, or every conversation in one zip.

    Args:
        path: The file.
        only_speech: Whether lines that nobody typed (calls, "Jana left the group.") and bare links are left out;
            without it every message that has a text is there, as in LangChain's own loader.
    """

    def __init__(self, path: Path | str, *, only_speech: bool = True) -> None:
        self._path = Path(path)
        self._only_speech = only_speech

    def lazy_load(self) -> Iterator[ChatSession]:
        """The conversation as a session of human messages; nothing is opened before it is asked for.

        Raises:
            UserError: The file is gone, damaged or holds no conversation.
        """
        export = read_export((self._path,), _ignore, CancelFlag())
        yield from _sessions(export.conversations, only_speech=self._only_speech)


class FolderMessengerChatLoader(BaseChatLoader):
    """Loads every conversation below a folder or in a zip, one in memory at a time.

    `lazy_load` reads everything once for who wrote when, which tells the conversations apart; then it reads the files
    of one conversation when its session is asked for and forgets them with it. `load` keeps all sessions.

    Args:
        path: An export's top folder, its `messages`, a folder with an `inbox`, a folder of zips, a zip, or any other
            folder of conversations.
        only_speech: As for SingleFileMessengerChatLoader.

    Attributes:
        skipped: Files that could not be used and why, as far as the last reading has come.
    """

    def __init__(self, path: Path | str, *, only_speech: bool = True) -> None:
        self._path = Path(path)
        self._only_speech = only_speech
        self.skipped: list[SkippedFile] = []

    def lazy_load(self) -> Iterator[ChatSession]:
        """Each conversation as a session of human messages; conversations without such messages are left out.

        Raises:
            UserError: The folder cannot be read, holds no conversation, or those of several people.
        """
        self.skipped = []
        conversations = iter_conversations((self._path,), CancelFlag(), self.skipped)
        yield from _sessions(conversations, only_speech=self._only_speech)


SingleFileFacebookMessengerChatLoader = SingleFileMessengerChatLoader
FolderFacebookMessengerChatLoader = FolderMessengerChatLoader


def merge_chat_runs(chat_sessions: Iterable[ChatSession]) -> Iterator[ChatSession]:
    """Put neighbouring messages of one sender together, with an empty line between them and their times in a row.

    The sessions given stay as they are.
    """
    for session in chat_sessions:
        runs: list[list[BaseMessage]] = []
        for message in session["messages"]:
            if runs and _goes_on(runs[-1][-1], message):
                runs[-1].append(message)
            else:
                runs.append([message])
        yield ChatSession(messages=[_put_together(run) for run in runs])


def map_ai_messages(chat_sessions: Iterable[ChatSession], sender: str) -> Iterator[ChatSession]:
    """Make the messages of one person those of the AI.

    Args:
        chat_sessions: Sessions of a loader here.
        sender: The person's name as it is read, not as the export garbles it.
    """
    wanted = unicodedata.normalize("NFC", sender)
    for session in chat_sessions:
        yield ChatSession(messages=[_by_ai(message, wanted) for message in session["messages"]])


def convert_messages_for_finetuning(sessions: Iterable[ChatSession]) -> list[list[dict[str, Any]]]:
    """The sessions in which the AI says something, as lists of `{"role": …, "content": …}`.

    Raises:
        TypeError: A message is neither a person's, the AI's, the system's nor one with a role of its own.
    """
    return [
        [{"role": _role(message), "content": message.content} for message in session["messages"]]
        for session in sessions
        if any(isinstance(message, AIMessage) for message in session["messages"])
    ]


def _ignore(progress: ReadProgress) -> None:
    """A loader tells nobody how far it has come."""


def _sessions(conversations: Iterable[Conversation], *, only_speech: bool) -> Iterator[ChatSession]:
    for conversation in conversations:
        messages = list(_human_messages(conversation.messages, only_speech=only_speech))
        if messages:
            yield ChatSession(messages=messages)


def _human_messages(messages: Messages, *, only_speech: bool) -> Iterator[HumanMessage]:
    for message in messages:
        if message.text is not None and (not only_speech or message.kind is MessageKind.SPEECH):
            # The keys are those of LangChain's other loaders; the time is in milliseconds since 1970 UTC.
            about = {"sender": message.sender, "events": [{"message_time": message.sent_at_ms}]}
            yield HumanMessage(content=message.text, additional_kwargs=about)


def _goes_on(last: BaseMessage, message: BaseMessage) -> bool:
    sender = last.additional_kwargs.get("sender")
    return type(last) is type(message) and sender is not None and sender == message.additional_kwargs.get("sender")


def _put_together(run: Sequence[BaseMessage]) -> BaseMessage:
    first = run[0]
    events = [event for message in run for event in message.additional_kwargs.get("events", ())]
    about = {**first.additional_kwargs, **({"events": events} if events else {})}
    text = merged_run([str(message.text) for message in run])
    return first.model_copy(update={"content": text, "additional_kwargs": about})


def _by_ai(message: BaseMessage, wanted: str) -> BaseMessage:
    sender = message.additional_kwargs.get("sender")
    if not isinstance(sender, str) or unicodedata.normalize("NFC", sender) != wanted:
        return message
    return AIMessage(content=message.content, additional_kwargs=dict(message.additional_kwargs))


def _role(message: BaseMessage) -> str:
    match message:
        case ChatMessage():
            return message.role
        case HumanMessage():
            return "user"
        case AIMessage():
            return "assistant"
        case SystemMessage():
            return "system"
        case _:
            raise TypeError(f"A message of type {message.type} has no place in training data.")
