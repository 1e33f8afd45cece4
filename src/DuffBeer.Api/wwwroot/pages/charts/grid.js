/** Heat maps and cohorts: one measure over two columns. */
import { compact, format, isNumber, isTime, labelOf, period, withUnit } from '../format.js';
import { tooltipStyle } from './cartesian.js';
import { valuesOf } from './series.js';

/** More cells than this have no room for their number. */
const mostLabels = 260;

/** Nor have cells that are narrower, in pixels. */
const leastCell = 34;

export function gridOptions(definition, answer, columns, look, width) {
    const [x, y, value] = [columns.get(definition.x), columns.get(definition.y[0]), columns.get(definition.value)];
    const across = valuesOf(answer.rows, x);
    const down = valuesOf(answer.rows, y);
    // Scores grow upwards; days of the week, which have names, begin with Monday.
    if (isNumber(y) && !definition.label) down.reverse();
    const numbers = answer.rows
        .map((row) => row[value.name])
        .filter((one) => one !== null)
        .map(Number);
    const [least, most] = [Math.min(0, ...numbers), Math.max(...numbers)];
    const labels = new Map(definition.label ? answer.rows.map((row) => [row[y.name], row[definition.label]]) : []);
    const name = (column, one) => (column === y && labels.get(one)) || (isTime(column) ? period(one, 'month') : format(column, one));
    const axis = (column, values) => ({
        type: 'category',
        data: values.map((one) => name(column, one)),
        axisTick: { show: false },
        axisLine: { show: false },
        splitArea: { show: false },
        axisLabel: { color: look.faint, hideOverlap: true, width: 150, overflow: 'truncate' },
        name: labelOf(column),
        nameTextStyle: { color: look.faint, align: 'left' },
    });
    const cells = across.length * down.length;
    return {
        grid: { left: 8, right: 12, top: 28, bottom: 58, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
        xAxis: { ...axis(x, across), nameLocation: 'middle', nameGap: 30 },
        yAxis: { ...axis(y, down), name: labelOf(columns.get(definition.label) ?? y), inverse: true, nameLocation: 'start' },
        visualMap: {
            type: 'continuous',
            min: least,
            max: most === least ? least + 1 : most,
            inRange: { color: look.heat },
            orient: 'horizontal',
            left: 'center',
            bottom: 0,
            itemWidth: 12,
            itemHeight: 160,
            textStyle: { color: look.faint },
            formatter: (number) => compact(value, number),
            calculable: false,
            text: [compact(value, most), compact(value, least)],
        },
        tooltip: {
            ...tooltipStyle(look),
            trigger: 'item',
            formatter: ({ data: { row } }) =>
                [
                    `${labelOf(x)}: ${name(x, row[x.name])}`,
                    `${labelOf(y)}: ${name(y, row[y.name])}`,
                    `${labelOf(value)}: ${withUnit(value, row[value.name])}`,
                ].join('\n'),
        },
        series: [
            {
                type: 'heatmap',
                emphasis: { disabled: true },
                itemStyle: { borderColor: look.panel, borderWidth: 1 },
                label: {
                    show: cells <= mostLabels && (width - 140) / across.length >= leastCell,
                    formatter: ({ data: { row } }) => compact(value, Number(row[value.name])),
                    fontSize: 11,
                },
                data: answer.rows
                    .filter((row) => row[value.name] !== null)
                    .map((row) => cellOf(row, across, down, { x, y, value, least, most, look })),
            },
        ],
    };
}

/** The number in a cell is readable on its colour: dark on light ones, light on dark ones. */
function cellOf(row, across, down, { x, y, value, least, most, look }) {
    const number = Number(row[value.name]);
    const share = (number - least) / (most - least || 1);
    const isDarkCell = luminance(mix(look.heat[0], look.heat[1], share)) < 0.3;
    return {
        value: [across.indexOf(row[x.name]), down.indexOf(row[y.name]), number],
        row,
        label: { color: isDarkCell ? '#ffffff' : '#10161d' },
    };
}

const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

function mix(from, to, share) {
    const [a, b] = [channels(from), channels(to)];
    return a.map((one, index) => one + (b[index] - one) * share);
}

/** Relative luminance by WCAG 2.2. */
function luminance(rgb) {
    const [red, green, blue] = rgb.map((one) => one / 255).map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
