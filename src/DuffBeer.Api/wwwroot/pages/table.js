/** A plain table of what the pages list: heads, cells, a name for screen readers. */
import { h } from './dom.js';

/**
 * A table that scrolls by itself and is named for screen readers.
 * @param heads the cells of its head.
 * @param kind further classes of the frame.
 */
export const framed = (name, heads, body, kind = '') =>
    h(
        'div',
        { class: `scroll ${kind}`.trim(), tabindex: '0', role: 'region', 'aria-label': name },
        h('table', null, h('thead', null, h('tr', null, heads)), body),
    );

/** Head cells from texts, or from `[text, 'number']` for a column of numbers. */
export const headsOf = (heads) =>
    heads.map((head) => {
        const [text, kind] = Array.isArray(head) ? head : [head];
        return h('th', { scope: 'col', class: kind }, text);
    });

/**
 * @param heads as for `headsOf`.
 * @param rows rows of cells; the first cell of each is its head.
 */
export function plainTable(name, heads, rows) {
    const kinds = heads.map((head) => (Array.isArray(head) ? head[1] : null));
    const body = h(
        'tbody',
        null,
        rows.map((cells) => rowOf(cells, kinds)),
    );
    return framed(name, headsOf(heads), body, 'plain');
}

/** One row; null cells are empty. */
export function rowOf(cells, kinds) {
    return h(
        'tr',
        null,
        cells.map((cell, index) => h(index === 0 ? 'th' : 'td', { scope: index === 0 ? 'row' : null, class: kinds[index] }, cell)),
    );
}
