"""Read by every Python process that has this folder on its PYTHONPATH: notes where it connects, and stops what leaves.

Names that are looked up count as well, since looking one up asks somebody else.
"""

import os
import sys

_ADDRESS_IN = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1}
_NAME_IN = {"socket.getaddrinfo": 0, "socket.gethostbyname": 0, "socket.gethostbyaddr": 0}
_LOOPBACK = ("127.", "::1", "localhost")


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in _ADDRESS_IN:
        address = arguments[_ADDRESS_IN[event]]
        # A socket of the file system has a path for an address, and one of the kernel's a number in the first place.
        host = address[0] if isinstance(address, tuple) else None
    elif event in _NAME_IN:
        host = arguments[_NAME_IN[event]]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode()
    if not isinstance(host, str) or not host:
        return
    with open(os.environ["MSGTUNE_TEST_WATCH"], "a", encoding="utf-8") as file:  # noqa: PTH123 - nothing slow here
        file.write(f"{event} {host}\n")
    if not host.startswith(_LOOPBACK):
        raise PermissionError(f"The tests allow no connection to {host}.")


sys.addaudithook(_watch)
