/** Usual spans of time for the filters `from` and `to`, counted from the last day of the data. */
import { setQuery } from '../address.js';
import { announce, freshId, h } from '../dom.js';

/** Null if the page has no such filters. */
export function rangeOf(filters, asOf) {
    if (!asOf || !['from', 'to'].every((name) => filters.some((filter) => filter.name === name && filter.type === 'date'))) return null;
    const spans = spansOf(asOf);
    const id = freshId('range');
    const box = h(
        'select',
        { id, onchange: () => take(spans[Number(box.value)]) },
        h('option', { value: '-1' }, 'Other'),
        spans.map((span, index) => h('option', { value: String(index) }, span.name)),
    );
    return {
        element: h('div', { class: 'filter' }, h('label', { for: id }, 'Time'), box),
        set: ({ from, to }) => (box.value = String(spans.findIndex((span) => span.from === from && span.to === to))),
    };
}

function take(span) {
    if (!span) return;
    performance.mark('filter');
    setQuery({ from: span.from, to: span.to });
    announce(`Time: ${span.name}`);
}

function spansOf(asOf) {
    const [year, month] = asOf.split('-').map(Number);
    return [
        { name: 'All time', from: '', to: '' },
        { name: 'This month so far', from: first(year, month), to: asOf },
        { name: 'Last month', from: first(year, month - 1), to: lastBefore(year, month) },
        { name: 'Last 3 months', from: first(year, month - 3), to: lastBefore(year, month) },
        { name: 'Last 12 months', from: first(year, month - 12), to: lastBefore(year, month) },
        { name: 'This year so far', from: first(year, 1), to: asOf },
        { name: 'Last year', from: first(year - 1, 1), to: lastBefore(year, 1) },
    ];
}

/** First day of a month; month 0 is December of the year before. */
const first = (year, month) => iso(Date.UTC(year, month - 1, 1));

/** Last day before a month. */
const lastBefore = (year, month) => iso(Date.UTC(year, month - 1, 0));

const iso = (time) => new Date(time).toISOString().slice(0, 10);
