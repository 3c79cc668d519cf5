/** The checklist, form: see conformance/cases/form.mjs. */
import cases from "../conformance/cases/form.mjs";
import { runCases } from "../conformance/run.mjs";

runCases(cases);
