import { type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

let isFirstPage = true;

/** Names the page to the browser and, after a change of page, moves the focus to its heading so that it is read out. */
export function useArrival(title: string): RefObject<HTMLHeadingElement | null> {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const product = t("common.product");
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus({ preventScroll: true });
    isFirstPage = false;
  }, []);
  return heading;
}
