/** The frame of all pages: head, menu, key, and the page that the address names. */
import { listen, onAddress } from './address.js';
import { hasKey, json, keyNeeded, setKey } from './api.js';
import { append, freshId, h, icon, replace } from './dom.js';
import { domainName } from './domains.js';
import { problemBox } from './states.js';
import { applyTheme, toggleTheme } from './theme.js';

const routes = [
    [/^\/$/, () => import('./home.js'), []],
    [/^\/dashboards\/([^/]+)$/, () => import('./dashboards/page.js'), ['name']],
    [/^\/runs$/, () => import('./runs/list.js'), []],
    [/^\/runs\/([^/]+)$/, () => import('./runs/run.js'), ['id']],
    [/^\/data(?:\/(.*))?$/, () => import('./data/data.js'), ['path']],
];

const main = document.getElementById('main');
let leave = new AbortController();

applyTheme();
listen();
head();
onAddress((isOtherPage) => isOtherPage && show());
addEventListener(keyNeeded, askForKey);
show();
menu();

function head() {
    const toggle = h(
        'button',
        { class: 'quiet only-phone', 'aria-expanded': 'false', 'aria-controls': 'menu', onclick: () => open(!isOpen()) },
        icon('menu'),
        'Menu',
    );
    const isOpen = () => document.body.classList.contains('menu-open');
    const open = (yes) => {
        document.body.classList.toggle('menu-open', yes);
        toggle.setAttribute('aria-expanded', String(yes));
    };
    onAddress(() => open(false));
    document.addEventListener('keydown', (event) => event.key === 'Escape' && isOpen() && (open(false), toggle.focus()));
    append(document.querySelector('.bar'), [
        toggle,
        h('a', { class: 'brand', href: '/' }, 'DuffBeer'),
        h('span', { class: 'spring' }),
        hasKey() ? h('button', { class: 'quiet', onclick: () => (setKey(null), location.reload()) }, 'Forget the key') : null,
        h('button', { class: 'quiet', 'aria-label': 'Switch between light and dark', onclick: toggleTheme }, icon('moon')),
    ]);
}

async function menu() {
    const nav = document.querySelector('.menu');
    const list = (title, links) => {
        const id = freshId('menu');
        return h(
            'div',
            { class: 'part' },
            h('h2', { id }, title),
            h(
                'ul',
                { 'aria-labelledby': id },
                links.map(([path, text]) => h('li', null, h('a', { href: path }, text))),
            ),
        );
    };
    const fixed = list('Operations', [
        ['/runs', 'Runs'],
        ['/data', 'Data'],
        ['/api/docs', 'API'],
    ]);
    append(nav, [h('ul', null, h('li', null, h('a', { href: '/' }, 'Home')))]);
    try {
        const { dashboards } = await json('/api/dashboards');
        const byDomain = Map.groupBy ? Map.groupBy(dashboards, (page) => page.domain) : grouped(dashboards);
        for (const [domain, pages] of byDomain)
            append(nav, [
                list(
                    domainName(domain),
                    pages.map((page) => [`/dashboards/${page.name}`, page.title]),
                ),
            ]);
    } catch {
        // The page itself shows the problem.
    }
    append(nav, [fixed]);
    mark();
    onAddress(mark);
}

function grouped(pages) {
    const groups = new Map();
    for (const page of pages) groups.set(page.domain, [...(groups.get(page.domain) ?? []), page]);
    return groups;
}

function mark() {
    for (const link of document.querySelectorAll('.menu a')) {
        const path = link.getAttribute('href');
        const isHere = path === '/' ? location.pathname === '/' : location.pathname === path || location.pathname.startsWith(`${path}/`);
        if (isHere) link.setAttribute('aria-current', 'page');
        else link.removeAttribute('aria-current');
    }
}

/** Shows the page of the address; a page's `show` gets the element, its parameters and a signal that ends with the page. */
async function show() {
    leave.abort();
    leave = new AbortController();
    const { signal } = leave;
    const [pattern, load, names] = routes.find(([known]) => known.test(location.pathname)) ?? [];
    const values = pattern && valuesIn(pattern);
    if (!values) {
        replace(main, h('h1', null, 'There is no such page'), h('p', null, h('a', { href: '/' }, 'Go to the first page')));
        return;
    }

    replace(main);
    main.setAttribute('aria-busy', 'true');
    try {
        const page = await load();
        if (signal.aborted) return;
        await page.show(main, Object.fromEntries(names.map((name, index) => [name, values[index]])), signal);
    } catch (failure) {
        if (signal.aborted) return;
        if (failure.status !== 401) replace(main, h('h1', null, 'This page cannot be shown'), problemBox(failure, show));
    } finally {
        if (!signal.aborted) {
            main.removeAttribute('aria-busy');
            scrollTo(0, 0);
        }
    }
}

/** The parts of the path that the pattern captures; null if one has a broken escape such as %E0. */
function valuesIn(pattern) {
    try {
        return pattern
            .exec(location.pathname)
            .slice(1)
            .map((value) => decodeURIComponent(value ?? ''));
    } catch {
        return null;
    }
}

function askForKey() {
    leave.abort();
    if (main.querySelector('form.key')) return;
    main.removeAttribute('aria-busy');
    const id = freshId('key');
    replace(
        main,
        h('h1', null, 'A key is needed'),
        hasKey() ? h('p', { class: 'problem', role: 'alert' }, 'The server does not accept the key that you gave.') : null,
        h(
            'form',
            {
                class: 'panel key',
                onsubmit: (event) => {
                    event.preventDefault();
                    setKey(event.target.elements.key.value.trim());
                    location.reload();
                },
            },
            h(
                'p',
                null,
                'This server shows its figures to holders of an API key with the scope Report. ',
                'The key stays in this tab and is forgotten when you close it.',
            ),
            h('label', { for: id }, 'API key'),
            h('input', { id, name: 'key', type: 'password', autocomplete: 'off', required: true }),
            h('button', { class: 'main' }, 'Open'),
        ),
    );
}
