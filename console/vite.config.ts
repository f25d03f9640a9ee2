import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { quietIcons } from "./build/quietIcons.ts";
import { CONTENT_SECURITY_POLICY, strictStyles } from "./build/strictStyles.ts";

const API = process.env.GLASSPIPE_API ?? "http://localhost:8000";
const proxy = { "/v1": { target: API, changeOrigin: false } };

export default defineConfig({
  plugins: [react(), strictStyles(), quietIcons()],
  server: { proxy },
  preview: {
    proxy,
    headers: { "Content-Security-Policy": CONTENT_SECURITY_POLICY, "X-Content-Type-Options": "nosniff" },
  },
  build: {
    target: "es2022",
    manifest: true,
    // An inlined asset would be a data: address, and the policy allows those for pictures only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1600,
    // The API reference is an entry of its own: nothing of it is in what the console loads.
    rolldownOptions: { input: { console: "index.html", docs: "docs/index.html" } },
  },
});
