/** The checklist, calls: see conformance/cases/calls.mjs. */
import cases from "../conformance/cases/calls.mjs";
import { runCases } from "../conformance/run.mjs";

runCases(cases);
