import { createRoot } from "react-dom/client";
import { startTexts } from "./i18n";
import { App } from "./shell/App";
import "./ui/base.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
void startTexts().then(() => createRoot(root).render(<App />));
