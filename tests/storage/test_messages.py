"""The ledger, written: every message once, every reading in the place of the one before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from classify.model import Level, Relation, RelationKind
from compose.model import Window
from intake.model import AttachmentState, MessageState, Noise, NoiseKind
from storage import grams, messages, views, windows
from storage import tables as t
from storage.database import Engine, transaction
from storage.model import FiledAttachment, Filter, StoredMessage
from tests.storage.filed import NOON, NOW, ZONE, digest, file, filed, item, kept, letter, raw, submission

MAY = Window(date(2021, 4, 30), date(2021, 5, 10))


def ledger(engine: Engine, *ids: int) -> list[StoredMessage]:
    with transaction(engine, reading=True) as connection:
        return list(views.messages(connection, Filter(ids=ids or None)))


def log(engine: Engine, message_id: int) -> list[tuple[str, str, str | None]]:
    """(actor, state, reason), oldest first."""
    with transaction(engine, reading=True) as connection:
        return [(e["actor"], e["state"], e["reason"]) for e in views.events(connection, message_id)]


def items_of(message: StoredMessage) -> list[dict[str, Any]]:
    return [item for _, items in message.submissions for item in items]


def count(engine: Engine, table: sa.Table) -> int:
    with transaction(engine, reading=True) as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


# --- taking in -----------------------------------------------------------------------------------


def test_a_kept_message_stands_in_the_ledger_with_all_the_server_said(engine: Engine) -> None:
    message = raw(41)
    (number,) = kept(engine, message)
    (line,) = ledger(engine)
    assert line.id == number
    said = {"account": "submissions", "folder": "INBOX", "uidvalidity": 1, "uid": 41, "size": 2048}
    assert {key: line.values[key] for key in said} == said
    assert line.values["sha256"] == digest(message)
    assert line.values["received_at"] == NOON
    assert line.values["stored_at"] == NOW
    assert line.values["state"] == MessageState.KEPT
    assert log(engine, number) == [("intake", "kept", None)]


def test_a_message_kept_twice_is_entered_once(engine: Engine) -> None:
    (number,) = kept(engine, raw(41))
    (other,) = kept(engine, raw(41), raw(42))
    assert other != number
    assert [line.values["uid"] for line in ledger(engine)] == [41, 42]
    assert log(engine, number) == [("intake", "kept", None)]


def test_a_message_twice_in_one_batch_is_entered_once(engine: Engine) -> None:
    assert len(kept(engine, raw(41), raw(41))) == 1


def test_keeping_again_leaves_what_was_read(engine: Engine) -> None:
    (number,) = kept(engine, raw(41))
    with transaction(engine) as connection:
        file(connection, number, submission(item()))
    kept(engine, raw(41))
    (line,) = ledger(engine)
    assert line.values["state"] == MessageState.READ
    assert len(items_of(line)) == 1


@pytest.mark.parametrize("other", [{"account": "second"}, {"folder": "Archive"}, {"uidvalidity": 2}])
def test_the_same_uid_of_another_mailbox_folder_or_epoch_is_another_message(
    engine: Engine, other: dict[str, Any]
) -> None:
    assert len(kept(engine, raw(41), raw(41, **other))) == 2


def test_a_message_over_the_limit_stands_as_too_large_with_the_reason(engine: Engine) -> None:
    (number,) = kept(engine, raw(41, size=73_400_000, too_large=True))
    reason = "邮件有 73 MB，超过上限，只保存了信头"
    assert ledger(engine)[0].values["reason"] == reason
    assert log(engine, number) == [("intake", "too_large", reason)]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2021, 5, 10, 23, 59, 59, tzinfo=ZONE), date(2021, 5, 10)),
        (datetime(2021, 5, 11, 0, 0, tzinfo=ZONE), date(2021, 5, 11)),
        (datetime.fromisoformat("2021-05-10T16:00:00+00:00"), date(2021, 5, 11)),
        (datetime.fromisoformat("2021-05-10T12:00:00-08:00"), date(2021, 5, 11)),
    ],
)
def test_a_message_belongs_to_the_day_it_arrived_on_in_shanghai(
    engine: Engine, moment: datetime, day: date
) -> None:
    kept(engine, raw(41, moment))
    assert ledger(engine)[0].values["received_on"] == day


def test_a_message_belongs_to_the_window_of_its_day_from_the_moment_it_is_stored(engine: Engine) -> None:
    with transaction(engine) as connection:
        window_id = windows.claim(connection, MAY)
        values = {"window_id": window_id, "year": 2021, "number": 9, "serial": 9, "series": {}}
        windows.save_issue(connection, values, None)
    days = [date(2021, 4, 29), date(2021, 4, 30), date(2021, 5, 10), date(2021, 5, 11)]
    late = timedelta(hours=23, minutes=59)
    kept(engine, *(raw(n, datetime(d.year, d.month, d.day, tzinfo=ZONE) + late) for n, d in enumerate(days)))
    assert [str(line.window) for line in ledger(engine)] == [
        "..2021-04-29",
        "2021-04-30..2021-05-10",
        "2021-04-30..2021-05-10",
        "2021-05-11..",
    ]


def test_the_known_uids_are_those_of_the_folders_present_epoch(engine: Engine) -> None:
    kept(engine, raw(7), raw(5), raw(90, uidvalidity=2), raw(80, folder="Archive"), raw(70, account="second"))
    with transaction(engine, reading=True) as connection:
        assert messages.known_uids(connection, "submissions", "INBOX", 1) == {5, 7}
        assert messages.known_uids(connection, "submissions", "INBOX", 2) == {90}
        assert messages.known_uids(connection, "submissions", "INBOX", 3) == set()


# --- what is due ---------------------------------------------------------------------------------


def due(engine: Engine, *, ids: Sequence[int] | None = None, limit: int = 100) -> list[int]:
    with transaction(engine, reading=True) as connection:
        return [message.id for message in messages.due(connection, ids=ids, limit=limit)]


def test_messages_fall_due_in_order_of_arrival(engine: Engine) -> None:
    numbers = kept(engine, raw(1, NOON + timedelta(hours=2)), raw(2, NOON), raw(3, NOON))
    assert due(engine) == [numbers[1], numbers[2], numbers[0]]
    assert due(engine, limit=2) == [numbers[1], numbers[2]]


def test_a_due_message_comes_with_its_key_and_digest(engine: Engine) -> None:
    message = raw(41)
    kept(engine, message)
    with transaction(engine, reading=True) as connection:
        (found,) = messages.due(connection)
    assert (found.key, found.sha256, found.received_at) == (message.key, digest(message), NOON)
    assert found.state is MessageState.KEPT


def test_what_was_read_is_due_no_more(engine: Engine) -> None:
    first, second = kept(engine, raw(1), raw(2))
    with transaction(engine) as connection:
        file(connection, first, submission(item()))
    assert due(engine) == [second]


def test_of_a_message_over_the_limit_the_headers_are_due_once(engine: Engine) -> None:
    (number,) = kept(engine, raw(1, size=73_400_000, too_large=True))
    assert due(engine) == [number]
    with transaction(engine) as connection:
        file(connection, number, state=MessageState.TOO_LARGE)
    assert due(engine) == []


def test_messages_asked_for_are_due_whatever_their_state(engine: Engine) -> None:
    first, second, _ = kept(engine, raw(1), raw(2), raw(3))
    with transaction(engine) as connection:
        file(connection, first, state=MessageState.SET_ASIDE, reason="附件未能读出")
    assert due(engine, ids=[second, first]) == [first, second]
    assert due(engine, ids=[]) == []


# --- the same letter -----------------------------------------------------------------------------


def test_the_same_letter_is_found_by_its_fingerprint(engine: Engine) -> None:
    first, second = kept(engine, raw(1), raw(2))
    with transaction(engine) as connection:
        file(connection, first, submission(item()), fingerprint="a" * 64)
        assert messages.same_letter(connection, second, "a" * 64) == first
        assert messages.same_letter(connection, second, "b" * 64) is None


def test_a_letter_is_no_copy_of_itself_and_not_of_its_copies(engine: Engine) -> None:
    """Reading the first delivery again must not make it a duplicate of the second."""
    first, second = kept(engine, raw(1), raw(2))
    with transaction(engine) as connection:
        file(connection, first, submission(item()))
        file(connection, second, state=MessageState.DUPLICATE, duplicate_of=first)
        assert messages.same_letter(connection, first, "f" * 64) is None
        assert messages.same_letter(connection, second, "f" * 64) == first


# --- filing --------------------------------------------------------------------------------------


def test_all_that_was_read_stands_in_the_ledger(engine: Engine) -> None:
    (number,) = kept(engine, raw(41))
    noise = (Noise("此致敬礼", NoiseKind.GREETING),)
    with transaction(engine) as connection:
        ids = file(
            connection, number, submission(item(), item("第二篇。"), source="五月信息.docx", noise=noise)
        )
    (line,) = ledger(engine)
    said = letter()
    assert line.values["subject"] == said.subject
    assert (line.values["sender_name"], line.values["sender_address"]) == ("韦小明", said.sender.address)
    assert (line.values["sent_at"], line.values["message_id"]) == (said.sent_at, said.message_id)
    assert (line.values["text"], line.values["defects"]) == (said.text, ["charset-replaced"])
    assert line.values["authenticated"] == "none"
    (attachment,) = line.attachments
    assert (attachment["name"], attachment["state"], attachment["text"]) == (
        "五月信息.docx",
        "read",
        "旧泵换新",
    )
    ((one, items),) = line.submissions
    assert (one["source"], one["unit"], one["subunit"]) == ("五月信息.docx", "广西分公司", "氧化铝厂")
    assert (one["noise"], one["remarks"]) == ([["greeting", "此致敬礼"]], ["表格按行读出"])
    assert [stored["id"] for stored in items] == ids[0]
    first = items[0]
    assert (first["title"], first["bold"], first["cut_reason"]) == ("旧泵换新", ["换泵"], "标题")
    assert (first["column"], first["group"], first["level"]) == ("开新之局", None, Level.PROBABLE)
    assert (first["reasons"], first["alternatives"]) == (["含“设备”（+1）"], [["践铝之行", None, 0.2]])
    assert (first["media"], first["contributor"], first["relation_kind"]) == ("某日报", "韦小明", None)


def test_reading_again_keeps_the_ids_and_takes_the_new_words(engine: Engine) -> None:
    (number,) = kept(engine, raw(41))
    with transaction(engine) as connection:
        before = file(
            connection, number, submission(item("旧一。"), item("旧二。")), submission(item("旧三。"))
        )
        after = file(
            connection, number, submission(item("新一。"), item("新二。")), submission(item("新三。"))
        )
    assert after == before
    assert [one["text"] for one in items_of(ledger(engine)[0])] == ["新一。", "新二。", "新三。"]


def test_reading_again_with_the_same_result_changes_nothing_but_the_log(engine: Engine) -> None:
    (number,) = kept(engine, raw(41))
    with transaction(engine) as connection:
        file(connection, number, submission(item(), item("第二篇。")))
    before = ledger(engine)
    with transaction(engine) as connection:
        file(connection, number, submission(item(), item("第二篇。")))
    after = ledger(engine)
    # An attachment is never referred to: its row is written anew.
    assert [line.submissions for line in after] == [line.submissions for line in before]
    assert [line.values for line in after] == [line.values for line in before]
    assert log(engine, number) == [
        ("intake", "kept", None),
        ("intake", "read", None),
        ("intake", "read", None),
    ]


def test_what_a_new_reading_no_longer_finds_is_gone_with_all_that_hung_on_it(engine: Engine) -> None:
    (number,) = kept(engine, raw(41))
    with transaction(engine) as connection:
        (own, _) = file(
            connection,
            number,
            submission(item(), item("第二篇。")),
            submission(item("附件里的。"), source="a"),
        )
        grams.remember_grams(connection, own[1], [1, 2, 3])
        other = (FiledAttachment("图.jpg", "image/jpeg", 1, "cd" * 32, AttachmentState.KEPT),)
        file(connection, number, submission(item()), attachments=other)
    (line,) = ledger(engine)
    assert [one["id"] for one in items_of(line)] == own[:1]
    assert [a["name"] for a in line.attachments] == ["图.jpg"]
    assert count(engine, t.item) == count(engine, t.submission) == 1
    assert count(engine, t.gram) == 0


def test_the_id_of_an_item_that_is_gone_is_never_anothers(engine: Engine) -> None:
    """A decision names its item by the id and would else speak for a stranger."""
    first, second = kept(engine, raw(1), raw(2))
    with transaction(engine) as connection:
        ((stays, goes),) = file(connection, first, submission(item(), item("第二篇。")))
        assert file(connection, first, submission(item())) == [[stays]]
        ((new,),) = file(connection, second, submission(item("别的来信。")))
    assert new not in (stays, goes)


def test_a_relation_ends_with_the_item_it_points_to(engine: Engine) -> None:
    """What repeats an item that is gone is a piece of its own."""
    first, second = kept(engine, raw(1), raw(2))
    with transaction(engine) as connection:
        ((stays, goes),) = file(connection, first, submission(item(), item("第二篇。")))
        repeats = [Relation(RelationKind.DUPLICATE, to, f"与条目 {to} 内容相同") for to in (stays, goes)]
        file(connection, second, submission(*(item(relation=one) for one in repeats)))
        file(connection, first, submission(item()))
    found = [
        (one["relation_kind"], one["relation_to"], one["relation_reason"])
        for one in items_of(ledger(engine, second)[0])
    ]
    assert found == [("duplicate", stays, f"与条目 {stays} 内容相同"), (None, None, None)]


def test_a_letter_that_comes_to_another_state_says_so_in_the_log(engine: Engine) -> None:
    (number,) = kept(engine, raw(41))
    with transaction(engine) as connection:
        file(connection, number, state=MessageState.SET_ASIDE, reason="附件未能读出", attachments=())
        again = filed(submission(item()))
        messages.file_letter(connection, number, again, actor="editor", now=NOW + timedelta(days=1))
    assert log(engine, number) == [
        ("intake", "kept", None),
        ("intake", "set_aside", "附件未能读出"),
        ("editor", "read", None),
    ]
    assert (ledger(engine)[0].values["state"], ledger(engine)[0].values["reason"]) == ("read", None)


def test_filing_one_letter_leaves_the_others(engine: Engine) -> None:
    first, second = kept(engine, raw(1), raw(2))
    with transaction(engine) as connection:
        file(connection, first, submission(item()))
        file(connection, second, submission(item("别的来信。"), item("又一篇。")))
    before = ledger(engine, first)
    with transaction(engine) as connection:
        file(connection, second)
    assert ledger(engine, first) == before
    assert items_of(ledger(engine, second)[0]) == []


def test_an_item_is_placed_anew_by_the_columns_that_are_given(engine: Engine) -> None:
    (number,) = kept(engine, raw(41))
    with transaction(engine) as connection:
        ((one, other),) = file(connection, number, submission(item(), item("第二篇。")))
        messages.set_placement(connection, one, {"column": "听青之声", "confidence": 1.0})
    found = [(i["id"], i["column"], i["confidence"]) for i in items_of(ledger(engine)[0])]
    assert found == [(one, "听青之声", 1.0), (other, "开新之局", 0.71)]
