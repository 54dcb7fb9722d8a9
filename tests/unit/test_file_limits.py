"""Which training files a service takes."""

from dataclasses import replace

from msgtune_gui.core.file_limits import refused_file
from msgtune_gui.core.service_profile import FileLimits
from msgtune_gui.services.profiles import SERVICES

_MB = 1024 * 1024
_OPENAI = SERVICES["openai"].profile


def test_a_file_within_the_limits_is_taken() -> None:
    assert refused_file(_OPENAI, 10, 512 * _MB) is None


def test_too_few_lines_are_refused_with_both_numbers() -> None:
    refusal = refused_file(_OPENAI, 9, 1000)
    assert refusal is not None
    assert refusal.message == "OpenAI wants at least 10 examples, and these are 9."
    assert "this computer" in refusal.advice


def test_a_file_of_one_byte_too_many_is_refused_with_sizes_that_differ() -> None:
    refusal = refused_file(_OPENAI, 10, 512 * _MB + 1)
    assert refusal is not None
    assert refusal.message == "OpenAI takes files of up to 512 MB, and this one has 513 MB."


def test_a_service_without_limits_takes_any_file() -> None:
    free = replace(_OPENAI, limits=FileLimits())
    assert refused_file(free, 1, 10**12) is None
