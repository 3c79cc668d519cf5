/** The checklist, languages: see conformance/cases/languages.mjs. */
import cases from "../conformance/cases/languages.mjs";
import { runCases } from "../conformance/run.mjs";

runCases(cases);
