// Runs inside of handlers, too: nothing of the CDK may be imported here.

/** Which pages an entry of `allowOrigins` means. */
export type OriginRule =
  | { readonly kind: 'any' }
  | { readonly kind: 'exact'; readonly origin: string }
  /** One label more than the domain; `pattern` is a regular expression that Java and JavaScript read alike. */
  | { readonly kind: 'subdomains'; readonly origin: string; readonly pattern: string };

/** What an entry of `allowOrigins` may be, for errors. */
export const ORIGIN_FORMS =
  "each must be 'https://host[:port]' without path, in lower case; http is for localhost only; " +
  "'https://*.example.com' stands for direct subdomains of a domain of your own, " +
  "'capacitor://localhost' and 'ionic://localhost' for apps";

/** Pages of app shells, which come from no host; any other scheme could be claimed by any app of a device. */
const APP_ORIGINS = ['capacitor://localhost', 'ionic://localhost'];

const LOCALHOST = ['localhost', '127.0.0.1', '[::1]'];

const SUBDOMAINS =
  /^https:\/\/\*\.((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9]))(?::\d+)?$/;

/** One label of a host name, as browsers write it. */
const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';

/**
 * Domains under which anybody can have a subdomain. Not a list of all of them (that would be the Public Suffix List), but
 * of those that a pattern is likely to be written for by mistake.
 *
 * @see https://publicsuffix.org/
 */
const SHARED_DOMAINS: ReadonlySet<string> = new Set([
  ...['amplifyapp.com', 'cloudfront.net', 'amazonaws.com', 'awsapprunner.com', 'elasticbeanstalk.com', 'on.aws'],
  ...['azurewebsites.net', 'azurestaticapps.net', 'cloudapp.net', 'web.core.windows.net', 'blob.core.windows.net'],
  ...['appspot.com', 'firebaseapp.com', 'web.app', 'run.app', 'a.run.app', 'github.io', 'gitlab.io', 'pages.dev'],
  ...['workers.dev', 'herokuapp.com', 'netlify.app', 'vercel.app', 'now.sh', 'onrender.com', 'fly.dev', 'surge.sh'],
  ...['ngrok.io', 'ngrok.app', 'ngrok-free.app', 'trycloudflare.com', 'loca.lt', 'glitch.me', 'repl.co', 'replit.app'],
  ...['co.uk', 'org.uk', 'ac.uk', 'gov.uk', 'me.uk', 'com.au', 'net.au', 'org.au', 'co.nz', 'co.jp', 'ne.jp', 'or.jp'],
  ...['co.kr', 'com.br', 'com.cn', 'com.hk', 'com.mx', 'com.sg', 'com.tr', 'com.tw', 'co.in', 'co.za', 'co.il'],
]);

/** The meaning of an entry of `allowOrigins`; undefined for what is none. */
export function originRule(entry: unknown): OriginRule | undefined {
  if (typeof entry !== 'string') return undefined;
  if (entry === '*') return { kind: 'any' };
  if (APP_ORIGINS.includes(entry)) return { kind: 'exact', origin: entry };
  if (entry.includes('*')) return subdomains(entry);
  return isWebOrigin(entry) ? { kind: 'exact', origin: entry } : undefined;
}

/** Whether pages of `origin` may call, by the rules; an origin is compared as it is, character by character. */
export function allowsOrigin(rules: readonly OriginRule[], origin: string): boolean {
  return rules.some((rule) => {
    if (rule.kind === 'any') return true;
    if (rule.kind === 'exact') return rule.origin === origin;
    return new RegExp(`^(?:${rule.pattern})$`).test(origin);
  });
}

/** How the entry would have to be written, where that can be told. */
export function intendedOrigin(entry: unknown): string | undefined {
  if (typeof entry !== 'string' || entry.includes('*') || !URL.canParse(entry)) return undefined;
  const { origin } = new URL(entry);
  return origin !== entry && originRule(origin) ? origin : undefined;
}

/** One label, as in certificates: pages of `https://a.b.example.com` are not those of `https://*.example.com`. */
function subdomains(entry: string): OriginRule | undefined {
  const domain = SUBDOMAINS.exec(entry)?.[1];
  if (domain === undefined || SHARED_DOMAINS.has(domain)) return undefined;
  // The port is judged as that of any origin: 443, for example, browsers do not write.
  if (!isWebOrigin(entry.replace('*', 'a'))) return undefined;
  const rest = entry.slice('https://*'.length).replaceAll('.', '[.]');
  return { kind: 'subdomains', origin: entry, pattern: `https://${LABEL}${rest}` };
}

/** An origin that is not written exactly as browsers send it would never match. */
function isWebOrigin(text: string): boolean {
  if (/['"\\$#*\s]/.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.origin !== text) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOCALHOST.includes(url.hostname));
}
