/** A graph of tables in columns, drawn as SVG whose boxes are links. */
import { go } from '../address.js';
import { pathOf } from './models.js';

const [width, height, gapX, gapY, margin] = [200, 30, 64, 10, 14];
const space = 'http://www.w3.org/2000/svg';

/** The names that a table is made of, and those that are made of it, at any distance. */
export function neighbours(edges, name) {
    const found = new Set([name]);
    const walk = (from, to) => {
        const waiting = [name];
        while (waiting.length > 0) {
            const at = waiting.pop();
            for (const edge of edges.filter((one) => one[from] === at)) {
                if (found.has(edge[to])) continue;
                found.add(edge[to]);
                waiting.push(edge[to]);
            }
        }
    };
    walk('to', 'from');
    walk('from', 'to');
    return found;
}

/** Gives each node a place: its column is one behind the farthest table that it reads, its row near the tables that it reads. */
export function layout(nodes, edges) {
    const inputs = new Map(nodes.map((node) => [node.name, []]));
    edges.forEach((edge) => inputs.get(edge.to).push(edge.from));
    const depths = new Map();
    const depth = (name) => {
        if (!depths.has(name)) {
            depths.set(name, 0);
            depths.set(
                name,
                inputs.get(name).reduce((deepest, input) => Math.max(deepest, depth(input) + 1), 0),
            );
        }
        return depths.get(name);
    };
    nodes.forEach((node) => depth(node.name));
    const last = Math.max(0, ...depths.values());
    const columns = Array.from({ length: last + 1 }, () => []);
    nodes.forEach((node) => columns[node.kind === 'Report' ? last : depths.get(node.name)].push(node));
    const rows = new Map();
    for (const column of columns) {
        const middle = (node) => {
            const known = inputs
                .get(node.name)
                .map((input) => rows.get(input))
                .filter((row) => row !== undefined);
            return known.length === 0 ? Infinity : known.reduce((sum, row) => sum + row, 0) / known.length;
        };
        column.sort((a, b) => middle(a) - middle(b) || a.name.localeCompare(b.name));
        column.forEach((node, index) => rows.set(node.name, index));
    }
    const placed = columns.flatMap((column, x) =>
        column.map((node, y) => ({
            ...node,
            x: margin + x * (width + gapX),
            y: margin + y * (height + gapY),
        })),
    );
    return {
        nodes: placed,
        edges,
        width: 2 * margin + columns.length * width + last * gapX,
        height: 2 * margin + Math.max(1, ...columns.map((column) => column.length)) * (height + gapY),
    };
}

/** Draws the places. Tab follows the boxes from left to right. */
export function picture({ nodes, edges, width: wide, height: high }, chosen) {
    const svg = element('svg', {
        width: wide,
        height: high,
        viewBox: `0 0 ${wide} ${high}`,
        role: 'group',
        'aria-label': 'Lineage of tables',
    });
    const places = new Map(nodes.map((node) => [node.name, node]));
    for (const edge of edges) {
        const [from, to] = [places.get(edge.from), places.get(edge.to)];
        const [x1, y1, x2, y2] = [from.x + width, from.y + height / 2, to.x, to.y + height / 2];
        const bend = Math.max(24, (x2 - x1) / 2);
        svg.append(
            element('path', {
                d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`,
                class: 'edge',
                'aria-hidden': 'true',
            }),
        );
    }
    for (const node of nodes) {
        const link = element('a', {
            href: pathOf(node.name, node.kind),
            class: `node ${node.kind.toLowerCase()}${node.name === chosen ? ' chosen' : ''}`,
            'aria-label': `${node.kind} ${node.name}`,
        });
        const text = element('text', { x: node.x + 10, y: node.y + 20 });
        text.textContent = node.name.length > 26 ? `${node.name.slice(0, 25)}…` : node.name;
        const title = element('title', {});
        title.textContent = `${node.kind} ${node.name}`;
        link.append(title, element('rect', { x: node.x, y: node.y, width, height, rx: node.kind === 'Report' ? 15 : 5 }), text);
        link.addEventListener('click', (event) => follow(event, node));
        svg.append(link);
    }
    return svg;
}

/** Links of a picture stay inside the pages as others do; reports are shown by the API. */
function follow(event, node) {
    if (node.kind === 'Report' || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(pathOf(node.name, node.kind));
}

function element(name, attributes) {
    const made = document.createElementNS(space, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
}
