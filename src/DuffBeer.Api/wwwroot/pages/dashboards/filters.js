/** The choices at the head of a page. Each writes the address; the page reads it from there. */
import { freshId, h } from '../dom.js';
import { setQuery } from '../address.js';
import { choose } from './choose.js';
import { combo } from './combo.js';
import { rangeOf } from './range.js';

/** Up to so many allowed values stand side by side. */
const mostButtons = 4;

/** @param asOf The last day of the data, to which "last month" and the like refer; null if it is not known. */
export function filterBar(filters, asOf, valuesOf, snapshotOf, signal) {
    const parts = filters.map((filter) => kindOf(filter)(filter, snapshotOf, signal));
    const range = rangeOf(filters, asOf);
    const element = h(
        'form',
        { class: 'filters', 'aria-label': 'Filters', onsubmit: (event) => event.preventDefault() },
        range?.element,
        parts.map((part) => part.element),
    );
    const reset = h(
        'button',
        { class: 'quiet', type: 'button', onclick: () => setQuery(Object.fromEntries(filters.map((filter) => [filter.name, '']))) },
        'Reset',
    );
    element.append(reset);
    return {
        element,
        update() {
            const values = valuesOf();
            range?.set(values);
            parts.forEach((part, index) => part.set(values[filters[index].name]));
            reset.hidden = filters.every((filter) => values[filter.name] === filter.default);
        },
    };
}

function kindOf(filter) {
    if (filter.type === 'bool') return yesNo;
    if (filter.allowed.length > mostButtons) return select;
    if (filter.allowed.length > 0) return buttons;
    if (filter.type === 'date') return date;
    return filter.values ? combo : text;
}

function buttons(filter) {
    const name = freshId(filter.name);
    const values = filter.allowed.includes(filter.default) ? filter.allowed : ['', ...filter.allowed];
    const inputs = values.map((value) => h('input', { type: 'radio', name, value, onchange: () => choose(filter, value) }));
    return {
        element: h(
            'fieldset',
            { class: 'filter' },
            h('legend', null, filter.label),
            h(
                'span',
                { class: 'choices' },
                inputs.map((input) => h('label', null, input, words(input.value))),
            ),
        ),
        set: (value) => inputs.forEach((input) => (input.checked = input.value === value)),
    };
}

const words = (value) => (value === '' ? 'All' : value.charAt(0).toUpperCase() + value.slice(1).replaceAll('_', ' '));

function selected(filter, choices) {
    const id = freshId(filter.name);
    const box = h(
        'select',
        { id, onchange: () => choose(filter, box.value) },
        choices.map(([value, text]) => h('option', { value }, text)),
    );
    return { element: h('div', { class: 'filter' }, h('label', { for: id }, filter.label), box), set: (value) => (box.value = value) };
}

const select = (filter) =>
    selected(filter, [
        ...(filter.allowed.includes(filter.default) ? [] : [['', 'All']]),
        ...filter.allowed.map((value) => [value, words(value)]),
    ]);
const yesNo = (filter) =>
    selected(filter, [
        ['', 'All'],
        ['true', 'Yes'],
        ['false', 'No'],
    ]);

function date(filter) {
    const id = freshId(filter.name);
    const box = h('input', { id, type: 'date', onchange: () => choose(filter, box.value) });
    return { element: h('div', { class: 'filter' }, h('label', { for: id }, filter.label), box), set: (value) => (box.value = value) };
}

/** A text or number that is typed. */
function text(filter) {
    const id = freshId(filter.name);
    const type = filter.type === 'string' ? 'search' : 'number';
    const box = h('input', { id, type, placeholder: 'All', step: 'any', onchange: () => choose(filter, box.value.trim()) });
    return {
        element: h('div', { class: 'filter' }, h('label', { for: id }, filter.label), box),
        set: (value) => (box.value = value),
    };
}
