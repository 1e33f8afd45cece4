/** What an operator can do with a run. Each action is confirmed first. */
import { request, send } from '../api.js';
import { go } from '../address.js';
import { announce, freshId, h, replace } from '../dom.js';
import { confirmed } from '../dialog.js';
import { exact } from '../api.js';
import { isUnderWay } from './words.js';

const actions = {
    suspend: ['Suspend', 'Pauses the run. Completed chunks are kept, and Resume continues.', (run) => run.runtimeStatus === 'Running'],
    resume: ['Resume', 'Continues the run where it was paused.', (run) => run.runtimeStatus === 'Suspended'],
    terminate: ['Terminate', 'Ends the run for good and deletes what it has written. Nothing of it is published.', isUnderWay, true],
    replay: [
        'Replay',
        'Reads the file again as a new attempt. The rows published now stay until the new ones replace them.',
        (run) => !isUnderWay(run),
    ],
    retire: [
        'Retire',
        'Takes the rows of this run out of the dataset. Readers see that after the next refresh. A replay brings them back.',
        (run) => !isUnderWay(run) && run.published && !run.retired,
        true,
    ],
};

/**
 * The buttons that fit the run's state.
 * @param changed is called with the run after an action, and with a problem if it failed.
 */
export class Actions {
    element = h('div', { class: 'actions', role: 'group', 'aria-label': 'Actions' });
    #shown = '';

    constructor(id, changed) {
        this.id = id;
        this.changed = changed;
    }

    show(run) {
        const fitting = Object.entries(actions).filter(([, [, , fits]]) => fits(run));
        const now = fitting.map(([name]) => name).join();
        if (now === this.#shown) return;
        this.#shown = now;
        replace(
            this.element,
            fitting.map(([name, [text, words, , danger]]) =>
                h('button', { class: danger ? 'danger' : null, onclick: () => this.#act(name, text, words, danger) }, text),
            ),
        );
    }

    async #act(name, text, words, danger) {
        if (!(await confirmed(`${text} this run?`, words, text, { danger }))) return;
        try {
            this.changed(await send(`/api/runs/${encodeURIComponent(this.id)}/${name}`), null);
            announce(`${text}: accepted.`);
        } catch (problem) {
            this.changed(null, problem);
        }
    }
}

/** Takes a corrected file of rejected rows and opens its run. */
export function correction(id, failed) {
    const field = freshId('corrected');
    const input = h('input', { id: field, type: 'file', accept: '.csv,text/csv', onchange: () => upload() });
    const upload = async () => {
        const [file] = input.files;
        if (!file) return;
        const words = `${file.name} becomes a run of its own that adds its rows to this one's. The rows of this run stay as they are.`;
        const isWanted = await confirmed('Upload these corrected rows?', words, 'Upload');
        if (!isWanted) {
            input.value = '';
            return;
        }
        try {
            const response = await request(`/api/runs/${encodeURIComponent(id)}/rejects`, {
                method: 'POST',
                body: file,
                type: 'text/csv',
            });
            const run = exact(await response.text());
            announce('The corrected rows are being ingested.');
            go(`/runs/${run.id}`);
        } catch (problem) {
            input.value = '';
            failed(problem);
        }
    };
    return h('div', { class: 'filter' }, h('label', { for: field }, 'Upload corrected rows (CSV)'), input);
}
