"""What `msgtune prepare` is measured against, each as a process of its own: json.loads alone, and LangChain's way."""

import json
import sys
import warnings
from pathlib import Path

from tests.support.exports.encoding import mojibake

CHUNK = 8
OVERLAP = 2


def thread_files(export: Path) -> list[Path]:
    """The files with messages of an export of today's shape."""
    return sorted(export.glob("your_facebook_activity/messages/*/*/*.json"))


def parse(export: Path) -> None:
    """Parse every file with the standard library and keep nothing."""
    for path in thread_files(export):
        json.loads(path.read_bytes())


def langchain(export: Path, sender: str, out: Path) -> None:
    """What the fine-tuning notebook in LangChain's documentation does, from the files to the training file.

    The loader is asked for one file at a time, because its folder loader knows one box only; and for the sender by the
    name as it stands in the files, because it repairs none.
    """
    warnings.simplefilter("ignore")
    from langchain_community.adapters.openai import convert_messages_for_finetuning
    from langchain_community.chat_loaders.facebook_messenger import SingleFileFacebookMessengerChatLoader
    from langchain_community.chat_loaders.utils import map_ai_messages, merge_chat_runs

    sessions = []
    for path in thread_files(export):
        sessions.extend(SingleFileFacebookMessengerChatLoader(path=path).load())
    merged = merge_chat_runs(sessions)
    with_ai = list(map_ai_messages(merged, mojibake(sender)))
    dialogues = convert_messages_for_finetuning(with_ai)
    examples = [
        dialogue[start : start + CHUNK]
        for dialogue in dialogues
        for start in range(0, len(dialogue) - CHUNK + 1, CHUNK - OVERLAP)
    ]
    with out.open("wb") as file:
        for example in examples:
            file.write((json.dumps({"messages": example}) + "\n").encode())


if __name__ == "__main__":
    if sys.argv[1] == "parse":
        parse(Path(sys.argv[2]))
    else:
        langchain(Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
