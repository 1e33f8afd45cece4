/** What every filter does with a choice. */
import { setQuery } from '../address.js';
import { announce } from '../dom.js';

/** Writes a filter's value into the address; the default is left out of it. */
export function choose(filter, value) {
    performance.mark('filter');
    setQuery({ [filter.name]: value === filter.default ? '' : value });
    announce(`${filter.label}: ${value || 'all'}`);
}
