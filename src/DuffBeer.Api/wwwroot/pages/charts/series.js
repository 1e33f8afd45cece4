/** From the rows of a report to the series of a chart. */
import { isNumber, isTime, labelOf } from '../format.js';

/** More lines than this cannot be told apart. */
export const mostSeries = 8;

/**
 * One series per value of the series column, or per measure. Of more than `mostSeries` the greatest are kept; `left` counts the others.
 * Each point keeps its row: { name, column, points: [{ x, y, row, isPart }] }.
 */
export function seriesOf(definition, answer, columns) {
    const measures = definition.draw === 'histogram' ? [definition.value] : definition.y;
    const point = (row, y) => ({
        x: row[definition.x],
        y: row[y] === null ? null : Number(row[y]),
        row,
        isPart: definition.complete ? row[definition.complete] === false : false,
    });
    if (!definition.series) {
        const series = measures.map((y) => ({
            name: labelOf(columns.get(y)),
            column: columns.get(y),
            points: answer.rows.map((row) => point(row, y)),
        }));
        return { series, left: 0 };
    }

    const [y] = measures;
    const groups = new Map();
    for (const row of answer.rows) {
        const label = definition.draw !== 'scatter' && definition.label ? row[definition.label] : null;
        const name = nameOf(columns.get(definition.series), label ?? row[definition.series]);
        if (!groups.has(name)) groups.set(name, []);
        groups.get(name).push(point(row, y));
    }

    const total = (points) => points.reduce((sum, one) => sum + Math.abs(one.y ?? 0), 0);
    const all = [...groups]
        .map(([name, points]) => ({ name, column: columns.get(y), points }))
        .sort((a, b) => total(b.points) - total(a.points));
    return { series: all.slice(0, mostSeries), left: Math.max(0, all.length - mostSeries) };
}

/** The values along an axis, in the order in which they first occur; times and plain numbers in their own. */
export function valuesOf(rows, column) {
    const values = [...new Set(rows.map((row) => row[column.name]))];
    if (isTime(column)) return values.sort();
    return isNumber(column) && column.role !== 'key' ? values.sort((a, b) => a - b) : values;
}

/** A value as the name of a series; Yes and No alone would not say of what. */
function nameOf(column, value) {
    if (value === null || value === undefined) return 'None';
    return typeof value === 'boolean' ? `${labelOf(column)}: ${value ? 'yes' : 'no'}` : String(value);
}
