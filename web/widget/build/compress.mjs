/** Writes `.br` and `.gz` beside each built file, so that the server never compresses at run time. */
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const brotli = promisify(brotliCompress);
const gz = promisify(gzip);

/** Compresses the files and folders `names` of `dist`; gives file name → `{raw, gz, br}` in bytes. */
export async function compress(dist, names) {
  const sizes = new Map();
  for (const name of names) {
    for (const path of await filesOf(join(dist, name))) {
      const raw = await readFile(path);
      const br = await brotli(raw, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
          [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
          [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
        },
      });
      const zipped = await gz(raw, { level: 9 });
      await writeFile(`${path}.br`, br);
      await writeFile(`${path}.gz`, zipped);
      sizes.set(relative(dist, path), { raw: raw.length, gz: zipped.length, br: br.length });
    }
  }
  return sizes;
}

async function filesOf(path) {
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  const nested = await Promise.all(entries.map((entry) => filesOf(join(path, entry.name))));
  return nested.flat();
}
