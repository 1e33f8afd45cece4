/** A page of figures: its definition gives the filters and the tiles, the address gives their values. */
import { onAddress, query } from '../address.js';
import { json } from '../api.js';
import { onChanges } from '../changes.js';
import { h, replace } from '../dom.js';
import { day, moment } from '../format.js';
import { emptyBox } from '../states.js';
import { filterBar } from './filters.js';
import { Tile } from './tile.js';

export async function show(main, { name }, signal) {
    const path = `/api/dashboards/${encodeURIComponent(name)}`;
    const page = await json(path, { signal });
    document.title = `${page.title} · DuffBeer`;
    const valuesOf = () => filterValues(page.filters);
    const snapshotOf = () => query().get('snapshot') ?? page.snapshot?.id ?? null;
    const bar = filterBar(
        page.filters.filter((filter) => !filter.hidden),
        page.snapshot?.asOf ?? null,
        valuesOf,
        snapshotOf,
        signal,
    );
    const tiles = page.rows.map((row) => row.map((tile) => new Tile(tile, page, valuesOf, snapshotOf, signal)));
    const trust = h('p', { class: 'trust' });
    replace(
        main,
        h('h1', null, page.title),
        h('p', { class: 'lead' }, page.description),
        trust,
        page.snapshot ? bar.element : null,
        page.snapshot
            ? tiles.map((row) =>
                  h(
                      'div',
                      { class: 'row' },
                      row.map((tile) => tile.element),
                  ),
              )
            : nothingYet(),
    );
    if (!page.snapshot) return;

    const update = () => {
        showTrust(trust, page, snapshotOf());
        bar.update();
        tiles.flat().forEach((tile) => tile.update());
    };
    const stop = onAddress((isOtherPage) => !isOtherPage && update());
    signal.addEventListener('abort', stop);
    update();
    watch(page, main, signal);
}

/** The value of each filter: the address's, or the default. */
function filterValues(filters) {
    const given = query();
    return Object.fromEntries(filters.map((filter) => [filter.name, given.get(filter.name) ?? filter.default]));
}

function showTrust(element, page, shown) {
    const isOld = shown !== page.snapshot.id;
    replace(
        element,
        page.snapshot.asOf && !isOld ? h('span', null, 'Figures as of ', h('strong', null, day(page.snapshot.asOf))) : null,
        h('span', null, 'Snapshot ', h('strong', null, shown), isOld ? '' : ` of ${moment(page.snapshot.at)}`),
        isOld ? h('span', { class: 'tag warn' }, isBeside(page, shown) ? 'Not what readers see' : 'An older snapshot') : null,
        isOld ? h('a', { href: addressWithout('snapshot') }, 'Show the current one') : null,
    );
}

/** A name, or the id of a snapshot that was built since: ids begin with a digit and ascend with time. */
const isBeside = (page, shown) => shown > page.snapshot.id;

function addressWithout(name) {
    const rest = query();
    rest.delete(name);
    return location.pathname + (rest.size > 0 ? `?${rest}` : '');
}

const nothingYet = () =>
    emptyBox(
        'There are no figures yet',
        'The first refresh after an ingest makes them. Put a file into the landing folder of this dataset, or run ',
        h('code', null, 'duffbeer ingest FILE'),
        '. ',
        h('a', { href: '/runs' }, 'Watch it under Runs'),
        '.',
    );

/** Offers a newer snapshot without changing what is being read. */
function watch(page, main, signal) {
    onChanges(signal, {
        snapshot: ({ id }) => {
            if (id === page.snapshot.id || query().get('snapshot') || main.querySelector('.newer')) return;
            main.append(
                h(
                    'div',
                    { class: 'newer', role: 'status' },
                    'A newer snapshot is there.',
                    h('button', { class: 'main', onclick: () => location.reload() }, 'Show it'),
                ),
            );
        },
    });
}
