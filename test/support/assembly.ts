import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';

/** A synthesized cloud assembly in a folder of its own. */
export interface Assembly {
  readonly directory: string;
  remove(): void;
}

/** Synthesizes an app; what is built into it is up to the caller. */
export function synthesize(build: (app: App) => Stack): Assembly {
  const directory = mkdtempSync(join(tmpdir(), 'assembly-'));
  const app = new App({ outdir: directory, builtinCloudFormationValidation: false, analyticsReporting: false });
  build(app);
  app.synth();
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
