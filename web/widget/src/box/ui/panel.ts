/** What can lie over the conversation: the question before its end, and the forms. */
export type Panel = "end" | "rating" | "transcript" | "contact";
