/** The address is the state of a page: a link shows the same view, and the back button returns to the view before. */

const listeners = new Set();

/**
 * Calls the listener whenever the address has changed; with true if the path has, so that another page is shown.
 * Returns a function that ends it.
 */
export function onAddress(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

export const query = () => new URLSearchParams(location.search);

/** Changes parameters of the address; empty values remove them. */
export function setQuery(changes, { replace = false } = {}) {
    const now = query();
    for (const [name, value] of Object.entries(changes)) {
        if (value === '' || value === null || value === undefined) now.delete(name);
        else now.set(name, value);
    }
    const text = now.toString();
    const address = location.pathname + (text ? `?${text}` : '');
    if (address === location.pathname + location.search) return;
    history[replace ? 'replaceState' : 'pushState'](null, '', address);
    tell(false);
}

/** Goes to another page of ours. */
export function go(path) {
    const before = location.pathname;
    history.pushState(null, '', path);
    tell(location.pathname !== before);
}

/** Follows links inside the pages without loading them anew, and the browser's back and forward. */
export function listen() {
    let path = location.pathname;
    addEventListener('popstate', () => {
        const isOther = location.pathname !== path;
        path = location.pathname;
        tell(isOther);
    });
    onAddress(() => (path = location.pathname));
    document.addEventListener('click', (event) => {
        const link = event.target.closest?.('a[href]');
        if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
            return;
        if (link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
        if (link.pathname.startsWith('/api') || link.hash) return;
        event.preventDefault();
        go(link.pathname + link.search);
    });
}

const tell = (isOtherPage) => listeners.forEach((listener) => listener(isOtherPage));
