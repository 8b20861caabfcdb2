// Loaded before everything else in a function's process. Hosts that are served by the
// gateway are reached at its port on loopback, loopback itself is left alone, and everything else fails at once. It
// stops code that does not know of it; it is no sandbox for code that wants to get around it.
import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import workerThreads from 'node:worker_threads';

const settings = new URL(import.meta.url).searchParams;
const gatewayPort = Number(settings.get('port'));
const gatewayHosts = new Set(settings.getAll('host').map(canonical));
const WHY = 'functions reach loopback only here';

function canonical(host) {
  return String(host)
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

function isLoopback(host) {
  if (host === 'localhost' || host === '::1') return true;
  const mapped = host.startsWith('::ffff:') ? host.slice(7) : host;
  return net.isIPv4(mapped) && mapped.startsWith('127.');
}

function refused(what, code = 'ECONNREFUSED') {
  return Object.assign(new Error(`${WHY}: ${what}`), { code });
}

// Sockets: net.connect, tls.connect, http, https, http2, fetch and WebSocket all come through here.
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function (...args) {
  const { options, callback } = connectArguments(args);
  const host = canonical(options.host ?? 'localhost');
  const rest = callback ? [callback] : [];
  if (!options.path && gatewayHosts.has(host)) {
    return connect.call(this, { ...direct(options), host: '127.0.0.1', port: gatewayPort, family: 4 }, ...rest);
  }
  if (!options.path && isLoopback(host)) return connect.call(this, direct(options), ...rest);
  const target = !options.path ? `${host}:${options.port}` : String(options.path);
  process.nextTick(() => this.destroy(refused(target)));
  return this;
};

/** connect(options), connect(port, host), connect(path), or the one list that Node's own callers pass. */
function connectArguments(args) {
  const list = Array.isArray(args[0]) ? args[0] : args;
  const callback = list.findLast((value) => typeof value === 'function');
  const [first, second] = list;
  if (typeof first === 'object' && first !== null) return { options: first, callback };
  if (typeof first === 'string' && !/^\d+$/.test(first)) return { options: { path: first }, callback };
  return { options: { port: first, host: typeof second === 'string' ? second : undefined }, callback };
}

/** Without what could lead the connection to somewhere else than its host. */
function direct(options) {
  return { ...options, lookup: undefined, localAddress: undefined };
}

// Names: only those that a connection could go to.
const lookup = dns.lookup;
const lookupPromise = dns.promises.lookup;

function answerFor(hostname, options) {
  const host = canonical(hostname);
  if (gatewayHosts.has(host)) {
    const answer = { address: '127.0.0.1', family: 4 };
    return { answer: options?.all ? [answer] : answer };
  }
  if (isLoopback(host) || net.isIP(host) !== 0) return {};
  return { error: refused(host, 'ENOTFOUND') };
}

dns.lookup = function (hostname, ...rest) {
  const callback = rest.at(-1);
  const { answer, error } = answerFor(hostname, rest[0]);
  if (typeof callback !== 'function' || (!answer && !error)) return lookup.call(this, hostname, ...rest);
  process.nextTick(() => {
    if (error) callback(error);
    else if (Array.isArray(answer)) callback(null, answer);
    else callback(null, answer.address, answer.family);
  });
  return {};
};

dns.promises.lookup = async function (hostname, options) {
  const { answer, error } = answerFor(hostname, options);
  if (error) throw error;
  return answer ?? lookupPromise.call(this, hostname, options);
};

for (const owner of [dns, dns.Resolver.prototype]) {
  for (const name of resolvers(owner)) {
    owner[name] = (question, ...rest) => {
      const callback = rest.at(-1);
      process.nextTick(() => callback(refused(question)));
    };
  }
}
for (const owner of [dns.promises, dns.promises.Resolver.prototype]) {
  for (const name of resolvers(owner)) owner[name] = async (question) => Promise.reject(refused(question));
}

function resolvers(owner) {
  return [...new Set([...Object.getOwnPropertyNames(owner), ...inheritedNames(owner)])].filter((name) =>
    /^(resolve|reverse)/.test(name),
  );
}

function inheritedNames(owner) {
  const parent = Object.getPrototypeOf(owner);
  return parent === null || parent === Object.prototype ? [] : Object.getOwnPropertyNames(parent);
}

// Datagrams and processes of their own would go around all of that.
for (const name of ['send', 'sendto', 'connect', 'bind', 'addMembership']) {
  dgram.Socket.prototype[name] = () => {
    throw refused('datagrams');
  };
}
for (const name of ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']) {
  childProcess[name] = () => {
    throw refused('a process of their own', 'EPERM');
  };
}
childProcess.ChildProcess.prototype.spawn = childProcess.spawn;

// A thread has modules of its own, without any of this in them.
workerThreads.Worker = class {
  constructor() {
    throw refused('a thread of their own', 'EPERM');
  }
};

syncBuiltinESMExports();
