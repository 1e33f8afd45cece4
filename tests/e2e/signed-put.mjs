// Puts an object with the keys of the environment, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: signature version 4.
import { createHash, createHmac } from 'node:crypto';

const hash = (text) => createHash('sha256').update(text).digest('hex');
const sign = (key, text) => createHmac('sha256', key).update(text).digest();

export async function signedPut(address, body, environment = process.env) {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token, AWS_REGION: region = 'us-east-1' } = environment;
  const url = new URL(address);
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const headers = {
    host: url.host, 'x-amz-content-sha256': hash(body), 'x-amz-date': time, ...(token ? { 'x-amz-security-token': token } : {}),
  };
  const names = Object.keys(headers).sort();
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const request = [
    'PUT', url.pathname, '', ...names.map((name) => `${name}:${headers[name]}`), '', names.join(';'), headers['x-amz-content-sha256'],
  ].join('\n');
  const key = scope.split('/').reduce(sign, `AWS4${secret}`);
  const signature = sign(key, ['AWS4-HMAC-SHA256', time, scope, hash(request)].join('\n')).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${id}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return fetch(url, { method: 'PUT', body, headers: { ...headers, authorization } });
}
