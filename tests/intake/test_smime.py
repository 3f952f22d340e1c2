"""What is taken out of S/MIME files, made with the openssl program or by hand."""

from __future__ import annotations

import random
import shutil
import subprocess
import zlib
from base64 import encodebytes
from pathlib import Path

import pytest

from intake import smime
from intake.smime import SmimeKind, kind_of, signed_content

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl on this machine")

ENTITY = "Content-Type: text/plain; charset=gbk\r\n\r\n安全月活动总结\r\n".encode("gbk")
LARGE = ENTITY + b"0123456789abcdef\r\n" * 5_000
_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
_SIGNED = ("cms", "-sign", "-binary", "-nodetach", "-signer", "c.pem", "-inkey", "k.pem")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key, its certificate and two MIME entities."""
    made = tmp_path_factory.mktemp("smime")
    (made / "entity").write_bytes(ENTITY)
    (made / "large").write_bytes(LARGE)
    openssl(made, "req", "-x509", *_KEY, "-keyout", "k.pem", "-out", "c.pem", "-subj", "/CN=a", "-days", "2")
    return made


def openssl(folder: Path, *arguments: str) -> bytes:
    return subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True).stdout


# --- signed ---------------------------------------------------------------------------------------


def test_the_content_of_a_signature_in_der_is_read(folder: Path) -> None:
    data = openssl(folder, *_SIGNED, "-in", "entity", "-outform", "DER")
    assert signed_content(data) == ENTITY
    assert kind_of(data) is SmimeKind.SIGNED


def test_content_in_pieces_of_unknown_length_is_read(folder: Path) -> None:
    data = openssl(folder, *_SIGNED, "-stream", "-in", "large", "-outform", "DER")
    assert b"\x24\x80\x04" in data
    assert signed_content(data) == LARGE


@pytest.mark.parametrize("program", ["cms", "smime"])
def test_content_in_pem_is_read(folder: Path, program: str) -> None:
    data = openssl(folder, program, *_SIGNED[1:], "-in", "entity", "-outform", "PEM")
    assert data.startswith(b"-----BEGIN ")
    assert signed_content(data) == ENTITY


def test_content_in_bare_base64_is_read(folder: Path) -> None:
    data = openssl(folder, *_SIGNED, "-in", "entity", "-outform", "DER")
    assert signed_content(encodebytes(data)) == ENTITY


def test_content_signed_twice_is_opened_once_a_time(folder: Path) -> None:
    once = openssl(folder, *_SIGNED, "-in", "entity", "-outform", "SMIME")
    (folder / "once").write_bytes(once)
    assert signed_content(openssl(folder, *_SIGNED, "-in", "once", "-outform", "DER")) == once


def test_a_message_cut_off_behind_its_content_is_read(folder: Path) -> None:
    data = openssl(folder, *_SIGNED, "-in", "entity", "-outform", "DER")
    end = data.index(ENTITY) + len(ENTITY)
    assert signed_content(data[:end]) == ENTITY
    assert signed_content(data[: end - 1]) is None
    assert kind_of(data[: end - 1]) is SmimeKind.SIGNED


# --- nothing to read ------------------------------------------------------------------------------


def test_a_signature_kept_apart_has_no_content(folder: Path) -> None:
    apart = [word for word in _SIGNED if word != "-nodetach"]
    data = openssl(folder, *apart, "-in", "entity", "-outform", "DER")
    assert signed_content(data) is None
    assert kind_of(data) is SmimeKind.SIGNED


@pytest.mark.parametrize("form", [(), ("-stream",), ("-aes-128-gcm",)])
def test_what_is_encrypted_is_said_to_be(folder: Path, form: tuple[str, ...]) -> None:
    data = openssl(folder, "cms", "-encrypt", *form, "-in", "entity", "-outform", "DER", "c.pem")
    assert signed_content(data) is None
    assert kind_of(data) is SmimeKind.ENCRYPTED


def test_certificates_are_no_letter(folder: Path) -> None:
    data = openssl(folder, "crl2pkcs7", "-nocrl", "-certfile", "c.pem", "-outform", "DER")
    assert signed_content(data) is None
    assert kind_of(data) is SmimeKind.CERTIFICATES


@pytest.mark.parametrize(
    "data", [b"", b"0", b"0\x80", b"PK\x03\x04", b"MIME-Version: 1.0\r\n\r\nx", b"\0" * 100]
)
def test_what_is_no_smime_is_unknown(data: bytes) -> None:
    assert signed_content(data) is None
    assert kind_of(data) is SmimeKind.UNKNOWN


# --- made by hand: the openssl of most systems does not compress, and none writes hostile files -------

PKCS7 = bytes.fromhex("2a864886f70d0107")
ZIPPED = bytes.fromhex("2a864886f70d0109100109")
OPEN_ENDED = b"\x30\x80\x06\x09" + PKCS7 + b"\x02\xa0\x80\x30\x80\x02\x01\x01\x31\x00"
BEFORE_CONTENT = OPEN_ENDED + b"\x30\x80\x06\x09" + PKCS7 + b"\x01\xa0\x80"


def element(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return bytes([tag, 0x84]) + len(content).to_bytes(4, "big") + content


def compressed(content: bytes) -> bytes:
    algorithm = element(0x30, element(0x06, bytes.fromhex("2a864886f70d0109100308")))
    inner = element(0x30, element(0x06, PKCS7 + b"\x01"), element(0xA0, element(0x04, content)))
    data = element(0x30, element(0x02, b"\0"), algorithm, inner)
    return element(0x30, element(0x06, ZIPPED), element(0xA0, data))


def test_compressed_content_is_inflated() -> None:
    data = compressed(zlib.compress(ENTITY))
    assert signed_content(data) == ENTITY
    assert kind_of(data) is SmimeKind.COMPRESSED


@pytest.mark.parametrize(
    "content",
    [
        zlib.compress(bytes(smime.MAX_INFLATED + 1)),
        zlib.compress(ENTITY)[:-4],
        b"no zlib at all",
    ],
)
def test_compressed_content_that_is_too_large_or_broken_is_left(content: bytes) -> None:
    assert signed_content(compressed(content)) is None


def test_pieces_of_pieces_are_put_together() -> None:
    definite = element(
        0x24, element(0x04, b"one "), element(0x24, element(0x04, b"two "), element(0x04, b"three"))
    )
    open_ended = b"\x24\x80\x24\x80\x04\x02ab\x24\x04\x04\x02cd\0\0\x04\x02ef\0\0"
    assert signed_content(BEFORE_CONTENT + definite) == b"one two three"
    assert signed_content(BEFORE_CONTENT + open_ended) == b"abcdef"


def test_only_mime_content_is_taken() -> None:
    receipt = OPEN_ENDED + element(0x30, element(0x06, ZIPPED), element(0xA0, element(0x04, b"x")))
    assert signed_content(receipt) is None


@pytest.mark.parametrize(
    "data",
    [
        b"\x30\x80" * 1_000_000,
        OPEN_ENDED[:-2] + b"\x31\x80" * 1_000_000,
        BEFORE_CONTENT + b"\x24\x80" * 1_000_000,
        BEFORE_CONTENT + b"\x24\x80" + b"\x04\x00" * 1_000_000,
        BEFORE_CONTENT + b"\x04\x84\xff\xff\xff\xff" + b"x" * 1_000,
        BEFORE_CONTENT + b"\x04\xff" + b"\xff" * 1_000,
        BEFORE_CONTENT + b"\x24\x84\xff\xff\xff\xff\x04\x01a",
        BEFORE_CONTENT + b"\x24\x80\x02\x01\x01",
        BEFORE_CONTENT + b"\x1f" * 1_000,
        b"-----BEGIN PKCS7-----" * 50_000,
    ],
)
def test_hostile_files_have_no_content(data: bytes) -> None:
    assert signed_content(data) is None
    assert kind_of(data) in SmimeKind


def test_no_mutant_raises(folder: Path) -> None:
    chance = random.Random(20210430)  # noqa: S311 -- the same mutants in every run
    seeds = [
        openssl(folder, *_SIGNED, *form, "-in", "entity", "-outform", "DER") for form in ((), ("-stream",))
    ]
    for _ in range(2_000):
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(min(len(data), 300))
            data[at : at + chance.randrange(4)] = chance.choice((b"", b"\x80", b"\0\0", chance.randbytes(2)))
        assert kind_of(bytes(data)) in SmimeKind
        signed_content(bytes(data))
