/** The checklist, page: see conformance/cases/page.mjs. */
import cases from "../conformance/cases/page.mjs";
import { runCases } from "../conformance/run.mjs";

runCases(cases);
