/** The checklist, consent: see conformance/cases/consent.mjs. */
import cases from "../conformance/cases/consent.mjs";
import { runCases } from "../conformance/run.mjs";

runCases(cases);
