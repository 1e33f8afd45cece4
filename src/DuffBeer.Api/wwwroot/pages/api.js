/** Requests to the API. The key, where one is needed, is kept for this browser tab only and sent as a header, never in an address. */

const keyName = 'duffbeer-key';

/** The event that a request was refused for want of a key. */
export const keyNeeded = 'duffbeer-key-needed';

/** An answer that is not 2xx: the problem, as the API describes it. */
export class Problem extends Error {
    constructor(status, body) {
        super(body.detail ?? body.title ?? `The server answered ${status}.`);
        this.status = status;
        this.title = body.title ?? 'The request failed';
        this.code = body.code ?? '';
        this.errors = body.errors ?? {};
    }
}

export const hasKey = () => sessionStorage.getItem(keyName) !== null;

export function setKey(key) {
    if (key) sessionStorage.setItem(keyName, key);
    else sessionStorage.removeItem(keyName);
}

export async function request(path, { method = 'GET', body = null, type = null, accept = 'application/json', signal } = {}) {
    const headers = { accept };
    const key = sessionStorage.getItem(keyName);
    if (key) headers['x-functions-key'] = key;
    if (type) headers['content-type'] = type;
    let response;
    try {
        response = await fetch(path, { method, body, headers, signal });
    } catch (failure) {
        if (failure.name === 'AbortError') throw failure;
        throw new Problem(0, {
            title: 'The server cannot be reached',
            detail: 'It may have been stopped. The page tries again when you reload it.',
        });
    }
    if (response.ok) return response;
    const text = await response.text();
    let problem = {};
    try {
        problem = JSON.parse(text);
    } catch {
        problem = { detail: text.slice(0, 300) };
    }
    if (response.status === 401) dispatchEvent(new Event(keyNeeded));
    throw new Problem(response.status, problem);
}

/** JSON whose numbers of more digits than a double keeps stay exact, as texts. */
export async function json(path, options) {
    return exact(await (await request(path, options)).text());
}

const underway = new Map();

/** Like `json`, in one request for all callers that ask for the same at the same time and end with the same signal. */
export function shared(path, signal) {
    const known = underway.get(path);
    if (known?.signal === signal) return known.answer;
    const answer = json(path, { signal }).finally(() => underway.get(path)?.answer === answer && underway.delete(path));
    underway.set(path, { signal, answer });
    return answer;
}

/** Sends a body as JSON and returns the answer, if there is one. */
export async function send(path, body = null, method = 'POST') {
    const response = await request(path, {
        method,
        body: body === null ? null : JSON.stringify(body),
        type: body === null ? null : 'application/json',
    });
    const text = await response.text();
    return text ? exact(text) : null;
}

const mostDigits = 15;

export function exact(text) {
    return JSON.parse(text, (_, value, context) =>
        typeof value === 'number' && context && context.source.replace(/[^0-9]/g, '').length > mostDigits
            ? kept(value, context.source)
            : value,
    );
}

function kept(value, source) {
    const fraction = source.split('.')[1]?.length ?? 0;
    return /^-?\d+(\.\d+)?$/.test(source) && value.toFixed(fraction) !== source ? source : value;
}

/** The address of a report with its parameters; empty ones are left out. */
export function reportPath(name, parameters, suffix = '') {
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(parameters)) {
        if (value !== '' && value !== null && value !== undefined) query.set(key, value);
    }
    const text = query.toString();
    return `/api/reports/${encodeURIComponent(name)}${suffix}${text ? `?${text}` : ''}`;
}

/** Saves a blob under a name. */
export function save(blob, name) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Reads a stream of events until it ends or the signal aborts, and opens it again where it broke. */
export async function follow(path, signal, take) {
    let id = null;
    while (!signal.aborted) {
        try {
            const headers = { accept: 'text/event-stream' };
            const key = sessionStorage.getItem(keyName);
            if (key) headers['x-functions-key'] = key;
            if (id) headers['last-event-id'] = id;
            const response = await fetch(path, { headers, signal });
            if (response.status === 204) return;
            if (!response.ok) throw new Error(`${response.status}`);
            const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
            let rest = '';
            for (;;) {
                const { done, value } = await reader.read();
                if (done) break;
                rest += value;
                const blocks = rest.split('\n\n');
                rest = blocks.pop();
                for (const block of blocks) {
                    const fields = Object.fromEntries(
                        block
                            .split('\n')
                            .filter((line) => !line.startsWith(':'))
                            .map(fieldOf),
                    );
                    if (fields.id) id = fields.id;
                    if (fields.data) take(fields.event ?? 'message', JSON.parse(fields.data));
                    if (fields.event === 'end') return;
                }
            }
        } catch (failure) {
            if (signal.aborted || failure.name === 'AbortError') return;
        }
        await new Promise((resume) => setTimeout(resume, 2_000));
    }
}

function fieldOf(line) {
    const at = line.indexOf(':');
    return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1).replace(/^ /, '')];
}
