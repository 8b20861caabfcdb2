/** Replaces a module of the CDK by the worker's own; `shared-cdk-environment.cjs` gives it. */
module.exports = {
  process: (_source, file) => ({ code: `module.exports = globalThis.__requireOnce(${JSON.stringify(file)});` }),
  getCacheKey: (_source, file) => `shared-cdk:${file}`,
};
