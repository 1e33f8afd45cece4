/** Questions that a page asks before it changes something. */
import { freshId, h } from './dom.js';

/** Shows a question with its consequences; resolves to true if it is confirmed. Escape and Cancel refuse. */
export function confirmed(title, words, action, { danger = false } = {}) {
    const id = freshId('dialog');
    return new Promise((resolve) => {
        const dialog = h(
            'dialog',
            { class: 'dialog', 'aria-labelledby': id },
            h(
                'form',
                { method: 'dialog' },
                h('h2', { id }, title),
                h('p', null, words),
                h(
                    'p',
                    { class: 'buttons' },
                    h('button', { value: 'no', autofocus: true }, 'Cancel'),
                    h('button', { value: 'yes', class: danger ? 'danger' : 'main' }, action),
                ),
            ),
        );
        dialog.addEventListener('close', () => {
            dialog.remove();
            resolve(dialog.returnValue === 'yes');
        });
        document.body.append(dialog);
        dialog.showModal();
    });
}
