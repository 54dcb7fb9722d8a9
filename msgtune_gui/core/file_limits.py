"""Whether a service takes a training file of this size, told before it is sent."""

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.service_profile import ServiceProfile

_MEGABYTE = 1024 * 1024


def refused_file(profile: ServiceProfile, examples: int, size_bytes: int) -> UserError | None:
    """Why a service would refuse a training file, in words for people; None where it would not.

    Args:
        profile: The service.
        examples: Lines of the file.
        size_bytes: Length of the file.
    """
    limits = profile.limits
    if examples < limits.least_examples:
        return UserError(
            f"{profile.title} wants at least {limits.least_examples} examples, and these are {examples}.",
            "Choose more people or fewer messages per example, or train on this computer.",
        )
    if limits.most_bytes is not None and size_bytes > limits.most_bytes:
        most, size = limits.most_bytes // _MEGABYTE, -(-size_bytes // _MEGABYTE)
        return UserError(
            f"{profile.title} takes files of up to {most} MB, and this one has {size} MB.",
            "Choose fewer people or a smaller overlap, or train on this computer.",
        )
    return None
