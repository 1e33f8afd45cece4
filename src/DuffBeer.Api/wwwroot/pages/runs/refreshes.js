/** The refreshes: the one under way model by model, the latest ones, and the last that failed. */
import { json, send } from '../api.js';
import { announce, freshId, h, replace } from '../dom.js';
import { ago, counted, duration, moment, whole } from '../format.js';
import { problemBox } from '../states.js';
import { plainTable } from '../table.js';
import { dollars } from './words.js';

const shown = 10;

export class Refreshes {
    latest = h('section', { class: 'panel refresh', 'aria-label': 'Latest refresh', hidden: true });
    element = h('section', { class: 'panel flat', 'aria-label': 'Refreshes', hidden: true });
    #signal;
    #failure = null;
    #at = '';

    constructor(signal) {
        this.#signal = signal;
    }

    async load() {
        try {
            const [page, failed] = await Promise.all([
                json(`/api/refreshes?limit=${shown}`, { signal: this.#signal }),
                json('/api/refreshes?status=Failed&limit=1', { signal: this.#signal }),
            ]);
            this.#failure = failed.refreshes[0] ?? null;
            this.#list(page.refreshes);
            if (page.refreshes.length > 0) this.take(page.refreshes[0]);
        } catch (problem) {
            if (this.#signal.aborted) return;
            this.element.hidden = false;
            replace(
                this.element,
                problemBox(problem, () => this.load()),
            );
        }
    }

    /** The latest refresh, as it is now. */
    take(refresh) {
        const state = `${refresh.id} ${refresh.runtimeStatus}`;
        const isOther = this.#at !== '' && this.#at !== state;
        this.#at = state;
        this.latest.hidden = false;
        this.#showLatest(refresh);
        if (!isOther) return;
        announce(refresh.runtimeStatus === 'Running' ? 'A refresh has begun.' : `The refresh is ${refresh.runtimeStatus.toLowerCase()}.`);
        this.load();
    }

    /** Keeps the list of models open, and the keyboard where it is. */
    #showLatest(refresh) {
        const focused = this.latest.contains(document.activeElement) ? document.activeElement.localName : null;
        const isOpen = this.latest.querySelector('details')?.open ?? false;
        replace(this.latest, refresh.runtimeStatus === 'Running' ? underWay(refresh) : ended(refresh), this.#button());
        const details = this.latest.querySelector('details');
        if (details) details.open = isOpen;
        if (focused) this.latest.querySelector(focused)?.focus();
    }

    #button() {
        return h(
            'button',
            {
                onclick: async (event) => {
                    event.target.disabled = true;
                    try {
                        this.take(await send('/api/refresh'));
                    } catch (problem) {
                        replace(
                            this.latest,
                            problemBox(problem, () => this.load()),
                        );
                    }
                },
            },
            'Refresh now',
        );
    }

    #list(refreshes) {
        this.element.hidden = refreshes.length === 0;
        const failure = this.#failure;
        replace(
            this.element,
            h('h2', null, 'Refreshes'),
            failure
                ? h(
                      'p',
                      { class: 'notice warn' },
                      'Last failure, ',
                      h('strong', null, moment(failure.lastUpdatedTime)),
                      ': ',
                      failure.problem?.message ?? '',
                  )
                : null,
            plainTable(
                'Refreshes, table',
                ['Requested', 'State', ['Duration', 'number'], ['Models built', 'number'], 'Snapshot', 'Warnings', ['Cost', 'number']],
                refreshes.map((one) => [
                    moment(one.createdTime),
                    tagOf(one),
                    duration(secondsOf(one)),
                    whole(one.modelsBuilt),
                    one.snapshot ? h('a', { href: `/data/snapshots?snapshot=${one.snapshot}` }, one.snapshot) : 'nothing had changed',
                    one.warnings.length === 0
                        ? '–'
                        : h(
                              'details',
                              null,
                              h('summary', null, whole(one.warnings.length)),
                              h(
                                  'ul',
                                  null,
                                  one.warnings.map((warning) => h('li', null, warning)),
                              ),
                          ),
                    dollars(one.cost?.dollars),
                ]),
            ),
        );
    }
}

const secondsOf = (refresh) => (Date.parse(refresh.lastUpdatedTime) - Date.parse(refresh.createdTime)) / 1000;

/** How far a refresh is; when all models are built, the audits follow. */
export const builtOf = ({ built, models }) =>
    built < models.length
        ? `${whole(built)} of ${counted(models.length, 'model')} built.`
        : `${counted(models.length, 'model')} built, audits are running.`;

/** The state of a refresh as a tag. */
export function tagOf(refresh) {
    const kind = { Completed: 'good', Failed: 'bad' }[refresh.runtimeStatus] ?? '';
    return h('span', { class: `tag ${kind}` }, refresh.isHeld ? 'Built, not shown' : refresh.runtimeStatus);
}

function underWay({ progress, createdTime }) {
    const id = freshId('refresh');
    if (!progress)
        return h('div', null, h('p', null, h('strong', null, 'A refresh is waiting to begin'), ` since ${moment(createdTime)}.`));
    const { built, models } = progress;
    return h(
        'div',
        null,
        h('p', { id }, h('strong', null, 'A refresh is under way: '), builtOf(progress)),
        h('progress', { max: String(Math.max(1, models.length)), value: String(built), 'aria-labelledby': id }),
        h(
            'details',
            null,
            h('summary', null, 'Model by model'),
            h(
                'ul',
                { class: 'models' },
                models.map((model) =>
                    h(
                        'li',
                        { class: model.rows === null ? 'left' : '' },
                        h('a', { href: `/data/models/${model.name}` }, model.name),
                        model.rows === null ? ' waiting' : ` ${whole(model.rows)} rows, ${duration(model.seconds)}`,
                    ),
                ),
            ),
        ),
    );
}

function ended(refresh) {
    const when = ago(refresh.lastUpdatedTime);
    if (refresh.runtimeStatus === 'Failed') {
        return h(
            'div',
            { class: 'problem' },
            h('strong', null, `The latest refresh failed ${when}`),
            h('p', null, refresh.problem?.message),
            h('p', null, 'Readers still see the snapshot before it.'),
        );
    }
    return h(
        'p',
        null,
        h('strong', null, 'Latest refresh: '),
        `${when}, ${refresh.modelsBuilt === 0 ? 'nothing had changed' : `${whole(refresh.modelsBuilt)} models built`}`,
        refresh.snapshot ? [', snapshot ', h('a', { href: `/data/snapshots?snapshot=${refresh.snapshot}` }, refresh.snapshot)] : '',
        refresh.isHeld ? ', not shown: readers are pinned.' : '.',
    );
}
