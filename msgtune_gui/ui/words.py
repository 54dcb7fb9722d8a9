"""Numbers, days, amounts and durations as people say them."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale

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


def day_words(day: date) -> str:
    """A day without its weekday: "6 Jan 2027"."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM yyyy")


def day_of(sent_at_ms: int) -> str:
    """The day of a time (milliseconds since 1970 UTC) in the person's time zone."""
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(sent_at_ms).date(), "d MMM yyyy")


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


def day(seconds: float) -> str:
    """The day of a Unix time in seconds, as short as the person's locale writes it."""
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(seconds)).date(), QLocale.FormatType.ShortFormat)


def moment(seconds: float) -> str:
    """Day and time of a Unix time in seconds, as short as the person's locale writes them."""
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(seconds)), QLocale.FormatType.ShortFormat)


def dollars(amount: float) -> str:
    """A sum in US dollars, to the cent: "$3.15"; "less than $0.01" where that is all."""
    if 0 < amount < 0.01:
        return QCoreApplication.translate(_CONTEXT, "less than {sum}").format(sum=dollars(0.01))
    return f"${QLocale().toString(amount, 'f', 2)}"


def data_size(value: int) -> str:
    """A number of bytes in the largest unit that leaves a whole number before the point: "8.2 MB"."""
    return QLocale().formattedDataSize(value, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
