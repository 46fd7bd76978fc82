// Builds styles, scripts, fonts and icons into the Django package. `--watch` builds again on each change.
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { watch } from "node:fs";
import path from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
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
    entryPoints: ["public", "room", "address", "offline"].map((name) => path.join(root, "scripts", `${name}.js`)),
    outdir: out,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["chrome115", "firefox115", "safari16"],
    legalComments: "none",
    logLevel: "warning",
  });
}

// The map that moves: a module of its own, since MapLibre is one, with its worker beside it and its styles apart.
async function buildMap() {
  const maplibre = path.join(root, "node_modules/maplibre-gl");
  await esbuild.build({
    entryPoints: [path.join(root, "scripts/map.js")],
    outdir: out,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome115", "firefox115", "safari16"],
    legalComments: "none",
    logLevel: "warning",
  });
  const { code } = await esbuild.transform(await readFile(path.join(maplibre, "dist/maplibre-gl.css"), "utf8"), { loader: "css", minify: true });
  await writeFile(path.join(out, "map.css"), code);
  await copyFile(path.join(maplibre, "dist/maplibre-gl-worker.mjs"), path.join(out, "maplibre-gl-worker.mjs"));
  await copyFile(path.join(maplibre, "LICENSE.txt"), path.join(out, "maplibre-gl.LICENSE.txt"));
}

async function build() {
  await mkdir(out, { recursive: true });
  const fonts = await buildFonts(root, out);
  await Promise.all([buildStyles(fonts), buildScripts(), buildMap(), buildIcons(root, out), copyFile(path.join(root, "mark.svg"), path.join(out, "mark.svg"))]);
  await compress();
}

/** Beside each text a compressed one, which the web server sends to whoever takes it. */
async function compress() {
  const texts = (await readdir(out)).filter((file) => /\.(css|js|mjs|svg)$/.test(file));
  await Promise.all(texts.map(async (file) => {
    const bytes = await readFile(path.join(out, file));
    await writeFile(path.join(out, `${file}.gz`), gzipSync(bytes, { level: 9 }));
    await writeFile(path.join(out, `${file}.br`), brotliCompressSync(bytes));
  }));
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
