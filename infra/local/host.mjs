// Runs the Functions host on this machine without Docker: Azurite as its storage account, the fake AWS of the tests as S3.
//
//   npm run host                   the host at http://localhost:7071, until Ctrl-C
//   npm run host -- --check        starts it, runs the end-to-end script, and ends
//   npm run host -- --services     only Azurite and the fake AWS, for a host that is started elsewhere
//
// Nothing is kept after the end. For Linux and macOS.
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const settingsFile = join(root, 'local.settings.json');
const azuritePorts = [10000, 10001, 10002];
const [awsPort, hostPort] = [4566, 7071];
const patience = 5 * 60_000;
const { values: options } = parseArgs({ options: { check: { type: 'boolean' }, services: { type: 'boolean' } } });

const children = [];
let ending = false;

/** Starts a command in a process group of its own, since a wrapper's children would survive it. If it ends, so does everything. */
function start(name, command, args) {
  const child = spawn(command, args, { cwd: root, detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
  child.on('error', (failure) => end(1, `${name} cannot be started: ${failure.message}`));
  child.on('exit', (code, signal) => end(1, `${name} has ended (${signal ?? code}).`));
  children.push(child);
}

async function end(code, message) {
  if (ending) return;
  ending = true;
  if (message) console.error(message);
  const signal = (name) => children.forEach((child) => {
    try {
      if (child.pid) process.kill(-child.pid, name);
    } catch {
      // It has ended.
    }
  });
  signal('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 2000));
  signal('SIGKILL');
  process.exit(code);
}

const isOnPath = (command) => spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;

function isListening(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

async function missing() {
  const found = [];
  if (options.check && options.services) found.push('A host to check: use --check without --services');
  if (!isOnPath('dotnet')) found.push('The .NET 10 SDK (dotnet): https://dotnet.microsoft.com/download');
  if (!options.services && !isOnPath('func')) {
    found.push('Azure Functions Core Tools 4 (func), which have the Functions runtime: npm install --global azure-functions-core-tools@4');
  }
  for (const port of [...azuritePorts, awsPort, ...(options.services ? [] : [hostPort])]) {
    if (await isListening(port)) found.push(`Port ${port}: another program listens on it, perhaps "docker compose up"`);
  }
  return found;
}

async function listening(name, ports) {
  const last = Date.now() + patience;
  for (const port of ports) {
    while (!ending && !(await isListening(port))) {
      if (Date.now() > last) await end(1, `${name} does not listen on port ${port} after ${patience / 60_000} minutes.`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

const lacks = await missing();
if (lacks.length > 0) {
  console.error(`This is missing:\n${lacks.map((lack) => `- ${lack}`).join('\n')}`);
  if (!options.services) console.error('"npm run host -- --services" starts the storage account and S3 alone, without func.');
  process.exit(2);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(0));
// If npm is killed, it does not pass the signal on.
const npm = process.ppid;
setInterval(() => process.ppid === npm || end(0), 1000).unref();
if (!existsSync(settingsFile)) {
  copyFileSync(join(root, 'local.settings.sample.json'), settingsFile);
  console.log('local.settings.json is new, a copy of local.settings.sample.json.');
}
const settings = JSON.parse(readFileSync(settingsFile, 'utf8')).Values;

const azurite = ['--skipApiVersionCheck', '--inMemoryPersistence', '--silent', '--disableTelemetry'];
start('Azurite', 'npx', ['--yes', 'azurite@3.35.0', ...azurite]);
start('The fake AWS', 'dotnet', [
  'run', '--project', 'tests/DuffBeer.FakeAws', '--', '--port', `${awsPort}`, '--versioned', '--region', settings.AWS_REGION,
  '--access-key', settings.AWS_ACCESS_KEY_ID, '--secret-key', settings.AWS_SECRET_ACCESS_KEY,
  '--bucket', settings.Landing__Bucket, '--bucket', settings.Lake__Bucket,
]);
await listening('Azurite', azuritePorts);
await listening('The fake AWS', [awsPort]);
console.log(`Azurite listens on ports ${azuritePorts.join(', ')}, the fake AWS on ${awsPort}.`);

const script = [
  'tests/e2e/e2e.mjs', '--url', `http://localhost:${hostPort}`, '--bucket', settings.Landing__Bucket,
  '--put', `http://localhost:${awsPort}/${settings.Landing__Bucket}/{key}`,
];
if (!options.services) {
  start('The Functions host', 'dotnet', ['run', '--project', 'src/DuffBeer.Functions']);
  await listening('The Functions host', [hostPort]);
  const keys = `AWS_ACCESS_KEY_ID=${settings.AWS_ACCESS_KEY_ID} AWS_SECRET_ACCESS_KEY=${settings.AWS_SECRET_ACCESS_KEY}`;
  console.log(`The host is at http://localhost:${hostPort}/api/docs. To try it:\n  ${keys} node ${script.join(' ')}`);
}
if (options.check) {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION } = settings;
  const env = { ...process.env, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION };
  spawn(process.execPath, script, { cwd: root, env, stdio: 'inherit' }).on('exit', (code) => end(code ?? 1));
}
