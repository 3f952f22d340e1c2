"""All files of a letter stand in one list with what became of each, however deep they lay."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from desk.reading import open_message
from intake.documents.archive_parts import BROKEN, EMPTY, LOCKED, MEMBER_BROKEN, Allowance
from intake.documents.package import PASSWORD
from intake.documents.sniff import ENCRYPTED, FORK, SIGNATURE
from intake.model import MessageState
from storage.model import FiledAttachment
from tests.command import command
from tests.intake.archive_builder import Entry, rar5, seven_zip, tar, zip_of
from tests.intake.docx_builder import docx, p
from tests.intake.tnef_builder import code_page, file, tnef
from tests.readings import NEWS, OTHER_NEWS, Part, example, judged, letter, only, told

ZIP, ANY = "application/zip", "application/octet-stream"
WORD = docx(p(NEWS))
OTHER_WORD = docx(p(OTHER_NEWS))
LONG_NEWS = NEWS + "这是今年以来的第三次提前，职工们说，功夫都下在了平时，每个班都先把明天的活想好。"
PHOTO = b"\xff\xd8\xff" + bytes(50)
READ, KEPT = ("read", None), ("kept", None)


def zipped(files: Mapping[str, bytes]) -> bytes:
    return zip_of(*(Entry(path=name.encode(), content=data, flags=0x800) for name, data in files.items()))


def noise(size: int) -> bytes:
    """Bytes that cannot be packed."""
    return b"".join(hashlib.sha256(number.to_bytes(4, "big")).digest() for number in range(size // 32))


def attached(data: bytes) -> tuple[FiledAttachment, ...]:
    return open_message(data, example()).files


def carrying(name: str, content: bytes, media_type: str = ANY, text: str = "见附件。") -> bytes:
    return letter(text, (name, media_type, content))


# --- one list ---------------------------------------------------------------------------------------

CONTAINERS = {
    "a zip": ("a.zip", zipped({"稿件.docx": WORD, "会场.jpg": PHOTO})),
    "a 7z": ("a.7z", seven_zip({"稿件.docx": WORD, "会场.jpg": PHOTO})),
    "a rar": ("a.rar", rar5({"稿件.docx": WORD, "会场.jpg": PHOTO})),
    "a tar.gz": ("a.tar.gz", tar({"稿件.docx": WORD, "会场.jpg": PHOTO}, mode="w:gz")),
    "a winmail.dat": (
        "winmail.dat",
        tnef(
            code_page(936),
            file(title="稿件.docx".encode("gbk"), data=WORD),
            file(title="会场.jpg".encode("gbk"), data=PHOTO),
        ),
    ),
    "a letter": ("a.eml", letter("", ("稿件.docx", ANY, WORD), ("会场.jpg", ANY, PHOTO))),
}


@pytest.mark.parametrize("kind", CONTAINERS)
def test_what_a_file_holds_stands_behind_it_with_its_own_digest(kind: str) -> None:
    name, content = CONTAINERS[kind]
    found = attached(carrying(name, content))
    assert [(one.name, one.sha256, one.size) for one in found] == [
        (one, hashlib.sha256(data).hexdigest(), len(data))
        for one, data in ((name, content), ("稿件.docx", WORD), ("会场.jpg", PHOTO))
    ]
    assert told(found) == {name: READ, "稿件.docx": READ, "会场.jpg": KEPT}


@pytest.mark.parametrize("kind", CONTAINERS)
def test_a_word_file_inside_is_a_submission_of_that_name_whose_unit_comes_from_the_letter(kind: str) -> None:
    name, content = CONTAINERS[kind]
    data = carrying(name, content)
    if kind == "a letter":
        data = carrying(name, letter("", ("稿件.docx", ANY, WORD)))
    submission = only(data)
    assert (submission.source, submission.origin.unit) == ("稿件.docx", "中铝山东")
    assert [item.item.text for item in submission.items] == [NEWS]


def test_a_word_file_inside_another_letter_has_that_letters_unit() -> None:
    inner = letter("", ("稿件.docx", ANY, WORD), sender="赵磊 <zhaolei@bt.example.com>")
    assert only(carrying("a.eml", inner)).origin.unit == "包头铝业"


def test_archives_in_archives_are_opened_in_order() -> None:
    inner = seven_zip({"稿件.docx": WORD})
    data = carrying("a.zip", zipped({"b.7z": inner, "会场.jpg": PHOTO}))
    assert list(told(attached(data)).items()) == [
        ("a.zip", READ), ("b.7z", READ), ("稿件.docx", READ), ("会场.jpg", KEPT)
    ]  # fmt: skip


def test_an_archive_in_four_others_is_kept_unopened() -> None:
    data = WORD
    for number in range(4):
        data = zipped({f"{number}.zip" if number else "稿件.docx": data})
    found = told(attached(carrying("outer.zip", data)))
    assert found["1.zip"] == ("kept", "压缩包未打开")
    assert "稿件.docx" not in found


def test_a_letter_inside_a_zip_is_opened_with_its_files() -> None:
    inner = letter(LONG_NEWS, ("稿件.docx", ANY, OTHER_WORD), sender="赵磊 <zhaolei@bt.example.com>")
    filed = judged(carrying("a.zip", zipped({"转发.eml": inner}), ZIP))
    assert told(filed.attachments) == {"a.zip": READ, "转发.eml": READ, "稿件.docx": READ}
    assert [(one.source, one.origin.unit) for one in filed.submissions] == [
        ("转发.eml", "包头铝业"),
        ("稿件.docx", "包头铝业"),
    ]


def test_a_winmail_dat_inside_a_zip_is_opened() -> None:
    package = CONTAINERS["a winmail.dat"][1]
    assert list(told(attached(carrying("a.zip", zipped({"winmail.dat": package}))))) == [
        "a.zip", "winmail.dat", "稿件.docx", "会场.jpg"
    ]  # fmt: skip


def test_the_text_of_a_file_is_kept_beside_its_state() -> None:
    assert [one.text for one in attached(carrying("a.zip", zipped({"稿件.docx": WORD, "a.jpg": PHOTO})))] == [
        None, NEWS, None
    ]  # fmt: skip


def test_the_same_file_twice_stands_twice() -> None:
    data = letter("", ("稿件.docx", ANY, WORD), ("a.zip", ZIP, zipped({"稿件.docx": WORD})))
    assert [one.name for one in attached(data)] == ["稿件.docx", "a.zip", "稿件.docx"]


# --- signed letters ---------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key and its certificate."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl on this machine")
    folder = tmp_path_factory.mktemp("keys")
    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl(folder, b"", "req", "-x509", *new, "-keyout", "k.pem", "-out", "c.pem", "-subj", "/CN=a")
    return folder


def openssl(folder: Path, data: bytes, *arguments: str) -> bytes:
    done = subprocess.run(["openssl", *arguments], cwd=folder, input=data, check=True, capture_output=True)
    return done.stdout


def entity(*parts: Part) -> bytes:
    """A letter without the headers of a letter."""
    whole = letter(LONG_NEWS, *parts)
    return whole[whole.index(b"MIME-Version") :]


def test_an_opaque_signature_gives_its_words_and_files(keys: Path) -> None:
    sign = ("cms", "-sign", "-binary", "-nodetach", "-outform", "DER", "-signer", "c.pem", "-inkey", "k.pem")
    data = openssl(keys, entity(("稿件.docx", ANY, OTHER_WORD)), *sign)
    filed = judged(letter("", ("smime.p7m", "application/pkcs7-mime", data)))
    assert told(filed.attachments) == {"smime.p7m": READ, "稿件.docx": READ}
    assert filed.attachments[0].sha256 == hashlib.sha256(data).hexdigest()
    assert [one.source for one in filed.submissions] == [None, "稿件.docx"]


def test_a_signature_beside_the_words_is_named_as_such(keys: Path) -> None:
    sign = ("cms", "-sign", "-binary", "-outform", "DER", "-signer", "c.pem", "-inkey", "k.pem")
    data = openssl(keys, NEWS.encode(), *sign)
    filed = judged(letter(NEWS, ("smime.p7s", "application/pkcs7-signature", data), kind="signed"))
    assert filed.state is MessageState.READ
    assert told(filed.attachments) == {"smime.p7s": ("kept", SIGNATURE.reason)}


def test_an_encrypted_letter_waits_for_a_person_and_says_why(keys: Path) -> None:
    data = openssl(keys, entity(), "cms", "-encrypt", "-outform", "DER", "c.pem")
    filed = judged(letter("", ("smime.p7m", "application/pkcs7-mime", data)))
    assert told(filed.attachments) == {"smime.p7m": ("refused", ENCRYPTED.reason)}
    assert (filed.state, filed.reason) == (
        MessageState.SET_ASIDE,
        f"附件未能读出（smime.p7m：{ENCRYPTED.reason}），须人工查看",
    )


# --- what cannot be taken ---------------------------------------------------------------------------

BESIDE: Part = ("其他.docx", ANY, OTHER_WORD)


def locked_zip() -> bytes:
    return zip_of(Entry(path="稿件.docx".encode(), content=WORD, flags=0x801))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(locked_zip(), LOCKED, id="a zip with a password"),
        pytest.param(rar5({"a.txt": b"x"}, locked_names=True), LOCKED, id="a rar with locked names"),
        pytest.param(zipped({}), EMPTY, id="an empty zip"),
        pytest.param(b"Rar!\x1a\x07\x01\0" + bytes(20), BROKEN, id="a broken rar"),
        pytest.param(b"7z\xbc\xaf\x27\x1c" + bytes(40), None, id="a broken 7z"),
        pytest.param(b"PK\x03\x04 broken", None, id="a broken zip"),
    ],
)
def test_an_archive_that_gives_nothing_is_refused_and_the_other_parts_go_on(
    content: bytes, reason: str | None
) -> None:
    filed = judged(letter(LONG_NEWS, ("a.bin", ANY, content), BESIDE))
    state, said = told(filed.attachments)["a.bin"]
    assert state == "refused"
    assert said == reason or (reason is None and said)
    assert [one.source for one in filed.submissions] == [None, "其他.docx"]


def test_a_broken_zip_gives_what_could_be_taken_and_the_reason() -> None:
    good = Entry(path="好.docx".encode(), content=WORD, flags=0x800)
    bad = Entry(path="坏.docx".encode(), content=OTHER_WORD, flags=0x800, crc=1)
    filed = judged(carrying("a.zip", zip_of(good, bad)))
    assert told(filed.attachments) == {"a.zip": READ, "好.docx": READ, "坏.docx": ("refused", MEMBER_BROKEN)}
    assert [one.source for one in filed.submissions] == ["好.docx"]


def test_one_locked_file_in_a_zip_is_named_and_the_others_are_read() -> None:
    open_file = Entry(path="好.docx".encode(), content=WORD, flags=0x800)
    locked = Entry(path="密.docx".encode(), content=OTHER_WORD, flags=0x801)
    found = told(attached(carrying("a.zip", zip_of(locked, open_file))))
    assert found == {"a.zip": READ, "好.docx": READ, "密.docx": ("refused", PASSWORD)}


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_an_archive_that_is_cut_off_gives_the_files_before_the_cut(kind: str) -> None:
    files = {"好.docx": WORD, "坏.bin": noise(300_000)}
    whole = zipped(files) if kind == "zip" else tar(files, mode="w:gz")
    filed = judged(carrying(f"a.{kind}", whole[:-100_000]))
    assert told(filed.attachments)[f"a.{kind}"] == ("read", BROKEN)
    assert [one.source for one in filed.submissions] == ["好.docx"]


def test_a_bomb_costs_no_more_than_the_allowance_of_one_letter() -> None:
    """A hundred archives of one letter share what a single one may cost."""
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(30):
            archive.writestr(f"{number}.txt", bytes(20_000_000))
    parts = [(f"{number}.zip", ZIP, bomb.getvalue()) for number in range(5)]
    found = attached(letter(NEWS, *parts))
    taken = sum(one.size for one in found if one.name.endswith(".txt"))
    assert taken <= Allowance().octets
    refused = [one for one in found if one.state == "refused" or one.reason]
    assert {one.name for one in refused} & {"4.zip"}


def test_a_bomb_of_archives_ends_at_the_depth() -> None:
    data = zipped({"a.txt": NEWS.encode()})
    for _ in range(4):
        data = zipped({f"{number}.zip": data for number in range(4)})
    found = attached(carrying("a.zip", data))
    assert len(found) <= 1 + 4 + 16 + 64
    assert judged(carrying("a.zip", data)).state is MessageState.SET_ASIDE


# --- the letter itself ------------------------------------------------------------------------------


def test_what_a_file_holds_leaves_the_fingerprint_alone() -> None:
    """It tells deliveries of one letter, whatever our opening of files will be able to do some day."""
    name, content = CONTAINERS["a zip"]
    opened = open_message(carrying(name, content), example())
    closed = letter("见附件。", (name, ANY, content), headers="Received: by another.example.com\n")
    assert opened.fingerprint == open_message(closed, example()).fingerprint
    other = carrying(name, zipped({"稿件.docx": OTHER_WORD, "会场.jpg": PHOTO}))
    assert opened.fingerprint != open_message(other, example()).fingerprint


def test_the_bytes_of_files_are_let_go() -> None:
    opened = open_message(carrying(*CONTAINERS["a zip"]), example())
    assert opened.letter.attachments == ()
    assert [source.letter.attachments for source in opened.sources] == [()]


# --- through the commands ---------------------------------------------------------------------------


@pytest.fixture
def added(config: Path, tmp_path: Path) -> Path:
    """A desk that took in two letters: an archive of all sorts, and a signed one that nobody can open."""
    folder = tmp_path / "mails"
    folder.mkdir()
    files = {"稿件.docx": WORD, "会场.jpg": PHOTO, "._稿件.docx": b"\0", "密.zip": locked_zip()}
    fork = ("稿件.docx", "application/applefile", b"\x00\x05\x16\x07" + bytes(60))
    signature = ("OpenPGP_signature", "application/pgp-signature", b"-----BEGIN PGP SIGNATURE-----\n\nx\n")
    one = letter("见附件。", ("a.zip", ZIP, zipped(files)), fork, signature)
    (folder / "1.eml").write_bytes(one)
    secret = ("x.asc", ANY, b"-----BEGIN PGP MESSAGE-----\n\nx\n")
    (folder / "2.eml").write_bytes(letter("", secret, subject="密"))
    done = command("intake add --json", folder, "--config", config)
    assert done.status == 4
    assert done.json["states"] == {"read": 1, "set_aside": 1}
    return config


def rows(config: Path) -> list[dict[str, Any]]:
    return sorted(command("intake list --json --config", config).lines, key=lambda row: row["state"])


def test_the_list_has_every_file_with_state_reason_digest_and_text(added: Path) -> None:
    read, aside = rows(added)
    assert [(a["name"], a["state"], a["reason"]) for a in read["attachments"]] == [
        ("a.zip", "read", None),
        ("稿件.docx", "read", None),
        ("会场.jpg", "kept", None),
        ("密.zip", "refused", LOCKED),
        ("稿件.docx", "kept", FORK.reason),
        ("OpenPGP_signature", "kept", SIGNATURE.reason),
    ]
    assert read["attachments"][1]["sha256"] == hashlib.sha256(WORD).hexdigest()
    assert read["attachments"][1]["text"] == NEWS
    assert [s["source"] for s in read["submissions"]] == ["稿件.docx"]
    assert ENCRYPTED.reason in aside["reason"]


def test_a_shown_letter_tells_what_became_of_its_files_in_chinese(added: Path) -> None:
    number = rows(added)[0]["id"]
    out = command(f"intake show {number} --config", added).out
    assert f"稿件.docx（{len(WORD)} 字节）已读" in out
    assert f"会场.jpg（{len(PHOTO)} 字节）留存" in out
    assert f"字节）未能打开：{LOCKED}" in out
    assert "kept" not in out


def test_a_draft_remarks_what_an_editor_must_look_at_and_nothing_else(added: Path) -> None:
    draft = command("compose --json --window 05-01..05-10 --date 2021-05-14 --config", added).json
    said = [remark["text"] for remark in draft["remarks"] if "来信" in remark["text"]]
    assert [text.partition("：")[2] for text in said if "附件 " in text] == [LOCKED]
    assert [text for text in said if ENCRYPTED.reason in text]
    assert not [text for text in said if SIGNATURE.reason in text or str(FORK.reason) in text]
