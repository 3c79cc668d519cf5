/** The checklist, commands: see conformance/cases/commands.mjs. */
import cases from "../conformance/cases/commands.mjs";
import { runCases } from "../conformance/run.mjs";

runCases(cases);
