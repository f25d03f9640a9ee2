import { EditOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import styles from "./EditInPlace.module.css";

/** What an input in its place is told of it. */
export interface InPlace {
  id: string;
  hasFocus: true;
  isInvalid: boolean;
  describedBy: string | undefined;
}

interface EditInPlaceProps {
  label: string;
  /** The value as it is read; with `address` a link to it. */
  said: ReactNode;
  isEmpty: boolean;
  address: string | null;
  /** The address is a page of the web. */
  isPage: boolean;
  /** Behind the value. */
  more?: ReactNode;
  isOpen: boolean;
  /** None: it can't be changed here. */
  onOpen?: (() => void) | undefined;
  onSave: () => void;
  onClose: () => void;
  isSaving: boolean;
  wrong: string | null;
  /** Enter makes a new line, and saves with Ctrl. */
  isLong?: boolean;
  input: (place: InPlace) => ReactNode;
}

/** One field of a record, changed in its place: Enter saves, Escape leaves it as it was. */
export function EditInPlace(props: EditInPlaceProps) {
  const { label, said, isEmpty, address, isPage, isOpen, onOpen, onSave, onClose, wrong } = props;
  const { t } = useTranslation();
  const id = useId();
  const edit = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    if (wasOpen.current && !isOpen) edit.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onClose();
    } else if (event.key === "Enter" && (!props.isLong || event.ctrlKey || event.metaKey)) {
      // Enter in an open list chooses in it.
      if ((event.target as HTMLElement).getAttribute("aria-expanded") === "true") return;
      event.preventDefault();
      onSave();
    }
  };
  return (
    <div className={styles.field} data-edited={isOpen}>
      <dt className={styles.name}>{isOpen ? <label htmlFor={id}>{label}</label> : label}</dt>
      <dd className={styles.value}>
        {!isOpen ? (
          <>
            <span className={styles.said} data-empty={isEmpty}>
              {address ? (
                <a href={address} {...(isPage ? { target: "_blank", rel: "noreferrer" } : {})}>
                  {said}
                </a>
              ) : (
                said
              )}
              {props.more}
            </span>
            {onOpen && (
              <Button
                ref={edit}
                className={styles.edit}
                type="text"
                size="small"
                icon={<EditOutlined />}
                aria-label={t("leads.field.edit", { field: label })}
                onClick={onOpen}
              />
            )}
          </>
        ) : (
          // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the input inside
          <div className={styles.editor} onKeyDown={onKeyDown}>
            {props.input({
              id,
              hasFocus: true,
              isInvalid: wrong !== null,
              describedBy: wrong ? `${id}-wrong` : undefined,
            })}
            {wrong && (
              <p id={`${id}-wrong`} role="alert" className={styles.wrong}>
                {wrong}
              </p>
            )}
            <div className={styles.buttons}>
              <Button size="small" type="primary" loading={props.isSaving} onClick={onSave}>
                {t("leads.save")}
              </Button>
              <Button size="small" onClick={onClose}>
                {t("leads.cancel")}
              </Button>
            </div>
          </div>
        )}
      </dd>
    </div>
  );
}
