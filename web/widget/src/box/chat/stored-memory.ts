/** The memory in the browser's storage, through the one door to it. */
import {
  createStore,
  grantRequestedService,
  type StorageScope,
  type Store,
} from "@entrenous/protocol/store.ts";
import { type Memory, packMessage, unpackMessage } from "./memory.ts";

/**
 * The box is only mounted when the visitor asked for it, an earlier page had it in use, or the site's
 * mode is `always`: that is what the two grants stand for.
 */
export function storedMemory(scope: StorageScope, store: Store = createStore(scope)): Memory {
  const chat = grantRequestedService("chat");
  const preferences = grantRequestedService("preferences");
  const readToken = () => {
    const token = store.get("ssupp.vid");
    return typeof token === "string" && token ? token : undefined;
  };
  return {
    readToken,
    writeToken: (token) => store.set("ssupp.vid", token, chat),
    readMessage: () => unpackMessage(store.get("ssupp_<CHAT_KEY>message")),
    writeMessage(draft, unsent) {
      const packed = packMessage(draft, unsent);
      if (packed === undefined) store.remove("ssupp_<CHAT_KEY>message");
      else store.set("ssupp_<CHAT_KEY>message", packed, chat);
    },
    readOpened() {
      const opened = store.get("ssupp_<CHAT_KEY>opened");
      return typeof opened === "boolean" ? opened : undefined;
    },
    writeOpened: (opened) => store.set("ssupp_<CHAT_KEY>opened", opened, chat),
    // Nothing is stored for a choice that was not made.
    readSound() {
      const on = store.get("_ss.enableSounds");
      return typeof on === "boolean" ? on : undefined;
    },
    writeSound: (on) => store.set("_ss.enableSounds", on, preferences),
    forget: () => store.removePurpose("chat"),
    // Whose life is over goes alone; only a logout takes the token along.
    watch: (left) =>
      store.watch("ssupp_<CHAT_KEY>opened", (opened) => {
        if (opened === undefined && !readToken()) left();
      }),
  };
}
