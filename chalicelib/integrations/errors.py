"""What imports and connectors refuse. Each has a stable code and a sentence in both languages.

An import refuses a whole file, or one cell of it.

Invalid
├── UnreadableFile             the file cannot be imported at all; nothing was read from it
│   ├── FileEmpty, FileWithoutHeader
│   ├── EncodingUnknown, FileNotATable
│   ├── WorkbookBroken, WorkbookEncrypted, WorkbookOld, WorkbookTooLarge
│   └── RowTooLong, QuoteNotClosed, TooManyColumns
└── BadCell                    one value of one row; the row fails, the others go on
    ├── NotADate, NoSuchDate, DateUnclear, DateOutOfRange
    ├── NotMoney, MoneyUnclear
    ├── NotYesOrNo, NotAChoice
    ├── TextTooLong, TextUnreadable, CellMissing
    └── NotARole, OwnerByHand, OwnerBeyondLine, NegativeMoney
Conflict
├── ImportNotOpen              it is running, or over: its options can't be changed any more
├── ImportNotUndoable          it is not done, was a trial, or is over for longer than it can be undone
├── TooManyConnectors
├── ConnectorDisabled          told only to who has signed rightly
├── HookRunning                the same event is being worked on at this moment
└── HookPayloadNotKept, ConnectorGone
Unauthenticated
└── HookSignatureRefused
"""

from __future__ import annotations

from ..core.errors import Conflict, Invalid, Unauthenticated

_SHOWN = 60  # characters of a wrong value that its message repeats


class UnreadableFile(Invalid):
    """The base of all that makes a file unusable as a whole."""

    code = "import_file_unreadable"
    zh, en = "文件无法读取。", "The file cannot be read."

    def __str__(self) -> str:
        return self.detail("en")


class FileEmpty(UnreadableFile):
    code = "import_file_empty"
    zh, en = "文件中没有内容。", "There is nothing in the file."


class FileWithoutHeader(UnreadableFile):
    code = "import_file_no_header"
    zh = "第 {row} 行看起来是数据而不是表头；请在第一行写上列名。"
    en = "Row {row} looks like data, not like a header; write the names of the columns into the first row."


class EncodingUnknown(UnreadableFile):
    code = "import_file_encoding"
    zh = "无法识别文件编码；请另存为 UTF-8 格式的 CSV。"
    en = "The file's encoding is not recognised; save it as CSV in UTF-8."


class FileNotATable(UnreadableFile):
    code = "import_file_not_a_table"
    zh, en = "这不是 CSV 或 XLSX 表格。", "This is not a table in CSV or XLSX."


class WorkbookBroken(UnreadableFile):
    code = "import_workbook_broken"
    zh = "Excel 文件已损坏；请重新保存后再上传。"
    en = "The workbook is damaged; save it again and upload it anew."


class WorkbookEncrypted(UnreadableFile):
    code = "import_workbook_encrypted"
    zh, en = "Excel 文件有密码；请先去除密码。", "The workbook has a password; remove it first."


class WorkbookOld(UnreadableFile):
    code = "import_workbook_old"
    zh = "这是旧版 Excel 格式（.xls）；请另存为 .xlsx。"
    en = "This is the old Excel format (.xls); save it as .xlsx."


class WorkbookTooLarge(UnreadableFile):
    code = "import_workbook_too_large"
    zh = "Excel 文件解压后过大；请删除空白区域或拆分文件。"
    en = "The workbook is too large once unpacked; delete unused areas or split it."


class RowTooLong(UnreadableFile):
    code = "import_row_too_long"
    zh = "第 {row} 行过长；可能是引号没有闭合。"
    en = "Row {row} is too long; perhaps a quotation mark is not closed."


class QuoteNotClosed(UnreadableFile):
    code = "import_quote_not_closed"
    zh, en = "第 {row} 行的引号没有闭合。", "A quotation mark in row {row} is never closed."


class TooManyColumns(UnreadableFile):
    code = "import_too_many_columns"
    zh = "第 {row} 行的列数过多（最多 {limit} 列）。"
    en = "Row {row} has too many columns (the most is {limit})."


class BadCell(Invalid):
    """One value that cannot be taken over. `value` is what the cell holds."""

    code = "import_bad_cell"
    zh, en = "“{value}”无法读取。", "“{value}” cannot be read."

    def __init__(self, value: object) -> None:
        text = str(value)
        super().__init__(value=text if len(text) <= _SHOWN else text[:_SHOWN] + "…")

    def __str__(self) -> str:
        return self.detail("en")


class NotADate(BadCell):
    code = "import_not_a_date"
    zh, en = "“{value}”不是日期。", "“{value}” is not a date."


class NoSuchDate(BadCell):
    code = "import_no_such_date"
    zh, en = "日期“{value}”不存在。", "There is no such date as “{value}”."


class DateUnclear(BadCell):
    code = "import_date_unclear"
    zh = "无法判断“{value}”中哪个是月、哪个是日。"
    en = "It is not clear which part of “{value}” is the month."


class DateOutOfRange(BadCell):
    code = "import_date_out_of_range"
    zh, en = "日期“{value}”超出 1900 至 2199 年。", "The date “{value}” is outside the years 1900 to 2199."


class NotMoney(BadCell):
    code = "import_not_money"
    zh, en = "“{value}”不是金额。", "“{value}” is not an amount of money."


class MoneyUnclear(BadCell):
    code = "import_money_unclear"
    zh = "无法判断“{value}”中哪个是小数点；请写成 1234.50。"
    en = "It is not clear which mark in “{value}” is the decimal point; write it as 1234.50."


class NotYesOrNo(BadCell):
    code = "import_not_yes_or_no"
    zh, en = "“{value}”不是“是”或“否”。", "“{value}” is neither yes nor no."


class NotAChoice(BadCell):
    code = "import_not_a_choice"
    zh, en = "“{value}”不在选项中。", "“{value}” is not one of the choices."


class TextTooLong(BadCell):
    code = "import_text_too_long"
    zh, en = "“{value}”过长。", "“{value}” is too long."


class TextUnreadable(BadCell):
    code = "import_text_unreadable"
    zh, en = "“{value}”含有无法读取的字符。", "“{value}” holds characters that cannot be read."


class CellMissing(BadCell):
    code = "import_cell_missing"
    zh, en = "必填内容缺失。", "What is mandatory is missing."

    def __init__(self) -> None:
        super().__init__("")


class NegativeMoney(BadCell):
    code = "import_money_negative"
    zh, en = "金额“{value}”不能为负数。", "The amount “{value}” must not be negative."


class NotARole(BadCell):
    code = "import_not_a_role"
    zh, en = "“{value}”不是角色。", "“{value}” is not a role."


class OwnerByHand(BadCell):
    code = "import_owner_by_hand"
    zh, en = "所有者不能通过导入任命。", "Owners are not made by an import."


class OwnerBeyondLine(BadCell):
    code = "import_owner_beyond_line"
    zh = "“{value}”不在您的汇报线内，或该线索属于他人。"
    en = "“{value}” is beyond your reporting line, or the lead belongs to somebody else."


class NotAnEmailOrPhone(BadCell):
    code = "import_not_an_identity"
    zh, en = "“{value}”不是有效的电话或邮箱。", "“{value}” is neither a phone number nor an e-mail address."


class ImportNotOpen(Conflict):
    code = "import_not_open"
    zh, en = "导入正在进行或已结束，不能再修改。", "The import is running or over; it cannot be changed any more."


class ImportNotUndoable(Conflict):
    code = "import_not_undoable"
    zh = "只能撤销 30 天内完成的导入。"
    en = "Only an import that was completed in the last 30 days can be undone."


class UploadTooLarge(Invalid):
    code = "import_too_large"
    zh, en = "文件解压后超过 {limit} MB。", "The file has more than {limit} MB once unpacked."


class TooManyConnectors(Conflict):
    code = "too_many_connectors"
    zh, en = "连接器已达上限 {most} 个。", "There are {most} connectors already, the most allowed."


class HookSignatureRefused(Unauthenticated):
    """It isn't said what is wrong with it: the log has that."""

    code = "hook_signature_refused"
    zh, en = "签名无效或已过期。", "The signature is not valid, or too old."


class ConnectorDisabled(Conflict):
    code = "connector_disabled"
    zh, en = "连接器已停用。", "This connector is switched off."


class HookRunning(Conflict):
    code = "hook_running"
    zh, en = "该事件正在处理中，请稍后重试。", "This event is being worked on; send it again in a minute."


class ConnectorGone(Conflict):
    code = "connector_gone"
    zh = "收到该事件的连接器已删除，其规则不再可用；请在卡片上手动处理。"
    en = "The connector that took this event is deleted, and its rules with it; do on the card by hand what it says."


class HookPayloadNotKept(Conflict):
    code = "hook_payload_not_kept"
    zh = "事件内容过大，未能保留；请在卡片上手动处理。"
    en = "The event was too large to be kept; do on the card by hand what it says."
