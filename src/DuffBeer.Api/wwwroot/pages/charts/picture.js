/** A chart as a PNG with its title and what it is of. */
import { colour } from '../theme.js';

const [edge, head, foot] = [32, 76, 52];

/** Resolves to a blob; the drawing has two pixels per point. */
export function pictureOf(chart, title, caption) {
    const drawing = chart.canvas();
    const canvas = document.createElement('canvas');
    canvas.width = drawing.width + edge * 2;
    canvas.height = drawing.height + head + foot + edge;
    const to = canvas.getContext('2d');
    const family = getComputedStyle(document.body).fontFamily;
    to.fillStyle = colour('panel');
    to.fillRect(0, 0, canvas.width, canvas.height);
    to.fillStyle = colour('ink');
    to.font = `600 34px ${family}`;
    to.fillText(title, edge, edge + 30, canvas.width - edge * 2);
    to.drawImage(drawing, edge, head);
    to.fillStyle = colour('faint');
    to.font = `24px ${family}`;
    to.fillText(caption, edge, canvas.height - edge, canvas.width - edge * 2);
    return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}
