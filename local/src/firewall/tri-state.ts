/** Yes, no, or it cannot be told. */
export type TriState = boolean | 'unknown';

export function all(states: readonly TriState[]): TriState {
  if (states.includes(false)) return false;
  return states.includes('unknown') ? 'unknown' : true;
}

export function any(states: readonly TriState[]): TriState {
  if (states.includes(true)) return true;
  return states.includes('unknown') ? 'unknown' : false;
}

export function not(state: TriState): TriState {
  return state === 'unknown' ? 'unknown' : !state;
}

/** For one question with several readings: what all of them say, or that it cannot be told. */
export function agreed(states: readonly TriState[]): TriState {
  const [first = 'unknown'] = states;
  return states.every((state) => state === first) ? first : 'unknown';
}
