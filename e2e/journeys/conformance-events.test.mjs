/** The checklist, events: see conformance/cases/events.mjs. */
import cases from "../conformance/cases/events.mjs";
import { runCases } from "../conformance/run.mjs";

runCases(cases);
