// Draws the Mermaid diagrams of the pages below as SVG, and checks that every Mermaid block of the repository can be parsed.
//   (cd docs/diagrams && npm ci --ignore-scripts)
//   node docs/diagrams/draw.mjs            # draws what has changed
//   node docs/diagrams/draw.mjs --check    # writes nothing; fails if a block has a mistake or a picture is old
// It needs Chromium, Chrome or Edge on the PATH, or named by DUFFBEER_CHROMIUM.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const drawn = ['docs/solution-design.md', 'docs/reference/data-model.md'];
const skipped = new Set(['node_modules', 'artifacts', 'bin', 'obj', 'TestResults']);
const isCheck = process.argv.includes('--check');

const blocks = pages(root).flatMap(file => blocksOf(file));
const results = inBrowser(blocks.map(block => ({ text: block.text, draw: block.picture !== undefined })));
let faults = 0;
blocks.forEach((block, index) => {
  const { error, svg } = results[index];
  if (error) {
    faults++;
    console.error(`${block.file}:${block.line}: ${error}`);
  } else if (block.picture) {
    write(block, svg);
  }
});
console.log(`${blocks.length} diagrams, ${blocks.filter(block => block.picture).length} pictures, ${faults} faults`);
process.exit(faults ? 1 : 0);

function write({ picture, hash }, svg) {
  const file = join(here, picture);
  const mark = `<!-- source: ${hash} -->`;
  if (existsSync(file) && readFileSync(file, 'utf8').startsWith(mark))
    return;
  if (isCheck) {
    faults++;
    console.error(`docs/diagrams/${picture} is not of the diagram in its page: run node docs/diagrams/draw.mjs`);
    return;
  }
  writeFileSync(file, `${mark}\n${svg}\n`);
  console.log(`docs/diagrams/${picture}`);
}

function pages(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry =>
    entry.isDirectory()
      ? entry.name.startsWith('.') || skipped.has(entry.name) ? [] : pages(join(folder, entry.name))
      : entry.name.endsWith('.md') ? [join(folder, entry.name)] : []);
}

// A picture is named by its page and by the heading above the block.
function blocksOf(file) {
  const name = relative(root, file).replaceAll('\\', '/');
  const found = [];
  let heading = '';
  let open;
  readFileSync(file, 'utf8').split(/\r?\n/).forEach((line, index) => {
    if (open) {
      if (line.trim() !== '```')
        return open.lines.push(line);
      const text = open.lines.join('\n');
      found.push({
        file: name, line: open.line, text, hash: createHash('sha256').update(text).digest('hex'),
        picture: drawn.includes(name) ? `${basename(name, '.md')}-${heading}.svg` : undefined,
      });
      open = undefined;
    } else if (line.trim() === '```mermaid') {
      open = { line: index + 1, lines: [] };
    } else if (/^#+ /.test(line)) {
      heading = line.replace(/^#+ /, '').toLowerCase().replace(/[^a-z0-9]+/g, '-');
    }
  });
  return found;
}

function inBrowser(texts) {
  const folder = mkdtempSync(join(tmpdir(), 'diagrams-'));
  try {
    const library = join(here, 'node_modules', 'mermaid', 'dist', 'mermaid.min.js');
    if (!existsSync(library))
      throw new Error('Mermaid is not installed: (cd docs/diagrams && npm ci --ignore-scripts)');
    const page = join(folder, 'page.html');
    writeFileSync(page, `<!doctype html><meta charset="utf-8"><body><div id="box"></div><pre id="out"></pre>
<script>${readFileSync(library, 'utf8').replaceAll('</script', '<\\/script')}</script>
<script type="module">
const texts = ${JSON.stringify(texts).replaceAll('<', '\\u003c')};
mermaid.initialize({ startOnLoad: false, deterministicIds: true, theme: 'neutral', htmlLabels: false, flowchart: { htmlLabels: false },
  fontFamily: 'sans-serif', maxTextSize: 200000, maxEdges: 2000 });
const results = [];
for (const [index, { text, draw }] of texts.entries()) {
  try {
    await mermaid.parse(text);
    results.push(draw ? { svg: (await mermaid.render('diagram' + index, text, document.getElementById('box'))).svg } : {});
  } catch (error) {
    results.push({ error: String(error.message ?? error) });
  }
}
const bytes = new TextEncoder().encode(JSON.stringify(results));
document.getElementById('out').textContent = btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
</script>`);
    const html = execFileSync(browser(), ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${folder}/profile`,
      '--virtual-time-budget=120000', '--dump-dom', `file://${page}`],
    { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });
    const out = /<pre id="out">([^<]+)<\/pre>/.exec(html);
    if (!out)
      throw new Error('The browser gave no result.');
    return JSON.parse(Buffer.from(out[1], 'base64').toString('utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function browser() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'microsoft-edge', 'chrome.exe', 'msedge.exe'];
  const known = [process.env.DUFFBEER_CHROMIUM,
    ...names.flatMap(name => (process.env.PATH ?? '').split(delimiter).map(folder => join(folder, name)))];
  return known.find(file => file && existsSync(file))
    ?? (() => { throw new Error('It needs Chromium, Chrome or Edge on the PATH, or its path in DUFFBEER_CHROMIUM.'); })();
}
