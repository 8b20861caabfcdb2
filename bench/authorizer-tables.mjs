// What bench/authorizer.mjs prints.

/** Ratios of starts are to `base`, those of warm decisions to the bare signature check in the same process. */
export function printTables(results, base) {
  const { node, cpu, rounds, tokens, emptyMs, sizes, warmMicroseconds, memory } = results;
  console.log(`Node ${node}, ${cpu}`);
  console.log(`Starts: medians of ${rounds.start} processes; ratios to ${base}`);
  console.table(Object.keys(sizes).map((name) => startRow(name, results, base)));
  console.log(`An empty process takes ${emptyMs.toFixed(1)} ms of each first decision.`);
  const lazy = Object.entries(sizes).flatMap(([handler, { lazy }]) => lazy.map((chunk) => ({ handler, ...chunk })));
  if (lazy.length > 0) {
    console.log('Loaded only by those who need it, and in none of the bundle bytes above');
    console.table(lazy);
  }
  for (const [algorithm, handlers] of Object.entries(warmMicroseconds)) {
    console.log(`Warm decisions, ${algorithm}: medians of ${rounds.warm} processes with ${tokens.warm} tokens each`);
    console.table(Object.entries(handlers).map(warmRow));
  }
  console.log(
    `Memory: medians of ${rounds.memory} processes, after a garbage collection; ${tokens.memory} tokens, RS256`,
  );
  console.table(Object.entries(memory).map(memoryRow));
}

function startRow(handler, { sizes, importMs, firstDecisionMs }, base) {
  return {
    handler,
    'bundle bytes': sizes[handler].bytes,
    'import ms': importMs[handler].toFixed(1),
    'import ratio': (importMs[handler] / importMs[base]).toFixed(2),
    'first decision ms': firstDecisionMs[handler].toFixed(1),
    'first ratio': (firstDecisionMs[handler] / firstDecisionMs[base]).toFixed(2),
  };
}

function warmRow([handler, { first, again, bare }]) {
  return {
    handler,
    'new token us': first.toFixed(1),
    'times bare verify': (first / bare).toFixed(2),
    'same token, other route us': again.toFixed(1),
    'again, times bare verify': (again / bare).toFixed(2),
    'bare verify us': bare.toFixed(1),
  };
}

function memoryRow([handler, { imported, used }]) {
  const megabytes = (bytes) => (bytes / 1_048_576).toFixed(1);
  return {
    handler,
    'imported rss MB': megabytes(imported.rss),
    'imported heap MB': megabytes(imported.heapUsed),
    'after tokens rss MB': megabytes(used.rss),
    'after tokens heap MB': megabytes(used.heapUsed),
  };
}
