/** What opens over the box on a press: fetched then, for most visitors never press. */
export { EmojiPicker } from "./emoji-picker.tsx";
export { MenuList } from "./menu-list.tsx";
