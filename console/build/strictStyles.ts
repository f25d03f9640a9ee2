import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/** The one Content-Security-Policy of the console; servers send it as a header, the page carries it too. */
export const CONTENT_SECURITY_POLICY = readFileSync(new URL("../csp.txt", import.meta.url), "utf8").trim();

const STYLE_ELEMENTS = /@rc-component\/util\/es\/Dom\/dynamicCSS|@ant-design\/icons\/es\/cssUtils/;
const TEXTAREA = /@rc-component\/input\/es\/calculateNodeHeight\.js$/;
const ATTRIBUTE = /(\w+)\.setAttribute\('style', (.+?)\);/;

/**
 * Ant Design writes its rules into `<style>` elements and one `style` attribute, which `style-src 'self'` refuses. Both
 * have a twin in the CSS object model that the policy allows: adopted style sheets, and `element.style`. So the built
 * console takes `src/ui/adoptedStyles.ts` in the place of the module that makes `<style>` elements, and the height
 * measure of text areas sets `style.cssText`. The build fails when a new version of the library moves either away.
 */
export function strictStyles(): Plugin {
  let replaced = 0;
  let rewritten = 0;
  const twin = new URL("../src/ui/adoptedStyles.ts", import.meta.url).pathname;
  return {
    name: "strict-styles",
    apply: "build",
    enforce: "pre",
    async resolveId(source, importer) {
      if (!/dynamicCSS|cssUtils/.test(source)) return null;
      const resolved = await this.resolve(source, importer, { skipSelf: true });
      if (!resolved || !STYLE_ELEMENTS.test(resolved.id)) return null;
      replaced += 1;
      return twin;
    },
    transform(code, id) {
      if (!TEXTAREA.test(id)) return null;
      if (!ATTRIBUTE.test(code))
        this.error("the text area's height measure has changed: see strictStyles.ts");
      rewritten += 1;
      return { code: code.replace(ATTRIBUTE, "$1.style.cssText = $2;"), map: null };
    },
    buildEnd(error) {
      if (!error && (replaced === 0 || rewritten === 0)) {
        this.error(
          `style elements replaced ${replaced}, attributes rewritten ${rewritten}: see strictStyles.ts`,
        );
      }
    },
    transformIndexHtml(html) {
      // Browsers ignore frame-ancestors in a meta element and say so in the console.
      const policy = CONTENT_SECURITY_POLICY.replace(/;\s*frame-ancestors [^;]*/, "");
      return html.replace(
        "<head>",
        `<head>\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`,
      );
    },
  };
}
