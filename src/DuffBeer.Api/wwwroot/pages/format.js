/** Numbers, dates and names as people read them, by the unit of their column. */

const locale = 'en-US';
const plain = new Map();

function numbers(least, most = least) {
    const key = `${least}-${most}`;
    if (!plain.has(key)) plain.set(key, new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: most }));
    return plain.get(key);
}

const compactNumbers = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 });
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Digits after the point of a decimal(18,2). */
const scaleOf = (type) => Number(/^decimal\(\d+,\s*(\d+)\)$/.exec(type)?.[1] ?? 0);

export const isNumber = (column) => /^(int|decimal|double|float)/.test(column.type);
export const isTime = (column) => column.role === 'time' || /^(date|timestamp)/.test(column.type);

export function labelOf(column) {
    if (column.label) return column.label;
    const words = column.name.replaceAll('_', ' ');
    return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The unit for the head of a column: its cells then are bare numbers. */
export function unitOf(column) {
    if (column.unit === 'money') return column.currency ?? '';
    if (column.unit === 'percent') return '%';
    if (column.unit === 'days') return 'days';
    if (column.unit === 'litres') return 'l';
    return '';
}

/** A value for a table or a figure, all its digits; a share is a percentage with one decimal. */
export function format(column, value) {
    if (value === null || value === undefined) return '–';
    if (typeof value === 'boolean') return value ? 'Yes' : 'No';
    if (!isNumber(column)) return isTime(column) ? day(value) : String(value);
    if (column.unit === 'percent') return numbers(1).format(Number(value) * 100);
    const scale = scaleOf(column.type);
    if (column.type.startsWith('double')) return numbers(0, Math.abs(Number(value)) >= 100 ? 1 : 2).format(Number(value));
    if (column.role === 'key') return String(value);
    return typeof value === 'string' ? grouped(value) : numbers(Math.min(scale, column.unit === 'money' ? 2 : 3), scale).format(value);
}

/** The same with its unit, for a figure that stands alone. */
export function withUnit(column, value) {
    const text = format(column, value);
    if (value === null || value === undefined) return text;
    if (column.unit === 'percent') return `${text} %`;
    const unit = unitOf(column);
    return unit ? `${text} ${unit}` : text;
}

function grouped(text) {
    const [whole, fraction] = text.split('.');
    return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`);
}

/** A short number for an axis. */
export function compact(column, value) {
    return column.unit === 'percent' ? `${numbers(0, 1).format(value * 100)} %` : compactNumbers.format(value);
}

/** A change as +12.3 % or -4.0 %. */
export function change(value) {
    const text = numbers(1).format(Math.abs(value) * 100);
    return `${value > 0 ? '+' : value < 0 ? '\u2212' : '\u00b1'}${text} %`;
}

export function day(text) {
    const [, year, month, date, time] = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?/.exec(String(text)) ?? [];
    if (!year) return String(text);
    return `${Number(date)} ${months[Number(month) - 1]} ${year}${time ? ` ${time}` : ''}`;
}

/** The name of a period that begins on a day. */
export function period(text, grain) {
    const [, year, month] = /^(\d{4})-(\d\d)/.exec(String(text)) ?? [];
    if (grain === 'month' && year) return `${months[Number(month) - 1]} ${year}`;
    if (grain === 'quarter' && year) return `Q${Math.ceil(Number(month) / 3)} ${year}`;
    if (grain === 'year' && year) return year;
    return day(text);
}

export function bytes(count) {
    const units = ['B', 'KB', 'MB', 'GB', 'TB'];
    let at = 0;
    let size = Number(count);
    while (size >= 1000 && at < units.length - 1) {
        size /= 1000;
        at++;
    }
    return `${numbers(0, at === 0 ? 0 : 1).format(size)} ${units[at]}`;
}

export const whole = (count) => numbers(0).format(count);

/** A number of things: 1 run, 3 runs. */
export const counted = (count, thing) => `${whole(count)} ${thing}${count === 1 ? '' : 's'}`;

/** Seconds as 0.8 s, 12 s or 3 min 5 s. */
export function duration(seconds) {
    if (seconds < 10) return `${numbers(1).format(seconds)} s`;
    if (seconds < 60) return `${Math.round(seconds)} s`;
    return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** How long ago, in words. */
export function ago(time, now = Date.now()) {
    const seconds = Math.max(0, (now - Date.parse(time)) / 1000);
    if (seconds < 60) return 'just now';
    const [count, unit] =
        seconds < 3600 ? [seconds / 60, 'minute'] : seconds < 86_400 ? [seconds / 3600, 'hour'] : [seconds / 86_400, 'day'];
    const rounded = Math.floor(count);
    return `${rounded} ${unit}${rounded === 1 ? '' : 's'} ago`;
}

/** A time as 29 Nov 2026 20:15 in the reader's zone. */
export function moment(time) {
    const at = new Date(time);
    const two = (number) => String(number).padStart(2, '0');
    return `${at.getDate()} ${months[at.getMonth()]} ${at.getFullYear()} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
