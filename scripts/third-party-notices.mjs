// Writes the notices of the packages that a bundle holds: minifying strips their comments, and their licences ask for more.
// As a command: node scripts/third-party-notices.mjs METAFILE [ROOT] prints the notices of what esbuild says it bundled.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Licences by which a package may be bundled; one that is not here stops the build until somebody has read it. */
const LICENCES = new Set(['Apache-2.0', 'MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD']);
/** They ask for no notice, so a package may come without their text. */
const WITHOUT_NOTICE = new Set(['MIT-0', '0BSD']);
const TEXT_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;
const RULE = '='.repeat(80);

/** @param metafiles what esbuild says of each build, with paths relative to `root` */
export function thirdPartyNotices(metafiles, root) {
  const packages = new Map();
  for (const input of bundledInputs(metafiles)) {
    const found = packageOf(resolve(root, input), root);
    if (found) packages.set(`${found.name}@${found.version}`, found);
  }
  const sorted = [...packages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => found);
  const list = sorted.map(({ name, version, license }) => `- ${name} ${version} (${license})`);
  const head = `The files in this folder hold code of these packages:\n\n${list.join('\n')}\n`;
  return [head, ...sorted.map(sectionOf)].join(`\n${RULE}\n`);
}

/** Files of which something is left in an output. */
function bundledInputs(metafiles) {
  const inputs = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap(({ inputs }) => Object.entries(inputs));
  return new Set(inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([input]) => input));
}

/** The package that a file belongs to; undefined for our own code. */
function packageOf(file, root) {
  const parts = relative(root, file).split(sep);
  const at = parts.lastIndexOf('node_modules') + 1;
  if (at === 0 && parts[0] !== '..') return undefined;
  // By its place and not by the nearest manifest: packages put others into their folders, which say less.
  const length = parts[at]?.startsWith('@') ? 2 : 1;
  const folder = resolve(root, ...parts.slice(0, at + length));
  if (at === 0 || !existsSync(join(folder, 'package.json'))) {
    throw new Error(`${file} is bundled, and belongs to no package`);
  }
  return checked({ ...JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')), folder });
}

function checked({ name, version, license, folder }) {
  if (!LICENCES.has(license)) {
    throw new Error(`${name} ${version} is bundled under ${JSON.stringify(license) ?? 'no licence'}: read it first`);
  }
  const texts = readdirSync(folder)
    .filter((file) => TEXT_FILE.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim())
    .filter((text) => text !== '');
  if (texts.length === 0 && !WITHOUT_NOTICE.has(license)) {
    throw new Error(`${name} ${version} is bundled, and brings no text of its licence ${license}`);
  }
  return { name, version, license, texts };
}

function sectionOf({ name, version, license, texts }) {
  const none = `Licensed under ${license} (https://spdx.org/licenses/${license}.html); the package brings no text.`;
  return `${name} ${version}\nLicence: ${license}\n\n${texts.length > 0 ? texts.join('\n\n') : none}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [metafile, root = process.cwd()] = process.argv.slice(2);
  process.stdout.write(thirdPartyNotices([JSON.parse(readFileSync(metafile, 'utf8'))], root));
}
