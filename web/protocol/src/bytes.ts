/**
 * File sizes as people read them, the same in the box and at the desk: decimal units, as the browsers' own
 * `Intl` knows them. `locale` is a BCP 47 tag.
 */
export function createBytes(locale: string): (count: number) => string {
  const format = (unit: string, unitDisplay: "long" | "short") =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay, maximumFractionDigits: 1 });
  // Short, the smallest unit is "byte" in every number.
  const bytes = format("byte", "long");
  const kilobytes = format("kilobyte", "short");
  const megabytes = format("megabyte", "short");
  return (count) => {
    if (count < 1_000) return bytes.format(count);
    // From here on one decimal would be rounded up to 1,000 kB.
    return count < 999_950 ? kilobytes.format(count / 1_000) : megabytes.format(count / 1_000_000);
  };
}
