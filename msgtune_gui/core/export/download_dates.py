"""The day on which a download was made, by the names that Meta gives to downloads."""

import re
from datetime import UTC, datetime

_DATES_IN_NAMES = (
    re.compile(r"(?<!\d)(?P<year>20\d\d)[-_](?P<month>\d\d)[-_](?P<day>\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d\d)[-_](?P<month>\d\d)[-_](?P<year>20\d\d)(?!\d)"),
)


def day_in(name: str) -> int | None:
    """The day in a name such as "facebook-alma-2025-06-01-aBcDeFgH" (milliseconds since 1970 UTC), or None."""
    for pattern in _DATES_IN_NAMES:
        found = pattern.search(name)
        if found:
            try:
                day = datetime(int(found["year"]), int(found["month"]), int(found["day"]), tzinfo=UTC)
            except ValueError:
                continue
            return int(day.timestamp() * 1000)
    return None
