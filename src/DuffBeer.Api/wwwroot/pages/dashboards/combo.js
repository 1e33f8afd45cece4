/** A filter with many values: a button that opens a search. */
import { announce, freshId, h, replace } from '../dom.js';
import { json } from '../api.js';
import { choose } from './choose.js';

/** One of many values: a button that opens a search, as a combobox of WAI-ARIA's pattern. */
export function combo(filter, snapshotOf, signal) {
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

    /** Values whose name or id contains the text; without one, the first. */
    async function valuesOf(text) {
        const parameters = new URLSearchParams({ limit: '50' });
        if (text) parameters.set('q', text);
        if (snapshotOf()) parameters.set('snapshot', snapshotOf());
        return (await json(`${filter.values}?${parameters}`, { signal })).values;
    }

    async function search() {
        const turn = ++waiting;
        let values = [];
        try {
            values = await valuesOf(input.value);
        } catch (problem) {
            announce(problem.message);
        }
        if (turn !== waiting) return;
        found = values.filter((one) => !words.has(String(one.value)));
        if (!input.value) found = [...specials(filter), ...found];
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
                valuesOf(value).then(
                    (values) => {
                        const name = values.find((one) => String(one.value) === now)?.label;
                        if (name && value === now) button.textContent = name;
                    },
                    () => {},
                );
        },
    };
}

/** Values that are no names: all together, and each on its own. */
function specials(filter) {
    if (!words.has(filter.default)) return [{ value: '', label: 'All' }];
    const each = { value: 'each', label: 'Each on its own' };
    return [{ value: 'All', label: filter.single ? 'All' : 'All together' }, ...(filter.single ? [] : [each])];
}

const words = new Set(['All', 'each']);
