/** The progress of a run: its stages, and a cell for each chunk. */
import { h, replace } from '../dom.js';
import { bytes, counted, whole } from '../format.js';
import { stages } from './words.js';

const kinds = { '.': 'waiting', w: 'working', d: 'done', r: 'redone' };
const legend = [
    ['waiting', 'Waiting'],
    ['working', 'At work'],
    ['done', 'Done'],
    ['redone', 'Done again after a wrong guess'],
];

export class Progress {
    #stages = stages.map(([name, words]) => h('li', { title: words }, h('span', null, name)));
    #bar = h('progress', { max: '1', value: '0', 'aria-label': 'Bytes read' });
    #words = h('p', { class: 'note' });
    #grid = h('div', { class: 'chunks', role: 'img' });
    #states = '';

    constructor() {
        this.element = h(
            'section',
            { class: 'panel', 'aria-label': 'Progress' },
            h('h2', null, 'Progress'),
            h('ol', { class: 'stages', 'aria-label': 'Stages' }, this.#stages),
            this.#bar,
            this.#words,
            this.#grid,
            h(
                'p',
                { class: 'chunk-names', 'aria-hidden': 'true' },
                legend.map(([kind, text]) => h('span', null, h('i', { class: kind }), text)),
            ),
        );
    }

    show(run) {
        const { customStatus: now } = run;
        const at = stages.findIndex(([name]) => name === run.stage);
        this.#stages.forEach((element, index) => {
            const isOver = index < at || run.stage === 'Done';
            element.className = isOver ? 'over' : index !== at ? '' : run.problem ? 'failed' : 'now';
            if (index === at && run.stage !== 'Done') element.setAttribute('aria-current', 'step');
            else element.removeAttribute('aria-current');
        });
        this.#bar.value = now.totalBytes > 0 ? now.bytes / now.totalBytes : run.stage === 'Done' ? 1 : 0;
        this.#words.textContent =
            now.chunks === 0
                ? 'The file is being inspected.'
                : `${whole(now.chunksDone)} of ${counted(now.chunks, 'chunk')}, ${bytes(now.bytes)} of ${bytes(now.totalBytes)}.`;
        this.#chunks(now);
    }

    /** Changes only the cells whose state has changed. */
    #chunks({ chunkStates, chunks }) {
        this.#grid.hidden = chunkStates.length === 0;
        if (chunkStates.length !== this.#states.length) {
            this.#grid.classList.toggle('small', chunks > 300);
            replace(
                this.#grid,
                Array.from(chunkStates, () => h('i')),
            );
            this.#states = ' '.repeat(chunkStates.length);
        }
        for (let index = 0; index < chunkStates.length; index++) {
            if (chunkStates[index] !== this.#states[index]) this.#grid.children[index].className = kinds[chunkStates[index]];
        }
        this.#states = chunkStates;
        const count = (state) => whole(chunkStates.split(state).length - 1);
        this.#grid.setAttribute(
            'aria-label',
            `Chunks: ${count('d')} done, ${count('r')} done again, ${count('w')} at work, ${count('.')} waiting`,
        );
    }
}
