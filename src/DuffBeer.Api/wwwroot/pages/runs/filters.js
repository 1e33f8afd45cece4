/** The choices above the list of runs. Each writes the address. */
import { query, setQuery } from '../address.js';
import { json } from '../api.js';
import { freshId, h } from '../dom.js';

const statuses = ['Running', 'Completed', 'Failed', 'Suspended', 'Terminated'];

/** How long the text filter waits for the next key. */
const pause = 250;

export class RunFilters {
    #text = h('input', {
        id: freshId('q'),
        type: 'search',
        placeholder: 'File or run',
        autocomplete: 'off',
        oninput: () => this.#later(),
    });
    #status = choice(
        'status',
        statuses.map((status) => [status, status]),
    );
    #dataset = choice('dataset', []);
    #timer = 0;

    constructor(signal) {
        this.element = h(
            'form',
            { class: 'filters', role: 'search', 'aria-label': 'Filter runs', onsubmit: (event) => event.preventDefault() },
            labelled('Search', this.#text),
            labelled('State', this.#status),
            labelled('Dataset', this.#dataset),
        );
        this.#datasets(signal);
        this.update();
    }

    /** Follows the address. */
    update() {
        const now = query();
        if (document.activeElement !== this.#text) this.#text.value = now.get('q') ?? '';
        this.#status.value = now.get('status') ?? '';
        this.#dataset.value = now.get('dataset') ?? '';
    }

    #later() {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => setQuery({ q: this.#text.value.trim() }, { replace: true }), pause);
    }

    async #datasets(signal) {
        try {
            const { datasets } = await json('/api/datasets', { signal });
            this.#dataset.append(...datasets.map(({ name }) => h('option', { value: name }, name)));
            this.update();
        } catch {
            // The list below shows the problem.
        }
    }
}

/** Whether the address's filters want a run. */
export function isWanted(run) {
    const now = query();
    const [text, status, dataset] = [now.get('q')?.toLowerCase(), now.get('status'), now.get('dataset')];
    return (
        (!status || run.runtimeStatus === status) &&
        (!dataset || run.dataset === dataset) &&
        (!text || run.source.toLowerCase().includes(text) || run.id.toLowerCase().includes(text))
    );
}

function choice(name, choices) {
    const box = h(
        'select',
        { id: freshId(name), onchange: () => setQuery({ [name]: box.value }) },
        h('option', { value: '' }, 'All'),
        choices.map(([value, text]) => h('option', { value }, text)),
    );
    return box;
}

const labelled = (text, field) => h('div', { class: 'filter' }, h('label', { for: field.id }, text), field);
