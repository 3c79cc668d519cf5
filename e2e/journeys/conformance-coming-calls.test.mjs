/** The checklist, for parts that are being built: see conformance/cases/coming-calls.mjs. */
import cases from "../conformance/cases/coming-calls.mjs";
import { runCases } from "../conformance/run.mjs";

runCases(cases);
