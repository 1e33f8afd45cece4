/** What reads what: a picture of the tables from files to reports, and the same as a table. */
import { onAddress, query, setQuery } from '../address.js';
import { json } from '../api.js';
import { freshId, h, replace } from '../dom.js';
import { domainName } from '../domains.js';
import { plainTable } from '../table.js';
import { layout, neighbours, picture } from './graph.js';
import { pathOf } from './models.js';

export async function all(body, signal) {
    const lineage = await json('/api/lineage', { signal });
    const domains = [...new Set(lineage.nodes.map((node) => node.domain))].filter(Boolean);
    const [content, choices] = [h('div', { class: 'stack' }), h('div', { class: 'filters' })];
    replace(
        body,
        h('h1', null, 'Lineage'),
        h(
            'p',
            { class: 'lead' },
            'From the datasets on the left to the reports on the right. Choose a table to see what it reads and what reads it.',
        ),
        choices,
        content,
    );
    const update = () => {
        const domain = query().get('domain') ?? domains[0];
        const nodes = lineage.nodes.filter((node) => node.domain === domain);
        const names = new Set(nodes.map((node) => node.name));
        const edges = lineage.edges.filter((edge) => names.has(edge.from) && names.has(edge.to));
        const chosen = names.has(query().get('table')) ? query().get('table') : '';
        replace(
            choices,
            select('Domain', domains, domain, (value) => setQuery({ domain: value, table: '' }), domainName),
            select(
                'Table',
                ['', ...[...names].sort()],
                chosen,
                (value) => setQuery({ table: value }),
                (value) => value || 'All',
            ),
        );
        const near = chosen ? neighbours(edges, chosen) : null;
        const shown = near ? nodes.filter((node) => near.has(node.name)) : nodes;
        const links = edges.filter((edge) => !near || (near.has(edge.from) && near.has(edge.to)));
        replace(
            content,
            h(
                'div',
                { class: 'scroll panel flat graph', tabindex: '0', role: 'region', 'aria-label': 'Lineage, picture' },
                picture(layout(shown, links), chosen),
            ),
            h(
                'details',
                { class: 'panel flat' },
                h('summary', null, 'As a table'),
                plainTable(
                    'Lineage, table',
                    ['Table', 'Kind', 'Reads', 'Read by'],
                    shown.map((node) => [
                        h('a', { href: pathOf(node.name, node.kind) }, node.name),
                        node.layer ? `${node.kind}, ${node.layer}` : node.kind,
                        links
                            .filter((edge) => edge.to === node.name)
                            .map((edge) => edge.from)
                            .join(', ') || '–',
                        links
                            .filter((edge) => edge.from === node.name)
                            .map((edge) => edge.to)
                            .join(', ') || '–',
                    ]),
                ),
            ),
        );
    };
    update();
    const stop = onAddress((isOtherPage) => !isOtherPage && update());
    signal.addEventListener('abort', stop);
}

export const one = all;

function select(text, values, chosen, change, wordOf) {
    const id = freshId('lineage');
    const box = h(
        'select',
        { id, onchange: () => change(box.value) },
        values.map((value) => h('option', { value }, wordOf(value))),
    );
    box.value = chosen;
    return h('div', { class: 'filter' }, h('label', { for: id }, text), box);
}
