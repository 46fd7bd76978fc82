// Makes one SVG sprite of the USWDS icons named in icons.json (our name: theirs).
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

/** @param {string} root @param {string} out */
export async function buildIcons(root, out) {
  const names = JSON.parse(await readFile(path.join(root, "build/icons.json"), "utf8"));
  let symbols = "";
  for (const [ours, theirs] of Object.entries(names)) {
    const file = path.join(root, "node_modules/@uswds/uswds/dist/img/usa-icons", `${theirs}.svg`);
    const svg = await readFile(file, "utf8");
    const box = /viewBox="([^"]+)"/.exec(svg)?.[1] ?? "0 0 24 24";
    const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/ fill="(?!none)[^"]*"/g, "");
    symbols += `<symbol id="${ours}" viewBox="${box}">${inner.trim()}</symbol>`;
  }
  await writeFile(path.join(out, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols}</svg>\n`);
}
