/** What has changed since a page was shown: one stream for snapshots, refreshes and runs. */
import { follow } from './api.js';

/**
 * Calls the listener of each event's name until the signal aborts: `snapshot`, `refresh` and `run` get what is now,
 * and `missed` is called when lists must be read again.
 */
export function onChanges(signal, listeners) {
    let open = null;
    const begin = () => {
        open = new AbortController();
        follow('/api/changes', AbortSignal.any([signal, open.signal]), (event, data) => listeners[event]?.(data));
    };
    // Browsers open few connections to one server, so a hidden tab gives its stream up.
    const onVisible = () => {
        if (document.hidden) open?.abort();
        else {
            begin();
            listeners.missed?.();
        }
    };
    document.addEventListener('visibilitychange', onVisible, { signal });
    if (!document.hidden) begin();
}
