/** The look, in one place: everything else uses Ant Design's tokens or the variables of base.css. */
import { type ThemeConfig, theme } from "antd";

export const FONTS =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "HarmonyOS Sans SC", "MiSans", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei UI", "Microsoft YaHei", sans-serif';

/** The class that carries the variables: on <html>, so that our own CSS reads them everywhere. */
const CSS_VARIABLES = { key: "gp" };

const SHARED: ThemeConfig["token"] = {
  fontFamily: FONTS,
  fontSize: 14,
  lineHeight: 1.6,
  borderRadius: 8,
  borderRadiusLG: 12,
  borderRadiusSM: 6,
  controlHeight: 36,
  controlHeightLG: 44,
  controlHeightSM: 28,
  wireframe: false,
};

const COMPONENTS: ThemeConfig["components"] = {
  Button: {
    fontWeight: 500,
    paddingInlineSM: 10,
    primaryShadow: "none",
    defaultShadow: "none",
    dangerShadow: "none",
  },
  Form: { labelColor: "var(--ant-color-text)", verticalLabelPadding: "0 0 4px" },
  Card: { headerFontSize: 16 },
  Table: { headerBg: "transparent", headerSplitColor: "transparent" },
};

const LIGHT: ThemeConfig = {
  algorithm: theme.defaultAlgorithm,
  token: {
    ...SHARED,
    colorPrimary: "#0f6b66",
    // The generated tints of so dark a colour are grey.
    colorPrimaryBg: "#e2f1ee",
    colorPrimaryBgHover: "#d0e8e3",
    colorPrimaryBorder: "#9bcdc5",
    colorPrimaryHover: "#15827b",
    colorPrimaryActive: "#0a504c",
    colorPrimaryText: "#0b5d58",
    colorInfo: "#0f6b66",
    colorInfoBg: "#e2f1ee",
    colorInfoBorder: "#9bcdc5",
    colorLink: "#0b625d",
    colorSuccess: "#2e7d4f",
    colorWarning: "#b86a00",
    colorError: "#c0392b",
    colorTextBase: "#17211f",
    colorBgBase: "#ffffff",
    colorBgLayout: "#f4f6f4",
    colorBorder: "#c9d2ce",
    colorBorderSecondary: "#e3e9e6",
    colorTextSecondary: "#52605c",
    colorTextTertiary: "#63716d",
    colorTextDescription: "#5b6965",
    colorTextPlaceholder: "#66736e",
  },
  components: COMPONENTS,
  cssVar: CSS_VARIABLES,
  hashed: false,
};

const DARK: ThemeConfig = {
  algorithm: theme.darkAlgorithm,
  token: {
    ...SHARED,
    // The dark algorithm darkens what it is given.
    colorPrimary: "#55cfc2",
    colorPrimaryBg: "#173a37",
    colorPrimaryBgHover: "#1d4743",
    colorPrimaryBorder: "#2c6a64",
    colorPrimaryText: "#63d6ca",
    colorInfo: "#55cfc2",
    colorInfoBg: "#173a37",
    colorLink: "#7be3d8",
    colorSuccess: "#6fd096",
    colorWarning: "#f5b55a",
    colorError: "#ff9185",
    colorTextBase: "#e6edea",
    colorBgBase: "#0f1514",
    colorBgLayout: "#0f1514",
    colorBgContainer: "#182120",
    colorBgElevated: "#1f2a28",
    colorBorder: "#3a4946",
    colorBorderSecondary: "#293533",
    colorTextSecondary: "#aebbb7",
    colorTextTertiary: "#96a5a0",
    colorTextDescription: "#a3b1ac",
    colorTextPlaceholder: "#84938e",
    colorTextLightSolid: "#06201e",
  },
  components: {
    ...COMPONENTS,
    Tooltip: { colorTextLightSolid: "#e6edea", colorBgSpotlight: "#2c3a37" },
  },
  cssVar: CSS_VARIABLES,
  hashed: false,
};

export const THEMES = { light: LIGHT, dark: DARK } as const;
