import { parameterValue } from './parameter-value';
import { contextValue, lookUp, textOf, type VariableSource } from './variable-source';

const NAMES = String.raw`(?:\.[\w-]+)+`;
const VARIABLE = new RegExp(
  String.raw`\$\{((?:context|stageVariables|method\.request)${NAMES})\}|\$((?:context|stageVariables|method\.request)${NAMES})`,
  'g',
);

/**
 * Fills in the body template of a gateway response: plain substitution, no Velocity.
 *
 * An unknown variable becomes empty. `$context.error.messageString` brings its own quotes; all other values go in as
 * they are, without any escaping, so a template that quotes something of the request can be broken by it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
 */
export function renderSimpleTemplate(template: string, source: VariableSource): string {
  return template.replace(VARIABLE, (_whole, braced: string | undefined, bare: string) =>
    braced === undefined ? bareValue(bare, source) : (valueOf(braced, source) ?? ''),
  );
}

/** A hyphen may belong to the name (`header.X-Custom`) or to the text after it (`$context.stage-eu`). */
function bareValue(name: string, source: VariableSource): string {
  const value = valueOf(name, source);
  if (value !== undefined) return value;
  const hyphen = name.indexOf('-');
  if (hyphen === -1 || name.startsWith('method.')) return '';
  return (valueOf(name.slice(0, hyphen), source) ?? '') + name.slice(hyphen);
}

function valueOf(name: string, source: VariableSource): string | undefined {
  const [root, ...names] = name.split('.');
  if (root === 'context') return textOf(contextValue(source.context, names));
  if (root === 'stageVariables') return textOf(lookUp(source.stageVariables, names));
  return parameterValue(name, source);
}
