/**
 * The API reference at /docs, out of /v1/openapi.json: its own entry, so that nothing of it weighs on the console.
 *
 * Swagger UI, because it is the one maintained viewer that works under `style-src 'self'` and `script-src 'self'`: its
 * rules are one CSS file and it sets no `<style>` elements, as Redoc (styled-components), RapiDoc (Lit templates) and
 * Scalar (injected styles, fonts and a proxy of other hosts) do.
 */
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";
import "swagger-ui-dist/swagger-ui.css";
import "./docs.css";

const systemIsDark = window.matchMedia("(prefers-color-scheme: dark)");

function followTheme(): void {
  const chosen = document.documentElement.dataset.theme;
  const isDark = chosen ? chosen === "dark" : systemIsDark.matches;
  document.documentElement.classList.toggle("dark-mode", isDark);
}

followTheme();
systemIsDark.addEventListener("change", followTheme);

SwaggerUI({
  url: "/v1/openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  filter: true,
  // The badge would send our document to a validator of another host.
  validatorUrl: null,
  // A key that is typed in is forgotten with the page.
  persistAuthorization: false,
  supportedSubmitMethods: ["get", "post", "put", "patch", "delete"],
  // The viewer gives this list no name.
  onComplete: () => document.querySelector("#servers")?.setAttribute("aria-label", "Server"),
});
