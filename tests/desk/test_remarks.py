"""What an editor is told of letters that speak of pieces, and of what people decided against the program."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from classify.model import Publication
from compose.asked import Asked
from compose.model import Candidate, ColumnPlan, Remark, RemarkKind
from compose.pool import take_share
from compose.select import select
from desk.gathering import Past
from desk.remarks import moved_remarks, relation_remarks
from tests.compose.candidates import make_candidate, make_plan, make_relation

OLD = "12月14日，中铝新材料团委启动创建活动，126名青年参加，查出隐患47项。"
NEW = OLD.replace("126名", "136名")
AT = datetime(2021, 5, 1, 12, tzinfo=UTC)
NOTHING = Past({}, {}, {})


def old(**changes: object) -> Candidate:
    return make_candidate(4, OLD, **changes)


def new(**changes: object) -> Candidate:
    return make_candidate(5, NEW, relation=make_relation("version", 4, "主题注明更正"), **changes)


def told(
    kind: RemarkKind,
    *candidates: Candidate,
    past: Past = NOTHING,
    asked: tuple[Asked, ...] = (),
    places: dict[int, str] | None = None,
) -> list[Remark]:
    printed = {**past.printed, **past.later}
    selection = select(candidates, already_published=printed, asked=asked)
    return [r for r in relation_remarks(selection, past, places or {}) if r.kind is kind]


# --- a corrected version taken out ------------------------------------------------------------------


def test_an_old_version_that_comes_back_says_what_was_wrong_with_it() -> None:
    places = {4: "听青之声第1段"}
    (said,) = told(RemarkKind.REVIVED, old(), new(verdict="exclude"), places=places)
    assert said.item == 4
    assert said.text.startswith(
        "听青之声第1段：编辑决定不采用新稿第5条（第105号来信），版面上换成了它所代替的旧稿！"
    )
    assert "“126名”→“136名”（数字）" in said.text
    assert "--exclude 4" in said.text
    assert "--include 5" in said.text


def test_an_old_version_that_nothing_replaced_is_no_revival() -> None:
    assert told(RemarkKind.REVIVED, old(), new()) == []
    assert told(RemarkKind.REVIVED, old(verdict="exclude"), new(verdict="exclude")) == []
    older_out = told(RemarkKind.REVIVED, old(verdict="exclude"), new())
    assert older_out == []


def test_an_old_version_that_a_person_put_in_was_meant() -> None:
    assert told(RemarkKind.REVIVED, old(verdict="include"), new(verdict="exclude")) == []


# --- letters about a piece --------------------------------------------------------------------------


def ask(*, withdraws: bool = True, sender: str = "news@example.com", to: int = 4) -> Asked:
    verb = "撤回" if withdraws else "更正"
    return Asked(123, sender, AT, to, withdraws, f"要求{verb}第104号来信的条目 {to}：“……”")


def test_a_piece_that_was_taken_back_is_told_with_both_ways_out() -> None:
    (said,) = told(RemarkKind.ASKED, old(title="示范岗"), asked=(ask(),))
    assert said.item == 4
    assert said.text == (
        "第123号来信要求撤回第104号来信的条目 4：“……”，该条《示范岗》因此未编入；"
        "同意撤回请用 --exclude 4（不再提示），仍要采用请用 --include 4"
    )


def test_what_somebody_else_wants_withdrawn_is_told_at_its_place() -> None:
    (said,) = told(RemarkKind.ASKED, old(), asked=(ask(sender="他人"),), places={4: "开新之局第2段"})
    assert said.text.startswith("开新之局第2段：第123号来信要求撤回")
    assert "不刊请用 --exclude 4，不理会这封信请用 --include 4" in said.text


def test_a_correction_is_told_at_its_place_until_a_person_has_seen_it() -> None:
    asked = (ask(withdraws=False),)
    (said,) = told(RemarkKind.ASKED, old(), asked=asked, places={4: "开新之局第2段"})
    assert said.text.startswith("开新之局第2段：第123号来信要求更正")
    assert "请在版面上改定" in said.text
    seen = old(verdict="include", decided_at=AT + timedelta(days=1))
    assert told(RemarkKind.ASKED, seen, asked=asked) == []
    (still,) = told(RemarkKind.VERSION, seen, asked=asked)
    assert still.text.endswith("编辑已决定照用")


def test_what_was_decided_before_the_letter_came_does_not_settle_it() -> None:
    early = old(verdict="include", decided_at=AT - timedelta(days=1))
    assert len(told(RemarkKind.ASKED, early, asked=(ask(),))) == 1


def test_nothing_is_told_of_a_piece_that_a_person_took_out() -> None:
    assert told(RemarkKind.ASKED, old(verdict="exclude"), asked=(ask(),)) == []
    elsewhere = Past({}, {}, {4: "2021年第8期"})
    assert told(RemarkKind.ASKED, make_candidate(9), asked=(ask(),), past=elsewhere) == []


def test_a_piece_of_another_issue_is_named_with_that_issue() -> None:
    past = Past({4: "已编入2021年第8期（草稿）"}, {}, {})
    (said,) = told(RemarkKind.ASKED, make_candidate(9), asked=(ask(),), past=past)
    assert said.item is None
    assert said.text.endswith("，该条不在本期版面上（已编入2021年第8期（草稿）），请处理")


# --- what a person put in ---------------------------------------------------------------------------


def included(*candidates: Candidate, past: Past = NOTHING, places: dict[int, str] | None = None) -> list[str]:
    return [remark.text for remark in told(RemarkKind.INCLUDED, *candidates, past=past, places=places)]


def test_a_copy_that_a_person_put_in_says_where_the_same_stands() -> None:
    copy = make_candidate(7, OLD, relation=make_relation("duplicate", 4), verdict="include")
    places = {4: "听青之声第1段", 7: "听青之声第2段"}
    (said,) = included(old(), copy, places=places)
    assert said.startswith(
        "听青之声第2段：编辑收入的第7条与本期第4条（听青之声第1段）是同一稿件，两条都在版面上"
    )
    assert len(included(old(verdict="include"), new())) == 1


def test_a_piece_of_another_issue_that_a_person_put_in_names_that_issue() -> None:
    later = Past({}, {}, {}, {4: "已编入2022年第1期（草稿）"})
    (said,) = included(old(verdict="include"), past=later)
    assert said.startswith("编辑收入的第4条已编入2022年第1期（草稿），两期会重复刊出；请重编那一期")
    (said,) = included(old(verdict="include"), past=Past({4: "2021年第8期已刊"}, {}, {}))
    assert said.startswith("编辑收入的第4条2021年第8期已刊，本期又刊")


def test_a_mere_letter_that_a_person_put_in_is_warned_of() -> None:
    note = make_candidate(8, "请改。", relation=make_relation("note_on", 4, "要求更正…"), verdict="include")
    (said,) = included(old(), note)
    assert said.startswith("编辑收入的第8条不是稿件，只是一封来信（要求更正…）；不登请用 --exclude 8")


def test_what_is_known_to_be_published_and_put_in_is_told() -> None:
    printed = Publication("2021年第8期", "听青之声", OLD)
    (said,) = included(old(verdict="include", published=printed))
    assert "2021年第8期已刊，本期重登" in said


def test_what_a_person_put_in_beyond_the_share_names_what_waits() -> None:
    plans = (ColumnPlan("开新之局", make_plan(share=1)),)
    selection = take_share(select([old(), make_candidate(9, verdict="include")]), plans)
    (said,) = relation_remarks(selection, NOTHING)
    assert said.kind is RemarkKind.INCLUDED
    assert said.text == "编辑收入的第9条占本组本期的名额，原应刊用的第4条改为候用（下期优先）"


def test_a_usual_piece_that_a_person_put_in_is_not_remarked() -> None:
    assert included(old(verdict="include")) == []


# --- moved letters ----------------------------------------------------------------------------------


def test_letters_that_were_moved_are_told_on_both_sides() -> None:
    came, went = {36: "2021-12-26收到，按收到时间属2022年第1期"}, {12: "2022年第2期"}
    one, other = moved_remarks(came, went, {36: "迟到稿件", 12: ""})
    assert (
        one.text
        == "第36号来信《迟到稿件》由编辑收入本期（2021-12-26收到，按收到时间属2022年第1期），账也算在本期"
    )
    assert other.text == "第12号来信《无主题》在本期的采集时间内收到，已由编辑移到2022年第2期，账也算在那里"
