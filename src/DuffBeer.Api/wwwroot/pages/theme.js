/** Light or dark: the system's, or the reader's choice for this browser. */

const name = 'duffbeer-theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set();

export const onTheme = (listener, signal) => {
    listeners.add(listener);
    signal.addEventListener('abort', () => listeners.delete(listener));
};

export const isDark = () => document.documentElement.dataset.theme === 'dark';

export function applyTheme() {
    document.documentElement.dataset.theme = localStorage.getItem(name) ?? (dark.matches ? 'dark' : 'light');
    listeners.forEach((listener) => listener());
}

export function toggleTheme() {
    localStorage.setItem(name, isDark() ? 'light' : 'dark');
    applyTheme();
}

dark.addEventListener('change', applyTheme);

/** A colour of the style sheet. */
export const colour = (variable) => getComputedStyle(document.documentElement).getPropertyValue(`--${variable}`).trim();
