"""Words that mean the same step of a funnel, the same end of it, or the same source channel, in Chinese and English."""

from __future__ import annotations

from .words import fold


def _meanings(*groups: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(fold(word) for word in group.split("|")) for group in groups)


#: Steps of a sales funnel in their order, with the words for each.
FUNNEL = _meanings(
    "prospecting|prospect|new|new lead|open|unqualified|lead|to contact|潜在|潜在客户|新线索|新建|待跟进|待联系|"
    "未联系|线索|意向收集",
    "engaging|engaged|contacted|contacting|working|first contact|initial contact|in contact|connected|qualification|"
    "初步接触|初步沟通|初次接触|接触|已联系|跟进中|联系中|建立联系|沟通中|初步洽谈|到店",
    "qualified|needs analysis|needs|discovery|requirements|needs confirmed|sql|需求|需求确认|需求分析|需求挖掘|"
    "需求沟通|确认需求|意向确认|有意向|合格线索|调研",
    "demo|demonstration|presentation|evaluation|solution|trial|poc|technical review|visit|演示|产品演示|方案|"
    "方案演示|方案设计|方案制定|方案提供|试用|样机|测试|现场考察|技术交流|体验|试驾",
    "proposal|quote|quoted|quotation|price quote|proposal sent|pricing|bid|bidding|tender|报价|已报价|方案报价|"
    "商务报价|报价中|投标|招投标|招标",
    "negotiation|negotiating|negotiate|commercial|decision|approval|谈判|商务谈判|谈判中|议价|商务洽谈|商务|审批|"
    "决策|复审|谈判审核",
    "contract|contracting|contract sent|signing|verbal|commit|合同|合同签订|签约|签约中|待签约|合同审批|合同流程|"
    "签单中|下单",
)

_WON, _LOST = _meanings(
    "won|closed won|win|deal|deal won|success|signed|closed - won|converted|赢单|成交|已成交|成单|赢|已签约|签单|"
    "已签单|签约成功|成功|已赢单|合同已签|已购买|转化成功|已转化",
    "lost|closed lost|lose|dead|failed|failure|closed - lost|abandoned|disqualified|rejected|cancelled|canceled|"
    "丢单|输单|失败|流失|战败|已丢单|已流失|已输单|无效|无效线索|放弃|已放弃|已关闭|关闭|未成交|取消",
)
#: Words for the end of the way, by the kind of the stage.
ENDINGS = {"won": _WON, "lost": _LOST}

#: Source channels that different lists call differently.
CHANNELS = _meanings(
    "website|web|web site|official website|inbound|online|官网|官方网站|网站|网站咨询|在线咨询|线上",
    "referral|referred|word of mouth|recommendation|customer referral|转介绍|老客户介绍|客户介绍|朋友介绍|推荐|"
    "老客户推荐|介绍",
    "exhibition|trade show|expo|event|fair|conference|展会|展览会|会展|市场活动|活动|会议|学术会议",
    "cold call|phone|call|outbound|telemarketing|telesales|电话|电话营销|电销|陌拜|陌生拜访|主动开发|自主开发|电话开发",
    "advertising|ads|ad|paid|paid search|sem|ppc|google|baidu|广告|网络广告|搜索引擎|竞价|百度|推广|网络推广",
    "social|social media|wechat|weixin|douyin|xiaohongshu|社交媒体|微信|公众号|抖音|小红书|新媒体|短视频",
    "partner|channel partner|distributor|dealer|agent|reseller|渠道|代理商|经销商|合作伙伴|渠道伙伴|渠道商",
    "walk in|walkin|store|shop|visit|门店|到店|进店|上门|自然到店",
    "email|mail|edm|newsletter|邮件|邮件营销",
    "other|others|unknown|misc|其他|其它|未知",
)
