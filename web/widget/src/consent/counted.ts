/** How the box's notes for the page's analytics reach the consent module: by this event of the loader's frame. */
export const COUNTED_EVENT = "entrenous:counted";

/** Its detail: something worth counting; texts in English. */
export interface Counted {
  readonly category: string;
  readonly action: string;
  readonly label: string;
}
