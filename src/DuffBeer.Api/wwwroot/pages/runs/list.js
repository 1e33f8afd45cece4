/** The runs, newest first and live, and the refreshes that show their rows. */
import { onAddress, query } from '../address.js';
import { json } from '../api.js';
import { onChanges } from '../changes.js';
import { announce, h, replace } from '../dom.js';
import { ago, bytes, counted, duration, moment, whole } from '../format.js';
import { emptyBox, moreButton, problemBox } from '../states.js';
import { framed, headsOf } from '../table.js';
import { RunFilters, isWanted } from './filters.js';
import { Refreshes } from './refreshes.js';
import { dollars, fileOf, isUnderWay, stateTag } from './words.js';

const perPage = 50;
const heads = [
    ['File'],
    ['State'],
    ['Dataset'],
    ['Started'],
    ['Duration', 'number'],
    ['Size', 'number'],
    ['Rows read', 'number'],
    ['Rejected', 'number'],
    ['Warnings', 'number'],
    ['Cost', 'number'],
];

export async function show(main, _, signal) {
    document.title = 'Runs · DuffBeer';
    const list = new List(signal);
    const filters = new RunFilters(signal);
    const refreshes = new Refreshes(signal);
    replace(
        main,
        h('h1', null, 'Runs'),
        h('p', { class: 'lead' }, 'Every file that came in: what was read of it, what was rejected, and why.'),
        refreshes.latest,
        filters.element,
        list.element,
        refreshes.element,
    );
    await Promise.all([list.load(), refreshes.load()]);
    const stop = onAddress((isOtherPage) => {
        if (isOtherPage) return;
        filters.update();
        list.load();
    });
    signal.addEventListener('abort', stop);
    onChanges(signal, {
        run: (run) => list.take(run),
        refresh: (refresh) => refreshes.take(refresh),
        missed: () => {
            list.load();
            refreshes.load();
        },
    });
}

class List {
    element = h('div', { 'aria-live': 'off' });
    #body = h('tbody');
    #more = h('p', { class: 'more' });
    #rows = new Map();
    #asked = '';

    constructor(signal) {
        this.signal = signal;
    }

    async load() {
        const wanted = new URLSearchParams({ limit: perPage });
        for (const name of ['q', 'status', 'dataset']) if (query().get(name)) wanted.set(name, query().get(name));
        this.#asked = wanted.toString();
        const asked = this.#asked;
        try {
            const page = await json(`/api/runs?${wanted}`, { signal: this.signal });
            if (asked === this.#asked) this.#show(page);
        } catch (problem) {
            if (!this.signal.aborted)
                replace(
                    this.element,
                    problemBox(problem, () => this.load()),
                );
        }
    }

    /** A run that began or changed. */
    take(run) {
        const before = this.#rows.get(run.id);
        if (!isWanted(run)) {
            before?.remove();
            this.#rows.delete(run.id);
            return;
        }
        const row = rowOf(run);
        if (before) {
            const had = before.contains(document.activeElement);
            before.replaceWith(row);
            if (had) row.querySelector('a').focus();
        } else {
            if (this.#rows.size === 0) this.#frame();
            this.#body.prepend(row);
            announce(`A run of ${fileOf(run.source)} has begun.`);
        }
        this.#rows.set(run.id, row);
    }

    #show({ runs, nextLink }) {
        this.#rows.clear();
        replace(this.#body);
        if (runs.length === 0 && !nextLink) {
            replace(
                this.element,
                query().size > 0
                    ? emptyBox('No run matches these filters', h('a', { href: '/runs' }, 'Show all runs'))
                    : emptyBox(
                          'Nothing has come in yet',
                          'Put a CSV file into the landing folder, or run ',
                          h('code', null, 'duffbeer ingest FILE'),
                          '.',
                      ),
            );
            return;
        }
        this.#frame();
        this.#add(runs, nextLink);
    }

    #frame() {
        replace(this.element, framed('Runs, table', headsOf(heads), this.#body, 'panel flat list'), this.#more);
    }

    #add(runs, next) {
        for (const run of runs) {
            const row = rowOf(run);
            this.#rows.set(run.id, row);
            this.#body.append(row);
        }
        replace(
            this.#more,
            `${counted(this.#rows.size, 'run')} shown`,
            next
                ? moreButton(async () => {
                      const page = await json(next, { signal: this.signal });
                      this.#add(page.runs, page.nextLink);
                      announce(`${whole(page.runs.length)} more runs.`);
                  })
                : null,
        );
    }
}

function rowOf(run) {
    const { ledger, progress } = run;
    const rejected = ledger?.rejected ?? progress?.rejected;
    return h(
        'tr',
        { 'data-run': run.id },
        h(
            'th',
            { scope: 'row' },
            h('a', { href: `/runs/${run.id}`, title: run.source }, fileOf(run.source)),
            run.corrects ? h('small', null, ' corrected rows') : null,
        ),
        h(
            'td',
            { title: run.problem?.message },
            stateTag(run),
            run.problem ? h('small', null, ` ${run.problem.code}`) : null,
            isUnderWay(run) && progress ? h('small', null, ` ${run.stage}, ${Math.floor(100 * progress.share)} %`) : null,
        ),
        h('td', null, run.dataset),
        h('td', { title: moment(run.createdTime) }, ago(run.createdTime)),
        h('td', { class: 'number' }, duration(progress?.seconds ?? run.durationSeconds)),
        h('td', { class: 'number' }, bytes(run.size)),
        h('td', { class: 'number' }, count(ledger?.rowsRead ?? progress?.rows)),
        h('td', { class: rejected > 0 ? 'number loss' : 'number' }, count(rejected)),
        h('td', { class: 'number', title: run.warnings.join('\n') }, run.warnings.length === 0 ? '–' : whole(run.warnings.length)),
        h('td', { class: 'number' }, dollars(run.dollars)),
    );
}

const count = (number) => (number === undefined || number === null ? '–' : whole(number));
