import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App, createApplication } from "./app.tsx";
import { browserLanguage, setLanguage } from "./i18n/language.ts";
import "./styles/index.css";

const application = createApplication();
const place = document.getElementById("root");
if (place === null) throw new Error("index.html has no #root");
// Nothing is drawn before there are words for it.
await setLanguage(browserLanguage());
createRoot(place).render(
  <StrictMode>
    <App {...application} />
  </StrictMode>,
);
