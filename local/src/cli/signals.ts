const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Calls `action` at the first signal that asks the process to end; another one ends it at once. */
export function onEndSignal(action: () => void): void {
  const once = (): void => {
    for (const signal of SIGNALS) process.off(signal, once);
    action();
  };
  for (const signal of SIGNALS) process.on(signal, once);
}
