"""What programs, companies and lists add to a letter: disclaimers, devices, shared files, invitations.

Told by its words wherever it stands, whatever else the line says: lawyers and programs name companies.
"""

from __future__ import annotations

from typing import Final

from intake.model import NoiseKind
from intake.phrases import CAPTION, COVER, NEXT_PIECE, PICTURE, REPORTING, footer

_HEADING: Final = (
    r"(?:\d[.、]\s*)?[\s*【\[（(《]{0,4}(?:(?:保密|免责|重要|法律|特别|郑重|安全|风险|邮件|温馨|友情){0,2}"
    r"(?:声明|提示|提醒|警告|告知|须知|条款)|注意)?[】\])）》*\s]{0,4}[:：，,]?\s{0,4}"
)
_THIS: Final = r"(?:本|此|该)(?:封)?(?:电子)?(?:邮件|信件|e-?mail)(?![系列箱服])"
DISCLAIMER: Final = footer(
    NoiseKind.DISCLAIMER,
    2_000,
    # 【保密声明】本邮件及其附件仅供收件人使用
    rf"{_HEADING}{_THIS}.{{0,60}}(?:保密|机密|(?:公司|商业|国家|工作)秘密|专有|未经授权|(?:仅代表|不代表).{{0,8}}(?:观点|意见|立场)|法律(?:责任|保护)|特权"
    r"|(?:指定|仅供|仅限|上述|预期|特定|所列|唯一).{0,8}(?:收件人|个人)|误收)",
    rf"{_HEADING}(?:如果?|若|倘若|假如)(?:您|你|阁下)?(?:并非|并不是|不是|误收|错收|错误地?收到|意外收到|非).{{0,24}}(?:{_THIS}|[收接][件收]人)",
    rf"{_HEADING}(?:未经|禁止|严禁).{{0,40}}(?:{_THIS}|邮件内容)",
    rf"{_HEADING}{_THIS}(?:[由为是]|系由?).{{0,10}}系统.{{0,12}}(?:自动|发[送出])|(?:本|此)?邮件.{{0,24}}请(?:勿|不要)(?:直接)?回复",
    r"(?:P\s+)?(?:请|为了?|保护|考虑|节约).{0,20}(?:环境|环保|绿色|地球|纸张|低碳).{0,24}打印.{0,4}邮件.{0,4}$|(?:P\s+)?请?考虑环境.{0,12}打印.{0,4}$",
    r"(?:(?:confidentiality|privacy|legal|important)(?: notice| note| statement)?|disclaimer)\s*[:：]",
    r"[\s*\[]*(?:warning|caution|notice)?[:：\]\s]*(?:this|the) (?:e-?mail|message|communication"
    r"|transmission)\b.{0,100}(?:confidential|intended|privileged)",
    r"(?:the|any|all) (?:information|contents?|views|opinions)\b.{0,40}\b(?:e-?mail|message|communication)\b",
    r"if you (?:are not|have received|received|were not)\b.{0,60}(?:recipient|error|e-?mail|message)",
    r"please (?:consider the environment|do not print|don't print)",
)
BANNER: Final = footer(
    NoiseKind.DISCLAIMER,
    200,
    # above a letter that came from outside
    rf"{_HEADING}[【\[（(]?外[部来]邮件[】\])），,：:].{{0,60}}(?:链接|附件|谨慎|外部|[辨识]别|诈骗)",
    r"[【\[（(](?:外[部来]邮件|external(?: e-?mail| sender)?)[】\])）](?:[\s:].{0,100})?$",
    r"(?:warning|caution|notice)?[:\s]*this (?:e-?mail|message)\b.{0,60}(?:originated|external|outside)",
    rf"{_HEADING}(?:{_THIS}.{{0,40}}|这封邮件的发件人.{{0,16}})(?:外部|组织外|域外|不受信任)",
    r"此发件人不在|[你您]通常不会收到来自|some people who received this|you don't often get e-?mail",
    r"this is (?:an s/mime|a multi-?part|a cryptographically) (?:signed )?message",
)
CHECKED: Final = footer(
    NoiseKind.DISCLAIMER,
    200,
    rf"[（(]?(?:{_THIS}|邮件)(?:及附件)?(?:内容)?已?(?:通过|由|经过?|被).{{1,40}}(?:扫描|检查|检测|查杀|过滤|杀毒|查毒)",
    r"(?:virus-free|无病毒|此邮件没有病毒)\b.{0,60}$|_{3,}.{0,120}(?:antivirus|[防反]病毒|杀毒).{0,120}_{3,}$",
    r"(?:the|this) (?:message|e-?mail)\b.{0,30} (?:checked|scanned) (?:by|for)\b|no virus(?:es)? found in\b",
    r"(?:checked|scanned) by \S.{0,40}(?:avg|avast|virus|mail)|version: [\d.]+ ?/ ?virus database",
    r"for more information,? (?:please )?(?:visit|see|go to) https?://|https?://www\.(?:avast|eset|avg|avira|kaspersky|mcafee|symantec)\.\S*$",
)
LIST: Final = footer(
    NoiseKind.DISCLAIMER,
    200,
    r"(?:退订|取消订阅)(?:此?邮件)?(?:\s*[|/｜].*)?|[^。]{0,40}(?:点击|点此|如需|回复|发送)[^。]{0,12}(?:退订|取消订阅)[^。]{0,12}。?",
    r"(?:如果?|若|假如)?(?:您|你)?不(?:想|愿|希望|需要)(?:再|继续)?(?:收到|接收).{0,14}(?:邮件|信息|消息).{0,40}",
    r".{0,120}\bunsubscribe\b.{0,120}|\S{1,40} mailing list",
    r"you (?:are receiving|received|were sent) this\b.*|(?:to )?view this\b.*(?:browser|web)\b.*",
    r".{0,16}(?:无法|不能)正常(?:显示|查看|浏览).{0,10}(?:点击|浏览器).*",
    r"【网易(?:自营|考拉|严选)[^】]*】.*|网易(?:考拉|严选)[^，。]{0,8}[:：].*",  # below letters of 163
    whole=True,
)
RECEIPT: Final = footer(
    NoiseKind.DISCLAIMER,
    80,
    rf"[（(]?{_THIS}.{{0,4}}(?:要求|请求|需要|希望).{{0,8}}回执.{{0,20}}|发件人(?:希望|要求|请求).{{0,14}}回执.{{0,16}}",
    r".{0,10}(?:read|return) receipt\b.{0,20}\b(?:requested|message)\b.{0,30}",
    whole=True,
)
_PROGRAM: Final = (
    r"(?:iphone|ipad|mac(?:book)?|手机|平板(?:电脑)?|android|安卓|华为|huawei|荣耀|honor|小米|xiaomi|红米|redmi|oppo|vivo|realme|一加|oneplus"
    r"|三星|samsung|galaxy|魅族|meizu|中兴|zte|努比亚|nubia|联想|lenovo|诺基亚|nokia|windows|outlook|foxmail|thunderbird|spark|yahoo"
    r"|客[户戶]端|邮箱(?:大师)?|邮件(?:应用)?|微信|钉钉|wps|论客|lunkr|coremail|alimail|139|189|飞书)"
)
DEVICE: Final = footer(
    NoiseKind.SIGNATURE,
    COVER,
    # 发自我的 HUAWEI Mate 40 Pro; news goes on behind the name: 来自五个单位的手机摄影爱好者拍下了
    rf"(?:发自|来自|发送自)(?:我的|my)?[^，。！？的]{{0,20}}?{_PROGRAM}[^，。！？\u4e00-\u9fff]*"
    r"(?:客[户戶]端|手机|智能手机|邮箱|邮件|应用|版|智能版|大师|钉邮){0,3}(?:发送)?[\s\d.。-]*(?:[，,].{0,8}(?:见怪|见谅|谅解|错别字).{0,8})?",
    rf"(?:本邮件)?(?:由|从|通过|使用)\s*(?:我的)?[^，。！？的]{{0,20}}?{_PROGRAM}[^，。！？]{{0,12}}发[送出][。]?",
    r"(?:获取|下载)\s*\[?(?:适用于)?.{0,14}(?:outlook|网易邮箱大师|foxmail)[^，。]{0,40}|签名由.{0,20}定制|网易邮箱大师",
    r"(?:sent (?:from|via|with|by)|get outlook)\b[^，。！？\u4e00-\u9fff]{0,50}",
    r"(?:发自|来自)钉钉[^，。]{0,10}-{10,}",
    whole=True,
)
SHARED: Final = footer(
    NoiseKind.COVER,
    200,
    r".{1,100}[（(]\s*[\d.]+\s*[KMGT]B?\s*[,，].{0,40}(?:到期|过期|有效|无限期)\s*[）)]$",
    r"(?:从|来自).{0,14}邮箱.{0,4}(?:超大|云|大)附件.{0,12}$|(?:.{0,6}邮箱)?(?:超大|云|大)附件(?:\s*[（(:：].{0,30})?$",
    # 我用百度网盘分享了「照片」; not: 职工用网盘共享图纸
    r"我?(?:通过|用|给[你您])[^，。]{0,10}(?:网盘|云盘|微云|快传|onedrive|文件中转站|wetransfer)[^，。]{0,6}"
    r"[分共]享[了的](?:文件|[「《“：:])",
    r"[【\[](?:腾讯文档|金山文档|WPS|石墨文档|飞书)[^【】\[\]]{0,10}[】\]]",
    r"(?:(?:百度)?网盘|视频|文件|照片|图片|素材|原图)?(?:下载)?(?:链接|地址)\s*[:：]\s*(?:https?://|pan\.)",
)
INVITATION: Final = footer(
    NoiseKind.COVER,
    200,
    r".{0,16}邀请(?:您|你).{0,14}(?:腾讯会议|zoom|teams|钉钉|飞书|welink|视频会议|webex).{0,8}$",
    r"(?:microsoft )?teams ?(?:会议|meeting)$|(?:点击)?加入 ?(?:zoom|teams|腾讯会议)|join (?:zoom|microsoft)",
    r"#?\s*腾讯会议\s*(?:号|ID)?\s*[:：]\s*[\d -]+$|(?:时间|何时|when)\s*[:：].{0,60}(?:UTC|GMT)\s*[+-]\d",
)
EDITORS_NOTE: Final = footer(
    NoiseKind.COVER,
    400,
    r"[【\[（(]?(?:编者按|编者注|编者的话|编辑按|编后语?|小编按)[】\])）]?\s*[:：](?=.{8})",
)
PAGE: Final = footer(
    NoiseKind.LETTERHEAD,
    20,
    r"[—–-]\s*\d{1,3}\s*[—–-]|第\s*\d{1,3}\s*页(?:[\s/，,]*共\s*\d{1,3}\s*页)?",
    whole=True,
)
"""The number of a page, left over where a page was."""
WECHAT: Final = footer(
    NoiseKind.LETTERHEAD,
    80,
    # copied along with an article of an account
    r"(?:点击|戳|轻触|长按|扫描|扫一扫|识别)[^，。！]{0,12}(?:蓝字|关注|二维码|公众号|订阅|阅读原文|上方|下方)[^。]{0,24}[。！!]?",
    r"[点戳给]{1,2}[^，。]{0,8}[“\"「]?(?:在看|点赞|赞)[”\"」]?[^。]{0,20}[。！!]?|阅读原文",
    r"(?:阅读|点赞|在看|收藏|转发)(?:量|数)?\s*\d+",
    r"[▼▲△▽↓↑]{1,3}|[—–-]*\s*(?:END|The End)\s*[—–-]*",
    r"(?:往期|相关)(?:回顾|推荐|阅读)[:：]?|微信号\s*[:：]?\s*[\w-]+",
    whole=True,
)
ARMOUR: Final = footer(NoiseKind.DISCLAIMER, 80, r"(?:- )?-{4,5}BEGIN PGP [A-Z ]+-{4,5}", whole=True)

_ADDED: Final = (BANNER, DISCLAIMER, CHECKED, LIST, RECEIPT, DEVICE, SHARED, INVITATION, ARMOUR)
ANYWHERE: Final = (CAPTION, PICTURE, PAGE, NEXT_PIECE, REPORTING, WECHAT, *_ADDED)
