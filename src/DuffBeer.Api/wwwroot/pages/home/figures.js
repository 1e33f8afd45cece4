/** The key figures of each domain: the figures at the head of its first page. */
import { json } from '../api.js';
import { Tile } from '../dashboards/tile.js';
import { h, replace } from '../dom.js';
import { domainName } from '../domains.js';
import { day } from '../format.js';

const mostFigures = 4;

/** Shows the figures, unless those of the snapshot that readers see are there already. */
export async function figuresOf(element, signal) {
    const { shown } = await json('/api/snapshots?limit=1', { signal });
    if (element.dataset.snapshot === String(shown)) return;
    const sections = shown ? (await firstPages(signal)).map((page) => section(page, signal)) : [];
    element.dataset.snapshot = String(shown);
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
    const name = domainName(page.domain);
    // Pages of different domains have figures of the same name.
    for (const { element, definition } of tiles) {
        element.removeAttribute('aria-labelledby');
        element.setAttribute('aria-label', `${name}: ${definition.title}`);
    }
    const part = h(
        'section',
        { 'aria-label': `${name}: key figures` },
        h(
            'header',
            { class: 'heading' },
            h('h2', null, name),
            h('span', { class: 'note' }, `as of ${day(page.snapshot.asOf)}, snapshot ${page.snapshot.id}`),
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
