/** The rejected lines of a run: how many for which reason, and each with its line as in the file. */
import { query, setQuery } from '../address.js';
import { json, request, save } from '../api.js';
import { announce, freshId, h, icon, replace } from '../dom.js';
import { counted, whole } from '../format.js';
import { moreButton, problemBox } from '../states.js';
import { framed, headsOf } from '../table.js';
import { correction } from './actions.js';
import { isUnderWay, reasonOf } from './words.js';

const perPage = 50;
const heads = [['Row', 'number'], 'Reason', 'Column', 'What is wrong', 'Line as in the file'];

/** While a run works, its rejects are read again at most this often. */
const pause = 2_000;

export class Rejects {
    #id;
    #signal;
    #reasons = h('ul', { class: 'reasons', 'aria-label': 'Rejects by reason' });
    #tools = h('div', { class: 'filters' });
    #list = h('div');
    #asked = null;
    #isWaiting = false;
    #next = null;
    #counts = '';

    constructor(id, signal) {
        this.#id = id;
        this.#signal = signal;
        const heading = freshId('rejects');
        this.element = h(
            'section',
            { class: 'panel', 'aria-labelledby': heading, hidden: true },
            h('h2', { id: heading }, 'Rejected lines'),
            this.#reasons,
            this.#tools,
            this.#list,
        );
    }

    /** Follows the run and the address. */
    show(run) {
        const counts = Object.entries(run.customStatus.rejectsByCode).sort(([, a], [, b]) => b - a);
        this.element.hidden = run.customStatus.rejected === 0;
        if (this.element.hidden) return;
        const text = JSON.stringify([counts, query().get('reason')]);
        if (text !== this.#counts) this.#showReasons(counts, run.customStatus.rejected);
        this.#counts = text;
        this.#showTools(run);
        this.#load(`${run.attempt} ${run.stage} ${run.customStatus.rejected} ${location.search}`, isUnderWay(run));
    }

    #showReasons(counts, all) {
        const chosen = query().get('reason');
        const had = this.#reasons.contains(document.activeElement);
        replace(
            this.#reasons,
            counts.map(([code, count]) => {
                const bar = h('i', { 'aria-hidden': 'true' });
                bar.style.width = `${Math.max(2, (100 * count) / all)}%`;
                return h(
                    'li',
                    null,
                    h(
                        'button',
                        {
                            'aria-pressed': String(code === chosen),
                            'data-reason': code,
                            title: code,
                            onclick: () => setQuery({ reason: code === chosen ? '' : code }),
                        },
                        h('span', null, reasonOf(code)),
                        h('strong', null, whole(count)),
                        bar,
                    ),
                );
            }),
        );
        if (had) this.#reasons.querySelector('[aria-pressed="true"], button')?.focus();
    }

    #showTools(run) {
        const canCorrect = run.published && !run.retired && !run.corrects && run.runtimeStatus === 'Completed';
        const key = `${run.dataset} ${canCorrect} ${query().get('column') ?? ''}`;
        if (this.#tools.dataset.key === key) return;
        this.#tools.dataset.key = key;
        const id = freshId('column');
        const box = h('select', { id, onchange: () => setQuery({ column: box.value }) }, h('option', { value: '' }, 'All'));
        this.#columns(run, box);
        replace(
            this.#tools,
            h('div', { class: 'filter' }, h('label', { for: id }, 'Column'), box),
            h('button', { onclick: () => this.#download() }, icon('download'), ' Download rejects (CSV)'),
            canCorrect
                ? correction(this.#id, (problem) =>
                      replace(
                          this.#list,
                          problemBox(problem, () => this.#reload()),
                      ),
                  )
                : null,
        );
    }

    async #columns(run, box) {
        const chosen = query().get('column');
        try {
            const { columns } = await json(`/api/datasets/${encodeURIComponent(run.dataset)}`, { signal: this.#signal });
            const names = new Set(columns.map((column) => column.name));
            if (chosen) names.add(chosen);
            box.append(...[...names].map((name) => h('option', { value: name }, name)));
        } catch {
            if (chosen) box.append(h('option', { value: chosen }, chosen));
        }
        box.value = chosen ?? '';
    }

    #path(suffix, parameters = {}) {
        const text = new URLSearchParams({
            ...parameters,
            ...(query().get('reason') && { reason: query().get('reason') }),
            ...(query().get('column') && { column: query().get('column') }),
        }).toString();
        return `/api/runs/${encodeURIComponent(this.#id)}/rejects${suffix}${text ? `?${text}` : ''}`;
    }

    #load(key, isLive) {
        if (key === this.#asked) return;
        if (this.#isWaiting) {
            this.#next = [key, isLive];
            return;
        }
        // Lines that are being read do not move while more of them come in.
        if (isLive && this.#list.querySelectorAll('tbody tr').length >= perPage && this.#asked?.endsWith(location.search)) return;
        this.#asked = key;
        if (isLive) {
            this.#isWaiting = true;
            setTimeout(() => this.#waited(), pause);
        }
        this.#reload();
    }

    /** Reads what came in meanwhile; the last change may have been the end of the run. */
    #waited() {
        this.#isWaiting = false;
        const next = this.#next;
        this.#next = null;
        if (next && !this.#signal.aborted) this.#load(...next);
    }

    async #reload() {
        const asked = this.#asked;
        try {
            const page = await json(this.#path('', { limit: perPage }), { signal: this.#signal });
            if (asked !== this.#asked) return;
            const body = h('tbody', null, page.rejects.map(line));
            const more = h('p', { class: 'more' });
            replace(this.#list, framed('Rejected lines, table', headsOf(heads), body, 'lines'), more);
            this.#more(more, body, page.nextLink);
        } catch (problem) {
            if (!this.#signal.aborted)
                replace(
                    this.#list,
                    problemBox(problem, () => this.#reload()),
                );
        }
    }

    #more(element, body, next) {
        replace(
            element,
            `${counted(body.rows.length, 'line')} shown`,
            next
                ? moreButton(async () => {
                      const page = await json(next, { signal: this.#signal });
                      body.append(...page.rejects.map(line));
                      announce(`${whole(page.rejects.length)} more lines.`);
                      this.#more(element, body, page.nextLink);
                  })
                : null,
        );
    }

    async #download() {
        try {
            const response = await request(this.#path('.csv'), { accept: 'text/csv' });
            save(await response.blob(), `${this.#id}-rejects.csv`);
            announce('The CSV file is downloaded.');
        } catch (problem) {
            replace(
                this.#list,
                problemBox(problem, () => this.#reload()),
            );
        }
    }
}

function line(reject) {
    return h(
        'tr',
        null,
        h('th', { scope: 'row', class: 'number' }, whole(reject.row)),
        h('td', { title: reject.code }, reasonOf(reject.code)),
        h('td', null, reject.column ?? '–'),
        h('td', null, reject.message),
        h('td', null, h('code', { class: 'raw' }, marked(reject.raw, reject.value))),
    );
}

/** The line with the offending cell marked, if it occurs in it once. */
function marked(raw, value) {
    const at = value ? raw.indexOf(value) : -1;
    if (at < 0 || raw.indexOf(value, at + 1) >= 0) return raw;
    return [raw.slice(0, at), h('mark', null, value), raw.slice(at + value.length)];
}
