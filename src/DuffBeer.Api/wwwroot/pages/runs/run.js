/** One run, live: what it does now, what it has counted, what it has rejected, and what an operator can do with it. */
import { onAddress } from '../address.js';
import { follow, json } from '../api.js';
import { onChanges } from '../changes.js';
import { announce, h, replace } from '../dom.js';
import { bytes, duration, moment, whole } from '../format.js';
import { problemBox } from '../states.js';
import { Actions } from './actions.js';
import { Progress } from './progress.js';
import { builtOf } from './refreshes.js';
import { Rejects } from './rejects.js';
import { adviceOn, dollars, fileOf, isUnderWay, stateTag } from './words.js';

const nextRefresh = 'The next refresh shows these rows in the reports.';

export async function show(main, { id }, signal) {
    const path = `/api/runs/${encodeURIComponent(id)}`;
    const first = await json(path, { signal });
    const page = new Page(id, path, signal);
    document.title = `${fileOf(first.source.key)} · DuffBeer`;
    replace(main, page.element);
    page.update(first);
    const stop = onAddress((isOtherPage) => !isOtherPage && page.update(page.run));
    signal.addEventListener('abort', stop);
    page.follow();
}

class Page {
    #state = h('span');
    #lead = h('p', { class: 'lead' });
    #alerts = h('div');
    #figures = h('div', { class: 'row' });
    #facts = h('dl', { class: 'facts' });
    #progress = new Progress();
    #title = h('h1');
    #refreshing = h('span', null, nextRefresh);
    #following = new AbortController();

    constructor(id, path, signal) {
        Object.assign(this, { path, signal });
        this.actions = new Actions(id, (run, problem) => this.#acted(run, problem));
        this.rejects = new Rejects(id, signal);
        this.element = h(
            'div',
            { class: 'stack' },
            h('nav', { 'aria-label': 'Path' }, h('a', { href: '/runs' }, 'Runs')),
            h('header', { class: 'heading' }, this.#title, this.#state, h('span', { class: 'spring' }), this.actions.element),
            this.#lead,
            this.#alerts,
            this.#figures,
            this.#progress.element,
            this.rejects.element,
            h('section', { class: 'panel', 'aria-label': 'Details' }, h('h2', null, 'Details'), this.#facts),
        );
        signal.addEventListener('abort', () => this.#following.abort());
    }

    /** Reads the stream until the run has ended, then waits until its rows are visible. */
    async follow() {
        this.#following.abort();
        this.#following = new AbortController();
        const { signal } = this.#following;
        await follow(`${this.path}/events`, signal, (event, run) => event === 'status' && this.update(run));
        // Rows become visible after the end: with the refresh that follows, or once readers are unpinned.
        if (!signal.aborted) onChanges(signal, { snapshot: () => this.#look(signal), refresh: (refresh) => this.#refreshed(refresh) });
    }

    /** The refresh between the end of the run and its rows in the reports. */
    #refreshed({ runtimeStatus, progress, problem }) {
        this.#refreshing.textContent =
            runtimeStatus === 'Failed'
                ? `The latest refresh failed, so the reports do not show them yet: ${problem?.message ?? ''}`
                : runtimeStatus === 'Running' && progress
                  ? `A refresh is under way: ${builtOf(progress)}`
                  : nextRefresh;
    }

    async #look(signal) {
        if (this.run.visibleSince?.isShown) return;
        try {
            this.update(await json(this.path, { signal }));
        } catch {
            // The next snapshot is another occasion.
        }
    }

    update(run) {
        this.#tell(run);
        this.run = run;
        replace(this.#title, fileOf(run.source.key));
        replace(this.#state, stateTag(run));
        replace(
            this.#lead,
            h('code', null, run.source.key),
            ' · ',
            h('a', { href: `/data/datasets/${run.dataset}` }, run.dataset),
            ` · ${bytes(run.source.size)}`,
            run.attempt > 1 ? ` · attempt ${run.attempt}` : '',
        );
        this.#showAlerts(run);
        this.#showFigures(run);
        this.#progress.show(run);
        this.rejects.show(run);
        this.actions.show(run);
        this.#showFacts(run);
    }

    /** Screen readers hear of a new stage, of the end and of visible rows, not of every event. */
    #tell(run) {
        const before = this.run;
        if (!before) return;
        if (before.runtimeStatus !== run.runtimeStatus) announce(`The run is ${run.runtimeStatus.toLowerCase()}.`);
        else if (before.stage !== run.stage) announce(`Stage ${run.stage}.`);
        else if (!before.visibleSince && run.visibleSince) announce('The rows are visible.');
    }

    #showAlerts(run) {
        const key = JSON.stringify([
            run.problem,
            run.warnings,
            run.retired,
            run.corrects,
            run.visibleSince,
            run.published,
            run.runtimeStatus,
        ]);
        if (this.#alerts.dataset.key === key) return;
        this.#alerts.dataset.key = key;
        const advice = run.problem && adviceOn(run.problem);
        replace(
            this.#alerts,
            run.problem &&
                h(
                    'div',
                    { class: 'problem', role: 'alert' },
                    h('strong', null, run.problem.code),
                    h('p', null, run.problem.message),
                    advice ? h('p', null, h('strong', null, 'What to do: '), advice) : null,
                ),
            visibility(run, this.#refreshing),
            run.corrects &&
                h('p', { class: 'notice' }, 'Adds corrected rows to ', h('a', { href: `/runs/${run.corrects}` }, 'this run'), '.'),
            run.warnings.length > 0 &&
                h(
                    'div',
                    { class: 'notice warn' },
                    h('strong', null, 'Warnings'),
                    h(
                        'ul',
                        null,
                        run.warnings.map((one) => h('li', null, one)),
                    ),
                ),
        );
    }

    #showFigures(run) {
        const { customStatus: now, ledger } = run;
        const accepted = ledger ? ledger.accepted : now.rows - now.rejected;
        const share = now.rejected > 0 ? shareOf(now.rejected, now.rows) : '';
        replace(
            this.#figures,
            figure('Rows read', whole(now.rows), ledger?.blankLines ? `${whole(ledger.blankLines)} blank lines` : ''),
            figure('Accepted', whole(accepted), ''),
            figure('Rejected', whole(now.rejected), share, now.rejected > 0 ? 'down' : ''),
            figure('Rows per second', now.rowsPerSecond === null ? '–' : whole(now.rowsPerSecond), ''),
            figure('Duration', duration(now.seconds), isUnderWay(run) ? 'so far' : ''),
            figure('Estimated cost', dollars(run.cost?.dollars), run.cost ? '' : 'known at the end'),
        );
    }

    #showFacts(run) {
        const { cost } = run;
        const facts = [
            ['Run', h('code', null, run.id)],
            ['Attempt', run.attempt],
            ['Contract', h('a', { href: `/data/datasets/${run.dataset}` }, `${run.dataset}, version ${run.contractVersion}`)],
            ['File written', moment(run.source.time)],
            ['First started', moment(run.createdTime)],
            ['Last change', moment(run.lastUpdatedTime)],
            ['Processing date', run.processingDate],
            ['Counted twice', run.verified ? 'Yes, both counts agree' : 'Not asked for'],
            run.receipt && ['Receipt', h('code', { title: run.receipt }, `${run.receipt.slice(0, 16)}…`)],
            cost && ['Read and written', `${bytes(cost.bytesRead)} and ${bytes(cost.bytesWritten)}`],
            cost &&
                cost.readRequests + cost.writeRequests > 0 && [
                    'Requests',
                    `${whole(cost.readRequests)} reads, ${whole(cost.writeRequests)} writes, ${whole(cost.listRequests)} lists`,
                ],
            ['API', h('a', { href: this.path }, 'This run as JSON')],
        ].filter(Boolean);
        replace(
            this.#facts,
            facts.map(([name, value]) => [h('dt', null, name), h('dd', null, value)]),
        );
    }

    #acted(run, problem) {
        if (problem) {
            delete this.#alerts.dataset.key;
            replace(this.#alerts, problemBox(problem));
            return;
        }
        this.update(run);
        this.follow();
    }
}

function figure(title, value, words, kind = '') {
    return h(
        'section',
        { class: 'tile w2 figure-tile', 'aria-label': title },
        h('h2', null, title),
        h('strong', { class: 'tabular' }, value),
        h('span', { class: kind }, words || '\u00a0'),
    );
}

/** A share in percent with as many digits as it needs. */
function shareOf(part, all) {
    const percent = (100 * part) / all;
    if (percent < 0.001) return 'less than 0.001 % of the rows';
    return `${percent.toFixed(percent < 0.1 ? 3 : 1)} % of the rows`;
}

/** Where the rows are on their way to readers. */
function visibility(run, refreshing) {
    if (run.runtimeStatus !== 'Completed' || run.retired) return null;
    if (!run.published)
        return h(
            'p',
            { class: 'notice' },
            'These rows are not published: the file has no rows, or a newer version of it was published first.',
        );
    if (!run.visibleSince) return h('p', { class: 'notice' }, 'Published. ', refreshing);
    const { snapshot, at, isShown } = run.visibleSince;
    return h(
        'p',
        { class: 'notice good' },
        isShown ? 'Visible since ' : 'Built, but readers are pinned to an older snapshot: ',
        h('strong', null, moment(at)),
        ', snapshot ',
        h('a', { href: `/data/snapshots?snapshot=${snapshot}` }, snapshot),
        '.',
    );
}
