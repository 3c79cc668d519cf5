/** What is fetched later: the forms before, during and after a conversation. */
export { ContactForm } from "./contact-form.tsx";
export { ContactSheet } from "./contact-sheet.tsx";
export { loadFormWords } from "./form-words.ts";
export { RatingCard, RatingSheet } from "./rating.tsx";
export { TranscriptSheet } from "./transcript.tsx";
