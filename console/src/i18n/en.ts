import auth from "./en/auth.json";
import common from "./en/common.json";
import customers from "./en/customers.json";
import flows from "./en/flows.json";
import imports from "./en/imports.json";
import inbox from "./en/inbox.json";
import leads from "./en/leads.json";
import settings from "./en/settings.json";
import shell from "./en/shell.json";
import today from "./en/today.json";

export default { auth, common, customers, flows, imports, inbox, leads, settings, shell, today };
