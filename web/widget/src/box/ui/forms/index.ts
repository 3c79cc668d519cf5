/** What is fetched later: the forms before, during and after a conversation, and the question before its end. */
export { ContactForm } from "./contact-form.tsx";
export { ContactSheet } from "./contact-sheet.tsx";
export { EndDialog } from "./end-dialog.tsx";
export { loadFormWords } from "./form-words.ts";
export { RatingCard, RatingSheet } from "./rating.tsx";
export { TranscriptSheet } from "./transcript.tsx";
