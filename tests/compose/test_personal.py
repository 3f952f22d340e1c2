"""First-person pieces: whole sentences, the writer's own, none rewritten."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compose.personal import cut
from compose.sentences import sentences

FEELING = (
    "5月6日，公司组织我们参观了矿山陈列馆。一张张发黄的照片、一件件磨亮的工具，把我带回到那段艰苦的岁月。"
    "老一辈矿工住窝棚、啃咸菜，用双手凿出了第一条运矿路。讲解员的声音很轻，展厅里很静。"
    "作为一名青年党员，我深深感到肩上的责任沉甸甸的。今天的好条件来之不易，我没有理由在岗位上叫苦叫累。"
    "这让我想起了自己的师傅，他三十年如一日守着磨机，从没有出过一次差错。"
    "我将向师傅看齐，把每一次点检做细，把每一颗螺栓拧紧，用行动回报企业的培养。"
)


@pytest.mark.parametrize("most", [60, 90, 140, 200, 400])
def test_a_first_person_piece_keeps_whole_sentences_in_their_order_within_the_budget(most: int) -> None:
    printed = cut(FEELING, (most // 2, most)).text
    kept = [sentence.of(printed) for sentence in sentences(printed)]
    source = [sentence.of(FEELING) for sentence in sentences(FEELING)]
    assert kept == [sentence for sentence in source if sentence in kept]
    assert 0 < len(printed) <= most


def test_a_first_person_piece_keeps_what_the_writer_feels_and_leaves_out_what_happened() -> None:
    printed = cut(FEELING, (70, 140)).text
    assert "我深深感到" in printed
    assert "我将向师傅看齐" in printed
    assert "公司组织我们参观" not in printed
    assert "讲解员" not in printed


def test_a_piece_that_fits_stays_whole() -> None:
    assert cut(FEELING, (70, 400)).text == FEELING


def test_a_sentence_without_an_end_mark_is_given_one() -> None:
    assert cut("我要守好岗位\n我要当好徒弟", (10, 60)).text == "我要守好岗位。我要当好徒弟。"


def test_where_nothing_fits_the_shortest_sentence_stays_whole() -> None:
    short, long = (
        "我要守好自己的岗位，把每一炉料看好。",
        "我想起了" + "那些平凡而又难忘的日子，" * 5 + "久久不能平静。",
    )
    assert cut(long + short + long, (5, 10)).text == short


def test_an_endless_sentence_is_clipped_and_says_so() -> None:
    printed = cut("我要守好岗位，" * 100, (70, 140)).text
    assert len(printed) <= 3 * 140 + 2
    assert printed.endswith("岗位……")


def test_an_empty_text_has_no_sentences_to_cut() -> None:
    assert cut("", (70, 140)).text == ""


@given(
    st.lists(st.sampled_from([s.of(FEELING) for s in sentences(FEELING)]), max_size=9), st.integers(20, 200)
)
def test_no_sentence_is_ever_rewritten(drawn: list[str], most: int) -> None:
    text = "".join(drawn)
    wording = cut(text, (most // 2, most))
    assert wording.text == "".join(text[start:end] for start, end in wording.used)


CRANE = (
    "我是一名天车工，每天在二十米高的驾驶室里吊运铝水包。",
    "师傅常跟我说，手上稳一分，下面的人就安全一分。",
)


@pytest.mark.parametrize(
    "empty",
    [
        "公司党委组织全体党员观看了专题片。",
        "习近平总书记强调，空谈误国、实干兴邦。",
        "中国共产党走过了波澜壮阔的一百年。",
        "让我们携起手来，为实现中国梦而努力奋斗！",
        "通过学习，我进一步提高了政治站位，受益匪浅。",
        "没有先辈的牺牲，就没有今天的幸福生活。",
        "编辑老师好，这是我写的一点体会，请多指正。",
        "“路漫漫其修远兮，吾将上下而求索。”",
        "作为一名党员，要时刻牢记自己的身份。",
        "现将学习心得汇报如下：",
        "一是要坚定信念。二是要勇于担当。三是要服务群众。",
        "难道我们还有什么理由不努力吗？",
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_what_anybody_might_have_written_goes(empty: str, place: int) -> None:
    text = "\n".join([*CRANE[:place], empty, *CRANE[place:]])
    assert cut(text, (30, 52)).text == "".join(CRANE)


@pytest.mark.parametrize(
    "text",
    [
        "学党史有感\n{}",
        "《红色足迹》\n{}",
        "{}\n罗小荣",
        "{}\n（热电厂 罗小荣）",
        "{}\n作者：罗小荣",
        "{}\n热电厂 罗小荣\n2021年5月6日",
        "一、提高站位，认清形势\n{}",
    ],
)
def test_title_heads_signature_and_date_are_none_of_the_text(text: str) -> None:
    assert cut(text.format("\n".join(CRANE)), (30, 140)).text == "".join(CRANE)


def test_a_question_stays_with_its_answer() -> None:
    question, answer = "什么是我的初心？", "我的理解是，把手里的活干好就是初心。"
    filler = "公司组织参观，场面十分热烈，大家认真聆听讲解，仔细观看展板，受到了一次教育。" * 3
    assert cut(f"{question}{answer}{filler}", (10, 60)).text == question + answer
    printed = cut(f"{question}{answer * 4}{filler}{CRANE[0]}", (10, 60)).text
    assert question not in printed or answer in printed


def test_a_sentence_that_leans_on_another_is_not_printed_without_it() -> None:
    story = "小时候我问爷爷" + "那一年的雪有多深、路有多远、干粮够不够吃，" * 4 + "他只是笑。"
    printed = cut(f"{story}他的这句话我记了半辈子。{CRANE[0]}{CRANE[1]}", (20, 60)).text
    assert printed == "".join(CRANE)


def test_a_general_remark_may_go_from_the_middle_of_a_story() -> None:
    told = ("我爷爷是修路工，一辈子没离开过矿山。", "如今我在磨机旁守了二十年，累的时候就想起他这句话。")
    remark = "没有老一辈的牺牲，就没有我们今天的幸福生活，这是千真万确的道理。"
    assert cut(told[0] + remark + told[1], (20, 60)).text == "".join(told)


@pytest.mark.parametrize("word", ["因此，", "同时，", "为此，", "总之，", "最后，"])
def test_an_opening_that_ties_to_what_was_left_out_goes_with_it(word: str) -> None:
    text = f"公司组织全体员工认真学习了有关文件精神，收到了良好的效果。{word}{CRANE[0]}{CRANE[1]}"
    assert cut(text, (30, 52)).text == "".join(CRANE)


def test_an_opening_stays_behind_the_sentence_it_ties_to() -> None:
    text = f"{CRANE[0]}因此，我从不在班上看手机。"
    filler = "公司组织全体员工认真学习了有关文件精神。" * 4
    assert cut(text + filler, (30, 60)).text == text


def test_where_there_is_nothing_but_phrases_they_are_printed() -> None:
    text = "要发扬优良传统，践行初心使命。要勇于担当，奋勇争先。" * 5
    printed = cut(text, (40, 80)).text
    assert 40 <= len(printed) <= 80


def test_half_width_marks_become_those_of_the_house_outside_quotations() -> None:
    text = '我守了二十年磨机,从没出过差错.师傅说:"稳一分,安全一分."我记住了.'
    assert cut(text, (10, 60)).text == "我守了二十年磨机，从没出过差错。师傅说：“稳一分,安全一分.”我记住了。"
