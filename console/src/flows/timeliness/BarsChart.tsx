import { theme } from "antd";
import { useEffect, useRef, useState } from "react";
import { ErrorNotice } from "../../ui/ErrorNotice";
import type { Bars } from "./figures";
import styles from "./Timeliness.module.css";

interface BarsChartProps {
  bars: Bars;
  /** What it shows, for screen readers; the table says the figures. */
  label: string;
  unit: string;
  max?: number;
}

const ROW_PX = 40;

/** Lying bars, one row for each label. */
export function BarsChart({ bars, label, unit, max }: BarsChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const { token } = theme.useToken();
  const [error, setError] = useState<unknown>(null);
  const height = bars.labels.length * ROW_PX * (bars.series.length > 1 ? 1.2 : 1) + 64;
  useEffect(() => {
    const box = frame.current;
    if (!box) return;
    let isGone = false;
    let stop = () => {};
    import("./chart").then(
      ({ init }) => {
        if (isGone) return;
        const chart = init(box);
        chart.setOption(optionOf(bars, unit, max, token));
        const watch = new ResizeObserver(() => chart.resize());
        watch.observe(box);
        stop = () => {
          watch.disconnect();
          chart.dispose();
        };
      },
      (failure: unknown) => setError(failure),
    );
    return () => {
      isGone = true;
      stop();
    };
  }, [bars, unit, max, token]);
  return (
    <>
      <ErrorNotice error={error} />
      <div ref={frame} role="img" aria-label={label} className={styles.chart} style={{ height }} />
    </>
  );
}

type Token = ReturnType<typeof theme.useToken>["token"];

function optionOf(bars: Bars, unit: string, max: number | undefined, token: Token) {
  const text = { color: token.colorTextSecondary, fontFamily: token.fontFamily, fontSize: 12 };
  const isMany = bars.series.length > 1;
  return {
    animation: false,
    color: [token.colorPrimary, token.colorWarning],
    textStyle: { fontFamily: token.fontFamily },
    grid: { left: 8, right: 56, top: isMany ? 36 : 8, bottom: 8, containLabel: true },
    ...(isMany ? { legend: { top: 0, left: 0, textStyle: text, itemWidth: 14, itemHeight: 8 } } : {}),
    // The policy allows no style attributes: rich text is drawn, not written as HTML.
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      axisPointer: { type: "shadow" },
      valueFormatter: (value: unknown) => `${value} ${unit}`,
    },
    xAxis: {
      type: "value",
      ...(max === undefined ? {} : { max }),
      axisLabel: { ...text, formatter: `{value}` },
      splitLine: { lineStyle: { color: token.colorBorderSecondary } },
    },
    yAxis: {
      type: "category",
      inverse: true,
      data: bars.labels,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: token.colorBorder } },
      axisLabel: { ...text, color: token.colorText, width: 120, overflow: "truncate" },
    },
    series: bars.series.map(({ name, values }) => ({
      name,
      type: "bar",
      data: values,
      barMaxWidth: 16,
      itemStyle: { borderRadius: [0, 3, 3, 0] },
      label: { show: true, position: "right", ...text, formatter: `{c} ${unit}` },
    })),
  };
}
