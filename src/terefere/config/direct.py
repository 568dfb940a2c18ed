"""The server's WebSocket protocol with a short cut: what comes in is handed to a function instead of a queue.

The queue of ASGI wakes a task for every message and stops reading from the socket meanwhile. For a chat that is more
work than the message itself. The application asks for the short cut through the scope's extensions, so it runs on any
other ASGI server, too, without it.
"""

from collections.abc import Callable
from typing import Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from terefere.gateway.app import DIRECT

Hear = Callable[[str], None]

_RECEIVE: Final = "websocket.receive"


class DirectProtocol(WebSocketsSansIOProtocol):
    _hear: Hear | None = None

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.handshake_initiated and not self.close_sent:
            self.scope["extensions"][DIRECT] = {"listen": self.listen, "abort": self.abort}

    def listen(self, hear: Hear) -> None:
        """From now on `hear` gets every text message, first those that wait already."""
        while not self.queue.empty():
            message = self.queue.get_nowait()
            if message["type"] != _RECEIVE:
                self.queue.put_nowait(message)
                break
            hear(message.get("text") or "")
        self._hear = hear
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()

    def abort(self) -> None:
        """Give up a socket whose reader does not read, with all that waits for it."""
        self.transport.abort()

    def send_receive_event_to_app(self) -> None:
        if self._hear is None or self.close_sent:
            super().send_receive_event_to_app()
            return
        try:
            text = self._received_text()
        except UnicodeDecodeError:
            super().send_receive_event_to_app()
            return
        self.frames = []
        self._hear(text)

    def _received_text(self) -> str:
        """The message; empty, and so malformed, where it is not text."""
        return b"".join(self.frames).decode() if self.curr_msg_data_type == "text" else ""
