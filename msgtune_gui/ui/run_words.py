"""What a run is called and what there is to say of it, the same everywhere it is shown."""

from PySide6.QtCore import QCoreApplication, QLocale

from msgtune_gui.core.jobs import Run
from msgtune_gui.core.service_profile import ServiceProfile
from msgtune_gui.ui.words import day, dollars, duration, number, plural

_CONTEXT = "RunWords"


def run_name(run: Run) -> str:
    """The name that the person gave it, or whom its model writes as."""
    return run.title or run.voice


def run_title(run: Run) -> str:
    """The name that the person gave it, or whom its model writes as and when it was made."""
    return run.title or f"{run.voice} · {day(run.created_at_s)}"


def run_details(run: Run) -> str:
    """What the model was made from and how far it came, in one line."""
    if run.adopted:
        return run.model or run.base_model
    if run.valid_loss is None or run.valid_loss_before is None:
        words = _tr("{base}, {examples} examples")
        return words.format(base=run.base_model, examples=number(run.examples))
    words = _tr("{base}, {examples} examples, loss on unseen messages {before} → {after}")
    before, after = loss(run.valid_loss_before), loss(run.valid_loss)
    return words.format(base=run.base_model, examples=number(run.examples), before=before, after=after)


def loss(value: float) -> str:
    """A loss with the two digits that tell something."""
    return QLocale().toString(value, "f", 2)


def losses(run: Run) -> str:
    """How far its guesses were off before and after; "" while nobody has measured."""
    if run.valid_loss_before is not None and run.valid_loss is not None:
        words = _tr("{before} before, {after} after (messages it has not seen)")
        return words.format(before=loss(run.valid_loss_before), after=loss(run.valid_loss))
    if run.valid_loss is not None:
        return _tr("{after} after (messages it has not seen)").format(after=loss(run.valid_loss))
    if run.train_loss is not None:
        return _tr("{loss} at the end (messages it has learned from)").format(loss=loss(run.train_loss))
    return ""


def data(run: Run) -> str:
    """What a run has learned from."""
    parts = [plural(_tr("{count} example"), _tr("{count} examples"), run.examples)]
    if run.tokens:
        parts.append(_tr("about {count} tokens").format(count=number(run.tokens)))
    return _tr("{voice}: {figures}").format(voice=run.voice, figures=", ".join(parts))


def settings(run: Run) -> str:
    """From which base model, and how long."""
    passes = plural(_tr("{count} pass"), _tr("{count} passes"), run.epochs)
    return _tr("{base}, {passes}").format(base=run.base_model, passes=passes)


def cost(run: Run, profile: ServiceProfile) -> str:
    """What a run costs, as far as is known; tokens in the service's own count where it has told them."""
    if profile.on_device:
        return _tr("free")
    if run.dollars_per_million is None:
        return _tr("not known to msgtune; your account at {service} says it").format(service=profile.title)
    price = dollars(run.dollars_per_million)
    if run.trained_tokens is not None:
        words = _tr("{sum} ({tokens} tokens trained on, {price} a million)")
        total = run.trained_tokens * run.dollars_per_million / 1_000_000
        return words.format(sum=dollars(total), tokens=number(run.trained_tokens), price=price)
    if run.tokens is None:
        return _tr("{price} for a million tokens").format(price=price)
    total = run.tokens * run.epochs * run.dollars_per_million / 1_000_000
    passes = plural(_tr("{count} pass"), _tr("{count} passes"), run.epochs)
    words = _tr("about {sum} ({tokens} tokens, {passes}, {price} a million)")
    return words.format(sum=dollars(total), tokens=number(run.tokens), passes=passes, price=price)


def took(run: Run) -> str:
    """How long the training took; "" while it has not ended."""
    return "" if run.seconds is None else duration(run.seconds)


def _tr(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)
