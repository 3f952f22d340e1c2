"""The sample mailbox over IMAP to a drafted issue: every letter's expected reading, and the whole way."""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from desk.commands.demo import PASSWORD, USER, deliver, settings_text
from desk.imap_server import serving
from desk.samples.build import Sample, letters
from tests.command import Done, command

MAILBOX = letters()
WINDOW = (date(2021, 4, 30), date(2021, 5, 10))
COMPOSE = ("--window", "04-30..05-10", "--date", "2021-05-14")


@dataclass(frozen=True, slots=True)
class Polled:
    """A mailbox that was polled twice and composed twice, and what each command said."""

    config: Path
    polls: tuple[Done, Done]
    lists: tuple[Done, Done]
    drafts: tuple[Done, Done]

    def run(self, line: str, *arguments: object) -> Done:
        return command(line, *arguments, "--config", self.config)

    @property
    def messages(self) -> dict[str, dict[str, Any]]:
        """The ledger's line of each sample."""
        rows = self.lists[0].lines
        assert len(rows) == len(MAILBOX)
        return {sample.name: row for sample, row in zip(MAILBOX, rows, strict=True)}

    @property
    def draft(self) -> Any:
        return self.drafts[0].json


@pytest.fixture(scope="module")
def polled(tmp_path_factory: pytest.TempPathFactory) -> Polled:
    folder = tmp_path_factory.mktemp("desk")
    config = folder / "config.toml"
    (folder / "demo").mkdir()
    (folder / "demo" / "password").write_text(PASSWORD, "utf-8")
    with serving(USER, PASSWORD) as port:
        config.write_text(settings_text(port), "utf-8")
        deliver(port, MAILBOX)
        first = command("intake poll --config", config)
        listed = command("intake list --json --config", config)
        second = command("intake poll --config", config)
        again = command("intake list --json --config", config)
    drafted = command("compose --json", *COMPOSE, "--config", config)
    redrafted = command("compose --json", *COMPOSE, "--config", config)
    return Polled(config, (first, second), (listed, again), (drafted, redrafted))


def pieces(draft: Any) -> list[dict[str, Any]]:
    return [piece for _, _, _, piece in placed(draft)]


def placed(draft: Any) -> list[tuple[str, str | None, dict[str, Any], dict[str, Any]]]:
    """(column, group, paragraph, piece) of everything printed."""
    return [
        (column["name"], group["name"], paragraph, piece)
        for column in draft["columns"]
        for group in column["groups"]
        for paragraph in group["paragraphs"]
        for piece in paragraph["pieces"]
    ]


# --- taking in --------------------------------------------------------------------------------------


def test_every_sample_stands_in_the_ledger_exactly_once_with_its_bytes_and_arrival(polled: Polled) -> None:
    assert polled.polls[0].status == 4  # two letters need a person
    rows = polled.messages
    assert len({row["id"] for row in rows.values()}) == len(MAILBOX)
    for sample in MAILBOX:
        row = rows[sample.name]
        assert datetime.fromisoformat(row["received_at"]) == sample.received_at
        raw = polled.run(f"intake show {row['id']} --raw")
        assert raw.raw == sample.data
        assert row["size"] == len(sample.data)


def test_polling_again_changes_nothing(polled: Polled) -> None:
    assert polled.polls[1].status == 0
    assert "新到 0 封" in polled.polls[1].out
    assert polled.lists[1].out == polled.lists[0].out


@pytest.mark.parametrize("sample", MAILBOX, ids=lambda sample: sample.name)
def test_a_sample_is_read_as_expected(polled: Polled, sample: Sample) -> None:
    row = polled.messages[sample.name]
    assert row["state"] == sample.expected.state, row["reason"]
    assert bool(row["reason"]) == (row["state"] != "read")
    items = [item for submission in row["submissions"] for item in submission["items"]]
    assert len(items) == len(sample.expected.items)
    for item, expected in zip(items, sample.expected.items, strict=True):
        assert expected.contains in f"{item['title']}{item['text']}"
        assert item["unit"] == expected.unit
        assert (item["relation"] or {}).get("kind") == expected.relation
        if expected.column != "展事迹·学风采" and expected.person:
            assert item["contributor"] == expected.person


def test_nearly_every_item_is_placed_as_expected_and_the_others_are_not_called_sure(polled: Polled) -> None:
    wrong, total = [], 0
    for sample in MAILBOX:
        items = [i for s in polled.messages[sample.name]["submissions"] for i in s["items"]]
        for item, expected in zip(items, sample.expected.items, strict=True):
            total += 1
            group = expected.group or item["group"]
            if (item["column"], item["group"]) != (expected.column, group):
                wrong.append((sample.name, item["column"], item["level"]))
    assert len(wrong) <= 0.05 * total, wrong
    assert [name for name, _, level in wrong if level == "sure"] == []


def test_every_submission_belongs_to_one_window(polled: Polled) -> None:
    assert {
        submission["window"] for row in polled.messages.values() for submission in row["submissions"]
    } == {
        "..",
    }  # nothing was composed yet


# --- the draft --------------------------------------------------------------------------------------


def test_the_issue_is_numbered_dated_and_counted_on(polled: Polled) -> None:
    issue = polled.draft["issue"]
    assert (issue["year"], issue["number"], issue["serial"]) == (2021, 9, 9)
    assert issue["date"] == "2021-05-14"
    assert issue["window"] == {"start": "2021-04-30", "end": "2021-05-10"}
    assert issue["revision"] == 1
    assert issue["series"] == {"展事迹·学风采": 2}


def test_columns_stand_in_the_order_of_the_settings(polled: Polled) -> None:
    assert [column["name"] for column in polled.draft["columns"]] == [
        "学·习之路",
        "思理之源",
        "践铝之行",
        "悟心之语",
        "听青之声",
        "开新之局",
        "展事迹·学风采",
    ]
    assert polled.draft["columns"][-1]["heading"] == "展事迹·学风采（连载之二）"


def test_the_ledger_counts_every_letter_and_item_of_the_window(polled: Polled) -> None:
    inside = [s for s in MAILBOX if WINDOW[0] <= s.received_at.date() <= WINDOW[1]]
    states = Counter(sample.expected.state.value for sample in inside)
    ledger = polled.draft["ledger"]
    assert ledger["balanced"] is True
    assert ledger["messages"] == {
        "received": len(inside),
        "with_submissions": states["read"],
        "not_submission": states["not_submission"],
        "duplicate": states["duplicate"],
        "set_aside": states["set_aside"],
        "too_large": 0,
    }
    expected = [item for sample in inside for item in sample.expected.items]
    assert ledger["items"]["total"] == len(expected)
    assert ledger["items"]["duplicate"] == sum(1 for item in expected if item.relation == "duplicate")
    assert ledger["items"]["superseded"] == sum(1 for item in expected if item.relation == "version")
    assert ledger["items"]["placed"] == len({piece["item"] for piece in pieces(polled.draft)})


def test_the_corrected_version_is_printed_and_the_older_one_is_not(polled: Polled) -> None:
    printed = {piece["letter"] for piece in pieces(polled.draft)}
    rows = polled.messages
    assert rows["61-trade-april-corrected"]["id"] in printed
    assert rows["31-trade-april-figures"]["id"] not in printed


def test_a_piece_holds_no_number_that_its_source_does_not(polled: Polled) -> None:
    sources = {
        item["id"]: f"{item['title']} {item['text']} {item['unit']} {item['subunit']}"
        for row in polled.messages.values()
        for submission in row["submissions"]
        for item in submission["items"]
    }
    for piece in pieces(polled.draft):
        for number in re.findall(r"\d+(?:\.\d+)?", piece["text"]):
            assert number in sources[piece["item"]], piece["text"]


def test_portraits_open_with_unit_and_person(polled: Polled) -> None:
    texts = [p["text"] for column, _, _, p in placed(polled.draft) if column == "展事迹·学风采"]
    wanted = {
        f"{item.unit}{item.person}"
        for sample in MAILBOX
        for item in sample.expected.items
        if item.column == "展事迹·学风采" and item.person and sample.received_at.date() <= WINDOW[1]
    }
    assert {text.split("。")[0] for text in texts} >= wanted


def test_merged_columns_are_one_paragraph_and_first_person_pieces_stand_alone(polled: Polled) -> None:
    by_column: dict[str, list[int]] = {}
    for column in polled.draft["columns"]:
        for group in column["groups"]:
            by_column.setdefault(column["name"], []).extend(len(p["pieces"]) for p in group["paragraphs"])
    assert len(by_column["听青之声"]) == 1
    assert by_column["听青之声"][0] > 5
    assert set(by_column["悟心之语"]) == {1}


def test_first_person_pieces_are_signed_with_unit_and_name(polled: Polled) -> None:
    signed = [p["attribution"] for column, _, p, _ in placed(polled.draft) if column == "悟心之语"]
    assert all(signed)
    assert any(words.startswith("中铝山东第二氧化铝厂") and words.endswith(" 宋志远") for words in signed)


def test_composing_again_is_a_new_revision_with_the_same_words(polled: Polled) -> None:
    first, second = (done.json for done in polled.drafts)
    assert second["issue"]["revision"] == 2
    assert second["columns"] == first["columns"]
    assert second["remarks"] == first["remarks"]


def test_the_word_file_holds_masthead_every_piece_and_the_imprint(polled: Polled) -> None:
    xml = zipfile.ZipFile(polled.draft["files"]["docx"]).read("word/document.xml").decode()
    text = re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", xml))
    assert "2021年第9期（总第9期）" in text
    assert "（本期信息采集时间：4月30日—5月10日）" in text
    for label in ("发放：", "抄送：", "投稿邮箱："):
        assert label in text
    bare = re.sub(r"\s", "", text)
    for piece in pieces(polled.draft):
        assert re.sub(r"\s|&", "", piece["text"])[:30] in bare


def test_the_page_holds_the_full_text_behind_every_piece(polled: Polled) -> None:
    page = Path(polled.draft["files"]["html"]).read_text("utf-8")
    bare = re.sub(r"<[^>]+>|\s", "", page)
    items = {
        item["id"]: item["text"]
        for row in polled.messages.values()
        for submission in row["submissions"]
        for item in submission["items"]
    }
    for piece in pieces(polled.draft):
        text = re.sub(r"\s", "", items[piece["item"]])
        assert text[:30] in bare
        assert text[-30:] in bare


def test_the_ledger_command_lists_a_line_for_each_letter_and_item(polled: Polled) -> None:
    done = polled.run("compose ledger --json --window 04-30..05-10")
    ledger = polled.draft["ledger"]
    assert done.status == 0
    assert len(done.json["message_entries"]) == ledger["messages"]["received"]
    assert len(done.json["item_entries"]) == ledger["items"]["total"]


def test_letters_of_a_composed_window_belong_to_it(polled: Polled) -> None:
    rows = polled.run("intake list --json --window 04-30..05-10").lines
    assert len(rows) == polled.draft["ledger"]["messages"]["received"]
    windows = {submission["window"] for row in rows for submission in row["submissions"]}
    assert windows == {"2021-04-30..2021-05-10"}


# --- what the editor corrects -----------------------------------------------------------------------


def test_what_an_editor_decides_outlives_reading_and_composing_again(polled: Polled) -> None:
    unknown = polled.messages["32-unknown-contractor"]
    item = unknown["submissions"][0]["items"][0]["id"]
    assert polled.run(f"classify set {item} 开新之局").status == 0
    assert polled.run(f"intake unit {unknown['id']} 广西华磊").status == 0
    assert polled.run(f"intake retry {unknown['id']}").status == 0
    draft = polled.run("compose --json", *COMPOSE).json
    (found,) = [(column, piece) for column, _, _, piece in placed(draft) if piece["item"] == item]
    assert found[0] == "开新之局"
    assert found[1]["unit"] == "广西华磊"
    shown = polled.run(f"classify explain {item} --json").json
    assert shown["confidence"] == 1
    assert "编辑指定" in shown["reasons"][0]


def test_an_excluded_item_stays_out_and_is_accounted_for(polled: Polled) -> None:
    item = pieces(polled.draft)[-1]["item"]
    draft = polled.run("compose --json", *COMPOSE, "--exclude", item).json
    assert item not in {piece["item"] for piece in pieces(draft)}
    assert draft["ledger"]["items"]["excluded"] == 1
    assert draft["ledger"]["balanced"]
    draft = polled.run("compose --json", *COMPOSE, "--include", item).json
    assert item in {piece["item"] for piece in pieces(draft)}


def test_a_straggler_is_taken_in_from_another_window_and_accounted_for_there(polled: Polled) -> None:
    late = polled.messages["88-guangxi-reflection-late"]["submissions"][0]["items"][0]["id"]
    before = polled.run("compose ledger --json --window 04-30..05-10").json["messages"]["received"]
    draft = polled.run("compose --json", *COMPOSE, "--include", late).json
    assert late in {piece["item"] for piece in pieces(draft)}
    assert draft["ledger"]["messages"]["received"] == before + 1
    assert draft["ledger"]["balanced"]


def test_the_next_issue_counts_on_and_does_not_print_what_the_last_one_did(polled: Polled) -> None:
    draft = polled.run("compose --json --window 05-11..05-20 --date 2021-05-24").json
    assert (draft["issue"]["number"], draft["issue"]["serial"]) == (10, 10)
    first = {piece["item"] for piece in pieces(polled.run("compose --json --dry-run", *COMPOSE).json)}
    assert not first & {piece["item"] for piece in pieces(draft)}
    assert not [r for r in draft["remarks"] if r["kind"] in ("window-gap", "window-overlap")]


def test_status_counts_what_came_in(polled: Polled) -> None:
    states = polled.run("intake status --json").json["states"]
    assert sum(states.values()) == len(MAILBOX)
    assert states["kept"] == 0
    assert json.dumps(states)
