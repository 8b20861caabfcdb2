// What the authorizer is held to, in one table: each figure of bench/authorizer.mjs beside its limit.

/** `ours`, `logging` and `base` are the names of the contestants that the targets are about. */
export function printTargets(results, { ours, logging, base }) {
  const { sizes, importMs, firstDecisionMs, emptyMs, warmMicroseconds, memory } = results;
  const above = (name) => firstDecisionMs[name] - emptyMs;
  const warm = warmMicroseconds.RS256;
  const after = (name) => memory[name].used.rss / 1_048_576;
  const peers = Object.keys(sizes).filter((name) => name !== ours);
  const targets = [
    ['bytes read at start', sizes[ours].bytes, 65_536],
    [`import, of ${base}`, importMs[ours] / importMs[base], 0.45],
    [`first decision above an empty process, of ${base}`, above(ours) / above(base), 0.5],
    ['new RS256 token, of a bare verify', warm[ours].first / warm[ours].bare, 1.6],
    ['token seen before, of a bare verify', warm[ours].again / warm[ours].bare, 0.3],
    ['token seen before, with the log line', warm[logging].again / warm[logging].bare, 0.5],
    ['rss after the tokens in MB, highest of the peers', after(ours), Math.max(...peers.map(after))],
  ];
  console.log('Targets');
  console.table(targets.map(([target, figure, limit]) => row(target, figure, limit)));
}

function row(target, figure, limit) {
  const text = (value) => (Number.isInteger(value) ? String(value) : value.toFixed(2));
  return { target, figure: text(figure), 'at most': text(limit), met: figure <= limit ? 'yes' : 'NO' };
}
