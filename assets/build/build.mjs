// Builds styles, scripts, fonts and icons into the Django package. `--watch` builds again on each change.
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { watch } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";
import { buildFonts } from "./fonts.mjs";
import { buildIcons } from "./icons.mjs";
import { printSizes } from "./sizes.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const out = path.resolve(root, "../src/brightline/platform/ui/static/brightline");

/** @param {string} fonts */
async function buildStyles(fonts) {
  for (const name of ["public", "room"]) {
    const { css } = sass.compile(path.join(root, "styles", `${name}.scss`), {
      loadPaths: [path.join(root, "styles/foundation"), path.join(root, "node_modules/@uswds/uswds/packages")],
      quietDeps: true,
      style: "expanded",
    });
    const small = await esbuild.transform(fonts + css, { loader: "css", minify: true, target: ["chrome115", "firefox115", "safari16"] });
    await writeFile(path.join(out, `${name}.css`), small.code);
  }
}

async function buildScripts() {
  await esbuild.build({
    entryPoints: ["public", "room"].map((name) => path.join(root, "scripts", `${name}.js`)),
    outdir: out,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["chrome115", "firefox115", "safari16"],
    legalComments: "none",
    logLevel: "warning",
  });
}

async function build() {
  await mkdir(out, { recursive: true });
  const fonts = await buildFonts(root, out);
  await Promise.all([buildStyles(fonts), buildScripts(), buildIcons(root, out), copyFile(path.join(root, "mark.svg"), path.join(out, "mark.svg"))]);
}

await rm(out, { recursive: true, force: true });
await build();
await printSizes(out);

if (process.argv.includes("--watch")) {
  let again;
  for (const folder of ["styles", "scripts", "build"]) {
    watch(path.join(root, folder), { recursive: true }, () => {
      clearTimeout(again);
      again = setTimeout(() => build().catch((error) => console.error(error.message)), 100);
    });
  }
}
