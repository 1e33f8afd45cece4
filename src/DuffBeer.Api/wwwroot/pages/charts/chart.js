/** Draws a tile as a chart. */
import { h, replace } from '../dom.js';
import { format, isTime, labelOf, unitOf } from '../format.js';
import { colour } from '../theme.js';
import { init } from './echarts.js';
import { gridOptions } from './grid.js';
import { cartesianOptions, endNames, leastHeight } from './cartesian.js';
import { mostSeries, seriesOf } from './series.js';

/**
 * Draws into the element and returns the chart: `dispose()` removes it, `canvas()` is its picture.
 * A click on a mark calls `follow` with its row.
 */
export function chart(element, definition, answer, follow, signal) {
    const columns = new Map(answer.columns.map((column) => [column.name, column]));
    const isGrid = definition.draw === 'heatmap' || definition.draw === 'cohort';
    const shown = isGrid ? { series: [], left: 0 } : seriesOf(definition, answer, columns);
    const canvas = h('div', { class: 'canvas', role: 'img', 'aria-label': summaryOf(definition, answer, columns, shown) });
    const names = namesOf(definition, shown, element.clientWidth);
    const least = isGrid ? 0 : leastHeight(definition, answer, columns, shown);
    if (least > 240) canvas.style.minHeight = `${least}px`;
    replace(element, names, canvas);
    const drawing = init(canvas, null, { renderer: 'canvas' });
    const look = lookOf();
    drawing.setOption({
        animation: false,
        textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: look.ink },
        color: look.colours,
        ...(isGrid
            ? gridOptions(definition, answer, columns, look, element.clientWidth)
            : cartesianOptions(definition, answer, columns, shown, look, element.clientWidth)),
    });
    drawing.on('click', (event) => event.data?.row && follow(event.data.row));
    const resized = new ResizeObserver(() => drawing.resize());
    resized.observe(canvas);
    const dispose = () => {
        signal.removeEventListener('abort', dispose);
        resized.disconnect();
        if (!drawing.isDisposed()) drawing.dispose();
    };
    signal.addEventListener('abort', dispose);
    return { dispose, canvas: () => drawing.renderToCanvas({ pixelRatio: 2, backgroundColor: look.panel }) };
}

/** The names of the series in their colours, where they are not drawn at the ends of their lines. */
function namesOf(definition, { series, left }, width) {
    const isAtEnds = endNames(definition, series, width);
    if (series.length < 2 || (isAtEnds && left === 0)) return null;
    return h(
        'ul',
        { class: 'names' },
        isAtEnds ? null : series.map((one, index) => h('li', { class: `s${(index % mostSeries) + 1}` }, one.name)),
        left > 0 ? h('li', { class: 'left' }, `and ${left} smaller ones in the table`) : null,
    );
}

/** Colours of the page's style sheet. */
function lookOf() {
    return {
        ink: colour('ink'),
        faint: colour('faint'),
        line: colour('line'),
        soft: colour('soft'),
        panel: colour('panel'),
        heat: [colour('heat-0'), colour('heat-1')],
        colours: [1, 2, 3, 4, 5, 6, 7, 8].map((number) => colour(`c${number}`)),
    };
}

/** What a screen reader says of the picture; the table has every number. */
function summaryOf(definition, answer, columns, { series }) {
    const measure = columns.get(definition.value ?? definition.y[0]);
    const values = answer.rows
        .map((row) => row[measure.name])
        .filter((value) => value !== null)
        .map(Number);
    const name = labelOf(measure) + (unitOf(measure) ? ` in ${unitOf(measure)}` : '');
    if (values.length === 0) return `${definition.title}: no values.`;
    const across = isTime(columns.get(definition.x)) ? ` from ${format(columns.get(definition.x), answer.rows[0][definition.x])} on` : '';
    const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => format(measure, value));
    const names = definition.series && series.length > 1 ? ` Series: ${series.map((one) => one.name).join(', ')}.` : '';
    const summary = `${definition.title}. ${name}${across}: ${answer.rows.length} values between ${least} and ${most}.`;
    return `${summary}${names} The table shows each value.`;
}
