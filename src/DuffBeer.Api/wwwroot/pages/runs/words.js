/** Words for runs: states, stages, reasons, and what to do about problems. */
import { h } from '../dom.js';

const states = {
    Running: ['Running', ''],
    Completed: ['Completed', 'good'],
    Failed: ['Failed', 'bad'],
    Suspended: ['Suspended', 'warn'],
    Terminated: ['Terminated', 'warn'],
};

/** The state as a tag; a retired run says so. */
export function stateTag(run) {
    const [text, kind] = run.retired ? ['Retired', 'warn'] : (states[run.runtimeStatus] ?? [run.runtimeStatus, '']);
    return h('span', { class: `tag ${kind}` }, text);
}

export const isUnderWay = (run) => run.runtimeStatus === 'Running' || run.runtimeStatus === 'Suspended';

/** The stages of a run in their order, with what each does. */
export const stages = [
    ['Inspect', 'Finds encoding, delimiter and header, and plans the chunks.'],
    ['Transform', 'Turns each chunk into typed rows and rejects.'],
    ['Judge', 'Proves that no row was lost, and checks the reject budget.'],
    ['Publish', 'Makes the rows visible to the next refresh, all at once.'],
    ['Done', 'Records the end and the cost.'],
];

const reasons = {
    MissingCell: 'Too few cells',
    ExtraCell: 'Too many cells',
    RequiredError: 'Required value missing',
    TypeError: 'Wrong type',
    RangeError: 'Out of range',
    EnumError: 'Value not allowed',
    EncodingError: 'Invalid encoding',
    LineTooLong: 'Line too long',
    UnclosedQuote: 'Quote not closed',
    BadQuote: 'Quote in the wrong place',
};

export const reasonOf = (code) => reasons[code] ?? code;

const advice = {
    RejectBudgetExceeded:
        'See the rejected lines below. Correct the file and put it into landing again, or raise rejectBudget in the contract and replay.',
    HeaderMismatch:
        'Compare the header of the file with the contract. Correct the file, or add an alias for the column to the contract, then replay.',
    NotCsv: 'Export the file as CSV and put it into landing again.',
    SourceMissing: 'The file is gone. Put it into landing again.',
    SourceChanged: 'Nothing to do: the new version of the file has a run of its own.',
    StoreUnavailable: 'Replay when the store is reachable again. The scheduled reconciliation also does so.',
    TooManyPartitions: 'Check the partition columns of the file, or raise maxPartitions in the contract, then replay.',
    TypeDrift: 'Correct the source, or give the contract a new version.',
    LedgerMismatch: 'Replay. If it happens again, report it with the id of the run.',
};

/** What to do about a run's problem; null if its message says all. */
export const adviceOn = (problem) => advice[problem.code] ?? null;

/** The file's name without its folders. */
export const fileOf = (key) => key.slice(key.lastIndexOf('/') + 1);

/** An estimate in dollars; what is less than a cent keeps its digits. */
export function dollars(amount) {
    if (amount === null || amount === undefined) return '–';
    const value = Number(amount);
    return value === 0 ? '$0' : value < 0.01 ? `$${value.toPrecision(2)}` : `$${value.toFixed(2)}`;
}
