// Bundles the pages into a folder: scripts and styles named by a hash of their content, and compressed forms beside them.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const source = dirname(fileURLToPath(import.meta.url));
const [folder] = process.argv.slice(2);
if (!folder) throw new Error('Name the folder to write to: node build.mjs FOLDER');

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const { metafile } = await build({
    entryPoints: [join(source, 'main.js'), join(source, 'styles.css')],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    target: ['chrome111', 'firefox115', 'safari16.4'],
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    legalComments: 'linked',
    metafile: true,
    logLevel: 'warning',
});

const outputs = Object.entries(metafile.outputs);
const outputOf = (part) => basename(outputs.find(([, output]) => output.entryPoint?.endsWith(part))[0]);
const iconBytes = readFileSync(join(source, 'icon.svg'));
const iconName = `icon-${createHash('sha256').update(iconBytes).digest('hex').slice(0, 8)}.svg`;
writeFileSync(join(folder, iconName), iconBytes);

const names = { main: outputOf('main.js'), styles: outputOf('styles.css'), charts: outputOf('charts/chart.js'), icon: iconName };
const shell = readFileSync(join(source, 'index.html'), 'utf8').replace(/\{\{(\w+)\}\}/g, (_, name) => names[name]);
writeFileSync(join(folder, 'index.html'), shell);

const least = 1400;
for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name));
    if (bytes.length < least) continue;
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
    writeFileSync(join(folder, `${name}.gzip`), gzipSync(bytes, { level: 9 }));
}

console.log(`pages: ${readdirSync(folder).length} files in ${relative(process.cwd(), folder) || folder}`);
