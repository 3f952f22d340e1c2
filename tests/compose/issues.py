"""Published issues for tests: Word files as an editor would type them, and reading them back."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph

from classify.model import Unit
from compose.model import ColumnPlan
from compose.published import PublishedIssue
from compose.readback import read_issue
from desk.settings import load, plans, units
from intake.documents import read
from intake.model import AttachmentState, Paragraph

SETTINGS = load(Path(__file__).parents[2] / "config.example.toml")
PLANS: tuple[ColumnPlan, ...] = plans(SETTINGS)
UNITS: tuple[Unit, ...] = units(SETTINGS)

SERIES = "展事迹·学风采"
HISTORY, FLAG, HELP = "党史学习教育进行篇", "党旗在基层一线高高飘扬篇", "为群众办实事篇"

EXCERPT = (
    "质量是立身之本。有关会议指出，要把住每一道关口，让用户放心。",
    "会议认为，标准的高低决定产品的高低，标准提上去，产品才站得住。",
    "会议要求，今年内完成三类标准的修订。",
)
ESSAY = "把小事做细，把细事做实，平凡的岗位也能结出不平凡的果实。"
MERGED = (
    "山西新材料热电分厂党委举办“老物件里的党史”图片展。",
    "包头铝业党委分三批组织86名党员到战役旧址现场学习。随后开展座谈。",
    "郑州研究院第一党支部把党课开到了中试线旁。",
)
PARTS = (
    "广西分公司氧化铝厂沉降车间党支部组织12名党员抢修槽体，提前19小时投用。",
    "电解铝厂净化党支部更换布袋640条，氟排放下降18%。",
    "工服公司起重班党员为云铝物流吊装货箱32只。",
)
FEELING = "我在旧址前站了很久，心里久久不能平静。我要把手里的活干得更细。"
FIGURES = (
    "广西华昇4月生产氧化铝16.2万吨，完全成本环比下降15元/吨。",
    "青海分公司铝锭一级品率达到99.8%，比计划高0.3个百分点。",
)
PORTRAIT = (
    "中铝矿业方大山。在采场一干就是21年，带出徒弟14名。",
    "2020年他牵头改造排水泵站，节约电费46.5万元。",
    "同事们说，有他在心里就踏实。",
)
TEAM = "中州铝业能源管理中心。全年完成降本项目212项，费用下降7.1%。"


class Paper:
    """A Word file as an editor would type it; each look sets headings and items in its own way."""

    heading: str | None = None
    bold = True
    mark = "📍"

    def __init__(self) -> None:
        self.document: DocumentObject = Document()

    def line(self, text: str, style: str | None = None, *, bold: bool = False) -> WordParagraph:
        found = self.document.add_paragraph(style=style)
        found.add_run(text).bold = bold or None
        return found

    def column(self, name: str) -> None:
        found = self.line(name, self.heading, bold=self.bold)
        found.alignment = WD_ALIGN_PARAGRAPH.CENTER
        found.runs[0].font.size = Pt(18)

    def group(self, name: str) -> None:
        self.line(name, bold=self.bold)

    def item(self, *texts: str) -> None:
        for row, text in enumerate(texts):
            self.line(text if row else self.mark + text)

    @property
    def data(self) -> bytes:
        buffer = io.BytesIO()
        self.document.save(buffer)
        return buffer.getvalue()


class PlainHeadings(Paper):
    bold = False

    def column(self, name: str) -> None:
        self.line(name)


class HeadingStyles(Paper):
    heading = "Heading 1"


def reread(data: bytes) -> PublishedIssue:
    reading = read("issue.docx", data)
    assert reading.state is AttachmentState.READ
    assert reading.document is not None
    return read_issue(reading.document.paragraphs, PLANS, UNITS)


def of(*texts: str, looks: Callable[[str], Paragraph] = Paragraph) -> PublishedIssue:
    """An issue of these lines, none set in any way."""
    return read_issue([looks(text) for text in texts], PLANS, UNITS)


def told(issue: PublishedIssue) -> list[tuple[str, str | None, str | None, bool]]:
    return [(piece.column, piece.group, piece.unit, piece.merged) for piece in issue.pieces]


def words(issue: PublishedIssue) -> list[str]:
    return [piece.text for piece in issue.pieces]


def masthead(paper: Paper, number: str = "2021年第9期（总第9期）") -> None:
    paper.line("有色党建简报").alignment = WD_ALIGN_PARAGRAPH.CENTER
    paper.line(number)
    paper.line("党群工作部\t2021年5月14日")


def imprint(paper: Paper) -> None:
    for text in (
        "（本期信息采集时间：4月30日-5月10日）",
        "发放：公司领导，本部各部门、各实体企业",
        "抄送：集团有关部门",
        "投稿邮箱：desk@example.com",
    ):
        paper.line(text)


def body(paper: Paper) -> None:
    """The same issue in every look."""
    paper.column("学·习之路")
    paper.item(*EXCERPT[:-1], EXCERPT[-1] + "（工人日报）")
    paper.column("思理之源")
    paper.item(ESSAY + "（新华网）")
    paper.column("践铝之行")
    paper.group(HISTORY)
    paper.item("".join(MERGED))
    paper.group(FLAG)
    paper.item("".join(PARTS))
    paper.column("悟心之语")
    paper.item(FEELING + "（中铝山东第二氧化铝厂溶出车间 徐晓云）")
    paper.item(FEELING + "（广西华昇 韦小明）")
    paper.column("开新之局")
    for text in FIGURES:
        paper.item(text)
    paper.column("展事迹·学风采（连载之二）")
    paper.group("【2021年集团劳动模范】")
    paper.item(*PORTRAIT[:-1], PORTRAIT[-1] + "（中铝矿业）")
    paper.group("【2021年集团先进集体】")
    paper.item(TEAM + "（中州铝业）")
