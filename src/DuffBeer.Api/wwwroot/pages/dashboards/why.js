/** Why a figure is what it is: the rows below it, down to the lines of the files. */
import { json, reportPath } from '../api.js';
import { freshId, h, replace } from '../dom.js';
import { counted, labelOf, whole } from '../format.js';
import { moreButton, problemBox } from '../states.js';
import { plainTable } from '../table.js';

const perPage = 50;

/** The address of the explanation of a row; null where the report has none. */
export function whyPath(tile, row, column, next = null) {
    const { report, why } = tile.definition;
    if (!why) return null;
    const path = new URL(
        reportPath(report, { ...tile.parameters(), snapshot: tile.snapshotOf(), limit: perPage, column, next }, '/why'),
        location.origin,
    );
    for (const name of why) path.searchParams.append('row', `${name}=${row[name] ?? ''}`);
    return path.pathname + path.search;
}

/** A button that explains a row, or null where the report has no explanation. */
export const whyButton = (tile, row, name) =>
    tile.definition.why
        ? h(
              'button',
              {
                  class: 'why',
                  'aria-label': `Why? ${name}`,
                  title: 'The lines that this is made of',
                  onclick: () => showWhy(tile, row, name),
              },
              'Why?',
          )
        : null;

/** The column that a reader most likely asks about: the drawn one, the sorted one, or the first measure. */
function likely(tile) {
    const { definition, answer } = tile;
    const measures = answer.columns.filter((column) => column.role === 'measure').map((column) => column.name);
    return [definition.value, ...definition.y, answer.sort?.[0]?.column, ...measures].find((name) => measures.includes(name)) ?? '';
}

function showWhy(tile, row, name) {
    const id = freshId('why');
    const body = h('div', { 'aria-busy': 'true' }, h('p', null, 'Looking for the lines…'));
    const columns = h(
        'select',
        { onchange: () => load(tile, row, columns.value, body) },
        h('option', { value: '' }, 'All columns'),
        tile.answer.columns.map((column) => h('option', { value: column.name }, labelOf(column))),
    );
    columns.value = likely(tile);
    const dialog = h(
        'dialog',
        { class: 'explanation', 'aria-labelledby': id },
        h('h2', { id }, `Why? ${name}`),
        h('label', null, 'Column ', columns),
        body,
        h('p', { class: 'buttons' }, h('button', { onclick: () => dialog.close() }, 'Close')),
    );
    dialog.addEventListener('close', () => dialog.remove());
    tile.signal.addEventListener('abort', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    load(tile, row, columns.value, body);
}

async function load(tile, row, column, body) {
    body.setAttribute('aria-busy', 'true');
    try {
        const why = await json(whyPath(tile, row, column), { signal: tile.signal });
        const models = why.levels.filter((level) => level.kind === 'model');
        replace(body, summary(why), models.map(levelOf), lines(tile, row, column, why));
    } catch (problem) {
        if (!tile.signal.aborted)
            replace(
                body,
                problemBox(problem, () => load(tile, row, column, body)),
            );
    } finally {
        body.removeAttribute('aria-busy');
    }
}

function summary(why) {
    const files = new Set(why.lines.map((line) => line.file)).size;
    return [
        h('p', null, `${why.title}: made of ${counted(why.totalLines, 'line')}${why.next ? '' : ` of ${counted(files, 'file')}`}.`),
        why.dependOnMore.length > 0 &&
            h('p', { class: 'note' }, `These columns depend on other rows too: ${why.dependOnMore.join(', ')}.`),
        why.allRowsOf.length > 0 && h('p', { class: 'note' }, `All rows count of ${why.allRowsOf.join(', ')}.`),
    ];
}

function levelOf(level) {
    const rows = level.rows.map((row) => row.map((cell) => cell ?? '–'));
    const shown = level.count > level.rows.length ? `, the first ${whole(level.rows.length)}` : '';
    return h(
        'details',
        null,
        h('summary', null, `${level.name}: ${counted(level.count, 'row')}${shown}`),
        level.dependOnMore.length > 0 &&
            h('p', { class: 'note' }, `These columns depend on other rows too: ${level.dependOnMore.join(', ')}.`),
        rows.length > 0 && plainTable(`Rows of ${level.name}`, level.columns, rows),
    );
}

function lines(tile, row, column, why) {
    const table = plainTable('Lines of the files', ['File', ['Line', 'number'], 'What became of it', 'The line'], why.lines.map(lineOf));
    const more = h('p', { class: 'more' });
    const show = (page) =>
        replace(
            more,
            `${whole(table.querySelectorAll('tbody tr').length)} of ${whole(page.totalLines)} lines`,
            page.next
                ? moreButton(async () => {
                      const next = await json(whyPath(tile, row, column, page.next), { signal: tile.signal });
                      const extra = plainTable('', ['', '', '', ''], next.lines.map(lineOf));
                      table.querySelector('tbody').append(...extra.querySelectorAll('tbody tr'));
                      show(next);
                  })
                : null,
        );
    show(why);
    return [h('h3', null, 'Lines of the files'), table, more];
}

const lineOf = (line) => [
    h('a', { href: `/runs/${encodeURIComponent(line.run)}` }, line.file),
    line.line === null ? '–' : whole(line.line),
    fateOf(line),
    line.raw === null
        ? [
              line.gone,
              ' ',
              h(
                  'code',
                  null,
                  Object.values(line.cells)
                      .map((cell) => cell ?? '')
                      .join(','),
              ),
          ]
        : h('code', { class: 'raw' }, line.raw),
];

function fateOf(line) {
    if (!line.fate) return '–';
    const { other } = line;
    const place = other && `${line.fate === 'duplicate' ? 'of' : 'by'} line ${other.line ?? `at byte ${other.offset}`}`;
    const file = other && other.file !== line.file ? ` of ${other.file}` : '';
    return [line.fate, line.rule && ` (${line.rule})`, place && ` ${place}${file}`].filter(Boolean).join('');
}
