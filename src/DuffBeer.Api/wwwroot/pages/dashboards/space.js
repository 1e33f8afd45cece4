/** The height of a tile before its data are there: what is below it must not move when they come. */

const oneRow = 33;
const mostOfTable = 500;
const leastOfBars = 320;
const mostRows = 10;
const mostBars = 60;

/** Height of one horizontal bar chart in pixels, with a bar for each measure of each name. */
export const heightOfBars = (names, measures) => names * (measures * 16 + 8) + 60;

/** Pixels; null where the style sheet says it. Without a limit, a table takes the space of ten rows. */
export function reserved(definition) {
    const { draw, limit, y } = definition;
    if (draw === 'table') return Math.min((limit ?? mostRows) * oneRow + 90, mostOfTable);
    return draw.endsWith('bar') && limit && limit <= mostBars
        ? Math.max(leastOfBars, heightOfBars(limit, y.length) + (y.length > 1 ? 30 : 0))
        : null;
}
