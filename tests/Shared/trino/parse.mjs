// Reads {name: sql} as JSON, writes what Trino's grammar does not understand as JSON: ["name:line:column: message"].
import { register } from 'node:module';
import { text } from 'node:stream/consumers';

register('./endings.mjs', import.meta.url);
const { TrinoSQL } = await import('dt-sql-parser');

const parser = new TrinoSQL();
const statements = JSON.parse(await text(process.stdin));
const mistakes = Object.entries(statements).flatMap(([name, sql]) =>
  parser.validate(sql).map(error => `${name}:${error.startLine}:${error.startColumn}: ${error.message}`));
process.stdout.write(JSON.stringify(mistakes));
