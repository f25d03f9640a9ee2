import type { LeadRow } from "./worklist";

/** What every form that opens under a lead is given. */
export interface FormProps {
  lead: LeadRow;
  label: string;
  onClose: () => void;
}
