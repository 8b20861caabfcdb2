import { PassThrough } from 'node:stream';
import { FunctionOutput } from '../../../local/src/functions/function-output';

const MARK = '\0mark';

function output(): { streams: PassThrough[]; lines: string[]; it: FunctionOutput } {
  const streams = [new PassThrough(), new PassThrough()];
  const lines: string[] = [];
  return { streams, lines, it: new FunctionOutput(streams, MARK, (line) => lines.push(line)) };
}

test('an invocation has ended when both streams have come to the mark', async () => {
  const { streams, lines, it } = output();
  let ended = false;
  const end = it.ended().then(() => (ended = true));
  streams[0].write(`one\ntw`);
  streams[0].write(`o\r\nnot ended${MARK}\n`);
  await new Promise((resolve) => setImmediate(resolve));
  expect(ended).toBe(false);
  streams[1].write(`three\n${MARK}\nlater\n`);
  await end;
  expect(lines).toEqual(['one', 'two', 'not ended', 'three', 'later']);
  expect(it.take()).toEqual(lines);
  expect(it.take()).toEqual([]);
});

test('a character that is cut in two is one', async () => {
  const { streams, lines, it } = output();
  const bytes = Buffer.from(`é\n${MARK}\n`);
  streams[0].write(bytes.subarray(0, 1));
  streams[0].write(bytes.subarray(1));
  streams[1].write(`${MARK}\n`);
  await it.ended();
  expect(lines).toEqual(['é']);
});

test('a stream that ends is not waited for, and its last line is not lost', async () => {
  const { streams, lines, it } = output();
  streams[0].end('cut off');
  streams[1].end();
  await it.ended();
  expect(lines).toEqual(['cut off']);
});

test('a mark that never comes is not waited for', async () => {
  const { streams, it } = output();
  streams[0].write(`${MARK}\n`);
  await it.ended();
  it.add('said about it');
  expect(it.untaken).toEqual(['said about it']);
});

test('a line without an end is cut', async () => {
  const { streams, lines, it } = output();
  streams[0].write('x'.repeat(300_000));
  streams[0].write(`\n${MARK}\n`);
  streams[1].write(`${MARK}\n`);
  await it.ended();
  expect(lines.join('')).toHaveLength(300_000);
});
