// The gateway's clock in a function's process: Date follows it, timers and TLS keep the machine's own.
const RealDate = Date;
const realNow = RealDate.now;
let skew = 0;

const SkewedDate = new Proxy(RealDate, {
  apply: () => new SkewedDate().toString(),
  construct: (target, args, newTarget) =>
    Reflect.construct(
      target,
      args.length === 0 ? [realNow() + skew] : args,
      newTarget === SkewedDate ? target : newTarget,
    ),
});
RealDate.now = () => realNow() + skew;
RealDate.prototype.constructor = SkewedDate;
globalThis.Date = SkewedDate;

/** @param {number} now what the gateway's clock shows, in milliseconds since 1970 */
export function setClock(now) {
  skew = now - realNow();
}
