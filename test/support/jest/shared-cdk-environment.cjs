const { TestEnvironment } = require('jest-environment-node');

/**
 * Lets a test file take the CDK from its worker, which loads it once, instead of evaluating it for each file anew: that was
 * more than a third of the suite's time. See `shared-cdk-transform.cjs`.
 */
module.exports = class SharedCdkEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.__requireOnce = require;
  }
};
