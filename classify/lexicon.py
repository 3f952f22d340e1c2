"""The words by which organisations and their parts are known, where the register does not say it.

Tables only.  Those that lean to one industry or one group are marked; a bulletin of another may add to
them, and what the register of the settings names is found without any of them.
"""

from __future__ import annotations

from typing import Final

# --- leaning to the group of the shipped register ---------------------------------------------------

GROUP_BRANDS: Final = "中铝|云铝"
"""How the companies of the group are called: 中铝瑞闽, 云铝溶鑫."""

GROUP_ITSELF: Final = (
    r"(?:中国铝业(?:集团|股份|公司|有限|(?![\u4e00-\u9fff]))|中铝(?:集团|公司|股份|总部|党组|本部)"
    r"|集团|股份公司|总公司|总部|本部)"
)
"""The group and its head: everybody's parent, nobody's competitor."""

PARENTS: Final = (
    r"(?:中铝集团|中国铝业集团|中国铝业股份|中铝股份|股份公司|集团公司|集团)(?:公司|总部|本部)?(?:党组)?"
)
"""Whose departments at the head are no units of ours: 中铝集团|科技创新部."""

OWN_PARENTS: Final = ("中铝", "中国铝业", "总部", "本部", "集团本部", "公司本部")
"""Who may stand before one's own office or branch: 总部|党群工作部."""

# --- leaning to metals and heavy industry -----------------------------------------------------------

INDUSTRIES: Final = (
    "铝业|铝电|铝镁|钢铁|铜业|锌业|钛业|镁业|矿业|煤业|煤电|轻合金|稀土"
    "|国贸|重工|碳素|炭素|水泥|硅业|锰业|镍业|锡业"
)
"""What a company's name ends in so surely that no 公司 need follow."""

WORKS_IN_SHORT: Final = "[包鞍武首宝攀本马太唐邯济莱重]钢|(?:西南|西北|华中|东北)铝|东轻"
"""Companies known by two characters."""

SHOPS: Final = (
    "[一二三]?(?:电解|熔铸|铸造|热轧|冷轧|动力|检修|生产|设备|综合|安全|物流)"
    "|[^，。]{1,6}(?:厂|车间|部|中心|分公司)"
)
"""What follows a company's name as one of its parts."""

NO_PLANT: Final = "建进驻全我该各出返离入来回到设办爱护新老本两几他别在厂"
"""Characters before 厂 that make it no plant's name: 建厂, 进厂, 全厂."""

NO_MINE: Final = "干原精采选洗配供出运卸用碎找探富贫尾土粉购产备堆储存船吨"
"""Characters before 矿 that make it ore or work, and no mine's name: 采矿, 干矿."""

LEVELS: Final = (
    r"分?厂(?![区房家内外长里史貌门])|车间(?!主任|里|内)|事业部|项目部|(?<!支)部(?![分门署队长件位落室])|中心(?![组城思任学])"
    r"|(?:分|子)?公司|矿区|矿山|采场(?!场)|矿(?![业石山区用粉浆车物工上井长水卡渣种仓热料选脉源层产量服])|研究所|研究院|设计院"
    r"|工区(?!长)|工段(?!长)|作业区(?!长)|班组(?!长)|科(?![技学研普长室])|(?:办公|研究|化验|检验|调度|计控)室(?![内外里])"
    r"|(?<![场住会厕一])所(?![属有在以需得长见说做谓])|(?<=[检量验修护务应业测输疗播监理运压泵])站(?![在立位长])|基地|食堂"
    r"|(?<=[一二三四五六七八九十\d])区(?!长)|(?<=综合|党政|党群|党建|安环|行政)办(?![公理法事])"
)
"""What the name of a part of a company ends in; a control room is a place of work, and no part."""

SCRIBES: Final = (
    r"(?:公司)?(?:综合(?:管理|办公)?(?:部|科|室|办公室|办)|(?:党政|行政)?(?:综合)?办公室"
    r"|(?:融媒体?|新闻|传媒|宣传)中心|行政(?:管理)?(?:部|科|办))"
)
"""The offices that write of others only, and hold nothing of their own."""

WRITERS_OFFICES: Final = (
    rf"{SCRIBES}|党(?:委|群|政|建)(?:综合|工作|人事|宣传|行政)?(?:部|科|室|办)"
    r"|(?:党委)?(?:宣传|工作|企业文化|文化|新闻宣传)(?:部|科|室)"
)
"""The offices that write of everybody else in their company."""

LEVEL_SIGNS: Final = "分厂车事项部中子公矿采研设工作班科办化检调计所站基食区"
"""The characters that these words begin with; a search that looks at them first is twice as fast."""

# --- of companies in general -------------------------------------------------------------------------

TRADES: Final = (
    "铝厂|铝加工|电力|能源|化工|石化|建材|新材料|物流|国际工程|国际贸易|国际|工程技术|工程|建工|科技|电子|机械|装备|环保|水务|燃气|港务"
    "|航运|保险|证券|智能|资本|财务|资产|物资|投资|置业|药业|商贸|贸易|设备"
)
"""What a company's name ends in where 公司, or what its part does, follows."""

NATIONAL: Final = "中国|国家|中色|中冶|中建|中铁|中交|中信|中核|国网|国电|华能|华电|大唐|南网|中煤"
"""How companies of the whole country are called."""

PLACES: Final = (
    "北京|天津|上海|重庆|河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南"
    "|西藏|陕西|甘肃|青海|宁夏|新疆|香港|西南|西北|东北|华北|华东|华南|华中|中南|中原|东南|郑州|洛阳|焦作|三门峡|开封|新乡|巩义|登封"
    "|包头|呼和浩特|鄂尔多斯|通辽|霍林河|太原|大同|临汾|运城|河津|吕梁|交口|兰州|白银|连城|嘉峪关|西宁|银川|青铜峡|贵阳|遵义|清镇|六盘水"
    "|安顺|昆明|曲靖|文山|红河|昭通|鹤庆|大理|玉溪|楚雄|南宁|百色|平果|靖西|防城港|柳州|桂林|梧州|钦州|北海|济南|青岛|淄博|滨州|邹平|聊城"
    "|茌平|烟台|龙口|潍坊|临沂|沈阳|大连|抚顺|鞍山|本溪|营口|长春|哈尔滨|石家庄|唐山|邯郸|武汉|长沙|株洲|湘潭|岳阳|南昌|赣州|合肥|铜陵"
    "|马鞍山|南京|苏州|无锡|杭州|宁波|福州|厦门|广州|深圳|佛山|成都|眉山|广元|绵阳|攀枝花|德阳|西安|宝鸡|铜川|渭南|乌鲁木齐|石河子|昌吉|伊犁"
    "|徐州|连云港|抚州|萍乡|首都|长城|南山"
)

MEDIA: Final = (
    "(?:[晚日时早晨商快]报|(?:都市|工人|青年|法治|法制|经济|有色金属)报)社?"
    "|报社|通讯社|电视台|广播电台|[省市区县旗]融媒体中心"
)
"""What newspapers and stations end in."""

INSTITUTIONS: Final = (
    "大学|(?<!科)学院|职院|师院|师专|(?:技工|技师|职业|中等|高等|专科|希望|实验|外国语|技术|中心)学校"
    "|研究院|设计院|医院|协会|学会|商会|联合会|总工会|中学|小学|幼儿园|人民政府|政府|国资委|[省市区县]委(?!员)"
    "|(?:公安|应急管?理?|税务|环保|生态环境|人社|发改|民政|教育|卫健|水利|林业|自然资源|市场监管|铁路|供电|地质|勘查)局"
    "|法院|检察院|消防救援|支队|街道办?|村委会|银行|基金会"
)
"""What authorities, schools and the like end in."""

OTHER_OWNERS: Final = (
    r"(?:中国(?!铝业)|国家)[\u4e00-\u9fff]{2,4}|移动|联通|电信|石化|石油|人寿|财险|人保|平安|太保|保险|银行|电网|国网|南网|国电|华能|华电|大唐"
    r"|铁塔|邮政|证券|烟草|中冶|中建|中铁|中交|中信|中煤|中粮|中核|国际|建设|工程|物流|投资|电力|燃气|重工"
    r"|(?<!中国铝业)(?<!中铝)(?:股份有限公司|有限公司|集团|股份)"
)
"""Whose branch it is: 中国移动|广西分公司."""

OTHER_KINDS: Final = (
    r"大学|电子|证券|银行|财险|(?:产业|科技|工业)园|产业(?:链|基地|集群)|行业|市场(?!部|营销|开发)"
)
"""What makes any registered name the begin of another: 山西新材料|产业园."""

OTHER_WORDS: Final = (
    r"大学|学院|医院|学校|中学|小学|幼儿园|电子|证券|银行|酒店|宾馆|律师|晚报|日报|时报|电视台|传媒|商贸|贸易(?!部|中心)|劳务|装饰|广告"
    r"|置业|地产|房产|旅行社|药业|建材|实业|有限(?:责任)?公司"
)
"""What makes a short name the begin of another, a few characters further on too."""

OTHER_WORDS_AT_ONCE: Final = (
    r"[路街区市县省镇村港]|大(?:道|地|酒店|厦)|古(?:城|镇)|文化|小区|广场|社区|国际|科技(?!部|中心|创新|攻关|人员)|电力(?!厂|部|中心|车间|调度)"
    r"|能源(?!管理|中心|部|动力)|物流(?!中心|部|公司|车间|事业部)|化工|水务|燃气|物业|建筑|机械(?!厂|车间)"
)
"""What makes it that right behind it only."""
