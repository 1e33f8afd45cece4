/** The choices at the head of a page. Each writes the address; the page reads it from there. */
import { announce, freshId, h, replace } from '../dom.js';
import { json } from '../api.js';
import { setQuery } from '../address.js';

/** Up to so many allowed values stand side by side. */
const mostButtons = 4;

export function filterBar(filters, valuesOf, snapshotOf, signal) {
    const parts = filters.map((filter) => kindOf(filter)(filter, snapshotOf, signal));
    const element = h(
        'form',
        { class: 'filters', 'aria-label': 'Filters', onsubmit: (event) => event.preventDefault() },
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
    return combo;
}

function choose(filter, value) {
    performance.mark('filter');
    setQuery({ [filter.name]: value === filter.default ? '' : value });
    announce(`${filter.label}: ${value || 'all'}`);
}

function buttons(filter) {
    const name = freshId(filter.name);
    const inputs = filter.allowed.map((value) => h('input', { type: 'radio', name, value, onchange: () => choose(filter, value) }));
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

const words = (value) => value.charAt(0).toUpperCase() + value.slice(1).replaceAll('_', ' ');

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

/** One of many values: a button that opens a search, as a combobox of WAI-ARIA's pattern. */
function combo(filter, snapshotOf, signal) {
    const [id, listId] = [freshId(filter.name), freshId('list')];
    let [value, found, at] = ['', [], -1];
    const names = new Map();
    const button = h('button', {
        id,
        type: 'button',
        'aria-haspopup': 'listbox',
        'aria-expanded': 'false',
        onclick: () => (box.hidden ? open() : close()),
    });
    const input = h('input', {
        type: 'search',
        role: 'combobox',
        'aria-label': `Search ${filter.label}`,
        'aria-controls': listId,
        'aria-expanded': 'true',
        'aria-autocomplete': 'list',
        autocomplete: 'off',
        placeholder: 'Search',
        oninput: () => search(),
        onkeydown: key,
    });
    const list = h('ul', { id: listId, role: 'listbox', 'aria-label': filter.label });
    const box = h('div', { class: 'combo-list', hidden: true }, input, list);
    const label = h('span', { class: 'label', id: `${id}-label` }, filter.label);
    button.setAttribute('aria-labelledby', `${id}-label ${id}`);
    const element = h('div', { class: 'filter combo' }, h('label', { for: id }, label), button, box);
    document.addEventListener('pointerdown', (event) => !element.contains(event.target) && close(false), { signal });
    let waiting = 0;

    function open() {
        box.hidden = false;
        button.setAttribute('aria-expanded', 'true');
        input.value = '';
        input.focus();
        search();
    }

    function close(focus = true) {
        if (box.hidden) return;
        box.hidden = true;
        button.setAttribute('aria-expanded', 'false');
        if (focus) button.focus();
    }

    async function search() {
        const turn = ++waiting;
        const parameters = new URLSearchParams({ limit: '50' });
        if (input.value) parameters.set('q', input.value);
        if (snapshotOf()) parameters.set('snapshot', snapshotOf());
        try {
            const answer = await json(`/api/reports/${filter.report}/values/${filter.parameter}?${parameters}`, { signal });
            if (turn !== waiting) return;
            found = answer.values;
        } catch {
            // A parameter without a list of values takes what is typed.
            found = input.value ? [{ value: input.value, label: input.value }] : [];
        }
        if (!input.value)
            found = [...specials(filter), ...found.filter((one) => !specials(filter).some((special) => special.value === one.value))];
        found.forEach((one) => names.set(String(one.value), one.label));
        at = found.length > 0 ? 0 : -1;
        draw();
    }

    function draw() {
        replace(
            list,
            found.map((one, index) =>
                h(
                    'li',
                    {
                        role: 'option',
                        id: `${listId}-${index}`,
                        'aria-selected': String(index === at),
                        onpointerdown: (event) => event.preventDefault(),
                        onclick: () => take(index),
                    },
                    h('span', null, one.label ?? String(one.value)),
                    one.label && String(one.label) !== String(one.value) && one.value !== '' ? h('small', null, String(one.value)) : null,
                ),
            ),
        );
        if (found.length === 0)
            list.append(h('li', { role: 'option', 'aria-selected': 'false', 'aria-disabled': 'true' }, 'Nothing is called so'));
        if (at >= 0) input.setAttribute('aria-activedescendant', `${listId}-${at}`);
        else input.removeAttribute('aria-activedescendant');
        list.children[at]?.scrollIntoView({ block: 'nearest' });
    }

    function key(event) {
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            at = Math.max(0, Math.min(found.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1)));
            draw();
        } else if (event.key === 'Enter') {
            event.preventDefault();
            take(at);
        } else if (event.key === 'Escape' || event.key === 'Tab') {
            if (event.key === 'Escape') event.preventDefault();
            close(event.key === 'Escape');
        }
    }

    function take(index) {
        if (!found[index]) return;
        close();
        choose(filter, String(found[index].value));
    }

    return {
        element,
        set(now) {
            value = now;
            const special = specials(filter).find((one) => one.value === value)?.label;
            button.textContent = special ?? names.get(value) ?? value;
            if (special === undefined && !names.has(value))
                nameOf(filter, value, snapshotOf, signal).then(
                    (name) => name && value === now && (button.textContent = name),
                    () => {},
                );
        },
    };
}

/** Values of every such parameter that are no names: all together, and one by one. */
function specials(filter) {
    if (filter.default === 'All')
        return [{ value: 'All', label: filter.single ? 'All' : 'All together' }, ...(filter.single ? [] : [{ value: 'each', label: 'Each on its own' }])];
    return filter.default === '' ? [{ value: '', label: 'All' }] : [{ value: filter.default, label: filter.default }];
}

async function nameOf(filter, value, snapshotOf, signal) {
    const parameters = new URLSearchParams({ q: value, limit: '50' });
    if (snapshotOf()) parameters.set('snapshot', snapshotOf());
    const { values } = await json(`/api/reports/${filter.report}/values/${filter.parameter}?${parameters}`, { signal });
    return values.find((one) => String(one.value) === value)?.label;
}
