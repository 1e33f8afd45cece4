/** The key figures of each domain: the figures at the head of its first page. */
import { json } from '../api.js';
import { Tile } from '../dashboards/tile.js';
import { h, replace } from '../dom.js';
import { day } from '../format.js';

const mostFigures = 4;
const domains = { duff: 'Duff Beer', retail: 'Retail', restaurant: 'Restaurants' };

/** Shows the figures unless they are of this snapshot already. */
export async function figuresOf(element, snapshot, signal) {
    if (element.dataset.snapshot === String(snapshot)) return;
    const pages = await firstPages(signal);
    element.dataset.snapshot = String(snapshot);
    const sections = pages.map((page) => section(page, signal)).filter(Boolean);
    replace(
        element,
        sections.map(({ part }) => part),
    );
    sections.forEach(({ tiles }) => tiles.forEach((tile) => tile.update()));
}

/** Of each domain the first page that has figures and needs no choice. */
async function firstPages(signal) {
    const { dashboards } = await json('/api/dashboards', { signal });
    const found = new Map();
    for (const { name, domain } of dashboards) {
        if (found.has(domain)) continue;
        const page = await json(`/api/dashboards/${encodeURIComponent(name)}`, { signal });
        if (page.snapshot && page.snapshot.asOf && figures(page).length > 0) found.set(domain, page);
    }
    return [...found.values()];
}

const figures = (page) =>
    page.rows
        .flat()
        .filter((tile) => tile.draw === 'figure')
        .slice(0, mostFigures);

function section(page, signal) {
    const values = Object.fromEntries(page.filters.map((filter) => [filter.name, filter.default]));
    const tiles = figures(page).map(
        (tile) =>
            new Tile(
                { ...tile, width: 3 },
                page,
                () => values,
                () => page.snapshot.id,
                signal,
            ),
    );
    const id = `figures-${page.domain}`;
    const part = h(
        'section',
        { 'aria-labelledby': id },
        h(
            'header',
            { class: 'heading' },
            h('h2', { id }, domains[page.domain] ?? page.domain),
            h('span', { class: 'note' }, `as of ${day(page.snapshot.asOf)}`),
            h('span', { class: 'spring' }),
            h('a', { href: `/dashboards/${page.name}` }, page.title),
        ),
        h(
            'div',
            { class: 'row' },
            tiles.map((tile) => tile.element),
        ),
    );
    return { part, tiles };
}
