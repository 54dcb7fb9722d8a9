"""A network with nothing but loopback: python -m tests.support.alone COMMAND..., run inside a new namespace."""

import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
from collections.abc import Sequence

import psutil

_GET_FLAGS, _SET_FLAGS = 0x8913, 0x8914
"""SIOCGIFFLAGS and SIOCSIFFLAGS of Linux."""
_UP = 0x1


def prefix() -> Sequence[str]:
    """What to put before a command; nothing where the kernel gives nobody a network of their own."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    for options in (["--map-root-user", "--net"], ["--net"]):
        if subprocess.run([unshare, *options, "true"], capture_output=True, check=False).returncode == 0:
            return [unshare, *options, sys.executable, "-m", "tests.support.alone"]
    return ()


def main() -> None:
    """Switch loopback on, make sure that nothing else is, and become the command."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh14x", b"lo", 0)
        _name, flags = struct.unpack("16sh14x", fcntl.ioctl(any_socket, _GET_FLAGS, request))
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh14x", b"lo", flags | _UP))
    up = [name for name, state in psutil.net_if_stats().items() if state.isup]
    if up != ["lo"]:
        sys.exit(f"There is more than loopback here: {up}")
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - the command is the test's own


if __name__ == "__main__":
    main()
