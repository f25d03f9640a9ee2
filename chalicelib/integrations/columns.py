"""The words by which people name the columns of a table, in Chinese and English, by kind and field.

`NAMES` say what a column is; `HINTS` only that it may be. All are folded (`words.fold`) when the module is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping

from .words import fold

_NAMES: dict[str, dict[str, str]] = {
    "leads": {
        "phone": (
            "手机 手机号 手机号码 电话 电话号码 联系电话 联系方式 客户电话 座机 移动电话 phone mobile tel telephone "
            "cell phone_number mobile_phone cellphone contact_phone"
        ),
        "email": "邮箱 电子邮箱 电子邮件 邮件 邮箱地址 email e-mail mail email_address contact_email",
        "wechat": "微信 微信号 微信id wechat weixin wechat_id wx",
        "contact": (
            "联系人 联系人姓名 客户联系人 对接人 主要联系人 contact contact_name contact_person primary_contact"
        ),
        "name": (
            "线索名称 线索 线索标题 商机名称 商机 机会名称 销售机会 项目名称 lead lead_name opportunity "
            "opportunity_name deal deal_name title subject name 名称"
        ),
        "company": (
            "客户名称 客户 客户公司 公司 公司名称 公司名 单位 单位名称 企业 企业名称 客户单位 医院名称 门店名称 "
            "account account_name company company_name customer customer_name organization organisation "
            "organization_name client client_name"
        ),
        "source_channel": (
            "来源渠道 客户来源渠道 客户来源 线索来源 来源 渠道 获客渠道 source source_channel lead_source channel "
            "origin"
        ),
        "stage": (
            "当前阶段 阶段 销售阶段 商机阶段 线索阶段 跟进阶段 线索状态 客户状态 stage deal_stage sales_stage "
            "lead_stage opportunity_stage pipeline_stage lead_status"
        ),
        "first_contact_at": (
            "首次接触时间 首次接触日期 首次接触 首次联系时间 首次沟通时间 首次跟进时间 初次接触 engage_date "
            "first_contact first_contact_at first_contact_date first_contacted engagement_date"
        ),
        "next_follow_up_at": (
            "下次跟进时间 下次跟进日期 下次跟进 下次联系时间 下次回访时间 计划跟进时间 next_follow_up "
            "next_follow_up_at next_follow_up_date next_contact next_contact_date follow_up_date next_step_date "
            "next_activity_date"
        ),
        "last_follow_up_at": (
            "最近跟进时间 最后跟进时间 上次跟进时间 上次跟进 最近跟进 最近联系时间 最后联系时间 last_follow_up "
            "last_follow_up_at last_contact last_contacted last_contact_date last_activity last_activity_date"
        ),
        "blocker": "关键障碍点 障碍点 障碍 关键障碍 卡点 难点 阻碍 blocker blockers obstacle key_blocker",
        "owner": (
            "负责人 销售 销售员 销售人员 销售代表 销售负责人 业务员 业务代表 客户经理 跟进人 所有人 归属人 归属销售 "
            "owner sales_agent sales_rep salesperson sales_person rep agent assigned_to assignee lead_owner "
            "deal_owner account_owner opportunity_owner account_manager"
        ),
        "amount": (
            "金额 预计金额 商机金额 合同金额 成交金额 订单金额 预计成交金额 签单金额 报价金额 amount close_value "
            "deal_value value deal_amount deal_size expected_revenue contract_value opportunity_amount"
        ),
        "currency": "币种 货币 currency currency_code",
        "product": "产品 产品名称 意向产品 商品 商品名称 型号 product product_name interested_product",
        "closed_at": (
            "结束时间 成交时间 成交日期 关闭时间 关闭日期 签单时间 签单日期 签约日期 赢单时间 close_date closed_at "
            "closed_date closing_date won_date date_closed"
        ),
        "lost_reason": (
            "丢单原因 输单原因 流失原因 失败原因 战败原因 lost_reason loss_reason reason_lost closed_lost_reason"
        ),
        "external_id": (
            "编号 外部编号 系统编号 唯一标识 external_id id uuid record_id source_id 原系统编号 第三方编号 线索编号 "
            "商机编号 商机id 线索id opportunity_id lead_id deal_id"
        ),
        "remark": "备注 说明 描述 备注信息 remark remarks note notes comment comments description memo",
    },
    "members": {
        "name": (
            "姓名 成员 成员姓名 员工 员工姓名 名字 销售 销售员 销售代表 业务员 name full_name member member_name "
            "employee employee_name sales_agent sales_rep agent salesperson user user_name"
        ),
        "email": (
            "邮箱 电子邮箱 电子邮件 邮件 邮箱地址 email e-mail mail email_address contact_email 工作邮箱 企业邮箱 "
            "work_email"
        ),
        "role": "角色 权限 系统角色 role user_role permission",
        "supervisor": (
            "直属主管 主管 上级 直属上级 直接上级 经理 领导 汇报对象 主管姓名 supervisor manager sales_manager "
            "line_manager reports_to boss leader manager_name"
        ),
        "region": "区域 大区 地区 销售区域 片区 办事处 分公司 region regional_office office territory area",
    },
    "customers": {
        "phone": (
            "手机 手机号 手机号码 电话 电话号码 联系电话 联系方式 客户电话 座机 移动电话 phone mobile tel telephone "
            "cell phone_number mobile_phone cellphone contact_phone"
        ),
        "email": "邮箱 电子邮箱 电子邮件 邮件 邮箱地址 email e-mail mail email_address contact_email",
        "wechat": "微信 微信号 微信id wechat weixin wechat_id wx",
        "contact": (
            "联系人 联系人姓名 客户联系人 对接人 主要联系人 contact contact_name contact_person primary_contact"
        ),
        "name": (
            "客户名称 客户 客户姓名 姓名 名称 账户名称 account account_name customer customer_name client "
            "client_name name"
        ),
        "company": (
            "公司 公司名称 公司名 单位 单位名称 企业 企业名称 工作单位 company company_name organization "
            "organisation legal_name"
        ),
        "industry": "行业 所属行业 行业类型 行业分类 industry sector vertical",
        "region": (
            "区域 地区 大区 所在地区 省份 城市 省市 所在城市 region territory area province city state country "
            "office_location location"
        ),
        "external_id": (
            "编号 外部编号 系统编号 唯一标识 external_id id uuid record_id source_id 原系统编号 第三方编号 客户编号 "
            "客户id customer_id account_id client_id"
        ),
    },
    "products": {
        "name": "产品 产品名称 商品 商品名称 品名 名称 product product_name name item item_name",
        "code": (
            "产品编码 产品编号 编码 编号 货号 料号 商品编码 型号 规格型号 code sku product_code item_code "
            "part_number model id"
        ),
        "series": "系列 产品系列 产品线 类别 分类 产品类别 series product_line product_family family category",
        "price": (
            "价格 单价 标价 售价 销售价 定价 报价 标准价格 目录价 price sales_price list_price unit_price selling_price"
        ),
        "currency": "币种 货币 currency currency_code",
    },
}
_HINTS: dict[str, dict[str, str]] = {
    "leads": {
        "name": "客户名称 客户 项目 主题 account customer customer_name",
        "first_contact_at": (
            "创建时间 创建日期 录入时间 日期 时间 登记日期 created created_at created_date create_date date"
        ),
        "closed_at": "预计成交日期 预计签单日期 预计成交时间 expected_close_date end_date",
        "stage": "状态 进度 进展 status state progress phase",
        "amount": "预算 报价 价格 总价 budget price total revenue quote",
        "contact": "姓名 客户姓名 名字 full_name person",
        "blocker": "问题 风险 issue risk problem",
        "owner": "经理 manager 销售经理 sales_manager 员工 user",
        "external_id": "序号 code number no",
        "source_channel": "来自 途径 campaign",
        "lost_reason": "原因 reason",
        "product": "需求 项目类型 item sku",
    },
    "members": {
        "role": "职位 岗位 职务 title position job_title",
        "region": "部门 团队 city 城市 department team branch",
    },
    "customers": {
        "company": "客户名称 account account_name",
        "industry": "类型 type category segment",
        "region": "地址 address",
        "external_id": "编码 code number",
        "name": "公司名称 公司 company company_name",
        "contact": "负责人",
    },
    "products": {
        "name": "型号 model title",
        "price": "金额 amount cost 成本",
        "code": "number",
        "series": "类型 type group",
    },
}


def _folded(tables: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, frozenset[str]]]:
    return {
        kind: {field: frozenset(fold(word) for word in words.split()) for field, words in fields.items()}
        for kind, fields in tables.items()
    }


NAMES = _folded(_NAMES)
HINTS = _folded(_HINTS)
