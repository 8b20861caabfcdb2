import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isUnresolved } from '../assembly/resolved-stack';
import type { FunctionModel } from '../model/function-model';

const ESM_SYNTAX =
  /^\s*(?:import\s*['"]|import\s*[\w*{][^;'"]*?from\s*['"]|export\s+(?:default|const|let|var|async|function|class|\{|\*))/m;

/** Why a function cannot be run here; undefined if it can. */
export function whyUnavailable({ name, runtime, code, environment }: FunctionModel): string | undefined {
  if (code.type === 'unavailable') return `function ${name}: ${code.why}`;
  if (!/^nodejs\d+\.x$/.test(runtime)) return `function ${name}: runtime ${runtime} cannot be run here`;
  if (code.type === 'directory' && !existsSync(code.path)) return `function ${name}: there is no ${code.path}`;
  if (code.type === 'inline' && isUnresolved(code.source)) return `function ${name}: its code is not known without AWS`;
  const variables = Object.keys(environment).filter((variable) => isUnresolved(environment[variable]));
  if (variables.length === 0) return undefined;
  return `function ${name}: variable ${variables.join(', ')} is not known without AWS`;
}

/** The folder with a function's code; inline code gets a temporary one, for as long as the gateway runs. */
export class FunctionCodeFolders {
  private readonly temporary = new Map<string, Promise<string>>();
  private readonly made = new Set<string>();

  public async of({ arn, code }: FunctionModel): Promise<string> {
    if (code.type === 'directory') return code.path;
    if (code.type === 'unavailable') throw new Error(code.why);
    const known = this.temporary.get(arn) ?? this.stage(code.source);
    this.temporary.set(arn, known);
    return known;
  }

  public async remove(): Promise<void> {
    for (const folder of this.temporary.values()) await rm(await folder, { recursive: true, force: true });
    this.temporary.clear();
  }

  /** At the end of the process, where nothing can be waited for. */
  public removeNow(): void {
    for (const folder of this.made) rmSync(folder, { recursive: true, force: true });
  }

  /** Lambda calls inline code `index`. */
  private async stage(source: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'secure-api-function-'));
    this.made.add(folder);
    await writeFile(join(folder, ESM_SYNTAX.test(source) ? 'index.mjs' : 'index.cjs'), source, { mode: 0o600 });
    return folder;
  }
}
