"""Excerpts from the media: every character of their paragraphs, and nothing that stands around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compose.digest import digest
from compose.excerpt import verbatim
from tests.compose.candidates import make_candidate, make_plan

ARTICLE = (
    "质量是企业的生命。有关部门负责人指出，要把标准立起来、把责任压下去。\n"
    "\n"
    "　　2020年，我国制造业产品质量合格率达到93.4%,同比提高0.6个百分点。\n"
    "　　“质量强国”不是一句口号，而是一代又一代人的接续奋斗。"
)


def test_an_excerpt_keeps_every_character_and_its_paragraphs() -> None:
    printed = verbatim(ARTICLE).text
    assert "".join(printed.split()) == "".join(ARTICLE.split())
    assert printed.split("\n") == [line.strip() for line in ARTICLE.split("\n") if line.strip()]


def test_an_excerpt_is_not_put_in_house_punctuation() -> None:
    assert "93.4%,同比" in verbatim(ARTICLE).text


@pytest.mark.parametrize(
    "tail",
    [
        "（新华网）",
        "(新华网)",
        "（来源：新华网）",
        "来源：新华网",
        "\n来源:新华网",
        "\n（新华网）",
        "\n摘自 新华网 ",
        "（转自新华网5月6日）",
    ],
)
def test_the_media_name_that_becomes_the_attribution_is_not_printed_twice(tail: str) -> None:
    assert verbatim(ARTICLE + tail).text == verbatim(ARTICLE).text


@pytest.mark.parametrize(
    "tail",
    [
        "（记者 王芳）",
        "（人民日报）",
        "来源：光明网",
        "\n（光明日报 作者：周言）\n责编：王明",
        "\n《人民日报》（2021年05月01日 第01版）",
        "\n【责任编辑：刘明】",
        "\n分享到：微信  微博  QQ空间",
        "\n长按扫码，阅读原文",
        "\n阅读量：2.3万",
        "\nhttps://news.example.com/2021/05/01/c_1127.htm",
        "\n报送人：牛建     审核：党委组织部  2021年6月11日",
        "\n（建议配纪念馆照片，照片见附件）",
    ],
)
def test_what_stands_below_an_excerpt_is_not_printed(tail: str) -> None:
    assert verbatim(ARTICLE + tail).text == verbatim(ARTICLE).text


@pytest.mark.parametrize(
    "head",
    [
        "编辑老师好，下面这段职工们学起来特别亲，看能不能用上\n",
        "各位老师：现摘录质量强国评论一段，请审。\n\n",
        "报送内容（思理之源栏目）：\n",
        "思理之源\n",
        "转自：求是网  http://www.example.cn/2021-04/27/c_112.htm\n",
        "来源：新华社   2021-05-12 09:13:26   字体大小：大 中 小   打印\n",
        "央视新闻客户端  2021年4月30日 21:47\n　　",
        "发布时间：2021-05-06\n",
        "2021年5月6日 09:30\n",
        "新华社北京5月1日电（记者王芳、李明）",
        "（新华社北京5月1日电）",
        "人民日报北京5月1日电 记者 王芳 ",
    ],
)
def test_what_stands_above_an_excerpt_is_not_printed(head: str) -> None:
    assert verbatim(head + ARTICLE).text == verbatim(ARTICLE).text


@pytest.mark.parametrize(
    "line",
    [
        "质量是企业的生命（见新华网）之后的话。",
        "编辑人员的来源：广泛、可靠。",
        "据统计，全国有日报两千家。",
        "总书记同各位老师亲切交谈。",
        "习近平总书记对老师们说，你们好！",
        "走好这段新的长征路，把能用得上的本领练扎实。",
        "摘录古人名句，谢绝浮华。",
    ],
)
def test_a_sentence_that_only_looks_like_a_source_line_stays(line: str) -> None:
    assert verbatim(f"{line}\n质量强国是接续奋斗。\n{line}").text == f"{line}\n质量强国是接续奋斗。\n{line}"


@pytest.mark.parametrize(
    ("title", "opening"),
    [
        ("质量强国要久久为功", "质量强国要久久为功。"),
        ("【好文推荐】质量强国要久久为功", "质量强国要久久为功。"),
        ("质量强国，你我何为？", "质量强国，你我何为？"),
        ("思理之源投稿", ""),
        ("转发：人民日报评论员文章", ""),
        ("评论", ""),
        (None, ""),
    ],
)
def test_the_title_of_a_commentary_opens_it_as_a_sentence(title: str | None, opening: str) -> None:
    assert (
        verbatim(f"{title}\n{ARTICLE}" if title else ARTICLE, title).text == opening + verbatim(ARTICLE).text
    )


def test_no_title_stands_before_a_leaders_words() -> None:
    text = "习近平总书记在某地考察时强调，要把住质量安全关。"
    assert verbatim(text, "把住质量安全关").text == text
    assert verbatim("要把住质量安全关。", "习近平：把住质量安全关").text == "要把住质量安全关。"


def test_an_excerpt_tells_that_its_title_is_used() -> None:
    text = "质量强国要久久为功\n来源：光明网\n质量是企业的生命。"
    assert verbatim(text, "质量强国要久久为功").used == ((0, 9), (17, 26))


def test_an_excerpt_that_is_nothing_but_its_source_line_stays() -> None:
    assert verbatim("（新华网）").text == ""
    piece = digest(make_candidate(1, "（新华网）", media="新华网"), make_plan("verbatim"))
    assert piece.text == "（新华网）"


def test_an_excerpt_tells_which_lines_it_is_made_of() -> None:
    wording = verbatim("第一段。\n\n第二段。（新华网）")
    assert wording.used == ((0, 4), (6, 10))


@given(st.text(alphabet="质量强国“”（），。\n 　93.4%abc", max_size=80))
def test_no_visible_character_of_an_excerpt_is_lost(text: str) -> None:
    assert "".join(verbatim(text).text.split()) == "".join(text.split())


def test_invisible_characters_are_left_out_of_an_excerpt() -> None:
    assert verbatim("质\u200b量\x00强国\ud800。").text == "质量强国。"
