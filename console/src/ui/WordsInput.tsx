import { CloseCircleFilled, SearchOutlined } from "@ant-design/icons";
import { Input } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./WordsInput.module.css";

const PAUSE_MS = 120;

interface WordsInputProps {
  value: string;
  onChange: (next: string) => void;
  /** For screen readers: in what is searched. */
  label: string;
  placeholder: string;
}

/** Words to look for; asked for when the typing pauses. */
export function WordsInput({ value, onChange, label, placeholder }: WordsInputProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  const tell = useRef(onChange);
  tell.current = onChange;
  // The address changed by other means than typing: cleared, a saved view, "back".
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => {
    const next = typed.trim();
    if (next === sent.current.trim()) return;
    const timer = setTimeout(() => {
      sent.current = next;
      tell.current(next);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <Input
      className={styles.words}
      prefix={<SearchOutlined />}
      allowClear={{ clearIcon: <CloseCircleFilled aria-label={t("common.clear")} /> }}
      maxLength={80}
      aria-label={label}
      placeholder={placeholder}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
    />
  );
}
