"""A browser's side of Streamlit's websocket, as much as answering a question needs."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

PATIENCE = 30.0


@dataclass
class Session:
    """One open page: its widgets' ids and the fragments they belong to."""

    socket: ClientConnection
    query: str = ""
    page_hash: str = ""
    fragments: dict[str, str] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    states: dict[str, WidgetState] = field(default_factory=dict)

    def load(self, page: str) -> float:
        """Run a page's script from the start, with the query as it is now; milliseconds until it has ended."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = page
        begun = time.perf_counter()
        self._send(message)
        return (time.perf_counter() - begun) * 1000

    def choose(self, widget: str, index: int) -> float:
        """Choose an option of a radio group; milliseconds until its rerun has ended."""
        state = WidgetState(id=widget, string_value=self.options[widget][index])
        self.states[widget] = state
        message = BackMsg()
        request = message.rerun_script
        request.query_string = self.query
        request.page_script_hash = self.page_hash
        request.fragment_id = self.fragments[widget]
        request.widget_states.widgets.extend(self.states.values())
        begun = time.perf_counter()
        self._send(message)
        return (time.perf_counter() - begun) * 1000

    def widgets(self, pattern: str) -> list[str]:
        """Ids of the radio groups whose key fits, in the order they were drawn."""
        return [widget for widget in self.fragments if re.search(pattern, widget)]

    def _send(self, message: BackMsg) -> None:
        self.socket.send(message.SerializeToString())
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            received = self.socket.recv(timeout=PATIENCE)
            forward = ForwardMsg.FromString(received if isinstance(received, bytes) else received.encode())
            kind = forward.WhichOneof("type")
            if kind == "new_session":
                self.page_hash = forward.new_session.page_script_hash
            elif kind == "delta":
                self._note(forward.delta)
            elif kind == "script_finished" and forward.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return
        raise TimeoutError

    def _note(self, delta: Delta) -> None:
        element = delta.new_element
        kind = element.WhichOneof("type")
        if kind == "radio":
            self.fragments[element.radio.id] = delta.fragment_id
            self.options[element.radio.id] = list(element.radio.options)


@contextmanager
def open_session(port: int, query: str = "", page: str = "") -> Iterator[Session]:
    """Connect as a browser does, on the page ``page``."""
    with connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        origin=Origin(f"http://127.0.0.1:{port}"),
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
    ) as socket:
        session = Session(socket, query)
        session.load(page)
        yield session
