"""A large base64 stretch is worth exactly what decoding it at once gives, without being decoded at once."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import encoded as module
from intake.encoded import Encoded, encoded
from intake.mime import read_letter

LARGE = bytes(range(256)) * 12_000


def wrapped(data: bytes, width: int = 76, end: bytes = b"\r\n") -> bytes:
    text = base64.b64encode(data)
    return end.join(text[at : at + width] for at in range(0, len(text), width)) + end


def found(text: bytes) -> Encoded:
    made = encoded(text, 0, len(text))
    assert made is not None
    return made


@pytest.mark.parametrize("cut", [0, 1, 2])
@pytest.mark.parametrize("width", [76, 77, 60, 4_000_000])
@pytest.mark.parametrize("end", [b"\r\n", b"\n", b" \r\n"])
def test_bytes_size_and_digest_are_those_of_the_whole(cut: int, width: int, end: bytes) -> None:
    data = LARGE[: len(LARGE) - cut]
    made = found(wrapped(data, width, end))
    assert b"".join(made.pieces()) == made.data == data
    assert (len(made), made.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert data.startswith(made.head)


@given(
    data=st.binary(min_size=60, max_size=300),
    width=st.integers(1, 80),
    window=st.integers(5, 40),
)
def test_it_holds_wherever_the_windows_fall(data: bytes, width: int, window: int) -> None:
    text = wrapped(data, width)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "WINDOW", window)
        made = Encoded(text, 0, len(text))
        assert b"".join(made.pieces()) == data


@pytest.mark.parametrize(
    "text",
    [
        wrapped(LARGE[:600_000]),  # small: nothing is gained
        wrapped(LARGE)[:-4] + b"!" + wrapped(LARGE)[-4:],
        wrapped(LARGE) + b"-- \r\nsent by a list\r\n",
        wrapped(LARGE[:-1]) + wrapped(LARGE),  # padding in the middle
        wrapped(LARGE)[:-3],  # a letter is missing
        wrapped(LARGE[:-1]).replace(b"=", b""),  # padding is missing
    ],
    ids=["small", "foreign", "footer", "joined", "torn", "unpadded"],
)
def test_what_decoders_do_not_read_alike_is_left_to_the_careful_one(text: bytes) -> None:
    assert encoded(text, 0, len(text)) is None


def test_a_letter_with_a_large_attachment_is_read_as_any_other() -> None:
    head = b"From: a@gx.example.com\r\nMIME-Version: 1.0\r\n"
    head += b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    part = b"Content-Type: image/jpeg; name=a.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    letter = read_letter(head + part + wrapped(LARGE) + b"\r\n--b--\r\n")
    [attachment] = letter.attachments
    assert isinstance(attachment.content, Encoded)
    assert attachment.data == LARGE
    assert (attachment.size, attachment.sha256) == (len(LARGE), hashlib.sha256(LARGE).hexdigest())
