// Copies the font files in use and writes their @font-face rules. Subsets load only when a page has such letters.
import { copyFile, mkdir, readFile } from "node:fs/promises";
import path from "node:path";

const FAMILIES = [
  { family: "Public Sans", name: "public-sans", subsets: ["latin", "latin-ext", "vietnamese"], weights: [400, 600, 700] },
  { family: "Roboto Mono", name: "roboto-mono", subsets: ["latin"], weights: [400, 700] },
  { family: "Noto Sans Arabic", name: "noto-sans-arabic", subsets: ["arabic"], weights: [400, 700] },
];

/** @param {string} root @param {string} out @returns {Promise<string>} the CSS */
export async function buildFonts(root, out) {
  const folder = path.join(out, "fonts");
  await mkdir(folder, { recursive: true });
  let css = "";
  for (const { family, name, subsets, weights } of FAMILIES) {
    const home = path.join(root, "node_modules/@fontsource", name);
    const ranges = JSON.parse(await readFile(path.join(home, "unicode.json"), "utf8"));
    for (const subset of subsets) {
      for (const weight of weights) {
        const file = `${name}-${subset}-${weight}-normal.woff2`;
        await copyFile(path.join(home, "files", file), path.join(folder, file));
        css += `@font-face{font-family:"${family}";font-weight:${weight};font-display:swap;`
          + `src:url("fonts/${file}") format("woff2");unicode-range:${ranges[subset]}}\n`;
      }
    }
    await copyFile(path.join(home, "LICENSE"), path.join(folder, `${name}.LICENSE.txt`));
  }
  return css;
}
