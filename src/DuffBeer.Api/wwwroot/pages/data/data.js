/** The data behind the reports: datasets, models, lineage, settings, snapshots. Each has a page; this one picks it. */
import { h, replace } from '../dom.js';

const parts = [
    ['datasets', 'Datasets', () => import('./datasets.js')],
    ['models', 'Models', () => import('./models.js')],
    ['lineage', 'Lineage', () => import('./lineage.js')],
    ['settings', 'Settings', () => import('./settings.js')],
    ['snapshots', 'Snapshots', () => import('./snapshots.js')],
];

export async function show(main, { path }, signal) {
    const [name, one] = (path || 'datasets').split('/');
    const known = parts.find(([part]) => part === name);
    const tabs = h(
        'nav',
        { class: 'tabs', 'aria-label': 'Data' },
        parts.map(([part, title]) =>
            h(
                'a',
                { href: part === 'datasets' ? '/data' : `/data/${part}`, 'aria-current': part === name ? (one ? 'true' : 'page') : null },
                title,
            ),
        ),
    );
    const body = h('div', { class: 'stack' });
    replace(main, tabs, body);
    if (!known) {
        replace(body, h('h1', null, 'There is no such page'), h('p', null, h('a', { href: '/data' }, 'Go to the datasets')));
        return;
    }
    document.title = `${one ?? known[1]} · DuffBeer`;
    const page = await known[2]();
    if (one) await page.one(body, one, signal);
    else await page.all(body, signal);
}
