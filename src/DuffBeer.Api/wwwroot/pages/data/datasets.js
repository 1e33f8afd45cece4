/** The datasets: what is promised of each file, and what came. */
import { json } from '../api.js';
import { announce, h, replace } from '../dom.js';
import { domainName } from '../domains.js';
import { ago, moment, whole } from '../format.js';
import { emptyBox, moreButton, problemBox } from '../states.js';
import { plainTable, rowOf } from '../table.js';
import { fileOf } from '../runs/words.js';

export async function all(body, signal) {
    const { datasets } = await json('/api/datasets', { signal });
    replace(
        body,
        h('h1', null, 'Datasets'),
        h('p', { class: 'lead' }, 'A dataset is a kind of file with a contract: its columns, their types and what each row means.'),
        plainTable(
            'Datasets, table',
            ['Dataset', 'Domain', 'One row is', 'Newest file', ['Files', 'number'], ['Rows', 'number'], ['Rejected', 'number']],
            datasets.map((dataset) => [
                h('a', { href: `/data/datasets/${dataset.name}` }, dataset.name),
                domainName(dataset.domain),
                dataset.grain,
                dataset.latestSourceTime
                    ? h('span', { class: 'nowrap', title: moment(dataset.latestSourceTime) }, ago(dataset.latestSourceTime))
                    : 'no file yet',
                whole(dataset.sources),
                whole(dataset.rows),
                whole(dataset.rejected),
            ]),
        ),
    );
}

export async function one(body, name, signal) {
    const path = `/api/datasets/${encodeURIComponent(name)}`;
    const [detail, files] = await Promise.all([json(path, { signal }), json(`${path}/files`, { signal })]);
    const { dataset, rejectBudget } = detail;
    const [profile, sample] = [h('div', { 'aria-busy': 'true' }, 'Counting…'), h('div', { 'aria-busy': 'true' }, 'Loading…')];
    replace(
        body,
        h('h1', null, dataset.name),
        h('p', { class: 'lead' }, dataset.description),
        h(
            'dl',
            { class: 'facts panel' },
            [
                ['One row is', dataset.grain],
                ['Files', [h('code', null, detail.prefix + detail.pattern), ' in landing']],
                ['Contract version', dataset.version],
                ['Rows', `${whole(dataset.rows)} in ${whole(dataset.sources)} files, ${whole(dataset.rejected)} rejected`],
                [
                    'Newest file',
                    dataset.latestSourceTime ? `${moment(dataset.latestSourceTime)}, ${ago(dataset.latestSourceTime)}` : 'none yet',
                ],
                ['Reject budget', `${(rejectBudget.fraction * 100).toFixed(1)} % of the rows, at least ${whole(rejectBudget.rows)}`],
                [
                    'Same file again',
                    detail.onReupload === 'Replace' ? 'The newer version replaces the rows of the older' : 'The rows of both are kept',
                ],
                ['Partitioned by', detail.partitionBy.join(', ') || '–'],
                [
                    'Read by',
                    detail.readBy.map((model, index) => [index > 0 ? ', ' : '', h('a', { href: `/data/models/${model}` }, model)]),
                ],
            ].map(([term, value]) => [h('dt', null, term), h('dd', null, value)]),
        ),
        section(
            'Columns',
            plainTable(
                'Columns, table',
                ['Column', 'Type', 'Rules', 'Meaning'],
                [
                    ...detail.columns.map((column) => [column.name, h('code', null, column.type), rulesOf(column), column.description]),
                    ...detail.derived.map((column) => [
                        column.name,
                        h('code', null, column.type),
                        ['computed: ', h('code', null, column.is)],
                        column.description,
                    ]),
                ],
            ),
        ),
        section('What the columns contain', profile),
        section('Sample rows', sample),
        section('Files', filesOf(files, signal)),
    );
    fill(profile, `${path}/profile`, showProfile, signal);
    fill(sample, `${path}/sample`, showSample, signal);
}

const section = (title, ...content) => h('section', { class: 'panel flat', 'aria-label': title }, h('h2', null, title), content);

/** Reads what takes longer than the page, and shows it in its place. */
async function fill(element, path, shown, signal) {
    try {
        replace(element, shown(await json(path, { signal })));
    } catch (problem) {
        if (!signal.aborted)
            replace(
                element,
                problemBox(problem, () => fill(element, path, shown, signal)),
            );
    } finally {
        element.removeAttribute('aria-busy');
    }
}

function rulesOf(column) {
    const rules = [
        column.required ? 'required' : 'may be empty',
        column.key && 'key',
        column.min !== null && `at least ${column.min}`,
        column.max !== null && `at most ${column.max}`,
        column.oneOf.length > 0 && `one of ${column.oneOf.join(', ')}`,
        column.known.length > 0 && `known: ${column.known.join(', ')}`,
        column.sourceName && `named ${column.sourceName} in the file`,
        column.aliases.length > 0 && `also ${column.aliases.join(', ')}`,
    ];
    return rules.filter(Boolean).join('; ');
}

function showProfile({ run, rows, isWhole, columns }) {
    if (!run) return emptyBox('No rows yet', 'The first published file fills this table.');
    const share = (count) => (rows === 0 ? '–' : `${((100 * count) / rows).toFixed(1)} %`);
    return [
        h(
            'p',
            { class: 'note' },
            `${whole(rows)} rows of `,
            h('a', { href: `/runs/${run}` }, 'the newest file'),
            isWhole ? '.' : ': its first parts, because it is large.',
            ' Hidden columns are not stored, so they are not shown.',
        ),
        plainTable(
            'Column profile, table',
            ['Column', ['Nulls', 'number'], ['Share', 'number'], ['Distinct', 'number'], 'Least', 'Greatest'],
            columns.map((column) => [
                column.name,
                whole(column.nulls),
                share(column.nulls),
                whole(column.distinct),
                column.min ?? '–',
                column.max ?? '–',
            ]),
        ),
    ];
}

function showSample({ run, columns, rows }) {
    if (!run) return emptyBox('No rows yet', 'The first published file fills this table.');
    const kinds = columns.map((column) => (/^(int|decimal|double)/.test(column.type) ? 'number' : null));
    return plainTable(
        'Sample rows, table',
        columns.map((column, index) => (kinds[index] ? [column.name, 'number'] : column.name)),
        rows.map((cells) => cells.map((cell) => cell ?? '–')),
    );
}

function filesOf(first, signal) {
    if (first.total === 0)
        return emptyBox('No file yet', 'Put one into the folder above, or run ', h('code', null, 'duffbeer ingest FILE'), '.');
    const kinds = [null, null, null, 'number', 'number'];
    const cells = (file) => [
        h('a', { href: `/runs/${file.run}`, title: file.source }, fileOf(file.source)),
        moment(file.sourceTime),
        moment(file.publishedTime),
        whole(file.rows),
        file.rejected === 0 ? '0' : h('a', { href: `/runs/${file.run}` }, whole(file.rejected)),
    ];
    const table = plainTable(
        'Files, table',
        ['File', 'Written', 'Published', ['Rows', 'number'], ['Rejected', 'number']],
        first.files.map(cells),
    );
    const more = h('p', { class: 'more' });
    const show = (next) =>
        replace(
            more,
            `${whole(table.querySelectorAll('tbody tr').length)} of ${whole(first.total)} files`,
            next
                ? moreButton(async () => {
                      const page = await json(next, { signal });
                      table.querySelector('tbody').append(...page.files.map((file) => rowOf(cells(file), kinds)));
                      announce(`${whole(page.files.length)} more files.`);
                      show(page.nextLink);
                  })
                : null,
        );
    show(first.nextLink);
    return [table, more];
}
