"""Numbers and durations as people say them."""

from PySide6.QtCore import QCoreApplication, QLocale

_CONTEXT = "Words"
_LONG_WORD = 28
_BREAK = "\N{ZERO WIDTH SPACE}"


def number(value: int) -> str:
    """A whole number with the separators of the person's locale."""
    return QLocale().toString(value)


def breakable(text: str) -> str:
    """A text on one line whose longest words may go on in the next, where it is shown in a label that wraps."""
    return " ".join(
        _BREAK.join(word[start : start + _LONG_WORD] for start in range(0, len(word), _LONG_WORD))
        for word in text.split()
    )


def plural(one: str, many: str, value: int) -> str:
    """One of two sentences that are already translated, with `{count}` filled in."""
    return (one if value == 1 else many).format(count=number(value))


def duration(seconds: float) -> str:
    """A length of time, as rough as a guess deserves: "less than a minute", "about 4 minutes", "about 2 hours"."""

    def tr(text: str) -> str:
        return QCoreApplication.translate(_CONTEXT, text)

    minutes = round(seconds / 60)
    if seconds < 45:
        return tr("less than a minute")
    if minutes < 60:
        return plural(tr("about a minute"), tr("about {count} minutes"), max(1, minutes))
    hours, rest = divmod(5 * round(minutes / 5), 60)
    if hours < 6 and rest:
        return tr("about {hours} h {minutes} min").format(hours=hours, minutes=rest)
    if hours < 48:
        return plural(tr("about an hour"), tr("about {count} hours"), round(minutes / 60))
    return plural(tr("about a day"), tr("about {count} days"), round(minutes / (60 * 24)))
