import { Compile, parse } from 'velocityjs';
import type { Exchange } from '../chain/exchange';
import { Refusal } from '../chain/gateway-error';
import { callStringMethod } from './java-string';
import { templateInput } from './template-input';
import { TEMPLATE_UTIL } from './template-util';
import { contextValue, textOf } from './variable-source';

export interface RenderedTemplate {
  readonly text: string;
  /** What the template put into `$context.responseOverride`. */
  readonly override: {
    readonly status?: number;
    readonly headers: readonly (readonly [name: string, value: string])[];
  };
}

/** Variables of API Gateway: a part of them that is not there is empty, not the text of the reference. */
const SILENT = new Set(['context', 'stageVariables', 'input', 'util']);
const KNOWN_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  input: ['body', 'json', 'path', 'params'],
  util: Object.keys(TEMPLATE_UTIL),
};
const MEMBER = /\$!?\{?(input|util)\.(\w+)/g;

/**
 * Renders a mapping template of the Velocity Template Language.
 *
 * The rules of truth are JavaScript's: an empty string is false in `#if`.
 *
 * @param body what `$input.body` is
 * @throws Refusal for a variable that is not evaluated here, and any other error for a template that fails
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export function renderMappingTemplate(template: string, exchange: Exchange, body: string): RenderedTemplate {
  for (const [, variable, member] of template.matchAll(MEMBER)) {
    if (KNOWN_MEMBERS[variable].includes(member)) continue;
    throw new Refusal('integration', `$${variable}.${member} of a mapping template is not evaluated`);
  }
  const context = templateContext(exchange);
  const text = new Renderer(parse(template), { customMethodHandlers: [STRING_METHODS, OWN_GET] }).render({
    context,
    stageVariables: { ...exchange.stageVariables },
    input: templateInput(exchange, body),
    util: { ...TEMPLATE_UTIL },
  });
  return { text, override: readOverride(context.responseOverride) };
}

type Ast = Parameters<Compile['renderAstList']>[0] extends readonly (infer T)[] | undefined ? T : never;

class Renderer extends Compile {
  protected override getReferences(ast: Ast, isValue?: boolean): string {
    const silent = 'id' in ast && typeof ast.id === 'string' && SILENT.has(ast.id);
    return super.getReferences(silent ? ({ ...ast, leader: '$!' } as Ast) : ast, isValue);
  }
}

interface Call {
  readonly property: string;
  readonly context: unknown;
  readonly params: unknown[];
}

const STRING_METHODS = {
  uid: 'strings',
  match: ({ context }: Call): boolean => typeof context === 'string',
  resolve: ({ context, property, params }: Call): unknown => callStringMethod(String(context), property, params),
};

/** Of maps, by the exact name: the engine's own would also find `origin` for `Origin`. */
const OWN_GET = {
  uid: 'get',
  match: ({ context, property }: Call): boolean =>
    property === 'get' && typeof context === 'object' && context !== null && !Object.hasOwn(context, 'get'),
  resolve: ({ context, params }: Call): unknown => {
    const key = String(params[0]);
    return Object.hasOwn(context as object, key) ? (context as Record<string, unknown>)[key] : undefined;
  },
};

/** A copy: what a template sets is not seen by any other layer. */
function templateContext(exchange: Exchange): Record<string, unknown> & { responseOverride: unknown } {
  const { context, authorizer } = exchange;
  const copy = JSON.parse(JSON.stringify(context)) as Record<string, unknown>;
  const seen = authorizer && { principalId: authorizer.principalId, ...authorizer.context };
  return {
    ...copy,
    ...(seen && { authorizer: { ...(copy.authorizer as object | undefined), ...seen } }),
    error: { ...(copy.error as object), messageString: contextValue(context, ['error', 'messageString']) },
    requestOverride: { header: {}, path: {}, querystring: {} },
    responseOverride: { header: {} },
  };
}

function readOverride(value: unknown): RenderedTemplate['override'] {
  const { status, header } = (value ?? {}) as { status?: unknown; header?: Record<string, unknown> };
  const headers: [string, string][] = [];
  for (const [name, content] of Object.entries(header ?? {})) {
    const text = typeof content === 'function' ? undefined : textOf(content);
    if (text !== undefined) headers.push([name, text]);
  }
  return { ...(status !== undefined && { status: Number(status) }), headers };
}
