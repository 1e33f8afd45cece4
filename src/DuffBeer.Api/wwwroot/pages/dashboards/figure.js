/** One number, with its change on the period before. */
import { change, labelOf, period, withUnit } from '../format.js';
import { h } from '../dom.js';

export function figure(definition, answer) {
    const column = answer.columns.find((one) => one.name === definition.value);
    const row = answer.rows[0];
    const value = row[definition.value];
    const isPart = definition.complete && row[definition.complete] === false;
    const time = definition.x && row[definition.x];
    return h(
        'div',
        { class: 'figure' },
        h('strong', { 'data-column': column.name, 'data-value': String(value), title: column.description }, withUnit(column, value)),
        h('span', null, [
            time ? period(time, row.grain) : definition.label ? row[definition.label] : labelOf(column),
            isPart ? ' so far' : '',
        ]),
        definition.change ? changeOf(row[definition.change], isPart) : null,
    );
}

/** In words and with a sign, so that colour is not the only hint. */
function changeOf(value, isPart) {
    if (value === null || value === undefined) return h('span', null, ' · nothing to compare with');
    return h(
        'span',
        null,
        ' · ',
        h('span', { class: value < 0 ? 'down' : value > 0 ? 'up' : '' }, change(value)),
        isPart ? ' on the same days before' : ' on the period before',
    );
}
