"""Certificates of a private authority and faulty ones, made with the openssl program."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

needed = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl on this machine")

_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
_HERE = "subjectAltName=IP:127.0.0.1"


@dataclass(frozen=True, slots=True)
class Certificates:
    """A folder with an authority `ca.pem` and what it signed."""

    folder: Path

    @property
    def ca_file(self) -> str:
        """The authority's own certificate."""
        return str(self.folder / "ca.pem")

    def server(self, name: str) -> ssl.SSLContext:
        """How a server speaks that has one of the certificates: good, expired, elsewhere or selfsigned."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"{name}.pem", self.folder / f"{name}.key")
        return context


def make(folder: Path) -> Certificates:
    """Make an authority, three certificates that it signed, and one that signed itself."""
    _self_signed(folder, "ca", "basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign")
    _self_signed(folder, "selfsigned", _HERE)
    _signed(folder, "good", _HERE)
    _signed(folder, "expired", _HERE, days=-1)
    _signed(folder, "elsewhere", "subjectAltName=DNS:mail.example.com")
    return Certificates(folder)


def _openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def _self_signed(folder: Path, name: str, *extensions: str) -> None:
    added = [word for extension in extensions for word in ("-addext", extension)]
    files = ("-keyout", f"{name}.key", "-out", f"{name}.pem")
    _openssl(folder, "req", "-x509", *_KEY, *files, "-subj", f"/CN={name}", "-days", "2", *added)


def _signed(folder: Path, name: str, extension: str, days: int = 2) -> None:
    (folder / f"{name}.ext").write_text(f"{extension}\nauthorityKeyIdentifier=keyid\n", "utf-8")
    request = ("-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
    _openssl(folder, "req", "-new", *_KEY, *request)
    authority = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", str(days))
    files = ("-in", f"{name}.csr", "-out", f"{name}.pem", "-extfile", f"{name}.ext")
    _openssl(folder, "x509", "-req", *files, *authority)
