"""LangChain's chat model for OpenAI's protocol, with what it leaves out; loaded with the first chat."""

from typing import Any

from langchain_core.outputs import ChatGenerationChunk  # noqa: TID253 - this module is loaded with the first chat only
from langchain_openai import ChatOpenAI  # noqa: TID253 - this module is loaded with the first chat only

REFUSAL = "refusal"
"""Key of a refusal in the additional keywords of a message, as langchain-openai has it where nothing is streamed."""


class RefusingChatOpenAI(ChatOpenAI):
    """Keeps a streamed refusal, which langchain-openai 1.7 drops."""

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], default_chunk_class: type, base_generation_info: dict[str, Any] | None
    ) -> ChatGenerationChunk | None:
        made = super()._convert_chunk_to_generation_chunk(chunk, default_chunk_class, base_generation_info)
        choices = chunk.get("choices") or []
        refusal = (choices[0].get("delta") or {}).get(REFUSAL) if choices else None
        if made is not None and refusal:
            made.message.additional_kwargs[REFUSAL] = refusal
        return made
