/** The snapshots: which one readers see, pin and unpin, those built beside it, and two of them compared. */
import { onAddress, query, setQuery } from '../address.js';
import { json, send } from '../api.js';
import { confirmed } from '../dialog.js';
import { announce, freshId, h, replace } from '../dom.js';
import { domainName } from '../domains.js';
import { day, moment, whole } from '../format.js';
import { emptyBox, problemBox } from '../states.js';
import { plainTable } from '../table.js';
import { showDifferences } from './differences.js';

const shown = 50;

export async function all(body, signal) {
    const page = new Page(body, signal);
    await page.load();
    const stop = onAddress((isOtherPage) => !isOtherPage && page.compare());
    signal.addEventListener('abort', stop);
}

export const one = all;

class Page {
    #list = h('div');
    #compared = h('section', { class: 'panel flat', 'aria-label': 'Compare two snapshots', hidden: true });
    #ids = [];
    /** Id → name of the snapshots built beside the shown one. */
    #named = new Map();
    #shown = null;

    constructor(body, signal) {
        this.signal = signal;
        replace(
            body,
            h('h1', null, 'Snapshots'),
            h('p', { class: 'lead' }, 'A snapshot is one version of every model. Readers see one whole snapshot, never a mix of two.'),
            this.#list,
            this.#compared,
        );
    }

    async load() {
        const answer = await json(`/api/snapshots?limit=${shown}`, { signal: this.signal });
        this.#ids = answer.snapshots.map(({ id }) => id);
        this.#named = new Map(answer.named.map(({ name, snapshot }) => [snapshot, name]));
        this.#shown = answer.shown;
        if (answer.snapshots.length === 0) {
            replace(this.#list, emptyBox('There is no snapshot yet', 'The first refresh makes one.'));
            return;
        }
        replace(
            this.#list,
            answer.isPinned
                ? h(
                      'p',
                      { class: 'notice warn' },
                      'Readers are pinned to ',
                      h('strong', null, answer.shown),
                      '. Refreshes build, but show nothing new. ',
                      h('button', { onclick: () => this.#unpin() }, 'Unpin'),
                  )
                : null,
            plainTable(
                'Snapshots, table',
                [
                    'Snapshot',
                    'Made',
                    'State',
                    ['Models', 'number'],
                    ['Built anew', 'number'],
                    'Figures as of',
                    'Chosen settings',
                    'Readers',
                ],
                answer.snapshots.map((snapshot) => [
                    h('a', { href: `/data/snapshots?snapshot=${snapshot.id}` }, snapshot.id),
                    moment(snapshot.at),
                    snapshot.isShown
                        ? h('span', { class: 'tag good' }, 'Shown')
                        : snapshot.isNewest
                          ? h('span', { class: 'tag warn' }, 'Newest')
                          : '–',
                    whole(snapshot.models),
                    whole(snapshot.modelsBuilt),
                    Object.entries(snapshot.asOf)
                        .map(([domain, date]) => `${domainName(domain)} ${day(date)}`)
                        .join(', ') || '–',
                    Object.entries(snapshot.settings)
                        .map(([name, value]) => `${name} = ${value}`)
                        .join(', ') || '–',
                    snapshot.isShown && answer.isPinned
                        ? ''
                        : h('button', { 'aria-label': `Pin ${snapshot.id}`, onclick: () => this.#pin(snapshot.id) }, 'Pin'),
                ]),
            ),
            answer.named.length > 0 ? this.#besides(answer.named) : null,
        );
        await this.compare();
    }

    /** Snapshots that `duffbeer refresh --into NAME` built. */
    #besides(named) {
        return [
            h('h2', { class: 'besides' }, 'Built beside'),
            plainTable(
                'Snapshots built beside the shown one, table',
                ['Name', 'Snapshot', 'Made', 'Builds on', 'State', 'Readers'],
                named.map(({ name, snapshot, at, base, isBehind }) => [
                    name,
                    h('a', { href: `/data/snapshots?snapshot=${snapshot}` }, snapshot),
                    moment(at),
                    base ?? '–',
                    isBehind ? h('span', { class: 'tag warn' }, 'A newer snapshot was built since') : '–',
                    h(
                        'span',
                        null,
                        isBehind
                            ? null
                            : h('button', { 'aria-label': `Activate ${name}`, onclick: () => this.#activate(name, snapshot) }, 'Activate'),
                        ' ',
                        h('button', { 'aria-label': `Drop ${name}`, onclick: () => this.#drop(name, snapshot) }, 'Drop'),
                    ),
                ]),
            ),
        ];
    }

    /** Compares the two snapshots of the address. */
    async compare() {
        const before = (id) => (this.#named.has(id) ? this.#shown : this.#ids[this.#ids.indexOf(id) + 1]);
        // Where readers see the first snapshot, only one that was built beside it can be compared.
        const usual = before(this.#shown) ? this.#shown : ([...this.#named.keys()][0] ?? this.#shown);
        const later = query().get('snapshot') ?? usual;
        const earlier = query().get('with') ?? before(later) ?? later;
        this.#compared.hidden = false;
        try {
            const found = h('div');
            replace(
                this.#compared,
                h('h2', null, 'Compare two snapshots'),
                h(
                    'div',
                    { class: 'filters' },
                    this.#choice('Snapshot', 'snapshot', later),
                    this.#choice('Compared with', 'with', earlier),
                ),
                found,
            );
            if (later === earlier) {
                replace(found, h('p', { class: 'note' }, 'Choose two different snapshots.'));
                return;
            }
            await showDifferences(found, later, earlier, this.signal);
        } catch (problem) {
            if (!this.signal.aborted)
                replace(
                    this.#compared,
                    problemBox(problem, () => this.compare()),
                );
        }
    }

    #choice(text, name, value) {
        const id = freshId(name);
        const all = [...this.#named.keys(), ...this.#ids];
        const ids = all.includes(value) ? all : [value, ...all];
        const box = h(
            'select',
            { id, onchange: () => setQuery({ [name]: box.value }) },
            ids.map((one) => h('option', { value: one }, this.#named.get(one) ?? one)),
        );
        box.value = value;
        return h('div', { class: 'filter' }, h('label', { for: id }, text), box);
    }

    async #pin(id) {
        const words = 'Readers see this snapshot until it is unpinned. Refreshes go on building, but show nothing new.';
        if (await confirmed(`Pin readers to ${id}?`, words, 'Pin'))
            await this.#move(`/api/snapshots/${encodeURIComponent(id)}/activate`, 'Pinned.');
    }

    async #activate(name, snapshot) {
        if (await confirmed(`Show ${name} to readers?`, 'Readers see this snapshot, and every later one.', 'Activate'))
            await this.#end(snapshot, `/api/snapshots/${encodeURIComponent(name)}/activate`, 'Activated.');
    }

    async #drop(name, snapshot) {
        if (await confirmed(`Drop ${name}?`, 'The snapshot is forgotten. What readers see stays as it is.', 'Drop'))
            await this.#end(snapshot, `/api/snapshots/${encodeURIComponent(name)}/drop`, 'Dropped.');
    }

    /** Its id means nothing afterwards, so it is no longer compared. */
    async #end(snapshot, path, words) {
        if ([query().get('snapshot'), query().get('with')].includes(snapshot)) setQuery({ snapshot: '', with: '' }, { replace: true });
        await this.#move(path, words);
    }

    async #unpin() {
        if (await confirmed('Unpin readers?', 'Readers see the newest snapshot again, and every later one.', 'Unpin'))
            await this.#move('/api/snapshots/unpin', 'Unpinned.');
    }

    async #move(path, words) {
        try {
            await send(path);
            announce(words);
            await this.load();
        } catch (problem) {
            replace(
                this.#list,
                problemBox(problem, () => this.load()),
            );
        }
    }
}
