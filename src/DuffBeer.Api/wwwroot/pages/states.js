/** What a page shows where it has no figures: a problem, nothing yet. */
import { h } from './dom.js';

/** A problem and what to do, with a button that tries again. */
export function problemBox(problem, again) {
    const details = Object.values(problem.errors ?? {});
    return h(
        'div',
        { class: 'problem', role: 'alert' },
        h('strong', null, problem.title ?? 'Something went wrong'),
        h('p', null, problem.message),
        details.length > 0
            ? h(
                  'ul',
                  null,
                  details.map((detail) => h('li', null, detail)),
              )
            : null,
        again ? h('button', { onclick: again }, 'Try again') : null,
    );
}

/** Words for a place that is empty. */
export const emptyBox = (title, ...words) => h('div', { class: 'empty' }, h('strong', null, title), h('p', null, words));
