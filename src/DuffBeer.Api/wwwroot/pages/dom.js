/** Creates an element. Properties beginning with `on` are listeners; `class`, `data-*` and `aria-*` are attributes; null leaves out. */
export function h(tag, properties, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties ?? {})) {
        if (value === null || value === undefined || value === false) continue;
        if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
        else if (value === true) element.setAttribute(name, '');
        else element.setAttribute(name, value);
    }
    append(element, children);
    return element;
}

export function append(element, children) {
    for (const child of children.flat(Infinity)) {
        if (child === null || child === undefined || child === false) continue;
        element.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
    return element;
}

export function replace(element, ...children) {
    element.replaceChildren();
    return append(element, children);
}

let last = 0;

/** An id that no other element has. */
export const freshId = (prefix) => `${prefix}-${++last}`;

const icons = {
    menu: 'M4 7h16M4 12h16M4 17h16',
    table: 'M4 5h16v14H4zM4 10h16M4 15h16M10 5v14',
    chart: 'M4 19h16M7 16v-5M12 16V7M17 16v-8',
    download: 'M12 4v11m-5-5 5 5 5-5M5 20h14',
    image: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4',
    info: 'M12 11v6M12 7.500v.5M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18',
    close: 'M6 6l12 12M18 6 6 18',
    moon: 'M20 14a8 8 0 1 1-9.500-10A7 7 0 0 0 20 14',
};

/** A small picture beside words; screen readers pass over it. */
export function icon(name) {
    const space = 'http://www.w3.org/2000/svg';
    const svg = document.createElementNS(space, 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('class', 'icon');
    svg.setAttribute('aria-hidden', 'true');
    const path = document.createElementNS(space, 'path');
    path.setAttribute('d', icons[name]);
    svg.append(path);
    return svg;
}

/** Tells screen readers what has changed. */
export function announce(text) {
    document.querySelector('.status').textContent = text;
}
