/**
 * A path without repeated slashes, `.` and `..`; a `..` at the very beginning stays.
 *
 * @returns both readings where the documents leave two: whether a `..` after the first slash stays, and whether a path
 * that ended in `.` or `..` ends in a slash
 */
export function normalizedPaths(path: string): readonly string[] {
  const rooted = path.startsWith('/');
  const kept: string[] = [];
  const segments = path.split('/').filter((segment) => segment !== '');
  let climbed = 0;
  for (const segment of segments) {
    if (segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (kept.length > climbed) kept.pop();
    else climbed = kept.push('..');
  }
  const last = segments.at(-1);
  const endings = last === '.' || last === '..' ? ['', '/'] : [path.endsWith('/') ? '/' : ''];
  const bodies = rooted && climbed > 0 ? [kept, kept.slice(climbed)] : [kept];
  return [...new Set(bodies.flatMap((body) => endings.map((ending) => joined(rooted, body, ending))))];
}

function joined(rooted: boolean, segments: readonly string[], ending: string): string {
  const start = rooted ? '/' : '';
  return segments.length === 0 ? start : start + segments.join('/') + ending;
}
