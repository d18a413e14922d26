"""A daemon that speaks as ClamAV's does, over a real socket."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VIRUS = b"X5O!P%@AP[4" + b"\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LIMIT = 512 * 1024


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        command = self.rfile.read(len(b"zINSTREAM\0"))
        assert command == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
            if len(content) > LIMIT:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        verdict = b"Eicar-Signature FOUND" if VIRUS in content else b"OK"
        self.wfile.write(b"stream: " + verdict + b"\0")


class _Mute(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        """Close the line without a word."""


@contextmanager
def listening(mute: bool = False, path: Path | None = None) -> Iterator[str]:
    """Give the address of a daemon, at a port or at a path."""
    talk = _Mute if mute else _Talk
    server: socketserver.BaseServer
    if path is None:
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), talk)
        address = f"127.0.0.1:{server.server_address[1]}"
    else:
        server = socketserver.ThreadingUnixStreamServer(str(path), talk)
        address = str(path)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
