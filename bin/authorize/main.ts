import { readFileSync } from 'node:fs';
import { run } from './run';

void run(process.argv.slice(2), {
  input: () => readFileSync(0, 'utf8'),
  out: (text) => console.log(text),
  error: (text) => console.error(text),
}).then((code) => {
  process.exitCode = code;
});
