import { StyleProvider } from "@ant-design/cssinjs";
import { QueryClientProvider } from "@tanstack/react-query";
import { App as AntApp, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { useTranslation } from "react-i18next";
import { RouterProvider } from "react-router";
import { queryClient } from "../api/queryClient";
import { currentLanguage } from "../i18n/language";
import { THEMES } from "../ui/theme";
import { useTheme } from "../ui/themeMode";
import { useMediaQuery } from "../ui/useMediaQuery";
import { router } from "./router";

const COMPONENT_TEXTS = { "zh-CN": zhCN, en: enUS };
const DATE_TEXTS = { "zh-CN": "zh-cn", en: "en" };

export function App() {
  useTranslation(); // drawn anew when the language changes
  const { shown } = useTheme();
  const language = currentLanguage();
  // Who wants no motion gets none from the components either, rather than one that base.css cuts short.
  const isStill = useMediaQuery("(prefers-reduced-motion: reduce)");
  const theme = THEMES[shown];
  dayjs.locale(DATE_TEXTS[language]);
  return (
    <StyleProvider layer>
      <ConfigProvider
        theme={isStill ? { ...theme, token: { ...theme.token, motion: false } } : theme}
        locale={COMPONENT_TEXTS[language]}
        wave={{ disabled: true }}
        button={{ autoInsertSpace: false }}
      >
        <AntApp component={false}>
          <QueryClientProvider client={queryClient}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </AntApp>
      </ConfigProvider>
    </StyleProvider>
  );
}
