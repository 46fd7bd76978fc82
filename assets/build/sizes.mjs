// Prints what was built, raw and gzipped, so that growth is seen.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";

/** @param {string} out */
export async function printSizes(out) {
  for (const name of (await readdir(out)).filter((file) => /\.(css|js|svg)$/.test(file)).sort()) {
    const bytes = await readFile(path.join(out, name));
    const kb = (/** @type {number} */ n) => `${(n / 1024).toFixed(1).padStart(6)} kB`;
    console.log(`${name.padEnd(12)} ${kb(bytes.length)}  gzip ${kb(gzipSync(bytes).length)}`);
  }
}
