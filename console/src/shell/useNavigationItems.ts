import { useMay } from "../auth/queries";
import { NAVIGATION, type NavigationItem } from "./navigation";

/** What this member may open. */
export function useNavigationItems(): NavigationItem[] {
  const may = useMay();
  return NAVIGATION.filter((item) => item.may === undefined || may(item.may));
}
