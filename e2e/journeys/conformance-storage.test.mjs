/** The checklist, storage: see conformance/cases/storage.mjs. */
import cases from "../conformance/cases/storage.mjs";
import { runCases } from "../conformance/run.mjs";

runCases(cases);
