/** From the rows of a report to the series of a chart. */
import { labelOf } from '../format.js';

/** More lines than this cannot be told apart. */
export const mostSeries = 8;

/**
 * One series per value of the series column, or per measure. Of more than `mostSeries` the greatest are kept.
 * Each point keeps its row: { name, column, points: [{ x, y, row, isPart }] }.
 */
export function seriesOf(definition, answer) {
    const columns = new Map(answer.columns.map((column) => [column.name, column]));
    const point = (row, y) => ({
        x: row[definition.x],
        y: row[y] === null ? null : Number(row[y]),
        row,
        isPart: definition.complete ? row[definition.complete] === false : false,
    });
    if (!definition.series) {
        const series = definition.y.map((y) => ({
            name: labelOf(columns.get(y)),
            column: columns.get(y),
            points: answer.rows.map((row) => point(row, y)),
        }));
        return { series, left: 0 };
    }

    const [y] = definition.y;
    const groups = new Map();
    for (const row of answer.rows) {
        const name = String((definition.label && row[definition.label]) ?? row[definition.series] ?? 'None');
        if (!groups.has(name)) groups.set(name, []);
        groups.get(name).push(point(row, y));
    }

    const total = (points) => points.reduce((sum, one) => sum + Math.abs(one.y ?? 0), 0);
    const all = [...groups]
        .map(([name, points]) => ({ name, column: columns.get(y), points }))
        .sort((a, b) => total(b.points) - total(a.points));
    return { series: all.slice(0, mostSeries), left: Math.max(0, all.length - mostSeries) };
}

/** The values along an axis, in the order in which they first occur; times in their own. */
export function valuesOf(rows, column, isTime) {
    const values = [...new Set(rows.map((row) => row[column]))];
    return isTime ? values.sort() : values;
}
