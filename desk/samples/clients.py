"""Mail programs of Chinese offices and the headers by which one knows them."""

from __future__ import annotations

from dataclasses import dataclass

_OUTLOOK_HEAD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">'
    '<head><meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    '<meta name="Generator" content="Microsoft Word 15 (filtered medium)">'
    "<style><!--\n@font-face {{font-family:宋体;}}\n"
    "p.MsoNormal {{margin:0cm; font-size:10.5pt;}}\n--></style>"
    '</head><body lang="ZH-CN" link="#0563C1" vlink="#954F72"><div class="WordSection1">\n'
)
_FOXMAIL_HEAD = (
    '<html><head><meta http-equiv="content-type" content="text/html; charset={charset}">'
    "<style>body {{ line-height: 1.5; }}body {{ font-size: 10.5pt; font-family: 微软雅黑; }}</style>"
    "</head><body>\n"
)
_APPLE_HEAD = (
    '<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head>'
    '<body style="word-wrap: break-word; -webkit-nbsp-mode: space;">\n'
)


@dataclass(frozen=True, slots=True)
class Client:
    """How a mail program writes.

    `headers` and the patterns know {token}, {upper}, {host}, {stamp}, {sender} and {topic}; `line`
    and `blank` are a line of its HTML, `head` and `tail` what stands around them.
    """

    charset: str = "utf-8"
    form: str = "alternative"
    transfer: str = "base64"
    boundary: str = "--=_{token}"
    message_id: str = "<{token}@{host}>"
    headers: tuple[tuple[str, str], ...] = ()
    quoted_names: bool = False
    octets: bool = False
    name_encoding: str = "encoded-word"
    head: str = ""
    line: str = "<div>{}</div>\n"
    blank: str = "<div><br></div>\n"
    tail: str = ""


CLIENTS: dict[str, Client] = {
    # QUIRK: QQ Mail puts quotes around the encoded name and calls every file application/octet-stream.
    "qq": Client(
        charset="gb18030",
        boundary="----=_NextPart_{upper}",
        message_id="<tencent_{upper}@qq.example.com>",
        headers=(
            ("X-QQ-FEAT", "{token}"),
            ("X-QQ-SSF", "00000000000000F0000000000000"),
            ("X-QQ-XMAILINFO", "{token}{upper}"),
            ("X-HAS-ATTACH", "no"),
            ("X-QQ-MIME", "TCMime 1.0 by Tencent"),
            ("X-Mailer", "QQMail 2.x"),
            ("X-QQ-Mailer", "QQMail 2.x"),
        ),
        quoted_names=True,
        octets=True,
    ),
    "wecom": Client(
        charset="utf-8",
        boundary="----=_NextPart_{upper}",
        message_id="<tencent_{upper}@{host}>",
        headers=(
            ("X-QQ-mid", "bizesmtp{stamp}t{token}"),
            ("X-BIZMAIL-ID", "{stamp}"),
            ("X-QQ-MIME", "TCMime 1.0 by Tencent"),
            ("X-Mailer", "QQMail 2.x"),
            ("X-QQ-Bgrelay", "1"),
        ),
        quoted_names=True,
        octets=True,
        line='<div style="font-size:14px;font-family:&quot;微软雅黑&quot;">{}</div>\n',
    ),
    "outlook": Client(
        charset="gb2312",
        transfer="quoted-printable",
        boundary="_004_{token}_",
        message_id="<{token}@{host}>",
        headers=(
            ("Thread-Topic", "{topic}"),
            ("Thread-Index", "AQHX{upper}=="),
            ("Accept-Language", "zh-CN, en-US"),
            ("Content-Language", "zh-CN"),
            ("X-MS-Has-Attach", "yes"),
            ("X-MS-TNEF-Correlator", ""),
            ("x-originating-ip", "[192.0.2.44]"),
        ),
        head=_OUTLOOK_HEAD,
        line=(
            '<p class="MsoNormal" style="text-indent:24.0pt"><span style="font-size:12.0pt;font-family:宋体">'
            '{}</span><span lang="EN-US"><o:p></o:p></span></p>\n'
        ),
        blank='<p class="MsoNormal"><span lang="EN-US"><o:p>&nbsp;</o:p></span></p>\n',
        tail="</div></body></html>\n",
    ),
    "foxmail": Client(
        charset="gb2312",
        boundary="----=_001_NextPart{token}_=----",
        message_id="<{stamp}{token}@{host}>",
        headers=(
            ("X-Priority", "3"),
            ("X-GUID", "{upper}"),
            ("X-Has-Attach", "no"),
            ("X-Mailer", "Foxmail 7.2.19.158[cn]"),
        ),
        quoted_names=True,
        head=_FOXMAIL_HEAD,
        line='<div style="text-indent: 2em;">{}</div>\n',
        tail="</body></html>\n",
    ),
    "netease": Client(
        charset="GBK",
        boundary="----=_Part_{token}",
        message_id="<{token}.{stamp}.JavaMail.coremail@{host}>",
        headers=(
            ("X-Originating-IP", "[198.51.100.23]"),
            ("X-Priority", "3"),
            ("X-Mailer", "Coremail Webmail Server Version XT5.0.13 build 20210104(ab8c30b6) 163com"),
            ("X-CM-TRANSID", "{token}--.{stamp}W"),
            ("X-CM-SenderInfo", "{token}"),
        ),
        head='<div style="line-height:1.7;color:#000000;font-size:14px;font-family:Arial">',
        line='<div style="margin: 0;">&nbsp; &nbsp; {}</div>\n',
        tail='</div><br><br><span title="neteasefooter"><p>&nbsp;</p></span>',
    ),
    "apple": Client(
        form="text",
        transfer="quoted-printable",
        boundary="Apple-Mail=_{upper}",
        message_id="<{upper}@{host}>",
        headers=(("X-Mailer", "iPhone Mail (18E199)"),),
        name_encoding="rfc2231",
        head=_APPLE_HEAD,
        tail="</body></html>\n",
    ),
    "plain": Client(
        form="text", transfer="8bit", boundary="=-{token}", message_id="<{stamp}.{token}@{host}>"
    ),
}
