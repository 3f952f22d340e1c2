"""HTML becomes what a reader sees, line by line."""

from __future__ import annotations

import time

import pytest

from intake.documents.html import MAX_HTML, MAX_NESTING, MAX_TAG, html_to_text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>一<b>二</b> <i>三</i></p>\n<p>四</p>", "一二 三\n四"),
        ("<div>一<br>二</div><div>三</div>", "一\n二\n三"),
        ("一<br><br><br><br>二", "一\n\n二"),
        ("<div>一</div><div><br></div><div>二</div>", "一\n\n二"),
        ("<p>一</p><p>&nbsp;</p><p>二</p>", "一\n\n二"),
        ("<p>　　首行缩进&nbsp;&nbsp;的\n段落</p>", "首行缩进 的 段落"),
        ("<h1>标题</h1>正文", "标题\n正文"),
        ("<pre>一\n  二</pre>", "一\n二"),
        ("<div style='white-space: pre-wrap'>一\n二</div>", "一\n二"),
        ("a &lt;b&gt; &amp; &#20013;", "a <b> & 中"),
        ("H<sub>2</sub>O 与 m<sup>2</sup>", "H2O 与 m2"),
    ],
)
def test_paragraphs_are_lines(page: str, text: str) -> None:
    assert html_to_text(page) == text


def test_table_rows_are_lines_and_cells_stand_between_tabs() -> None:
    head, row = "<tr><th>单位</th><th>篇数</th></tr>", "<tr><td><p>山东</p><p>分公司</p></td><td>3</td></tr>"
    page = f"<table>{head}{row}</table>"
    assert html_to_text(page) == "单位\t篇数\n山东 分公司\t3"


def test_an_empty_cell_keeps_its_place() -> None:
    assert html_to_text("<table><tr><td>a</td><td></td><td>c</td></tr></table>") == "a\t\tc"


def test_a_table_that_is_mere_layout_keeps_its_paragraphs() -> None:
    inner = "".join(f"<p>第{n}段</p>" for n in range(5))
    page = (
        f"<table><tr><td>标志</td><td>{inner}<table><tr><td>x</td><td>y</td></tr></table></td></tr></table>"
    )
    assert html_to_text(page) == "标志\n第0段\n第1段\n第2段\n第3段\n第4段\nx\ty"


def test_lists_show_their_numbers_and_bullets() -> None:
    page = "<ol start=3><li><p>甲</p><li>乙<ul><li>丙</ul></ol><p>完"
    assert html_to_text(page) == "3. 甲\n4. 乙\n• 丙\n完"


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>x</script>",
        "<style>x</style>",
        "<title>x</title>",
        "<!-- x -->",
        "<div style='DISPLAY : none'>x</div>",
        "<span style='mso-hide:all'>x</span>",
        "<span style='visibility:hidden'>x</span>",
        "<p hidden>x</p>",
        "<div style='font-size:0px'>x</div>",
        "<div style='max-height:0;overflow:hidden'>x</div>",
        "<img src=http://t.example.com/x.gif alt=x>",
        "<template>x</template>",
        "<select><option>x</select>",
    ],
)
def test_what_a_reader_does_not_see_is_left_out(hidden: str) -> None:
    assert html_to_text(f"<p>前{hidden}后</p>").replace("\n", "") == "前后"


def test_letters_given_a_size_inside_a_sizeless_frame_are_shown() -> None:
    assert html_to_text("<div style='font-size:0'>a<div style='font-size:14px'>b</div></div>") == "b"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ('<a href="http://x.example.com/?id=1">点击查看</a>', "点击查看 <http://x.example.com/?id=1>"),
        ('<a href=" https://x.example.com/f ">下载<b>附件</b></a>。', "下载附件 <https://x.example.com/f>。"),
        ('<a href="http://x.example.com/"><div>进入</div></a>', "进入\n<http://x.example.com/>"),
    ],
)
def test_behind_a_links_words_stands_where_it_leads(page: str, text: str) -> None:
    assert html_to_text(page) == text


@pytest.mark.parametrize(
    "page",
    [
        '<a href="http://x.example.com/">x.example.com</a>',  # the words say so
        '<a href="mailto:a@example.com">来信</a>',
        '<a href="javascript:alert(1)">来信</a>',
        '<a name="top">来信</a>',
        f'<a href="http://x.example.com/{"t" * 600}">来信</a>',  # tracking
        '<a href="http://x.example.com/&lt;script&gt;">来信</a>',
        '<a href="http://x.example.com/photo"><img src="a.png"></a>来信',
    ],
)
def test_an_address_that_tells_nothing_is_left_out(page: str) -> None:
    assert "<" not in html_to_text(page)


def test_an_address_is_written_once() -> None:
    link = '<a href="http://x.example.com/1">原文</a>'
    assert html_to_text(link + link) == "原文 <http://x.example.com/1>原文"


def test_a_picture_written_into_the_page_does_not_use_up_the_limit() -> None:
    page = f"<img src='data:image/png;base64,{'A' * (MAX_HTML + 10)}'><p>正文"
    assert html_to_text(page) == "正文"


def test_characters_beyond_the_limit_are_not_read() -> None:
    assert len(html_to_text("字" * (MAX_HTML + 10))) == MAX_HTML


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 20 * MAX_NESTING + "正文",
        "<p " + " ".join(f"a{n}" for n in range(MAX_TAG)) + ">正文",
        "<b><p>" * 50_000 + "正文",
        "<table><tr><td>" * 20_000 + "正文",
        "<script>x</script>" + "<div>" * 2 * MAX_NESTING + "正<b>文</b>",
    ],
)
def test_a_page_made_to_cost_time_is_read_in_little(page: str) -> None:
    start = time.process_time()
    assert html_to_text(page) == "正文"
    assert time.process_time() - start < 3


def test_references_to_controls_and_surrogates_leave_clean_text() -> None:
    assert html_to_text("a&#0;b&#1;c&#xD800;d\ud800e\0f").isprintable()


@pytest.mark.parametrize(
    "page", ["", "<", "<!DOCTYPE html>", "<td>x", "</td></tr>x", "<li>x", "<html><frameset>"]
)
def test_fragments_of_pages_do_not_fail(page: str) -> None:
    assert html_to_text(page) in {"", "<", "x", "• x"}
