import { Checkbox } from "antd";
import { useTranslation } from "react-i18next";
import { Link, type To } from "react-router";
import styles from "../../ui/RowTable.module.css";
import type { LeadRow } from "../types";
import type { LeadWords } from "../useLeadWords";
import { type Column, NUMERIC } from "./columns";
import { LeadMarks } from "./LeadMarks";
import type { Selection } from "./useSelection";

interface LeadTableRowProps {
  lead: LeadRow;
  index: number;
  top: number;
  columns: Column[];
  words: LeadWords;
  /** In the order of the tabulator. */
  isActive: boolean;
  isOpen: boolean;
  to: To;
  selection: Selection | undefined;
  onFocus: () => void;
}

export function LeadTableRow(props: LeadTableRowProps) {
  const { lead, index, top, columns, words, isActive, isOpen, to, selection, onFocus } = props;
  const { t } = useTranslation();
  const tab = isActive ? 0 : -1;
  const name = words.nameOf(lead);
  const isChosen = selection?.chosen.has(lead.id) ?? false;
  return (
    <tr
      className={styles.row}
      aria-rowindex={index + 2}
      data-row={index}
      data-open={isOpen}
      data-chosen={isChosen}
      style={{ transform: `translateY(${top}px)` }}
      onFocus={onFocus}
    >
      {selection && (
        <td className={styles.tick} data-part="tick">
          <Checkbox
            tabIndex={tab}
            aria-label={t("leads.select.one", { name })}
            checked={isChosen}
            onChange={({ nativeEvent }) => selection.toggle(lead.id, (nativeEvent as MouseEvent).shiftKey)}
          />
        </td>
      )}
      <td className={styles.cell}>
        <Link to={to} className={styles.name} tabIndex={tab} data-part="link" title={name}>
          {name}
        </Link>
      </td>
      {columns.map((each) => (
        <td key={each} className={styles.cell} data-numeric={NUMERIC.has(each)} data-column={each}>
          <Value column={each} lead={lead} words={words} />
        </td>
      ))}
    </tr>
  );
}

function Value({ column, lead, words }: { column: Column; lead: LeadRow; words: LeadWords }) {
  if (column === "stage") {
    return (
      lead.stage && (
        <span className={styles.stage} data-kind={lead.stage_kind} title={words.stage(lead.stage)}>
          {words.stage(lead.stage)}
        </span>
      )
    );
  }
  if (column === "next_follow_up_at") {
    const isOpen = lead.stage_kind !== "won" && lead.stage_kind !== "lost";
    return (
      <>
        {isOpen && lead.next_follow_up_at && <span>{words.shortDay(lead.next_follow_up_at)}</span>}
        <LeadMarks lead={lead} />
      </>
    );
  }
  const text = textIn(column, lead, words);
  return (
    text && (
      <span className={styles.text} title={text} data-pool={column === "owner_id" && lead.owner_id === null}>
        {text}
      </span>
    )
  );
}

function textIn(column: Column, lead: LeadRow, words: LeadWords): string | null | undefined {
  switch (column) {
    case "owner_id":
      return words.ownerOf(lead);
    case "amount":
      return lead.amount && words.money(lead.amount);
    case "touched_at":
    case "updated_at":
      return lead[column] && words.shortDay(lead[column]);
    case "blocker":
      return words.blockerOf(lead);
    case "source_channel":
      return lead.source_channel && words.channel(lead.source_channel);
    case "follow_up_count":
    case "unanswered":
      return lead[column] ? String(lead[column]) : null;
    default:
      return lead[column] === undefined ? null : String(lead[column] ?? "");
  }
}
