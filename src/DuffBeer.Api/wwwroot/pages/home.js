/** The first page: what came in and when, what failed, and the key figures of each domain. */
import { json } from './api.js';
import { onChanges } from './changes.js';
import { h, replace } from './dom.js';
import { ago, counted, moment, whole } from './format.js';
import { figuresOf } from './home/figures.js';
import { problemBox } from './states.js';
import { plainTable } from './table.js';
import { tagOf } from './runs/refreshes.js';
import { fileOf, stateTag } from './runs/words.js';

/** A failed run is shown here for so long. */
const failureDays = 7;
const latestRuns = 6;
const mostFailures = 5;

/** Many runs may end in a short time: the page is read again at most this often. */
const pause = 2_000;

export async function show(main, _, signal) {
    document.title = 'Home · DuffBeer';
    const parts = { alerts: h('div'), figures: h('div', { class: 'stack' }), operations: h('div', { class: 'stack' }) };
    await update(parts, signal);
    replace(main, h('div', { class: 'stack' }, h('h1', null, 'Home'), parts.alerts, parts.figures, parts.operations));
    let timer = 0;
    const later = () => {
        timer ||= setTimeout(() => {
            timer = 0;
            update(parts, signal);
        }, pause);
    };
    signal.addEventListener('abort', () => clearTimeout(timer));
    const isNew = changedSince();
    onChanges(signal, { snapshot: isNew(later), refresh: isNew(later), run: later, missed: later });
}

/** The stream begins with how things are, which the page has read already. */
function changedSince() {
    return (listener) => {
        let isFirst = true;
        return () => {
            if (!isFirst) listener();
            isFirst = false;
        };
    };
}

async function update(parts, signal) {
    const since = new Date(Date.now() - failureDays * 86_400_000).toISOString();
    try {
        const [{ datasets }, { runs }, failed, { refreshes }] = await Promise.all([
            json('/api/datasets', { signal }),
            json(`/api/runs?limit=${latestRuns}`, { signal }),
            json(`/api/runs?status=Failed&limit=${mostFailures}&since=${encodeURIComponent(since)}`, { signal }),
            json('/api/refreshes?limit=1', { signal }),
            figuresOf(parts.figures, signal),
        ]);
        const isEmpty = runs.length === 0;
        replace(parts.alerts, failures(failed.runs));
        replace(parts.operations, isEmpty ? beginning() : [lately(runs, refreshes[0]), freshness(datasets)]);
    } catch (problem) {
        if (signal.aborted) return;
        if (problem.status === 401) throw problem;
        replace(
            parts.alerts,
            problemBox(problem, () => update(parts, signal)),
        );
    }
}

function beginning() {
    return h(
        'section',
        { class: 'panel', 'aria-label': 'How to begin' },
        h('h2', null, 'Nothing has come in yet: how to begin'),
        h(
            'ol',
            { class: 'steps' },
            h(
                'li',
                null,
                h('strong', null, 'Drop a CSV file'),
                ' into the folder ',
                h('code', null, 'landing/'),
                ' of this home, below the folder of its dataset. ',
                h('a', { href: '/data' }, 'Data'),
                ' lists the datasets and their folders.',
            ),
            h('li', null, 'Or ingest files from where they are: ', h('code', null, 'duffbeer ingest FILE.csv')),
            h('li', null, 'Or look at sample data of all domains: ', h('code', null, 'duffbeer demo')),
        ),
        h('p', null, 'Then watch the file under ', h('a', { href: '/runs' }, 'Runs'), '. This page fills by itself.'),
    );
}

function failures(runs) {
    if (runs.length === 0) return null;
    return h(
        'section',
        { class: 'problem', 'aria-label': 'Failed runs' },
        h(
            'strong',
            null,
            `${runs.length === mostFailures ? 'At least ' : ''}${counted(runs.length, 'run')} failed in the last ${failureDays} days`,
        ),
        h(
            'ul',
            null,
            runs.map((run) =>
                h(
                    'li',
                    null,
                    h('a', { href: `/runs/${run.id}` }, fileOf(run.source)),
                    ` ${ago(run.lastUpdatedTime)}: `,
                    run.problem?.code ?? 'failed',
                ),
            ),
        ),
        h('a', { href: '/runs?status=Failed' }, 'Show all failed runs'),
    );
}

function lately(runs, refresh) {
    return h(
        'section',
        { class: 'panel', 'aria-labelledby': 'lately' },
        h('h2', { id: 'lately' }, 'What came in'),
        refresh
            ? h(
                  'p',
                  null,
                  'Latest refresh ',
                  h('strong', null, ago(refresh.lastUpdatedTime)),
                  ' ',
                  tagOf(refresh),
                  refresh.problem ? ` ${refresh.problem.message}` : '',
              )
            : h('p', null, 'No refresh yet: the reports are empty.'),
        plainTable(
            'Latest runs, table',
            ['File', 'State', 'Started', ['Rows read', 'number'], ['Rejected', 'number'], 'Dataset'],
            runs.map((run) => [
                h('a', { href: `/runs/${run.id}`, title: run.source }, fileOf(run.source)),
                stateTag(run),
                h('span', { class: 'nowrap', title: moment(run.createdTime) }, ago(run.createdTime)),
                run.ledger ? whole(run.ledger.rowsRead) : '–',
                run.ledger ? whole(run.ledger.rejected) : '–',
                run.dataset,
            ]),
        ),
        h('p', null, h('a', { href: '/runs' }, 'All runs and refreshes')),
    );
}

function freshness(datasets) {
    const known = datasets.filter((dataset) => dataset.sources > 0);
    const empty = datasets.filter((dataset) => dataset.sources === 0);
    return h(
        'section',
        { class: 'panel', 'aria-labelledby': 'freshness' },
        h('h2', { id: 'freshness' }, 'Datasets'),
        plainTable(
            'Datasets, table',
            ['Dataset', 'Newest file', ['Files', 'number'], ['Rows', 'number'], ['Rejected', 'number']],
            known.map((dataset) => [
                h('a', { href: `/data/datasets/${dataset.name}` }, dataset.name),
                h('span', { class: 'nowrap', title: moment(dataset.latestSourceTime) }, ago(dataset.latestSourceTime)),
                whole(dataset.sources),
                whole(dataset.rows),
                whole(dataset.rejected),
            ]),
        ),
        empty.length > 0 &&
            h(
                'p',
                { class: 'note' },
                'No file yet: ',
                empty.map((dataset, index) => [index > 0 ? ', ' : '', h('a', { href: `/data/datasets/${dataset.name}` }, dataset.name)]),
                '.',
            ),
    );
}
