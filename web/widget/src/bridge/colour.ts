/** The brand's tokens; computed once for chat box and dashboard, where the owner sees them first. */
export { brandTheme, contrast, NEUTRALS } from "@entrenous/protocol/brand-colour.ts";
