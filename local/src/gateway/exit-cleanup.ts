/**
 * What must still be done if the process ends without `close()`: a test that crashes, a signal that nobody handles.
 *
 * The one thing here that is shared between gateways: a process has one end, and a listener for each of many gateways would
 * be reported as a leak.
 */
const pending = new Set<() => void>();

/**
 * @param action synchronous, because nothing else runs at the end
 * @returns takes the action away again
 */
export function onProcessExit(action: () => void): () => void {
  if (pending.size === 0) process.on('exit', runAll);
  pending.add(action);
  return () => {
    pending.delete(action);
    if (pending.size === 0) process.off('exit', runAll);
  };
}

function runAll(): void {
  for (const action of pending) {
    try {
      action();
    } catch {
      // The others still have their turn.
    }
  }
}
