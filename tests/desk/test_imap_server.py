"""The server of the demonstration and the tests: it starts, says why it cannot, and ends."""

from __future__ import annotations

import imaplib
import socket
import time

import pytest

from desk.imap_server import HOST, serving


def test_a_port_that_is_taken_is_told_to_the_caller() -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match=str(port)), serving("u", "p", port=port):
            pass


def test_a_port_that_is_asked_for_is_the_one_that_is_given() -> None:
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    with serving("u", "p", port=port) as given:
        assert given == port


def test_the_end_does_not_wait_for_clients_that_stay() -> None:
    with serving("u", "p") as port:
        client = imaplib.IMAP4(HOST, port)
        client.login("u", "p")
        began = time.monotonic()
    assert time.monotonic() - began < 2
    with pytest.raises((imaplib.IMAP4.abort, OSError)):
        client.noop()
    client.shutdown()
