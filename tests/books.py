"""Books on a mailbox and its ledger: what people and settings did to the one must stand in the other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from desk.reader import HALVES, TRIES
from tests.letters import Kind, text
from tests.mailworld import MOVE, SEEN, Delivery, Mailbox, Present
from tests.world import World

GIVEN_UP = f"读了 {TRIES * HALVES} 次，每次都没有读完整个运行就中断了"
"""Why a letter is set aside whose readings died with their runs."""

Row = dict[str, Any]


@dataclass(slots=True)
class Books:
    """What was seen so far.

    `ledger` is the whole database as last seen; `wishes` is, by message, what the settings wanted done with
    it on the server.  `deaths` counts runs that did not end, or stood still while others read; `cured` says
    whether the poison was ever taken away.
    """

    world: World
    mailbox: Mailbox
    ledger: dict[str, list[Row]] = field(default_factory=dict)
    wishes: dict[int, str] = field(default_factory=dict)
    deaths: int = 0
    cured: bool = False

    @property
    def rows(self) -> list[Row]:
        """The messages, in the order in which they came."""
        return self.ledger["message"]

    def everything(self) -> dict[str, list[Row]]:
        """The whole database; messages and events in the order in which they came."""
        found = self.world.everything()
        for name in ("message", "event"):
            found[name].sort(key=lambda row: int(row["id"]))
        return found

    def delivery(self, row: Row) -> Delivery:
        """What a message was delivered as."""
        return self.mailbox.known[row["uidvalidity"], row["uid"]]

    # --- at any moment

    def observe(self, after: str) -> None:
        """Check what holds at any moment, killed runs or not; `after` is what the settings now want."""
        old, self.ledger = self.ledger, self.everything()
        assert self.ledger["event"][: len(old.get("event", []))] == old.get("event", []), (
            "history was altered"
        )
        said = {event["message_id"]: event["state"] for event in self.ledger["event"]}
        assert said == {row["id"]: row["state"] for row in self.rows}, "the last event tells another state"
        keys = Counter((row["account"], row["folder"], row["uidvalidity"], row["uid"]) for row in self.rows)
        assert not [key for key, times in keys.items() if times > 1], "a UID came twice"
        assert {row["id"] for row in old.get("message", [])} <= said.keys(), "a message vanished"
        for event in self.ledger["event"]:
            if event["state"] == "kept":  # of what was over the limit nothing is wanted before it is
                self.wishes.setdefault(event["message_id"], after)
        self._archive()

    def _archive(self) -> None:
        files = dict(line.split() for line in self.world.archived())
        assert files == {f"{sha[:2]}/{sha[2:]}.eml": sha for sha in files.values()}, (
            "a file is not what it says"
        )
        missing = {row["sha256"] for row in self.rows} - set(files.values())
        assert not missing, "bytes are missing"

    # --- when a poll came to its end

    def settled(self, present: Present, *, raised: bool) -> Present:
        """Check what holds behind a poll; `present` is what was there when it began.

        `raised` says that no letter is over the size limit any more.  Returns what is there now.
        """
        now = self.mailbox.look()
        epoch = self.mailbox.epoch()
        here = {(row["uidvalidity"], row["uid"]): row for row in self.rows}
        for uid, (delivery, _) in present.items():
            assert delivery.gone or (epoch, uid) in here, f"not taken in: {uid}, {delivery}"
            assert uid not in now or not raised or here[epoch, uid]["state"] != "too_large", "not completed"
        assert not self.ledger["errand"]
        assert not [gap for gap in self.ledger["gap"] if gap["closed_at"] is None]
        for row in self.rows:
            assert row["state"] != "kept", row
            assert not row["attempts"], row
            assert row["subject"] is not None, row
            self._bytes(row)
        self._letters()
        self._server(now)
        return now

    def _bytes(self, row: Row) -> None:
        delivery = self.delivery(row)
        assert row["size"] == len(delivery.data), row
        if row["sha256"] != delivery.sha256:  # of a repeat of what was over the limit there are headers only
            assert row["sha256"] == delivery.headers_sha256, row
            assert delivery.kind is Kind.LARGE, row
            assert row["state"] in ("too_large", "duplicate"), row

    def _letters(self) -> None:
        groups: dict[str, list[Row]] = {}
        for row in self.rows:
            groups.setdefault(self.delivery(row).letter, []).append(row)
        owner = {row["id"]: row["message_id"] for row in self.ledger["submission"]}
        items: dict[int, list[str]] = {}
        for item in self.ledger["item"]:
            items.setdefault(owner[item["submission_id"]], []).append(item["text"])
        for group in groups.values():
            self._letter(group, items)
        assert not items, "items of messages that count for nothing"

    def _letter(self, group: list[Row], items: dict[int, list[str]]) -> None:
        """Check that a letter counts once, however often it came, and so does what it says."""
        count = [row for row in group if row["state"] != "duplicate"]
        waiting = [row for row in count if row["state"] in ("set_aside", "too_large")]
        read = [row for row in count if row not in waiting]
        assert count, f"only duplicates: {group}"
        assert len(read) <= 1, f"counts twice: {read}"
        assert len({(row["sha256"], row["size"]) for row in count}) == len(count), f"the same bytes: {count}"
        for row in group:
            first = [one for one in count if one["id"] == row["duplicate_of"]]
            assert bool(first) == (row["state"] == "duplicate"), f"of what is it a duplicate? {row}"
        for row in waiting:
            self._waits(row)
        for row in read:
            delivery = self.delivery(row)
            assert row["state"] == delivery.kind.comes_to, row
            assert items.pop(row["id"], []) == [text(delivery.number)] * delivery.kind.items, row
            assert self.cured or not delivery.kind.poisoned, row

    def _waits(self, row: Row) -> None:
        """Check that a letter waits for a person with good reason."""
        kind = self.delivery(row).kind
        if row["state"] == "too_large":
            assert kind is Kind.LARGE, row
        elif not kind.poisoned:
            assert self.deaths >= TRIES * HALVES, row
            assert row["reason"].startswith(GIVEN_UP), row

    def _server(self, now: Present) -> None:
        """Check that on the server nothing was done but what people and the settings wanted."""
        wishes: dict[str, set[str]] = {}
        for row in self.rows:
            wishes.setdefault(self.delivery(row).name, set()).add(self.wishes.get(row["id"], ""))
        there = {delivery.name: flags for delivery, flags in now.values()}
        away = [one for one in self.mailbox.deliveries if not one.gone and one.name not in there]
        moved, due = self.mailbox.moved(), Counter(one.sha256 for one in away)
        assert not due - moved, "lost on the server"
        # Of what people took out while it was being moved there may be a copy.
        assert moved - due <= Counter(one.sha256 for one in self.mailbox.deliveries if one.raced), "doubled"
        for one in away:
            assert MOVE in wishes[one.name], f"nobody wanted it moved: {one}"
        for one in self.mailbox.deliveries:
            more = there.get(one.name, one.flags) ^ one.flags
            assert more <= ({r"\Seen"} if SEEN in wishes.get(one.name, ()) else set()), f"{one}: {more}"
        for row in self.rows:
            if row["uidvalidity"] == self.mailbox.epoch() and row["uid"] in now:
                wish = self.wishes.get(row["id"], "")
                assert wish != MOVE, f"not moved: {row}"
                assert wish != SEEN or r"\Seen" in now[row["uid"]][1], f"not marked: {row}"
