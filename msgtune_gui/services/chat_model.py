"""LangChain's chat model for OpenAI's protocol, with what it leaves out; loaded with the first chat."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import openai  # noqa: TID253 - this module is loaded with the first chat only
from langchain_core.outputs import ChatGenerationChunk  # noqa: TID253 - this module is loaded with the first chat only
from langchain_openai import ChatOpenAI  # noqa: TID253 - this module is loaded with the first chat only

REFUSAL = "refusal"
"""Key of a refusal in the additional keywords of a message, as langchain-openai has it where nothing is streamed."""

_MAY_BE_LEFT_OUT = {"temperature", "top_p"}
_NOT_TAKEN = {"unsupported_parameter", "unsupported_value"}
_left_out: defaultdict[tuple[str | None, str], set[str]] = defaultdict(set)
"""Settings that a model, by its address and name, has refused since the program started."""


class RefusingChatOpenAI(ChatOpenAI):
    """Keeps a streamed refusal, which langchain-openai 1.7 drops, and leaves out settings that a model does not take.

    OpenAI's models that think before they speak refuse any temperature and top_p but their own.
    """

    def _stream(self, *arguments: Any, **settings: Any) -> Iterator[ChatGenerationChunk]:  # noqa: ANN401 - handed on
        left_out = _left_out[self.openai_api_base, self.model_name]
        for setting in left_out:
            setattr(self, setting, None)
        try:
            yield from super()._stream(*arguments, **settings)
        except openai.BadRequestError as error:
            # Said before the first word, if at all.
            if error.code not in _NOT_TAKEN or error.param not in _MAY_BE_LEFT_OUT - left_out:
                raise
            left_out.add(error.param)
            yield from self._stream(*arguments, **settings)

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], default_chunk_class: type, base_generation_info: dict[str, Any] | None
    ) -> ChatGenerationChunk | None:
        made = super()._convert_chunk_to_generation_chunk(chunk, default_chunk_class, base_generation_info)
        choices = chunk.get("choices") or []
        refusal = (choices[0].get("delta") or {}).get(REFUSAL) if choices else None
        if made is not None and refusal:
            made.message.additional_kwargs[REFUSAL] = refusal
        return made
