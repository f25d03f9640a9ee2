import auth from "./zh-CN/auth.json";
import common from "./zh-CN/common.json";
import customers from "./zh-CN/customers.json";
import flows from "./zh-CN/flows.json";
import imports from "./zh-CN/imports.json";
import inbox from "./zh-CN/inbox.json";
import leads from "./zh-CN/leads.json";
import settings from "./zh-CN/settings.json";
import shell from "./zh-CN/shell.json";
import today from "./zh-CN/today.json";

export default { auth, common, customers, flows, imports, inbox, leads, settings, shell, today };
