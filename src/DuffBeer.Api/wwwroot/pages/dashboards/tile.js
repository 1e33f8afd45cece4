/** One report on a page: asks for it when what it depends on changes, draws it, and gives it away as table, CSV and picture. */
import { go, query, setQuery } from '../address.js';
import { reportPath, request, save, shared } from '../api.js';
import { announce, freshId, h, icon, replace } from '../dom.js';
import { format, labelOf, moment, whole } from '../format.js';
import { emptyBox, problemBox } from '../states.js';
import { onTheme } from '../theme.js';
import { figure } from './figure.js';
import { reserved } from './space.js';
import { table } from './table.js';
import { whyButton } from './why.js';

const charts = ['line', 'area', 'bar', 'stacked-bar', 'heatmap', 'scatter', 'histogram', 'cohort'];

export class Tile {
    constructor(definition, page, valuesOf, snapshotOf, signal) {
        Object.assign(this, { definition, page, valuesOf, snapshotOf, signal });
        this.id = definition.title
            .toLowerCase()
            .replace(/[^a-z0-9]+/g, '-')
            .replace(/^-|-$/g, '');
        this.isChart = charts.includes(definition.draw);
        this.body = h('div', { class: 'body' });
        this.note = h('p', { class: 'note' });
        this.tools = h('div', { class: 'tools' });
        const height = reserved(definition);
        if (height) this.body.style.minHeight = `${height}px`;
        this.note.textContent = definition.text;
        const heading = freshId('tile');
        const shape = this.isChart ? (['heatmap', 'cohort'].includes(definition.draw) ? 'chart grid' : 'chart') : definition.draw;
        this.element = h(
            'article',
            {
                class: `tile w${definition.width} ${shape}`,
                'aria-labelledby': heading,
                'data-tile': this.id,
                'aria-busy': definition.report ? 'true' : null,
            },
            h('header', null, h('h2', { id: heading }, definition.title), this.tools),
            this.body,
            this.note,
        );
        if (!definition.report) {
            this.body.append(h('p', null, definition.text));
            this.note.remove();
        } else if (this.isChart) onTheme(() => this.draw(), signal);
    }

    /** The parameters of the report, from the tile and the filters. A figure is one number, so it takes no "each". */
    parameters() {
        const values = this.valuesOf();
        const valueOf = (filter) =>
            this.definition.draw === 'figure' && values[filter] === 'each'
                ? this.page.filters.find((one) => one.name === filter).default
                : values[filter];
        return Object.fromEntries(this.definition.parameters.map((one) => [one.name, one.filter ? valueOf(one.filter) : one.value]));
    }

    /** The first filter that must have a value but has none. */
    missing() {
        const values = this.valuesOf();
        const used = this.definition.parameters.map((one) => one.filter);
        return this.page.filters.find((filter) => filter.required && used.includes(filter.name) && !values[filter.name]);
    }

    /** The parameters that restrict the report. */
    chosen() {
        return Object.entries(this.parameters()).filter(([, value]) => value);
    }

    get sort() {
        return query().get(`sort.${this.id}`) ?? this.definition.sort;
    }

    get isTable() {
        return !this.isChart || (query().get('table') ?? '').split(',').includes(this.id);
    }

    /** A CSV has all columns; a chart shown as a table has those of a table. */
    get columns() {
        return this.isChart && this.isTable ? [] : this.definition.needed;
    }

    path(suffix = '') {
        const snapshot = this.snapshotOf();
        return reportPath(
            this.definition.report,
            {
                ...this.parameters(),
                sort: this.sort,
                columns: suffix ? '' : this.columns.join(','),
                limit: suffix ? '' : (this.definition.limit ?? (this.isChart ? 5000 : '')),
                snapshot,
            },
            suffix,
        );
    }

    /** Follows the address. */
    async update() {
        if (!this.definition.report) return;
        const missing = this.missing();
        if (missing) {
            this.asked = null;
            this.answer = undefined;
            this.element.removeAttribute('aria-busy');
            replace(this.tools);
            replace(this.body, emptyBox(`Choose a ${missing.label.toLowerCase()}`, 'Its figures are then shown here.'));
            return;
        }

        const path = this.path();
        if (path === this.asked) {
            if (this.answer && this.drawnAsTable !== this.isTable) this.draw();
            return;
        }

        this.asked = path;
        this.element.classList.toggle('busy', this.answer !== undefined);
        this.element.setAttribute('aria-busy', 'true');
        try {
            const answer = await shared(path, this.signal);
            if (this.asked !== path) return;
            this.answer = answer;
            await this.draw();
        } catch (problem) {
            if (this.signal.aborted || this.asked !== path) return;
            this.answer = undefined;
            replace(this.tools);
            replace(
                this.body,
                problemBox(problem, () => {
                    this.asked = null;
                    this.update();
                }),
            );
        } finally {
            if (this.asked === path) {
                this.element.classList.remove('busy');
                this.element.removeAttribute('aria-busy');
                drawn();
            }
        }
    }

    async draw() {
        const { answer, definition } = this;
        if (!answer) return;
        this.drawnAsTable = this.isTable;
        this.chart?.dispose();
        this.chart = null;
        this.showTools();
        this.showNote();
        if (answer.rows.length === 0) {
            replace(this.body, emptyBox('No rows', (answer.notes ?? ['Nothing matches these filters.']).join(' ')));
            return;
        }

        if (definition.draw === 'figure') {
            replace(this.body, figure(definition, answer), whyButton(this, answer.rows[0], definition.title));
        } else if (this.isTable) replace(this.body, table(this, answer));
        else {
            // Figures and tables are on the screen before the first chart keeps the browser busy.
            this.page.painted ??= painted();
            const [{ chart }] = await Promise.all([import('../charts/chart.js'), this.page.painted]);
            if (this.answer !== answer || this.isTable) return;
            this.chart?.dispose();
            this.chart = chart(this.body, definition, answer, (row) => this.follow(row), this.signal);
        }
    }

    /** The address that a click on a row leads to; null if the tile has no link. */
    linkOf(row) {
        const { link } = this.definition;
        if (!link) return null;
        const now = query();
        // The filters that the other page has too go along, and so does the snapshot.
        const next = link.page
            ? new URLSearchParams(['snapshot', ...link.kept].filter((name) => now.get(name)).map((name) => [name, now.get(name)]))
            : now;
        for (const [filter, column] of Object.entries(link.set)) next.set(filter, String(row[column] ?? ''));
        return `${link.page ? `/dashboards/${link.page}` : location.pathname}?${next}`;
    }

    follow(row) {
        const path = row && this.linkOf(row);
        if (path) go(path);
    }

    showNote() {
        const { answer, definition } = this;
        const parts = [definition.text];
        const isPart = definition.complete && answer.rows.some((row) => row[definition.complete] === false);
        if (isPart && definition.draw !== 'figure')
            parts.push(`The last period is not over: it is drawn ${['line', 'area'].includes(definition.draw) ? 'dashed' : 'lighter'}.`);
        if (answer.nextLink && this.isChart)
            parts.push(`${whole(answer.rows.length)} of ${answer.totalRows === undefined ? 'more' : whole(answer.totalRows)} are drawn.`);
        this.note.textContent = parts.filter(Boolean).join(' ');
    }

    showTools() {
        const toggle =
            this.isChart &&
            h(
                'button',
                {
                    class: 'quiet',
                    'aria-pressed': String(this.isTable),
                    'aria-label': `${this.definition.title} as a table`,
                    title: 'As a table',
                    onclick: () => this.toggleTable(),
                },
                icon(this.isTable ? 'chart' : 'table'),
            );
        const csv =
            this.definition.draw !== 'figure' &&
            h(
                'button',
                {
                    class: 'quiet',
                    'aria-label': `Download ${this.definition.title} as CSV`,
                    title: 'Download as CSV',
                    onclick: () => this.download(),
                },
                icon('download'),
            );
        const png =
            this.isChart &&
            !this.isTable &&
            h(
                'button',
                {
                    class: 'quiet',
                    'aria-label': `Download ${this.definition.title} as a picture`,
                    title: 'Download as a picture',
                    onclick: () => this.picture(),
                },
                icon('image'),
            );
        const why =
            this.isChart &&
            !this.isTable &&
            this.definition.why &&
            h(
                'button',
                {
                    class: 'quiet',
                    'aria-label': `Why? ${this.definition.title}`,
                    title: 'As a table, each row with the lines that it is made of',
                    onclick: () => this.toggleTable(),
                },
                'Why?',
            );
        const about = h(
            'button',
            {
                class: 'quiet',
                'aria-expanded': 'false',
                'aria-label': `About ${this.definition.title}`,
                title: 'What this shows',
                onclick: () => this.about(about),
            },
            icon('info'),
        );
        const focused = this.tools.contains(document.activeElement) ? document.activeElement.ariaLabel : null;
        replace(this.tools, why, toggle, png, csv, about);
        if (focused) [...this.tools.children].find((tool) => tool.ariaLabel === focused)?.focus();
    }

    toggleTable() {
        const now = new Set((query().get('table') ?? '').split(',').filter(Boolean));
        if (!now.delete(this.id)) now.add(this.id);
        setQuery({ table: [...now].join(',') });
    }

    /** A name with what the view was restricted to. */
    fileName(extension) {
        const filters = this.chosen()
            .filter(([, value]) => value !== 'All')
            .map(([name, value]) => `${name}-${value}`);
        return (
            [this.definition.report, ...filters, this.snapshotOf()]
                .join('_')
                .replace(/[^\w.-]+/g, '-')
                .slice(0, 180) + extension
        );
    }

    async download() {
        try {
            const response = await request(this.path('.csv'), { accept: 'text/csv' });
            save(await response.blob(), this.fileName('.csv'));
            announce('The CSV file is downloaded.');
        } catch (problem) {
            replace(
                this.body,
                problemBox(problem, () => this.draw()),
            );
        }
    }

    async picture() {
        const { pictureOf } = await import('../charts/picture.js');
        const filters = this.chosen().map(([name, value]) => `${name}: ${value}`);
        const { answer } = this;
        const caption = [...filters, answer.asOf && `as of ${answer.asOf}`, answer.snapshot && `snapshot ${answer.snapshot.id}`]
            .filter(Boolean)
            .join(' · ');
        save(await pictureOf(this.chart, this.definition.title, caption), this.fileName('.png'));
        announce('The picture is downloaded.');
    }

    /** What is shown, from when, and what was left out of it. */
    about(button) {
        const open = this.element.querySelector('.popover');
        button.setAttribute('aria-expanded', String(!open));
        if (open) {
            open.remove();
            return;
        }

        const { answer, definition } = this;
        const facts = [
            ['Report', h('code', null, definition.report)],
            ['Snapshot', answer.snapshot ? `${answer.snapshot.id}, ${moment(answer.snapshot.at)}` : 'none'],
            ['As of', answer.asOf ? format({ type: 'date' }, answer.asOf) : '–'],
            ['Rows', answer.totalRows === undefined ? whole(answer.rows.length) : whole(answer.totalRows)],
            ['Sorted by', (answer.sort ?? []).map((key) => `${key.column}${key.descending ? ', descending' : ''}`).join('; ') || '–'],
            [
                'Filters',
                this.chosen()
                    .map(([name, value]) => `${name} = ${value}`)
                    .join('; ') || 'none',
            ],
        ];
        const shown = answer.columns.filter((column) =>
            [definition.x, definition.value, definition.series, definition.change, ...definition.y].includes(column.name),
        );
        const leftOut = answer.leftOut ?? [];
        const close = () => {
            popover.remove();
            button.setAttribute('aria-expanded', 'false');
            button.focus();
        };
        const popover = h(
            'div',
            {
                class: 'popover',
                role: 'dialog',
                'aria-label': `About ${definition.title}`,
                onkeydown: (event) => event.key === 'Escape' && close(),
            },
            h('p', null, answer.description ?? ''),
            h(
                'dl',
                null,
                facts.map(([name, value]) => [h('dt', null, name), h('dd', null, value)]),
            ),
            shown.length > 0 &&
                h(
                    'dl',
                    null,
                    shown.map((column) => [h('dt', null, labelOf(column)), h('dd', null, column.description)]),
                ),
            h('p', null, leftOut.length === 0 ? 'No line was left out of these figures.' : 'Left out of these figures:'),
            leftOut.length > 0 &&
                h(
                    'ul',
                    null,
                    leftOut.map((one) => h('li', null, `${whole(one.lines)} lines: ${one.description ?? one.rule}`)),
                ),
            h('p', null, h('a', { href: this.path() }, 'The same from the API')),
            h('button', { onclick: close }, 'Close'),
        );
        this.element.append(popover);
        popover.querySelector('button').focus();
    }
}

/** Resolves when what is in the document now is on the screen. */
const painted = () => new Promise((resume) => requestAnimationFrame(() => setTimeout(resume)));

let hasDrawn = false;

/** Marks when the first tile of a page is on the screen. */
async function firstDrawn() {
    if (hasDrawn) return;
    hasDrawn = true;
    await painted();
    performance.measure('first tile', { start: 0 });
}

/** Marks when the tiles that a filter changed are on the screen. */
async function drawn() {
    firstDrawn();
    if (document.querySelector('.tile[aria-busy]')) return;
    await painted();
    performance.mark('drawn');
    const started = performance.getEntriesByName('filter').at(-1);
    if (started) {
        performance.measure('filter to pixels', 'filter', 'drawn');
        performance.clearMarks('filter');
    } else if (performance.getEntriesByName('page to pixels').length === 0)
        performance.measure('page to pixels', { start: 0, end: 'drawn' });
}
