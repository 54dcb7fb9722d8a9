"""Words for one thing that was chosen and cannot be opened."""

from msgtune_gui.core.errors import UserError

NO_RIGHTS = "There is no permission to read it."
GONE = "It was moved or deleted while the export was being read."
LINK_TO_ITSELF = "It is a link that leads to itself."
TOO_LARGE = "The file is too large to be one conversation."
_FEWEST_ROUNDED = 10_000
_AGAIN = "Download it again from Meta, then choose the new file."


def gone(name: str) -> UserError:
    """Words for something that is not there."""
    return UserError(f"“{name}” is not there any more.", "Choose the export again.")


def no_rights(name: str) -> UserError:
    """Words for something that may not be read."""
    return UserError(
        f"There is no permission to read “{name}”.",
        "Copy it into a folder of your own, such as Downloads, then choose it there.",
    )


def not_a_file(name: str) -> UserError:
    """Words for a device, a pipe and the like."""
    return UserError(f"“{name}” is neither a file nor a folder.", "Choose the folder or the zip that you downloaded.")


def disk_error(name: str, reason: str | None) -> UserError:
    """Words for a disk that gives an error."""
    return UserError(f"“{name}” cannot be read: {reason or 'the disk gives an error'}.", "Copy it elsewhere and retry.")


def damaged_zip(name: str) -> UserError:
    """Words for a zip whose list of entries cannot be read although it is as long as it should be."""
    return UserError(
        f"“{name}” is damaged or was not downloaded completely.",
        f"{_AGAIN} If you can unpack it, choose the folder instead.",
    )


def empty_zip(name: str) -> UserError:
    """Words for a zip without a single byte."""
    return UserError(f"“{name}” is empty: it was not downloaded completely.", _AGAIN)


def cut_zip(name: str, size: int, missing: int, *, inside_a_file: bool, may_lack_files: bool = False) -> UserError:
    """Words for a zip that ends too early.

    Args:
        name: The zip's name.
        size: Bytes that are there.
        missing: Bytes that are not there, at least.
        inside_a_file: Whether it ends in the middle of a file in it.
        may_lack_files: Whether any number of further files may be missing.
    """
    place = ", in the middle of a file in it" if inside_a_file else ""
    least = f"at least {_bytes(missing)} {'is' if missing == 1 else 'are'} missing"
    if may_lack_files:
        least += ", and perhaps far more: how much cannot be told exactly"
    return UserError(
        f"“{name}” was not downloaded completely: it stops after {_size(size)}{place}, and {least}.",
        "If it is still being downloaded, wait until it is done. Else download it again, then choose the new file.",
    )


def locked_zip(name: str) -> UserError:
    """Words for a zip that needs a password."""
    return UserError(
        f"“{name}” is protected by a password.",
        "Unpack it with the program that made it, then choose the folder.",
    )


def unbelievable_zip(name: str) -> UserError:
    """Words for a zip that is made to fill the computer."""
    return UserError(
        f"“{name}” would unpack to far more than a Messenger export holds.",
        "Nothing was unpacked. Choose the zip that Meta gave you.",
    )


def _bytes(count: int) -> str:
    return "1 byte" if count == 1 else f"{count:,} bytes"


def _size(count: int) -> str:
    """A length as people read it; small ones to the byte."""
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= _FEWEST_ROUNDED and count >= size:
            return f"{count / size:.1f} {unit}" if count < 10 * size else f"{count // size:,} {unit}"
    return _bytes(count)
