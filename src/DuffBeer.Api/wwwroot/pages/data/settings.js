/** The settings of the models: value, default and meaning. */
import { json } from '../api.js';
import { h, replace } from '../dom.js';
import { plainTable } from '../table.js';

export async function all(body, signal) {
    const { settings } = await json('/api/settings', { signal });
    replace(
        body,
        h('h1', null, 'Settings'),
        h(
            'p',
            { class: 'lead' },
            'What an operator can choose. A change applies from the next refresh on: ',
            h('code', null, 'duffbeer refresh --set NAME=VALUE'),
            '.',
        ),
        plainTable(
            'Settings, table',
            ['Setting', 'Value', 'Default', 'Allowed', 'Meaning', 'Read by'],
            settings.map((setting) => [
                h('code', null, setting.name),
                h('strong', null, setting.value ?? 'none', setting.isChosen ? h('small', null, ' chosen') : null),
                setting.default ?? 'none',
                allowed(setting),
                setting.description,
                setting.readBy.length === 0
                    ? '–'
                    : h('details', null, h('summary', null, String(setting.readBy.length)), setting.readBy.join(', ')),
            ]),
        ),
    );
}

export async function one(body) {
    replace(body, h('h1', null, 'There is no such page'), h('p', null, h('a', { href: '/data/settings' }, 'Go to the settings')));
}

function allowed({ type, oneOf, min, max }) {
    if (oneOf.length > 0) return oneOf.join(', ');
    const bounds = [min !== null && `at least ${min}`, max !== null && `at most ${max}`].filter(Boolean).join(', ');
    return [h('code', null, type), bounds ? `, ${bounds}` : ''];
}
