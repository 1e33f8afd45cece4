/** What a page shows where it has no figures: a problem, nothing yet. */
import { h, replace } from './dom.js';

/** A problem and what to do, with a button that tries again. */
export function problemBox(problem, again) {
    // A single mistake is the message itself.
    const details = Object.values(problem.errors ?? {}).filter((detail) => `${detail}.` !== problem.message);
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

/**
 * The button under a table that has more rows.
 * @param load fetches and shows them. A second click meanwhile does nothing; if it fails, the reason is beside the button.
 */
export function moreButton(load) {
    const reason = h('span', { role: 'alert' });
    let isLoading = false;
    const click = async () => {
        if (isLoading) return;
        isLoading = true;
        replace(reason);
        try {
            await load();
        } catch (problem) {
            replace(reason, problem.message);
        } finally {
            isLoading = false;
        }
    };
    return [h('button', { onclick: click }, 'Show more'), reason];
}
