"""What is set apart as no news, and what must never be."""

from __future__ import annotations

import pytest

from intake.clean import noise
from intake.model import Document, NoiseKind
from intake.text import text_document
from tests.intake.papers import letter, names, paper

LEAD = "5月6日晚，包头铝业动力厂的“技工夜校”开了第一课，来听课的有56人，最远的从三公里外的泵站骑车赶来。"
MORE = "讲课的是修了二十八年水泵的老师傅，他带来一只拆开的泵，让每个人都上手摸一摸叶轮。"
NEWS = f"{LEAD}\n{MORE}"


def kinds(document: Document) -> dict[str, NoiseKind]:
    found = noise(document.paragraphs)
    return {document.paragraphs[at].text.strip(): kind for at, kind in found.items()}


def left(document: Document) -> list[str]:
    found = noise(document.paragraphs, names())
    return [line.text.strip() for at, line in enumerate(document.paragraphs) if at not in found]


# --- the top of a letter ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "李老师：",
        "尊敬的编辑老师：",
        "各位领导、同事：",
        "王主任您好！",
        "老师，你好，辛苦了！",
        "编辑部：",
        "党群工作部：",
        "您好！",
        "大家好",
        "上午好！",
        "孙姐，节日好~",
        "老师您好，我是动力厂的一名普通职工。",
        "张老师好！稿子写得急。",
        "白雪：",
        "Dear editor,",
        "Hi,",
    ],
)
def test_a_greeting_is_set_apart(line: str) -> None:
    document = letter(f"{line}\n{NEWS}")
    assert kinds(document) == {line: NoiseKind.GREETING}


def test_a_name_without_any_sign_greets_only_where_a_letter_goes_on() -> None:
    assert kinds(letter(f"李老师\n您好！\n{NEWS}"))["李老师"] is NoiseKind.GREETING
    assert left(letter(f"最美的老师\n{NEWS}"))[0] == "最美的老师"


@pytest.mark.parametrize(
    "line",
    [
        "请查收。",
        "稿件请查收，谢谢！",
        "五月上旬信息请予审核。",
        "见附件",
        "附件是我厂本月的材料",
        "正文和附件内容一样",
        "现将我厂五月上旬稿件报上，请查收。",
        "现将先进集体事迹材料报送如下：",
        "现将心得体会两篇发给您",
        "报送感言2则，请审。",
        "今天补报一条信息。",
        "发一篇稿子",
        "再补一条：",
        "来稿三篇，请用。",
        "中铝矿业五月信息3条，见附表。",
        "以此稿为准，原稿作废。",
        "抱歉，前稿的数不对，财务更正为56.3万元，请以此稿为准，前稿作废。",
        "不知能否在贵刊登一下",
        "照片稍后补发",
        "配图两张",
        "数据已更新。",
        "转发，请审。",
        "我写了一点感受，请您看看。",
        "仅供参考",
        "FYI",
        "Please find the news attached.",
    ],
)
def test_a_covering_note_is_set_apart_at_the_top_and_at_the_end(line: str) -> None:
    assert kinds(letter(f"{line}\n{NEWS}")) == {line: NoiseKind.COVER}
    assert kinds(letter(f"{NEWS}\n{line}")) == {line: NoiseKind.COVER}


@pytest.mark.parametrize(
    "line",
    [
        "现将慰问品220份发给一线职工，每份都附上一张孩子们画的卡片。",
        "现将夜校开办情况通报如下：",
        "现将活动照片做成相册发给每位职工留念。",
        "工会将220份慰问品发给职工，大家在休息室里边吃边聊。",
        "夜校邀请老师傅现场批评指正，听课的人围成一圈。",
        "报送的12项提案里，有9项当月就办了。",
        "车间补充原料20吨，稳住了生产。",
        "一季度编发信息30条，采用率排在第二。",
        "附件厂的老师傅也来听课。",
        "他写了一篇日记，记下这一夜。",
        "转发机制建起来以后，消息一小时就能到班组。",
        "厂门口立起公示牌，写明联系电话：66031，职工有困难随时可以打。",
        "热线电话66031开通一周，接到职工来电47次。",
        "谢谢你，师傅！",
        "感谢师傅，把一身的本事都给了我。",
        "辛苦并快乐着，这就是我们的夜班。",
        "祝愿祖国繁荣昌盛！",
        "请听一听老班长的故事吧。",
        "希望更多的年轻人走进夜校，把手艺学到手。",
        "好日子是干出来的。",
        "包头铝业团委举办青年读书会，52名青年带着笔记参加，请审。",
        "老师您好，现将信息报上：包头铝业团委举办青年读书会，52名青年带着笔记参加。",
        "李老师好，包头铝业团委举办了青年读书会。",
        "编者按：",
        "5月8日，青海分公司发放学习材料300份。",
        "连城分公司征集党史学习心得120篇",
        "会上发放学习材料30份。",
        "全年共投稿320篇。",
        "收到回信的那一天",
        "安全无小事，",
        "一切为了安全生产",
        "让我们一起出发",
        "报道说，这样的夜校全省还有二十多所。",
        "图纸改了三稿，才定下来。",
        "从来没有人叫过苦",
        "他在1998年的日记里写道：",
    ],
)
def test_news_is_not_swallowed_wherever_it_stands(line: str) -> None:
    assert line in left(letter(f"{line}\n{NEWS}"))
    assert line in left(letter(f"{LEAD}\n{line}\n{MORE}"))
    assert line in left(letter(f"{NEWS}\n{line}"))
    assert line in left(paper(f"@title 夜校开课了\n{NEWS}\n{line}"))


@pytest.mark.parametrize(
    "line", ["谢谢！", "请查收。", "李老师：", "2021年5月7日", "联系电话：66031", "孙海波"]
)
def test_nothing_but_captions_and_the_like_is_set_apart_in_the_middle(line: str) -> None:
    assert left(letter(f"{LEAD}\n{line}\n{MORE}")) == [LEAD, line, MORE]


@pytest.mark.parametrize(
    ("head", "lines"),
    [
        ("包头铝业有限公司文件", 1),
        ("包头铝业有限公司\n工作简报\n2021年第5期", 3),
        ("第五期（总第87期）", 1),
        ("包铝党〔2021〕 15号", 1),
        ("信息报送表\n报送单位：包头铝业    报送时间：2021年5月6日", 2),
        ("签发人：李强\n密级：内部", 2),
        ("================", 1),
    ],
)
def test_a_letterhead_is_set_apart(head: str, lines: int) -> None:
    document = paper(
        "\n".join(f"@center {line}" for line in head.split("\n")) + f"\n@title 夜校开课了\n{NEWS}"
    )
    assert list(kinds(document).values()) == [NoiseKind.LETTERHEAD] * lines


@pytest.mark.parametrize(
    "title",
    ["包头铝业学习贯彻上级文件", "动力厂举办第3期技工夜校", "师傅", "致敬老师", "检修中心", "感谢您，老师傅"],
)
def test_a_title_at_the_top_is_no_letterhead_and_no_greeting(title: str) -> None:
    assert left(paper(f"@title {title}\n{NEWS}")) == [title, LEAD, MORE]
    assert left(letter(f"{title}\n{NEWS}")) == [title, LEAD, MORE]


def test_the_running_head_is_set_apart() -> None:
    assert kinds(paper(f"@header 包头铝业供稿\n{NEWS}")) == {"包头铝业供稿": NoiseKind.LETTERHEAD}


# --- the end of a letter ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("孙海波", NoiseKind.SIGNATURE),
        ("包头铝业党群工作部", NoiseKind.SIGNATURE),
        ("孙海波 包头铝业动力厂 宣传干事", NoiseKind.SIGNATURE),
        ("动力厂工会 小孙", NoiseKind.SIGNATURE),
        ("检修车间", NoiseKind.SIGNATURE),
        ("Sun Haibo", NoiseKind.SIGNATURE),
        ("内蒙古包头市东河区  014000", NoiseKind.SIGNATURE),
        ("填报人：孙海波", NoiseKind.SIGNATURE),
        ("--\n孙海波\n欢迎来厂参观，一起看看夜里的灯火。", NoiseKind.SIGNATURE),
        ("------------------\n孙海波\n把每一件小事做好", NoiseKind.SIGNATURE),
        ("发自我的iPhone", NoiseKind.SIGNATURE),
        ("来自我的华为手机", NoiseKind.SIGNATURE),
        ("Sent from my iPad", NoiseKind.SIGNATURE),
        ("由QQ邮箱手机客户端发送", NoiseKind.SIGNATURE),
        ("获取 Outlook for iOS", NoiseKind.SIGNATURE),
        ("从 Windows 版邮件发送", NoiseKind.SIGNATURE),
        ("| |\n孙海波\n|\n签名由 网易邮箱大师 定制", NoiseKind.SIGNATURE),
        ("附件：照片3张", NoiseKind.COVER),
        ("电话：0472-0000123", NoiseKind.CONTACT),
        ("联系人：孙海波，66031", NoiseKind.CONTACT),
        ("动力厂 0472-0000123", NoiseKind.CONTACT),
        ("短号 66031", NoiseKind.CONTACT),
        ("sun@bt.example.com", NoiseKind.CONTACT),
        ("2021年5月7日", NoiseKind.DATE),
        ("二〇二一年五月七日", NoiseKind.DATE),
        ("2021-05-07 11:06", NoiseKind.DATE),
        ("报送时间：2021年5月7日", NoiseKind.DATE),
        ("谢谢老师，辛苦了！", NoiseKind.COVER),
        ("谢谢！", NoiseKind.COVER),
        ("感谢您的支持与帮助！", NoiseKind.COVER),
        ("打扰了，抱歉", NoiseKind.COVER),
        ("此致\n敬礼！", NoiseKind.COVER),
        ("祝工作顺利！", NoiseKind.COVER),
        ("顺颂编安", NoiseKind.COVER),
        ("望采用", NoiseKind.COVER),
        ("如有问题请联系孙海波。", NoiseKind.COVER),
        ("收到请回复。", NoiseKind.COVER),
        ("Best regards,", NoiseKind.COVER),
        ("抄送：公司各部门", NoiseKind.LETTERHEAD),
        ("本邮件及其附件含有公司的保密信息，仅限于发送给上面列出的人。", NoiseKind.DISCLAIMER),
        ("This e-mail is intended for the named person only and is confidential.", NoiseKind.DISCLAIMER),
    ],
)
def test_what_ends_a_letter_is_set_apart(end: str, expected: NoiseKind) -> None:
    document = letter(f"{NEWS}\n\n{end}")
    assert left(document) == [LEAD, MORE]
    assert set(kinds(document).values()) == {expected}


def test_a_whole_signature_block_is_set_apart() -> None:
    block = "谢谢老师！\n\n孙海波\n包头铝业动力厂\n电话：0472-0000123\n2021年5月7日"
    assert left(letter(f"李老师：\n{NEWS}\n{block}")) == [LEAD, MORE]


def test_below_thanks_or_a_telephone_number_any_short_line_is_signature() -> None:
    assert left(letter(f"{NEWS}\n谢谢！\n敖登\n让灯火亮着")) == [LEAD, MORE]
    assert left(letter(f"{NEWS}\n孙海波\n电话：66031\n让灯火亮着")) == [LEAD, MORE]
    assert left(letter(f"{NEWS}\n孙海波\n让灯火亮着")) == [LEAD, MORE, "孙海波", "让灯火亮着"]


def test_a_rare_name_is_known_by_standing_apart_behind_the_text() -> None:
    assert left(letter(f"{NEWS}\n\n娜仁")) == [LEAD, MORE]
    assert left(paper(f"{NEWS}\n@right 娜仁")) == [LEAD, MORE]
    assert left(letter(f"{NEWS}\n                  娜仁")) == [LEAD, MORE]
    assert left(letter(f"{NEWS}\n娜仁")) == [LEAD, MORE, "娜仁"]


@pytest.mark.parametrize(
    "line", ["（包头铝业 孙海波）", "供稿：孙海波", "——孙海波", "作者：孙海波 审核：李强"]
)
def test_a_byline_is_left_to_its_piece(line: str) -> None:
    assert left(letter(f"{NEWS}\n{line}\n2021年5月7日")) == [LEAD, MORE, line]


def test_names_below_a_line_that_breaks_off_belong_to_the_text() -> None:
    winners = "一等奖\n孙海波\n二等奖\n白雪 牛慧"
    assert left(paper(f"{LEAD}\n{winners}")) == [LEAD, *winners.split("\n")]


def test_the_cells_of_a_table_sign_nothing() -> None:
    assert left(paper("@row 单位|人\n@row 包头铝业|孙海波")) == ["单位", "人", "包头铝业", "孙海波"]


def test_a_line_drawn_between_two_texts_is_no_signature() -> None:
    assert left(letter(f"{LEAD}\n----------\n{MORE}")) == [LEAD, "----------", MORE]
    assert left(letter(f"{LEAD}\n--\n{MORE * 3}")) == [LEAD, "--", MORE * 3]


@pytest.mark.parametrize(
    "caption",
    [
        "图为夜校上课的情景。孙海波 摄",
        "图1：拆开的水泵",
        "（图为老师傅示范）",
        "▲图 上课的情景",
        "图左：叶轮",
        "照片：孙海波",
    ],
)
def test_a_caption_is_set_apart_anywhere(caption: str) -> None:
    found = kinds(letter(f"{LEAD}\n{caption}\n{MORE}"))
    assert found.get(caption) is (None if caption.startswith("▲图 上") else NoiseKind.CAPTION)


def test_a_letter_of_nothing_else_is_all_set_apart() -> None:
    assert left(letter("李老师：\n您好！\n请查收。\n谢谢！\n孙海波\n2021年5月7日")) == []


def test_a_single_sentence_is_left() -> None:
    assert left(letter("王老师：您好！\n动力厂夜校今天开课。\n谢谢！\n孙海波")) == ["动力厂夜校今天开课。"]


@pytest.mark.parametrize("text", ["", "   \n\n　\n"])
def test_where_nothing_is_written_nothing_is_found(text: str) -> None:
    assert noise(letter(text).paragraphs) == {}


# --- what programs and companies add ---------------------------------------------------------------

FOOTERS = {
    "huawei": (NoiseKind.SIGNATURE, "发自我的 HUAWEI Mate 40 Pro"),
    "honor": (NoiseKind.SIGNATURE, "从我的荣耀手机发送"),
    "oppo": (NoiseKind.SIGNATURE, "发自我的OPPO"),
    "netease master": (NoiseKind.SIGNATURE, "发自网易邮箱大师"),
    "outlook": (NoiseKind.SIGNATURE, "获取适用于 iOS 的 Outlook<https://aka.ms/o0ukef>"),
    "windows": (NoiseKind.SIGNATURE, "发送自 Windows 10 版邮件应用"),
    "wecom": (NoiseKind.SIGNATURE, "来自企业微信"),
    "dingtalk": (NoiseKind.SIGNATURE, f"来自钉钉专属商务邮箱{'-' * 66}"),
    "aliyun": (NoiseKind.SIGNATURE, "来自阿里云邮箱iPhone版"),
    "apology": (NoiseKind.SIGNATURE, "发自我的联想手机，请勿见怪错别字"),
    "secret": (
        NoiseKind.DISCLAIMER,
        (
            "保密声明：\n本邮件及其附件含有公司保密信息，仅限于发送给上面地址中列出的个人。\n"
            "禁止任何其他人以任何形式使用本邮件中的信息。\n如果您错收了本邮件，请您立即通知发件人并删除！"
        ),
    ),
    "secret, broken lines": (
        NoiseKind.DISCLAIMER,
        (
            "本邮件及其附件含有集团的保密信息，仅限于发送给上面地址中列出的个人或群组。禁\n"
            "止其他人以任何形式（包括但不限于全部或部分地泄露、复制、或散发）加以使\n用。\n"
            "This e-mail and its attachments contain confidential information, which\n"
            "is intended only for the person or entity whose address is listed above."
        ),
    ),
    "secret of a company": (
        NoiseKind.DISCLAIMER,
        "【保密提示】本邮件含有保密信息，未经包头铝业有限公司书面许可，任何人不得复制100份以上。",
    ),
    "views": (NoiseKind.DISCLAIMER, "免责声明：此电子邮件内容仅代表发件人个人观点，不代表公司立场。"),
    "english": (
        NoiseKind.DISCLAIMER,
        "CONFIDENTIALITY NOTICE: This e-mail is for the addressee.\nIf you received it in error, delete it.",
    ),
    "paper": (NoiseKind.DISCLAIMER, "P 保护环境，从我做起，请尽量不要打印本邮件。"),
    "system": (NoiseKind.DISCLAIMER, "此邮件由系统自动发送，请勿直接回复。"),
    "scanned": (NoiseKind.DISCLAIMER, "本邮件已通过瑞星防病毒网关扫描，未发现病毒。"),
    "avast": (NoiseKind.DISCLAIMER, "Virus-free. www.avast.com"),
    "eset": (NoiseKind.DISCLAIMER, "__________ ESET NOD32 Antivirus 提供的信息 __________"),
    "list": (NoiseKind.DISCLAIMER, "如果您不想再收到此类邮件，请点击退订"),
    "english list": (NoiseKind.DISCLAIMER, "To unsubscribe, send an email to party+unsubscribe@example.com."),
    "receipt": (NoiseKind.DISCLAIMER, "（本邮件要求已读回执，请点击发送）"),
    "large file of qq": (
        NoiseKind.COVER,
        "从QQ邮箱发来的超大附件\n夜校.mp4 (1.26G, 2021年6月7日 10:00 到期)\n进入下载页面：http://example.com/d",
    ),
    "large file of netease": (
        NoiseKind.COVER,
        "网易邮箱云附件\n夜校照片.rar\n大小：243.51M  有效期至：2021年05月23日\n下载附件",
    ),
    "net disk": (
        NoiseKind.COVER,
        (
            "通过百度网盘分享的文件：夜校视频.mp4\n链接：https://pan.example.com/s/1aB \n提取码：x7k2 \n"
            "复制这段内容后打开百度网盘手机App，操作更方便哦\n--来自百度网盘超级会员V5的分享"
        ),
    ),
    "invitation": (
        NoiseKind.COVER,
        (
            "孙海波 邀请您参加腾讯会议\n会议主题：组稿碰头会\n会议时间：2021/05/08 14:00-15:00\n"
            "点击链接入会，或添加至会议列表：\nhttps://meeting.example.com/dm/abc\n#腾讯会议：123-456-789"
        ),
    ),
    "key": (
        NoiseKind.DISCLAIMER,
        (
            "-----BEGIN PGP SIGNATURE-----\nVersion: GnuPG v2\n\niQEzBAEBCAAdFiEE0vQ1\n=aB3d\n"
            "-----END PGP SIGNATURE-----"
        ),
    ),
    "key cut off": (NoiseKind.DISCLAIMER, "-----BEGIN PGP SIGNATURE-----\niQEzBAEBCAAdFiEE0vQ1xV1a7yJ0"),
    "advertising": (NoiseKind.DISCLAIMER, "【网易自营】好吃到爆！麻辣小龙虾仅75元3斤>>"),
}


@pytest.mark.parametrize(("kind", "footer"), FOOTERS.values(), ids=FOOTERS)
def test_what_a_program_or_a_company_adds_is_set_apart(kind: NoiseKind, footer: str) -> None:
    document = letter(f"{NEWS}\n\n{footer}")
    assert left(document) == [LEAD, MORE]
    assert set(kinds(document).values()) == {kind}
    assert left(letter(f"{LEAD}\n\n{footer}\n\n{MORE}")) == [LEAD, MORE]


@pytest.mark.parametrize(
    "banner",
    [
        "【外部邮件】此邮件来自公司外部，请谨慎点击链接或打开附件",
        "CAUTION: This email originated from outside of the organization. Do not click links.",
        "[EXTERNAL]",
        "你通常不会收到来自 sun@bt.example.com 的电子邮件。了解这一点为什么很重要",
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256",
    ],
)
def test_what_a_server_sets_above_a_letter_takes_no_news_with_it(banner: str) -> None:
    assert left(letter(f"{banner}\n夜校开课了\n{NEWS}")) == ["夜校开课了", LEAD, MORE]


@pytest.mark.parametrize(
    "mark",
    [
        "[图片]",
        "[image: image.png]",
        "[cid:image001.png@01D743E2.5C0B3F10]",
        "[cid:1][cid:2]",
        "<IMG_2021.JPG>",
        "(请参阅附件: 夜校.docx)",
        "\ufffc",
        "（此处插入图片）",
        "【图片1】",
    ],
)
def test_the_mark_of_a_picture_is_a_caption(mark: str) -> None:
    assert kinds(letter(f"{LEAD}\n{mark}\n{MORE}")) == {mark: NoiseKind.CAPTION}


def test_the_mark_of_a_picture_is_parted_from_the_words_beside_it() -> None:
    assert left(letter(f"[cid:1@01D7][图片]{LEAD}\n{MORE}[image: a.png]")) == [LEAD, MORE]
    assert left(letter(f"[图片新闻]{LEAD}\n[说明] {MORE}")) == [f"[图片新闻]{LEAD}", f"[说明] {MORE}"]


@pytest.mark.parametrize(
    "line",
    [
        "来自电解车间的老班长说，手机里存着三百张徒弟的照片。",
        "来自五个单位的手机摄影爱好者拍下了夜里的厂区",
        "发自肺腑",
        "获取一手数据，靠的是脚板，他一年走了四千公里。",
        "本邮件系统上线三年来，为全公司节约纸张四十吨。",
        "这封邮件里藏着一个秘密，发件人写给二十年后的自己。",
        "如非必要，不发邮件，会议也少了一半。",
        "保密提示上墙，弱口令清零。",
        "温馨提示：洗手时间不少于二十秒，这张纸条贴在每个水池上方。",
        "请节约用纸，双面打印，成了会议室门口的提醒。",
        "取消订阅纸质报刊之后，车间建起了电子阅览室。",
        "职工用网盘共享图纸，效率翻番。",
        "下载、安装、注册，三步走完，老班长学会了用手机交班。",
        "诚挚邀请您参加五月二十日的开放日活动。",
        "The information in this museum is intended for children, said the curator.",
        "你好，李焕英",
        "敬礼！",
        "收到请回答！",
        "电话：一根线，两代人，三十年",
        "作者在后记里说，照片还有很多。",
        "A：师傅，这台3号泵为什么总是漏？",
        "有什么问题随时联系我，班长把手机号写在了每个徒弟的安全帽里。",
    ],
)
def test_news_that_sounds_like_a_footer_is_left(line: str) -> None:
    assert left(letter(f"{line}\n{NEWS}")) == [line, LEAD, MORE]
    assert left(letter(f"{LEAD}\n{line}\n{MORE}")) == [LEAD, line, MORE]


def test_words_quoted_below_a_colon_are_no_thanks_of_the_sender() -> None:
    end = ["展板的最后一行是几内亚同事写的：", "Merci", "Thank you, brothers"]
    assert left(letter("\n".join([LEAD, *end]))) == [LEAD, *end]


def test_a_frame_of_rules_around_a_signature_is_set_apart_with_it() -> None:
    assert left(letter(f"{NEWS}\n*********\n孙海波\n让灯火亮着\n*********")) == [LEAD, MORE]
    mixed = "-- \n孙海波\n让灯火亮着，一夜又一夜。\n**********\n请勿外传。"
    assert left(letter(f"{NEWS}\n{mixed}")) == [LEAD, MORE]


def test_the_scene_of_a_story_is_no_date_of_the_letter() -> None:
    scene = ["时间：2021年5月8日", "地点：二号泵站", "人物：老班长"]
    assert left(letter("\n".join([*scene, LEAD]))) == [*scene, LEAD]


def test_below_a_disclaimer_on_top_of_a_letter_stands_the_news() -> None:
    lines = (
        "本邮件及其附件仅供指定收件人使用，未经授权不得披露。",
        "三分厂开展保密教育。5月8日，全厂四十名涉密人员参加，未经授权不得外传成为口头禅。",
    )
    assert left(text_document("\n".join(lines))) == [lines[1]]


def test_thanks_without_end_cost_no_time_to_speak_of() -> None:
    assert left(text_document("谢" * 39 + "甲")) == ["谢" * 39 + "甲"]
