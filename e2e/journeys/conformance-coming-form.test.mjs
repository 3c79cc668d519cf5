/** The checklist, for parts that are being built: see conformance/cases/coming-form.mjs. */
import cases from "../conformance/cases/coming-form.mjs";
import { runCases } from "../conformance/run.mjs";

runCases(cases);
