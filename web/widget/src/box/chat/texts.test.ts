import { describe, expect, it, test } from "vitest";
import boxEnglish from "../../../../../locales/en/box.json";
import formsEnglish from "../../../../../locales/en/forms.json";
import french from "../../../../../locales/fr/box.json";
import { OTHER_LANGUAGES, readCatalogue, SLOPPY, slotsOf } from "../../testing/catalogues.ts";
import { loadFormWords } from "../ui/forms/form-words.ts";
import { createTexts, loadTexts, type TextKey } from "./texts.ts";

const english = { ...boxEnglish, ...formsEnglish };
const keys = Object.keys(english).map((key) => key.slice("box.".length) as TextKey);

describe.each(OTHER_LANGUAGES)("the words in %s", (language) => {
  it("are there for every key, fill their slots and are not the English ones", async () => {
    const texts = (await loadTexts(language)).with((await loadFormWords(language)).words);
    const inEnglish = (await loadTexts("en")).with(formsEnglish);
    expect(texts.tag).toBe(language);
    const same: string[] = [];
    for (const key of keys) {
      const values = Object.fromEntries(slotsOf(english[`box.${key}`]).map((name) => [name, `<${name}>`]));
      const said = texts.say(key, values);
      expect(said, key).not.toMatch(/[{}]|^$/);
      if (said === inEnglish.say(key, values)) same.push(said);
    }
    // Loan words, and what both languages write alike.
    const alike =
      /^(Menu|Name|Chatbot|AI( chatbot)?|Emoji|Agent|Message|Messages|Details|Chat|<sent> [\w/]+ <size>)$/;
    expect(same.filter((said) => !alike.test(said))).toEqual([]);
  });

  it("are typeset with care", async () => {
    for (const file of ["box", "forms"] as const) {
      for (const [key, text] of Object.entries(await readCatalogue(language, file))) {
        expect(text, key).not.toMatch(SLOPPY);
      }
    }
  });
});

test("Brazil reads the Portuguese words, and every region those of its language", async () => {
  expect((await loadTexts("br")).say("composer.send")).toBe("Enviar");
  expect((await loadTexts("br")).tag).toBe("pt");
});

test("French writes its own spaces and apostrophes", () => {
  for (const [key, text] of Object.entries(french)) {
    expect(text, key).not.toMatch(/'|[^\u202f\s][?;!]| [?;!:]/);
  }
});

test("a language without texts speaks English, and says so", async () => {
  const texts = await loadTexts("fi");
  expect(texts.tag).toBe("en");
  expect(texts.say("composer.send")).toBe("Send");
});

test("values fill their slots; those from right to left are set apart", async () => {
  const texts = await loadTexts("en");
  expect(texts.say("system.agent_joined", { name: "Anna" })).toBe("Anna (a person) has joined.");
  expect(texts.say("system.agent_joined", { name: "آنا" })).toBe("\u2068آنا\u2069 (a person) has joined.");
});

test.each(["ar", "fa", "he"])("among words in %s every value is set apart", async (language) => {
  const texts = await loadTexts(language);
  expect(texts.say("notice.to", { site: "Atelier Brume" })).toContain("\u2068Atelier Brume\u2069");
  expect(texts.list(["Anna", "דנה"])).toMatch(/^\u2068Anna\u2069.+\u2068דנה\u2069$/u);
});

test.each([
  ["en", [0, "0 new messages"], [1, "1 new message"], [2, "2 new messages"], [1_234, "1,234 new messages"]],
  ["fr", [0, "0 nouveau message"], [2, "2 nouveaux messages"]],
  ["de", [1, "1 neue Nachricht"], [2, "2 neue Nachrichten"]],
  ["es", [1, "1 mensaje nuevo"], [2, "2 mensajes nuevos"], [1_000_000, "1.000.000 mensajes nuevos"]],
  ["pt", [1, "1 mensagem nova"], [7, "7 mensagens novas"]],
  ["hu", [1, "1 új üzenet"], [2, "2 új üzenet"]],
  ["cs", [1, "1 nová zpráva"], [3, "3 nové zprávy"], [5, "5 nových zpráv"], [22, "22 nových zpráv"]],
  [
    "pl",
    [1, "1 nowa wiadomość"],
    [3, "3 nowe wiadomości"],
    [5, "5 nowych wiadomości"],
    [12, "12 nowych wiadomości"],
    [22, "22 nowe wiadomości"],
  ],
  ["he", [1, "הודעה חדשה אחת"], [2, "שתי הודעות חדשות"], [3, "\u20683\u2069 הודעות חדשות"]],
  [
    "ar",
    [0, "لا رسائل جديدة"],
    [1, "رسالة جديدة واحدة"],
    [2, "رسالتان جديدتان"],
    [3, "\u20683\u2069 رسائل جديدة"],
    [11, "\u206811\u2069 رسالة جديدة"],
    [100, "\u2068100\u2069 رسالة جديدة"],
    [103, "\u2068103\u2069 رسائل جديدة"],
  ],
  ["fa", [1, "\u2068۱\u2069 پیام تازه"], [12, "\u2068۱۲\u2069 پیام تازه"]],
] as const)("counts in %s as people count", async (language, ...samples) => {
  const texts = await loadTexts(language);
  for (const [count, said] of samples as readonly (readonly [number, string])[])
    expect(texts.count("thread.new", count)).toBe(said);
});

test("sizes, days and lists read as people write them", async () => {
  const texts = await loadTexts("en");
  const fr = createTexts("fr", french);
  expect([texts.bytes(12), texts.bytes(20_480), texts.bytes(2_516_582)]).toEqual([
    "12 bytes",
    "20.5 kB",
    "2.5 MB",
  ]);
  expect(fr.bytes(2_516_582)).toMatch(/^2,5\sMo$/u);
  const noon = new Date(2026, 10, 22, 12).getTime();
  const day = 24 * 3_600_000;
  expect([texts.day(noon, noon), texts.day(noon - day, noon)]).toEqual(["Today", "Yesterday"]);
  expect(fr.day(noon - 5 * day, noon)).toBe("mardi 17 novembre");
  expect(texts.list(["Anna", "Luc", "Marie"])).toBe("Anna, Luc and Marie");
  expect(fr.list(["Anna", "Luc", "Marie"])).toBe("Anna, Luc et Marie");
  expect((await loadTexts("es")).list(["Luc", "Inés"])).toBe("Luc e Inés");
  expect(texts.list(["Anna"])).toBe("Anna");
  expect(texts.list([])).toBe("");
});

test("midnight begins the day in every language", async () => {
  const midnight = new Date(2026, 10, 22).getTime();
  for (const language of ["en", ...OTHER_LANGUAGES]) {
    expect((await loadTexts(language)).time(midnight), language).toMatch(/^(00:00|۰۰:۰۰)$/u);
  }
});
