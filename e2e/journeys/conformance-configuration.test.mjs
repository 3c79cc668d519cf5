/** The checklist, configuration: see conformance/cases/configuration.mjs. */
import cases from "../conformance/cases/configuration.mjs";
import { runCases } from "../conformance/run.mjs";

runCases(cases);
