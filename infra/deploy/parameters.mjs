// Reads the parameters file, names every mistake at once, and prints what deploy.sh works with.
//
//   node parameters.mjs shell FILE        variables for bash: the parameters and the names made of them
//   node parameters.mjs tfvars FILE       variables of infra/aws as JSON; what Azure made comes from the environment
//   node parameters.mjs table             the parameters as rows of a Markdown table
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const bucket = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
const oneOf = (...values) => ({ test: (value) => values.includes(value), wants: `one of ${values.join(', ')}` });
const whole = (least, most) => ({
  test: (value) => Number.isInteger(value) && value >= least && value <= most,
  wants: `a whole number from ${least} to ${most}`,
});
const yesOrNo = { test: (value) => typeof value === 'boolean', wants: 'true or false' };
const text = (pattern, wants) => ({ test: (value) => typeof value === 'string' && pattern.test(value), wants });

/** Every parameter: where it is in the file, the variable that carries it, what it must be, its default, its meaning. */
const parameters = [
  ['project', 'DUFFBEER_PROJECT', text(/^[a-z][a-z0-9-]{0,18}[a-z0-9]$/, '2 to 20 lower-case letters, digits and dashes'), 'duffbeer',
    'First part of every name'],
  ['environment', 'DUFFBEER_ENVIRONMENT', text(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/, '1 to 12 lower-case letters, digits and dashes'),
    'dev', 'Second part of every name'],
  ['events', 'DUFFBEER_EVENTS', oneOf('webhook', 'queue'), 'webhook',
    'How uploads are announced: EventBridge calls the webhook, or the app polls an SQS queue'],
  ['runEventBus', 'DUFFBEER_RUN_EVENT_BUS', text(/^[A-Za-z0-9._/-]{0,256}$/, 'the name of an event bus'), '',
    'EventBridge bus for events of ended runs; empty: none are sent'],
  ['azure.subscription', 'DUFFBEER_SUBSCRIPTION', text(guid, 'the id of the subscription, from `az account list --output table`'), null,
    'Azure subscription'],
  ['azure.location', 'DUFFBEER_LOCATION', text(/^[a-z0-9]+$/, 'a region such as westeurope'), null,
    'Azure region that has Flex Consumption: `az functionapp list-flexconsumption-locations`'],
  ['azure.alertEmail', 'DUFFBEER_ALERT_EMAIL', text(/^[^@\s]+@[^@\s]+\.[^@\s]+$/, 'an e-mail address'), null, 'Where alerts are sent'],
  ['azure.alwaysReady', 'DUFFBEER_ALWAYS_READY', whole(0, 20), 1, 'HTTP instances that always run'],
  ['azure.maximumInstances', 'DUFFBEER_MAXIMUM_INSTANCES', whole(1, 1000), 40, 'Most instances'],
  ['azure.instanceMemoryMB', 'DUFFBEER_INSTANCE_MEMORY_MB', oneOf(2048, 4096), 2048, 'Memory of an instance'],
  ['azure.storageSku', 'DUFFBEER_STORAGE_SKU', oneOf('Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'), 'Standard_LRS',
    'Redundancy of the storage account; Standard_ZRS for production'],
  ['azure.logDays', 'DUFFBEER_LOG_DAYS', whole(30, 730), 30, 'Days that logs are kept'],
  ['azure.freshnessHours', 'DUFFBEER_FRESHNESS_HOURS', whole(1, 720), 26, 'Alert if no file was published for so long'],
  ['azure.queueMinutes', 'DUFFBEER_QUEUE_MINUTES', whole(20, 1440), 60, 'Alert if a run is unfinished for so long'],
  ['azure.availabilityTest', 'DUFFBEER_AVAILABILITY_TEST', yesOrNo, true, 'Probe the app from outside every five minutes'],
  ['azure.durableTaskScheduler', 'DUFFBEER_DURABLE_TASK_SCHEDULER', yesOrNo, false,
    'Keep orchestrations in a Durable Task Scheduler instead of the storage account; add its package to the app first'],
  ['aws.account', 'DUFFBEER_AWS_ACCOUNT', text(/^[0-9]{12}$/, '12 digits, from `aws sts get-caller-identity`'), null, 'AWS account'],
  ['aws.region', 'DUFFBEER_AWS_REGION', text(/^[a-z]{2}-[a-z]+-[0-9]$/, 'a region such as eu-central-1'), null, 'AWS region'],
  ['aws.landingBucket', 'DUFFBEER_LANDING_BUCKET', text(bucket, 'the name of a bucket'), '', 'Landing bucket, if not the usual name'],
  ['aws.lakeBucket', 'DUFFBEER_LAKE_BUCKET', text(bucket, 'the name of a bucket'), '', 'Lake bucket, if not the usual name'],
  ['aws.database', 'DUFFBEER_DATABASE', text(/^[a-z0-9_]{1,255}$/, 'lower-case letters, digits and underscores'), '',
    'Glue database, if not the usual name'],
  ['aws.workgroup', 'DUFFBEER_WORKGROUP', text(/^[A-Za-z0-9._-]{1,128}$/, 'the name of a workgroup'), '',
    'Athena workgroup, if not the usual name'],
  ['aws.stateBucket', 'DUFFBEER_STATE_BUCKET', text(bucket, 'the name of a bucket'), '',
    'Existing bucket for the state of Terraform; empty: a file on this machine'],
].map(([path, variable, rule, usual, meaning]) => ({ path, variable, rule, usual, meaning }));

/** Variables of infra/aws that this file sets; `terraform` in the parameters file may set any other one. */
const taken = [
  'project', 'environment', 'aws_account_id', 'aws_region', 'events_delivery', 'landing_bucket', 'lake_bucket', 'database', 'workgroup',
  'azure_tenant_id', 'azure_audience', 'azure_principal_id', 'webhook_url', 'webhook_client_id', 'webhook_client_secret',
  'webhook_token_endpoint', 'webhook_scope', 'webhook_key', 'delete_data',
];
const samples = { 'azure.subscription': /^[0-]+$/, 'azure.alertEmail': /@example\.com$/, 'aws.account': /^0+$/ };

const [, , command, file] = process.argv;
if (command === 'table') table();
else if (command === 'shell') shell(read(file));
else if (command === 'tfvars') tfvars(read(file));
else end([`Unknown command '${command ?? ''}': use shell, tfvars or table.`]);

function end(problems) {
  process.stderr.write(problems.map((problem) => `${problem}\n`).join(''));
  process.exit(2);
}

function read(path) {
  let document;
  try {
    document = JSON.parse(readFileSync(path, 'utf8'));
  } catch (failure) {
    end([failure.code === 'ENOENT' ? `There is no parameters file ${path}. Copy infra/parameters.sample.json.`
      : `${path} cannot be read as JSON: ${failure.message}`]);
  }
  if (document === null || typeof document !== 'object' || Array.isArray(document)) end([`${path} must hold one JSON object.`]);
  const given = flat(document);
  const values = new Map();
  const problems = [];
  for (const { path: name, rule, usual } of parameters) {
    const value = given.get(name);
    given.delete(name);
    if (value === undefined && usual === null) problems.push(`${name} is missing: it must be ${rule.wants}.`);
    else if (value === undefined || (value === '' && usual === '')) values.set(name, usual);
    else if (!rule.test(value)) problems.push(`${name} must be ${rule.wants}, not ${JSON.stringify(value)}.`);
    else if (samples[name]?.test(value)) problems.push(`${name} still has the value of the sample, ${JSON.stringify(value)}.`);
    else values.set(name, value);
  }
  const more = document.terraform ?? {};
  for (const name of [...given.keys()].filter((name) => name !== 'terraform' && !name.startsWith('terraform.'))) {
    problems.push(`${name} is unknown.${hint(name)}`);
  }
  for (const name of Object.keys(more).filter((name) => taken.includes(name))) {
    problems.push(`terraform.${name} is set by deploy.sh; remove it from 'terraform'.`);
  }
  if (problems.length > 0) {
    end([`${path} has ${problems.length} mistake${problems.length === 1 ? '' : 's'}:`, ...problems.map((it) => `  - ${it}`)]);
  }
  return { values, more };
}

function flat(document, prefix = '') {
  const found = new Map();
  for (const [name, value] of Object.entries(document)) {
    const isGroup = value !== null && typeof value === 'object' && !Array.isArray(value) && (prefix !== '' || name !== 'terraform');
    if (isGroup) for (const [inner, it] of flat(value, `${prefix}${name}.`)) found.set(inner, it);
    else found.set(`${prefix}${name}`, value);
  }
  return found;
}

function hint(name) {
  const last = name.split('.').at(-1).toLowerCase();
  const near = parameters.find(({ path }) => path.split('.').at(-1).toLowerCase() === last || distance(path, name) <= 2);
  return near ? ` Do you mean ${near.path}?` : '';
}

function distance(left, right) {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (left[i - 1] === right[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[right.length];
}

/** Names that Azure wants to be unique end in characters made of subscription, project and environment. */
function names(values) {
  const name = `${values.get('project')}-${values.get('environment')}`;
  const suffix = createHash('sha256').update(`${values.get('azure.subscription')}/${name}`).digest('hex').slice(0, 6);
  const short = name.replaceAll('-', '').slice(0, 16);
  return {
    DUFFBEER_NAME: name,
    DUFFBEER_SUFFIX: suffix,
    DUFFBEER_VAULT: `${short}-${suffix}`,
    DUFFBEER_APP: `${name}-${suffix}`,
    DUFFBEER_HOST: `${name}-${suffix}.azurewebsites.net`,
  };
}

function shell({ values }) {
  const quoted = (value) => `'${String(value).replaceAll("'", "'\\''")}'`;
  const all = { ...Object.fromEntries(parameters.map(({ path, variable }) => [variable, values.get(path)])), ...names(values) };
  for (const [variable, value] of Object.entries(all)) console.log(`export ${variable}=${quoted(value)}`);
}

function tfvars({ values, more }) {
  const env = process.env;
  const isWebhook = values.get('events') === 'webhook';
  const optional = (name, path) => (values.get(path) ? { [name]: values.get(path) } : {});
  console.log(JSON.stringify({
    alarm_emails: [values.get('azure.alertEmail')],
    ...optional('event_bus', 'runEventBus'),
    ...more,
    project: values.get('project'),
    environment: values.get('environment'),
    aws_account_id: values.get('aws.account'),
    aws_region: values.get('aws.region'),
    ...optional('landing_bucket', 'aws.landingBucket'),
    ...optional('lake_bucket', 'aws.lakeBucket'),
    ...optional('database', 'aws.database'),
    ...optional('workgroup', 'aws.workgroup'),
    azure_tenant_id: env.DUFFBEER_TENANT,
    azure_audience: env.DUFFBEER_AUDIENCE,
    azure_principal_id: env.DUFFBEER_PRINCIPAL_ID,
    events_delivery: values.get('events'),
    ...(isWebhook ? {
      webhook_url: `https://${names(values).DUFFBEER_HOST}/api/events/s3`,
      webhook_client_id: env.DUFFBEER_WEBHOOK_CLIENT_ID,
      webhook_token_endpoint: `https://login.microsoftonline.com/${env.DUFFBEER_TENANT}/oauth2/v2.0/token`,
      webhook_scope: `${env.DUFFBEER_AUDIENCE}/.default`,
    } : {}),
  }, null, 2));
}

function table() {
  console.log('| parameter | meaning | default |\n|---|---|---|');
  for (const { path, rule, usual, meaning } of parameters) {
    const shown = usual === null ? 'required' : usual === '' ? 'none' : `\`${usual}\``;
    const choices = rule.wants.startsWith('one of') ? ` (${rule.wants.slice('one of '.length)})` : '';
    console.log(`| \`${path}\` | ${meaning}${choices} | ${shown} |`);
  }
}
