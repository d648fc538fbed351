"""Local ports: is a given one free, and which one is free?"""

import socket

HOST = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether the port is free on this address and on all addresses."""
    for host in (HOST, "0.0.0.0"):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                return False
    return True


def any_free() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
