/** Tells the loader where the greeting beside the launcher is: `virtual:greeting-url`, its hash included. */
export function greetingUrl(fileName) {
  const id = "\0virtual:greeting-url";
  return {
    name: "greeting-url",
    resolveId: (source) => (source === "virtual:greeting-url" ? id : null),
    load: (asked) => (asked === id ? `export default ${JSON.stringify(fileName)};` : null),
  };
}
