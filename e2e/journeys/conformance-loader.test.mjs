/** The checklist, loader: see conformance/cases/loader.mjs. */
import cases from "../conformance/cases/loader.mjs";
import { runCases } from "../conformance/run.mjs";

runCases(cases);
