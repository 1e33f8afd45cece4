/** A report as a table: sortable by its heads, each row a link where the tile has one. */
import { setQuery } from '../address.js';
import { json } from '../api.js';
import { announce, h, replace } from '../dom.js';
import { format, isNumber, isTime, labelOf, unitOf, whole } from '../format.js';
import { moreButton } from '../states.js';
import { framed } from '../table.js';
import { whyButton } from './why.js';

export function table(tile, answer) {
    const { definition } = tile;
    const columns = columnsOf(definition, answer);
    const sorted = answer.sort?.[0];
    const body = h(
        'tbody',
        null,
        answer.rows.map((row) => rowOf(tile, columns, row)),
    );
    const heads = columns.map((column) =>
        h(
            'th',
            {
                scope: 'col',
                class: isAmount(column) ? 'number' : null,
                title: column.description,
                'aria-sort': sorted?.column === column.name ? (sorted.descending ? 'descending' : 'ascending') : null,
            },
            h(
                'button',
                { onclick: () => sort(tile, column, sorted) },
                labelOf(column),
                sorted?.column === column.name ? (sorted.descending ? ' ↓' : ' ↑') : '',
            ),
            unitOf(column) ? h('small', null, unitOf(column)) : null,
        ),
    );
    if (definition.why) heads.push(h('th', { scope: 'col' }, 'Why?'));
    return [framed(`${definition.title}, table`, heads, body), more(tile, columns, body, answer)];
}

/** The tile's columns; otherwise the report's headline ones, and those that a chart would have drawn. */
function columnsOf(definition, answer) {
    const byName = new Map(answer.columns.map((column) => [column.name, column]));
    const named = definition.columns.length > 0 ? definition.columns : null;
    if (named) return named.map((name) => byName.get(name));
    const drawn = [definition.x, definition.series, definition.label, ...definition.y, definition.value].filter(Boolean);
    const headline = answer.columns.filter((column) => column.headline).map((column) => column.name);
    const names = headline.length > 0 ? [...new Set([...headline, ...drawn])] : answer.columns.map((column) => column.name);
    return names.map((name) => byName.get(name));
}

function rowOf(tile, columns, row) {
    const path = tile.linkOf(row);
    const { definition } = tile;
    return h(
        'tr',
        null,
        columns.map((column, index) => {
            const value = row[column.name];
            const text =
                value === null && column.name === definition.label
                    ? String(row[definition.series ?? definition.x] ?? '–')
                    : format(column, value);
            const isLoss = isNumber(column) && Number(value) < 0;
            return h(
                index === 0 ? 'th' : 'td',
                {
                    scope: index === 0 ? 'row' : null,
                    class: [isAmount(column) && 'number', isTime(column) && 'time', isLoss && 'loss'].filter(Boolean).join(' ') || null,
                    'data-column': column.name,
                    'data-value': String(value),
                },
                index === 0 && path ? h('a', { href: path }, text) : text,
            );
        }),
        definition.why && h('td', null, whyButton(tile, row, format(columns[0], row[columns[0].name]))),
    );
}

function sort(tile, column, sorted) {
    const isDescending = sorted?.column === column.name ? !sorted.descending : isNumber(column);
    setQuery({ [`sort.${tile.id}`]: (isDescending ? '-' : '') + column.name });
    announce(`Sorted by ${labelOf(column)}, ${isDescending ? 'descending' : 'ascending'}.`);
}

/** How many rows there are, and the next ones on demand. */
function more(tile, columns, body, answer) {
    const element = h('p', { class: 'more' });
    const show = (next) => {
        const all = answer.totalRows === undefined ? (next ? 'more' : body.rows.length) : whole(answer.totalRows);
        replace(element, `${whole(body.rows.length)} of ${all} rows`, next ? moreButton(() => load(next)) : null);
    };
    const load = async (link) => {
        const page = await json(link, { signal: tile.signal });
        const first = body.rows.length;
        body.append(...page.rows.map((row) => rowOf(tile, columns, row)));
        show(page.nextLink);
        announce(`${whole(page.rows.length)} more rows.`);
        body.rows[first]?.scrollIntoView({ block: 'nearest' });
    };
    show(answer.nextLink);
    return element;
}

/** A number to compare, not the number of something. */
const isAmount = (column) => isNumber(column) && column.role !== 'key';
