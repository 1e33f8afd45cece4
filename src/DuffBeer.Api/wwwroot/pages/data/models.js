/** The models: what each computes, from what, and how its builds and audits went. */
import { json } from '../api.js';
import { h, replace } from '../dom.js';
import { domainName } from '../domains.js';
import { bytes, duration, moment, whole } from '../format.js';
import { emptyBox } from '../states.js';
import { plainTable } from '../table.js';

export async function all(body, signal) {
    const { models, snapshot } = await json('/api/models', { signal });
    replace(
        body,
        h('h1', null, 'Models'),
        h('p', { class: 'lead' }, 'A model is a SELECT in a file. Reports read models, and models read datasets and each other.'),
        snapshot ? null : emptyBox('Nothing is built yet', 'The first refresh builds them.'),
        plainTable(
            'Models, table',
            ['Model', 'Domain', 'Layer', 'One row per', ['Rows', 'number'], ['Size', 'number'], ['Build time', 'number']],
            models.map(({ name, domain, layer, grain, description, build }) => [
                h('a', { href: `/data/models/${name}`, title: description }, name),
                domainName(domain),
                layer,
                grain,
                build ? whole(build.rows) : '–',
                build ? bytes(build.bytes) : '–',
                build ? duration(build.seconds) : '–',
            ]),
        ),
    );
}

export async function one(body, name, signal) {
    const path = `/api/models/${encodeURIComponent(name)}`;
    const [detail, history, lineage] = await Promise.all([
        json(path, { signal }),
        json(`${path}/history`, { signal }),
        json('/api/lineage', { signal }),
    ]);
    const { model } = detail;
    const kinds = new Map(lineage.nodes.map((node) => [node.name, node.kind]));
    replace(
        body,
        h('h1', null, model.name),
        h('p', { class: 'lead' }, model.description),
        h(
            'dl',
            { class: 'facts panel' },
            [
                ['One row per', model.grain],
                ['Domain, layer', `${domainName(model.domain)}, ${model.layer}`],
                [
                    'Rows',
                    model.build
                        ? `${whole(model.build.rows)}, ${bytes(model.build.bytes)}, built in ${duration(model.build.seconds)}`
                        : 'not built yet',
                ],
                ['Reads', links(detail.reads, kinds)],
                ['Read by', links(detail.readBy, kinds)],
            ].map(([term, value]) => [h('dt', null, term), h('dd', null, value)]),
        ),
        section('Audits', audits(detail, history)),
        section(
            'Columns',
            plainTable(
                'Columns, table',
                ['Column', 'Type', 'Meaning'],
                detail.columns.map((column) => [column.name, h('code', null, column.type), column.description]),
            ),
        ),
        section('Builds', builds(history)),
        section('SQL', h('pre', { class: 'sql', tabindex: '0', 'aria-label': `SQL of ${model.name}` }, h('code', null, detail.sql))),
    );
}

const section = (title, ...content) => h('section', { class: 'panel flat', 'aria-label': title }, h('h2', null, title), content);

/** Where a name of the lineage leads. */
export function pathOf(name, kind) {
    if (kind === 'Dataset') return `/data/datasets/${name}`;
    return kind === 'Model' ? `/data/models/${name}` : `/api/reports/${name}`;
}

const links = (names, kinds) =>
    names.length === 0 ? '–' : names.map((name, index) => [index > 0 ? ', ' : '', h('a', { href: pathOf(name, kinds.get(name)) }, name)]);

const outcomes = { Passed: ['Passed', 'good'], Failed: ['Failed', 'bad'], NotRun: ['Not run yet', ''] };

function audits({ audits: list }, { failures, builds: passed }) {
    if (list.length === 0) return h('p', null, 'This model has no audits.');
    return [
        h(
            'p',
            { class: 'note' },
            'An audit selects rows that must not be. A refresh that finds one shows nothing new, so every build below passed all of these.',
        ),
        plainTable(
            'Audits, table',
            ['Audit', 'Last result', ['Builds passed', 'number'], ['Refreshes stopped', 'number'], 'What it checks'],
            list.map((audit) => {
                const [text, kind] = outcomes[audit.lastResult];
                return [
                    audit.name,
                    h('span', { class: `tag ${kind}` }, text),
                    whole(passed.length),
                    whole(failures.filter((failure) => failure.audit === audit.name).length),
                    audit.description,
                ];
            }),
        ),
        failures.length > 0 &&
            h(
                'div',
                { class: 'notice warn' },
                h('strong', null, 'Refreshes that an audit stopped, with some of the rows'),
                h(
                    'ul',
                    null,
                    failures.map((failure) => h('li', null, `${moment(failure.at)}: ${failure.message}`)),
                ),
            ),
    ];
}

function builds({ builds: list }) {
    if (list.length === 0) return emptyBox('Not built yet', 'The first refresh builds it.');
    const change = (index) => (index + 1 < list.length ? list[index].rows - list[index + 1].rows : null);
    return plainTable(
        'Builds, table',
        ['Snapshot', 'Shown', ['Rows', 'number'], ['Change', 'number'], ['Size', 'number'], ['Build time', 'number']],
        list.map((build, index) => [
            h('a', { href: `/data/snapshots?snapshot=${build.snapshot}` }, build.snapshot),
            moment(build.at),
            whole(build.rows),
            change(index) === null ? '–' : signed(change(index)),
            bytes(build.bytes),
            duration(build.seconds),
        ]),
    );
}

/** A difference with its sign. */
export const signed = (number) => (number > 0 ? `+${whole(number)}` : number < 0 ? `\u2212${whole(-number)}` : '0');
