/** What the shop sells: prices in euros; the pages show the same figures. */
export const CATALOGUE = {
  "lune-12": { bowl: "lune", price: 18, en: "Bol Lune, 12 cm", fr: "Bol Lune, 12 cm" },
  "lune-16": { bowl: "lune", price: 24, en: "Bol Lune, 16 cm", fr: "Bol Lune, 16 cm" },
  "lune-20": { bowl: "lune", price: 32, en: "Bol Lune, 20 cm", fr: "Bol Lune, 20 cm" },
  "ecume-22": { bowl: "ecume", price: 38, en: "Bol Écume, 22 cm", fr: "Bol Écume, 22 cm" },
  "ecume-28": { bowl: "ecume", price: 52, en: "Bol Écume, 28 cm", fr: "Bol Écume, 28 cm" },
  "galet-9": { bowl: "galet", price: 16, en: "Bol Galet, 9 cm", fr: "Bol Galet, 9 cm" },
  "galet-11": { bowl: "galet", price: 19, en: "Bol Galet, 11 cm", fr: "Bol Galet, 11 cm" },
  "service-4": { bowl: "service", price: 96, en: "Service Lune, 4 pieces", fr: "Service Lune, 4 pièces" },
  "service-8": { bowl: "service", price: 184, en: "Service Lune, 8 pieces", fr: "Service Lune, 8 pièces" },
};
