/** Lines, areas, bars, scatters and histograms. */
import { compact, format, isNumber, isTime, labelOf, period, unitOf, withUnit } from '../format.js';
import { heightOfBars } from '../dashboards/space.js';
import { mostSeries, valuesOf } from './series.js';

const narrow = 560;

/** More names at the ends of lines would cover each other. */
const mostEndNames = 4;

/** Whether the names are drawn at the ends of the lines: there must be room for them. */
export const endNames = (definition, series, width) =>
    (definition.draw === 'line' || definition.draw === 'area') && series.length > 1 && series.length <= mostEndNames && width >= narrow;

/** Names below upright bars would be cut, so bars over names are horizontal. */
const areHorizontal = (definition, x) => definition.draw.endsWith('bar') && !isTime(x) && (x.role === 'key' || !isNumber(x));

export function cartesianOptions(definition, answer, columns, { series }, look, width) {
    const x = columns.get(definition.x);
    const isScatter = definition.draw === 'scatter';
    const isLine = definition.draw === 'line' || definition.draw === 'area';
    const measure = series[0].column;
    const isHorizontal = areHorizontal(definition, x);
    // Moments differ from series to series; a period without a value is a gap.
    const connects = x.type.startsWith('timestamp');
    const order = valuesOf(answer.rows, x);
    const grain = answer.rows[0].grain;
    const labels = new Map(
        definition.label && !definition.series ? answer.rows.map((row) => [row[definition.x], row[definition.label]]) : [],
    );
    const bins = binsOf(definition, answer, x);
    const nameOf = (value) => labels.get(value) ?? (isTime(x) ? period(value, grain) : (bins.get(value) ?? format(x, value)));
    const hasNames = endNames(definition, series, width);
    const value = {
        type: 'value',
        axisLabel: { formatter: (number) => compact(measure, number), color: look.faint },
        splitLine: { lineStyle: { color: look.soft } },
        name: unitOf(measure) && unitOf(measure) !== '%' ? unitOf(measure) : '',
        nameTextStyle: { color: look.faint, align: isHorizontal ? 'center' : 'left' },
        nameLocation: 'end',
        scale: isScatter,
    };
    const category = {
        type: 'category',
        data: isHorizontal ? [...order].reverse().map(nameOf) : order.map(nameOf),
        axisLine: { lineStyle: { color: look.line } },
        axisTick: { show: false },
        axisLabel: {
            color: look.faint,
            hideOverlap: true,
            width: isHorizontal ? Math.min(180, width * 0.34) : undefined,
            overflow: isHorizontal ? 'truncate' : 'none',
        },
        boundaryGap: !isLine,
    };
    const across = isScatter
        ? {
              ...value,
              axisLabel: { formatter: (number) => compact(x, number), color: look.faint },
              name: labelOf(x),
              nameLocation: 'middle',
              nameGap: 28,
          }
        : category;
    return {
        grid: {
            left: 8,
            right: hasNames ? 130 : 18,
            top: 28,
            bottom: isScatter ? 30 : 8,
            outerBoundsMode: 'same',
            outerBoundsContain: 'axisLabel',
        },
        xAxis: isHorizontal ? value : across,
        yAxis: isHorizontal ? category : isScatter ? { ...value, name: labelOf(measure) } : value,
        tooltip: tooltipOf(definition, look, columns, isScatter, nameOf),
        series: series.flatMap((one, index) =>
            drawn(definition, one, index, { look, order, isHorizontal, isScatter, hasNames, connects }),
        ),
    };
}

/** Names of the bins of a histogram, from their bounds. */
function binsOf(definition, answer, x) {
    if (definition.draw !== 'histogram') return new Map();
    return new Map(
        answer.rows.map(({ [x.name]: from, below_value: below }) => [
            from,
            below === undefined
                ? format(x, from)
                : below === null
                  ? `${compact(x, from)} +`
                  : `${compact(x, from)} – ${compact(x, below)}`,
        ]),
    );
}

function drawn(definition, one, index, { look, order, isHorizontal, isScatter, hasNames, connects }) {
    const colour = look.colours[index % mostSeries];
    if (isScatter) {
        return [
            {
                type: 'scatter',
                name: one.name,
                symbolSize: 7,
                itemStyle: { color: colour, opacity: 0.65 },
                data: one.points.map(({ x: across, y, row }) => ({ value: [Number(across), y], row })),
            },
        ];
    }

    const byX = new Map(one.points.map((point) => [point.x, point]));
    const points = order.map((value) => byX.get(value) ?? { x: value, y: null, row: null, isPart: false });
    const data = points.map((point) => ({ value: point.y, row: point.row }));
    if (definition.draw === 'line' || definition.draw === 'area') {
        const last = points.findLastIndex((point) => point.y !== null);
        const isPart = last > 0 && points[last].isPart;
        const whole = isPart ? data.map((value, at) => (at >= last ? { value: null } : value)) : data;
        const line = {
            type: 'line',
            name: one.name,
            color: colour,
            showSymbol: order.length < 40,
            symbolSize: 6,
            lineStyle: { width: 2 },
            connectNulls: connects,
            areaStyle: definition.draw === 'area' ? { opacity: 0.16 } : undefined,
            emphasis: { disabled: true },
            endLabel: hasNames ? { show: true, formatter: () => one.name, color: colour, width: 118, overflow: 'truncate' } : undefined,
            labelLayout: { moveOverlap: 'shiftY' },
        };
        const tail = {
            ...line,
            lineStyle: { width: 2, type: 'dashed' },
            data: data.map((value, at) => (at < last - 1 ? { value: null } : value)),
        };
        return isPart ? [{ ...line, endLabel: undefined, data: whole }, tail] : [{ ...line, data }];
    }

    const bars = isHorizontal ? [...data].reverse() : data;
    return [
        {
            type: 'bar',
            name: one.name,
            stack: definition.draw === 'stacked-bar' ? 'all' : undefined,
            barMaxWidth: 34,
            barCategoryGap: definition.draw === 'histogram' ? '4%' : '30%',
            itemStyle: { color: colour, borderRadius: definition.draw === 'stacked-bar' ? 0 : 3 },
            emphasis: { disabled: true },
            data: bars.map((bar, at) => barOf(bar, (isHorizontal ? points[points.length - 1 - at] : points[at]).isPart, isHorizontal)),
            label:
                isHorizontal && definition.draw === 'bar'
                    ? { show: true, position: 'right', color: look.ink, formatter: ({ value }) => compact(one.column, value) }
                    : undefined,
        },
    ];
}

/** A period that is not over is lighter; the number of a bar below zero stands on its left. */
function barOf(bar, isPart, isHorizontal) {
    return {
        ...bar,
        ...(isPart ? { itemStyle: { opacity: 0.5 } } : {}),
        ...(isHorizontal && bar.value < 0 ? { label: { position: 'left' } } : {}),
    };
}

/** Height in pixels that the bars need to be told apart; 0 if any will do. */
export function leastHeight(definition, answer, columns, { series }) {
    const x = columns.get(definition.x);
    if (!areHorizontal(definition, x)) return 0;
    return heightOfBars(valuesOf(answer.rows, x).length, definition.draw === 'bar' ? series.length : 1);
}

/** Drawn on the canvas: the page's content policy allows no markup with styles. */
export function tooltipStyle(look) {
    return {
        renderMode: 'richText',
        confine: true,
        backgroundColor: look.panel,
        borderColor: look.line,
        textStyle: { color: look.ink, fontSize: 13 },
    };
}

function tooltipOf(definition, look, columns, isScatter, nameOf) {
    const measures = definition.draw === 'histogram' ? [definition.value] : definition.y;
    if (isScatter) {
        return {
            ...tooltipStyle(look),
            trigger: 'item',
            formatter: ({ data: { row } }) =>
                [definition.label, definition.series, definition.x, ...measures]
                    .filter(Boolean)
                    .map((name) => `${labelOf(columns.get(name))}: ${withUnit(columns.get(name), row[name])}`)
                    .join('\n'),
        };
    }

    return {
        ...tooltipStyle(look),
        trigger: 'axis',
        axisPointer: { type: definition.draw === 'line' || definition.draw === 'area' ? 'line' : 'shadow' },
        formatter(marks) {
            const rows = marks.filter((mark) => mark.data?.row && mark.value !== null && mark.value !== undefined);
            if (rows.length === 0) return '';
            const { row } = rows[0].data;
            const seen = new Set();
            const lines = rows
                .filter((mark) => !seen.has(mark.seriesName) && seen.add(mark.seriesName))
                .map((mark) => {
                    const name = definition.series
                        ? measures[0]
                        : (measures.find((one) => labelOf(columns.get(one)) === mark.seriesName) ?? measures[0]);
                    return `${mark.seriesName}: ${withUnit(columns.get(name), mark.data.row[name])}`;
                });
            const isPart = definition.complete && row[definition.complete] === false;
            return [nameOf(row[definition.x]) + (isPart ? ' (so far)' : ''), ...lines].join('\n');
        },
    };
}
