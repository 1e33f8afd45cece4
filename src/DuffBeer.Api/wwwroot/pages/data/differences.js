/** What differs between two snapshots: the causes at once, then the rows of each model. */
import { json } from '../api.js';
import { h, replace } from '../dom.js';
import { domainName } from '../domains.js';
import { whole } from '../format.js';
import { problemBox } from '../states.js';
import { plainTable } from '../table.js';
import { signed } from './models.js';

const shownRows = 50;

/** Shows states and causes, which take no query, and fills in the counts when they are there. */
export async function showDifferences(body, later, earlier, signal) {
    const path = `/api/snapshots/${encodeURIComponent(later)}/diff/${encodeURIComponent(earlier)}`;
    const summary = await json(`${path}?summary=true`, { signal });
    const rows = h('div');
    const draw = (diff, note) => replace(body, causes(diff), models(diff, (name) => showRows(rows, path, name, signal)), note, rows);
    if (summary.models.every((model) => model.state === 'Shared')) {
        draw(summary);
        return;
    }
    draw(summary, h('p', { class: 'note', role: 'status' }, 'Rows are being compared …'));
    draw(await json(path, { signal }));
}

function causes(diff) {
    const built = diff.models.filter((model) => model.state !== 'Shared').length;
    const values = [
        ...diff.settings.map(({ name, before, now }) => `${name}: ${before ?? 'default'} → ${now ?? 'default'}`),
        ...diff.asOf.map(({ name, before, now }) => `${domainName(name)} as of ${before ?? 'none'} → ${now ?? 'none'}`),
    ];
    return [
        h(
            'p',
            null,
            diff.datasets.length === 0
                ? 'Both read the same files.'
                : [
                      'Other files: ',
                      diff.datasets.map(({ name, came, went }, index) => [
                          index > 0 ? ', ' : '',
                          h('a', { href: `/data/datasets/${name}` }, name),
                          ` (${whole(came)} came, ${whole(went)} went)`,
                      ]),
                      '.',
                  ],
            ` ${whole(built)} of ${whole(diff.models.length)} models were built anew.`,
        ),
        values.length > 0 && h('p', null, `${values.join(', ')}.`),
    ];
}

function models(diff, show) {
    const differing = diff.models.filter((model) => model.state !== 'Shared');
    if (differing.length === 0) return null;
    return plainTable(
        'Differences, table',
        [
            'Model',
            ['Rows before', 'number'],
            ['Rows now', 'number'],
            ['Change', 'number'],
            ['Added', 'number'],
            ['Gone', 'number'],
            ['Changed', 'number'],
            'Changed columns',
            'Because of',
            'Rows',
        ],
        differing.map((model) => {
            const { name, rowsBefore: was, rowsNow: is, counts } = model;
            return [
                h('a', { href: `/data/models/${name}` }, name),
                was === null ? 'not there' : whole(was),
                is === null ? 'not there' : whole(is),
                was === null || is === null ? '–' : signed(is - was),
                counts ? whole(counts.added) : '…',
                counts ? whole(counts.gone) : '…',
                counts ? whole(counts.changed) : '…',
                counts ? counts.columns.map((column) => column.name).join(', ') || '–' : '…',
                model.causes.map(causeOf).join(', '),
                counts && model.state !== 'SameRows'
                    ? h('button', { 'aria-label': `Show rows of ${name}`, onclick: () => show(name) }, 'Show')
                    : '',
            ];
        }),
    );
}

function causeOf({ kind, name, before, now }) {
    const change = `${before ?? 'default'} → ${now ?? 'default'}`;
    const words = {
        Files: `files of ${name}`,
        Definition: `definition of ${name}`,
        Setting: `${name}: ${change}`,
        AsOf: `as-of date of ${domainName(name)}`,
        Asked: `${name} was asked for`,
    };
    return words[kind];
}

async function showRows(body, path, name, signal) {
    try {
        const page = await json(`${path}/models/${name}?limit=${shownRows}`, { signal });
        replace(
            body,
            h('h3', null, `Rows of ${name} that differ`),
            plainTable(
                `Rows of ${name}, table`,
                ['Change', ...page.columns],
                page.rows.map((row) => [row.change.toLowerCase(), ...page.columns.map((_, index) => cellOf(row, index))]),
            ),
            page.nextLink && h('p', { class: 'note' }, `The first ${whole(shownRows)} rows. The command line lists all.`),
        );
        body.scrollIntoView({ block: 'nearest' });
    } catch (problem) {
        if (!signal.aborted)
            replace(
                body,
                problemBox(problem, () => showRows(body, path, name, signal)),
            );
    }
}

function cellOf({ change, before, now }, index) {
    const [was, is] = [before?.[index], now?.[index]];
    return change !== 'Changed' || was === is ? (is ?? was ?? '–') : `${was ?? 'null'} → ${is ?? 'null'}`;
}
