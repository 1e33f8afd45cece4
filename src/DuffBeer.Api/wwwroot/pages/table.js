/** A plain table of what the pages list: heads, cells, a name for screen readers. */
import { h } from './dom.js';

/**
 * @param name names the table for screen readers.
 * @param heads texts, or `[text, 'number']` for a column of numbers.
 * @param rows rows of cells; the first cell of each is its head.
 */
export function plainTable(name, heads, rows) {
    const kinds = heads.map((head) => (Array.isArray(head) ? head[1] : null));
    const body = h(
        'tbody',
        null,
        rows.map((cells) => rowOf(cells, kinds)),
    );
    return h(
        'div',
        { class: 'scroll plain', tabindex: '0', role: 'region', 'aria-label': name },
        h(
            'table',
            null,
            h(
                'thead',
                null,
                h(
                    'tr',
                    null,
                    heads.map((head, index) => h('th', { scope: 'col', class: kinds[index] }, Array.isArray(head) ? head[0] : head)),
                ),
            ),
            body,
        ),
    );
}

/** One row; null cells are empty. */
export function rowOf(cells, kinds) {
    return h(
        'tr',
        null,
        cells.map((cell, index) => h(index === 0 ? 'th' : 'td', { scope: index === 0 ? 'row' : null, class: kinds[index] }, cell)),
    );
}
