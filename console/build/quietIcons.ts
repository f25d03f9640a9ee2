import type { Plugin } from "vite";

const ICONS = /@ant-design\/icons\/es\/components\/AntdIcon(Light)?\.js$/;
const NAMED = /role: "img",\s*"aria-label": icon\.name/;
const QUIET =
  '"aria-hidden": restProps["aria-label"] ? undefined : true, role: restProps["aria-label"] && "img"';

/**
 * Each icon of Ant Design tells screen readers its English file name ("plus New lead"). Beside a text it is decoration;
 * where it stands alone its button has a name. So an icon is read only where we name it. The build fails when a new
 * version of the library moves the place.
 */
export function quietIcons(): Plugin {
  let quieted = 0;
  return {
    name: "quiet-icons",
    apply: "build",
    transform(code, id) {
      if (!ICONS.test(id)) return null;
      if (!NAMED.test(code)) this.error("icons are named in another way: see quietIcons.ts");
      quieted += 1;
      return { code: code.replace(NAMED, QUIET), map: null };
    },
    buildEnd(error) {
      if (!error && quieted === 0) this.error("no icon was made quiet: see quietIcons.ts");
    },
  };
}
