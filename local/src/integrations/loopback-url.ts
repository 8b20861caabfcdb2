const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a URL leads to this machine, over HTTP or HTTPS. */
export function isLoopbackUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && ['http:', 'https:'].includes(url.protocol) && LOOPBACK.has(url.hostname);
}
