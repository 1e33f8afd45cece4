// Drives a running host over HTTP: puts a file into landing, sends its event, waits, and checks ledger, rejects and reports.
//
//   node tests/e2e/e2e.mjs --url http://127.0.0.1:5080 --put .duffbeer/landing/{key}
//     [--key KEY] [--bucket landing] [--rows 2000] [--patience 300] [--restart COMMAND] [--long-rows 400000]
//
// --put names the place of a file: a path or an http address that takes PUT, with {key} for the object's key; or, after "run:", a command
// with {key} and {file}. The PUT is signed if the environment has AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
// --restart names a command that kills the host and starts it again: the script runs it in the middle of a run of --long-rows rows, which
// must be several chunks.
// Clients and orders are new in each run of the script, so the lake may hold other data.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { signedPut } from './signed-put.mjs';

const { values: options } = parseArgs({
  options: {
    url: { type: 'string' }, put: { type: 'string' }, key: { type: 'string' }, bucket: { type: 'string', default: 'landing' },
    rows: { type: 'string', default: '2000' }, patience: { type: 'string', default: '300' },
    restart: { type: 'string' }, 'long-rows': { type: 'string', default: '400000' },
  },
});
if (!options.url || !options.put) {
  console.error('Name the host and the place of files: --url http://127.0.0.1:5080 --put .duffbeer/landing/{key}');
  process.exit(2);
}

const base = options.url.replace(/\/$/, '');
const patience = Number(options.patience) * 1000;
const stamp = Date.now();
const client = 1_000_000_000 + (stamp % 1_000_000_000);
const ordersKey = `duff/orders/e2e-${stamp}.csv`;
let passed = 0;

class Mismatch extends Error {}

function check(what, actual, expected) {
  const [found, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (found !== wanted) throw new Mismatch(`${what}: expected ${wanted}, found ${found}`);
}

async function step(name, work) {
  const began = Date.now();
  const result = await work();
  passed++;
  console.log(`ok ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  return result;
}

async function ask(method, path, { body, headers = {}, withKey = true } = {}) {
  const answer = await fetch(base + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(withKey && options.key ? { 'x-functions-key': options.key } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  const isJson = /\bjson\b/.test(answer.headers.get('content-type') ?? '');
  return { status: answer.status, headers: answer.headers, text, json: isJson && text ? JSON.parse(text) : null };
}

async function get(path, status = 200) {
  const answer = await ask('GET', path);
  if (answer.status !== status) throw new Mismatch(`GET ${path}: expected ${status}, found ${answer.status} ${answer.text.slice(0, 500)}`);
  return answer.json;
}

async function until(what, look, isDone) {
  const end = Date.now() + patience;
  for (let wait = 100; ; wait = Math.min(wait * 1.5, 2000)) {
    const seen = await look();
    if (isDone(seen)) return seen;
    if (Date.now() > end) {
      throw new Mismatch(`${what} took longer than ${options.patience} s; last answer: ${JSON.stringify(seen).slice(0, 1000)}`);
    }

    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

const ended = (run) => ['Completed', 'Failed', 'Terminated'].includes(run.runtimeStatus);

function waitForRun(run, attempt = 1) {
  return until(`run ${run}`, () => get(`/api/runs/${run}`), (seen) => seen.attempt >= attempt && ended(seen));
}

async function refresh() {
  const asked = await ask('POST', '/api/refresh');
  check('asking for a refresh', asked.status, 202);
  const done = await until(`refresh ${asked.json.id}`, () => get(`/api/refreshes/${asked.json.id}`), ended);
  check('the refresh', [done.runtimeStatus, done.problem], ['Completed', null]);
}

// Two products, three channels; every 500th row has a price that is no number.
function rowsOf(count) {
  const rows = [];
  for (let index = 0; index < count; index++) {
    const price = index % 500 === 499 ? '"12,50"' : (1 + (index % 7) * 0.25).toFixed(2);
    const status = ['created', 'delivered', 'broken'][index % 3];
    const channel = ['Retail', 'B2B', 'Online'][index % 3];
    const [order, product, units] = [client * 1000 + index, 900 + (index % 2), 1 + (index % 5)];
    const line = `${client},"Moe's, e2e",${order},${product},"Duff ""e2e""",${price},${units},0.33,${channel},${status}`;
    rows.push({ order, product, price, units, status, line });
  }
  return rows;
}

const header = [
  'client_id', 'client_name', 'order_id', 'product_id', 'product_description', 'product_price', 'product_ccf', 'product_volume',
  'point_of_sale_channel', 'status',
].join(',');
const csvOf = (rows) => `${header}\n${rows.map((row) => row.line).join('\n')}\n`;
const isGood = (row) => !row.price.startsWith('"');
const cents = (row) => Math.round(Number(row.price) * 100) * row.units;

async function put(content, key = ordersKey) {
  if (options.put.startsWith('run:')) {
    const folder = mkdtempSync(join(tmpdir(), 'duffbeer-e2e-'));
    const file = join(folder, 'orders.csv');
    writeFileSync(file, content);
    const command = options.put.slice(4).replaceAll('{key}', key).replaceAll('{file}', file);
    const done = spawnSync(command, { shell: true, encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    if (done.status !== 0) throw new Mismatch(`${command} ended with ${done.status}: ${done.stderr}`);
    return;
  }

  const place = options.put.replaceAll('{key}', key);
  if (/^https?:/.test(place)) {
    const answer = await (process.env.AWS_ACCESS_KEY_ID ? signedPut(place, content) : fetch(place, { method: 'PUT', body: content }));
    if (!answer.ok) throw new Mismatch(`PUT ${place}: ${answer.status} ${await answer.text()}`);
    return;
  }

  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, content);
}

const event = (key = ordersKey) => ({
  version: '0',
  id: crypto.randomUUID(),
  'detail-type': 'Object Created',
  source: 'aws.s3',
  account: '123456789012',
  time: new Date().toISOString(),
  region: 'us-east-1',
  resources: [`arn:aws:s3:::${options.bucket}`],
  detail: {
    version: '0',
    bucket: { name: options.bucket },
    object: { key, size: 1, etag: 'e2e', sequencer: stamp.toString(16).toUpperCase() },
    reason: 'PutObject',
  },
});

async function checkReports(rows) {
  const good = rows.filter(isGood);
  const report = await get(`/api/reports/orders-by-client?client_id=${client}&limit=10000`);
  check('orders of the client', report.rows.length, good.length);
  const value = report.rows.reduce((sum, row) => sum + Math.round(row.total_price * 100), 0);
  check('their value', value, good.reduce((sum, row) => sum + cents(row), 0));
  const first = report.rows[0];
  check('the first order', [first.order_id, first.status, first.client_name], [good[0].order, good[0].status, "Moe's, e2e"]);
  const broken = await get(`/api/reports/orders-by-client?client_id=${client}&status=broken&limit=10000`);
  check('a status', broken.rows.length, good.filter((row) => row.status === 'broken').length);
}

async function restartInTheMiddle() {
  const key = `duff/orders/e2e-${stamp}-long.csv`;
  const rows = rowsOf(Number(options['long-rows']));
  const good = rows.filter(isGood).length;
  await put(csvOf(rows), key);
  const told = await ask('POST', '/api/events/s3', { body: event(key) });
  const run = told.json.events[0].run;

  const inTheMiddle = ({ chunks, chunksDone }) => chunksDone > 0 && chunksDone < chunks;
  const before = await until('the first chunk', () => get(`/api/runs/${run}`), (seen) => ended(seen) || seen.customStatus.chunksDone > 0);
  check('the run is in its middle', [before.runtimeStatus, inTheMiddle(before.customStatus)], ['Running', true]);
  const restarted = spawnSync(options.restart, { shell: true, stdio: 'inherit' });
  check('the command that restarts the host', restarted.status, 0);

  const live = () => ask('GET', '/api/health/live').catch((failure) => ({ status: failure.message }));
  await until('the host', live, (seen) => seen.status === 200);
  const after = await waitForRun(run);
  check('the run', [after.runtimeStatus, after.attempt, after.problem], ['Completed', 1, null]);
  check('its ledger', [after.ledger.rowsRead, after.ledger.accepted, after.ledger.rejected], [rows.length, good, rows.length - good]);
}

async function main() {
  const rows = rowsOf(Number(options.rows));
  const good = rows.filter(isGood).length;

  await step('the host is ready and describes itself', async () => {
    const live = () => ask('GET', '/api/health/live').catch((failure) => ({ status: failure.message }));
    await until('the host', live, (seen) => seen.status === 200);
    const ready = await until('its dependencies', () => ask('GET', '/api/health/ready'), (seen) => seen.status === 200);
    check('what it depends on', ready.json.dependencies.every((dependency) => dependency.isReady), true);
    const document = await get('/api/openapi.json');
    check('the version of the description', document.openapi, '3.1.0');
    const page = await ask('GET', '/');
    check('the first page', page.status === 200 || page.status === 302, true);
    check('a page', (await ask('GET', '/api/docs')).status, 200);
  });

  if (options.key) {
    await step('a request without a key is refused', async () => {
      check('without a key', (await ask('GET', '/api/runs', { withKey: false })).status, 401);
      check('with a wrong key', (await ask('GET', '/api/runs', { withKey: false, headers: { 'x-functions-key': 'wrong' } })).status, 401);
    });
  }

  await step('invalid events, and events of unknown keys, start nothing', async () => {
    check('no JSON', (await ask('POST', '/api/events/s3', { body: '{' })).status, 400);
    check('no event', (await ask('POST', '/api/events/s3', { body: {} })).status, 400);
    const other = event();
    other.detail.object.key = 'no/contract/for/this.csv';
    const ignored = await ask('POST', '/api/events/s3', { body: other });
    check('a key without a contract', [ignored.status, ignored.json.events[0].outcome], [200, 'Ignored']);
  });

  // A busy host stores an event before it knows the run. The same event, sent again, tells it.
  const notice = () => until(
    'the run of the event', () => ask('POST', '/api/events/s3', { body: event() }), (seen) => seen.json.events?.[0].outcome !== 'Queued');

  const run = await step('an upload and its event start a run', async () => {
    await put(csvOf(rows));
    const told = await notice();
    // A host that watches its landing place may have been faster.
    check('the event', told.status === 202 || (told.status === 200 && told.json.events[0].outcome === 'Known'), true);
    check('the address of the run', told.headers.get('location'), `/api/runs/${told.json.events[0].run}`);
    return told.json.events[0].run;
  });

  await step('repeated events during the run start no other run', async () => {
    const copies = await Promise.all(Array.from({ length: 8 }, notice));
    for (const copy of copies) check('a copy', [copy.status < 300, copy.json.events[0].run], [true, run]);
  });

  await step('the run completes, and its ledger adds up', async () => {
    const seen = await waitForRun(run);
    check('the run', [seen.runtimeStatus, seen.problem], ['Completed', null]);
    check('its ledger', [seen.ledger.rowsRead, seen.ledger.accepted, seen.ledger.rejected], [rows.length, good, rows.length - good]);
    check('its output', [seen.output.runId, seen.output.attempt], [run, 1]);
    const listed = (await get('/api/runs?dataset=duff_orders&limit=1000')).runs.filter((other) => other.source === ordersKey);
    check('the list', listed.map((other) => other.id), [run]);
  });

  await step('every rejected row is listed with its reason', async () => {
    const rejects = (await get(`/api/runs/${run}/rejects?limit=10000`)).rejects;
    check('rejected rows', rejects.map((reject) => [reject.code, reject.column, reject.row]),
      rows.flatMap((row, index) => (isGood(row) ? [] : [['TypeError', 'product_price', index + 1]])));
  });

  await step('a refresh shows the rows in reports', async () => {
    await refresh();
    await checkReports(rows);
  });

  await step('an unchanged report is not sent again, and CSV is offered', async () => {
    const path = `/api/reports/orders-by-client?client_id=${client}`;
    const first = await ask('GET', path);
    const tag = first.headers.get('etag');
    check('the same again', (await ask('GET', path, { headers: { 'if-none-match': tag } })).status, 304);
    const csv = await ask('GET', `/api/reports/orders-by-client.csv?client_id=${client}`);
    check('lines of the CSV', csv.text.trim().split('\n').length, good + 1);
    check('an unknown report', (await ask('GET', '/api/reports/none')).status, 404);
    check('a wrong parameter', (await ask('GET', '/api/reports/orders-by-client?client_id=x')).status, 400);
    check('a wrong method', (await ask('DELETE', '/api/runs')).status, 405);
  });

  await step('a repeated event after the run changes nothing', async () => {
    const again = await ask('POST', '/api/events/s3', { body: event() });
    check('the event', [again.status, again.json.events[0].outcome, again.json.events[0].run], [200, 'Known', run]);
    check('the attempt', (await get(`/api/runs/${run}`)).attempt, 1);
  });

  await step('a replay is a new attempt and duplicates no row', async () => {
    check('the replay', (await ask('POST', `/api/runs/${run}/replay`)).status, 202);
    const seen = await waitForRun(run, 2);
    check('the run', [seen.runtimeStatus, seen.attempt, seen.ledger.accepted], ['Completed', 2, good]);
    await refresh();
    await checkReports(rows);
  });

  await step('a newer version of the file replaces the older one', async () => {
    const fewer = rows.slice(0, -100);
    await put(csvOf(fewer));
    const told = await ask('POST', '/api/events/s3', { body: event() });
    const newer = told.json.events[0].run;
    check('another run', newer !== run && told.status < 300, true);
    check('the run', (await waitForRun(newer)).runtimeStatus, 'Completed');
    await refresh();
    await checkReports(fewer);
  });

  if (options.restart) await step('a host that is killed in the middle of a run ends the run', restartInTheMiddle);

  await step('reconcile finds no missed object', async () => {
    const found = await ask('POST', '/api/reconcile');
    check('reconcile', [found.status, found.json.started.filter((other) => other === run)], [202, []]);
  });
}

const began = Date.now();
let failed = 0;
try {
  await main();
} catch (failure) {
  failed = 1;
  console.error(`not ok: ${failure instanceof Mismatch ? failure.message : failure.stack}`);
}
console.log(`${passed} passed, ${failed} failed in ${((Date.now() - began) / 1000).toFixed(1)} s`);
process.exit(failed);
