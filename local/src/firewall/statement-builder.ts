import { isUnresolved } from '../assembly/resolved-stack';
import { type BuildScope, Unreadable, required } from './build-scope';
import { utf8Bytes } from './byte-text';
import { buildField, buildTransformations } from './field-builder';
import { buildForwardedIp } from './forwarded-ip-builder';
import { isCidr } from './ip-match';
import { LinearRegex } from './linear-regex';
import { buildRateBased } from './rate-builder';
import { UnsupportedRegex } from './regex-syntax';
import type { ByteMatchModel, IpSetModel, SizeConstraintModel, StatementModel, TextModel } from './statement-model';
import { type TemplateObject, listOf, numberOf, objectOf, oneOf, textOf, textsOf } from './template-value';
import { findByArn } from './waf-resource';

/** Reads a statement; what cannot be read, or is not simulated, becomes one whose answer is not known. */
export function buildStatement(value: unknown, scope: BuildScope): StatementModel {
  try {
    const statement = objectOf(value) ?? {};
    const [name, ...others] = Object.keys(statement);
    if (name === undefined || others.length > 0) throw new Unreadable('it has no statement, or several');
    return readStatement(name, objectOf(statement[name]) ?? {}, scope);
  } catch (error) {
    if (error instanceof Unreadable) return { type: 'unknown', why: error.message };
    if (error instanceof UnsupportedRegex) {
      return { type: 'unknown', why: `its regular expression is not simulated: ${error.message}` };
    }
    throw error;
  }
}

function readStatement(name: string, settings: TemplateObject, scope: BuildScope): StatementModel {
  if (name === 'AndStatement' || name === 'OrStatement') {
    const items = required(listOf(settings.Statements), `its ${name} has no statements`);
    if (items.length === 0) throw new Unreadable(`its ${name} has no statements`);
    const statements = items.map((item) => buildStatement(item, scope));
    return { type: name === 'AndStatement' ? 'and' : 'or', statements };
  }
  if (name === 'NotStatement') return { type: 'not', statement: buildStatement(settings.Statement, scope) };
  if (name === 'RateBasedStatement') {
    const { ScopeDownStatement: inner } = settings;
    return buildRateBased(settings, inner === undefined ? undefined : buildStatement(inner, scope), scope);
  }
  if (isUnresolved(settings)) throw new Unreadable(`its ${name} cannot be resolved`);
  switch (name) {
    case 'ByteMatchStatement':
      return { type: 'byteMatch', ...fieldOf(settings), ...byteMatch(settings) };
    case 'RegexMatchStatement':
      return regexMatch([required(textOf(settings.RegexString), 'it has no regular expression')], settings);
    case 'RegexPatternSetReferenceStatement':
      return regexMatch(patternsOf(settings, scope), settings);
    case 'SizeConstraintStatement':
      return { type: 'sizeConstraint', ...fieldOf(settings), ...sizeConstraint(settings) };
    case 'IPSetReferenceStatement':
      return ipSet(settings, scope);
    case 'GeoMatchStatement':
      return {
        type: 'geoMatch',
        countryCodes: required(textsOf(settings.CountryCodes), 'it has no country codes'),
        forwarded: buildForwardedIp(settings.ForwardedIPConfig),
      };
    case 'LabelMatchStatement':
      return {
        type: 'labelMatch',
        scope: required(oneOf(settings.Scope, ['LABEL', 'NAMESPACE']), 'its label scope is not known'),
        key: required(textOf(settings.Key), 'it has no label'),
        ownPrefix: scope.labelPrefix,
      };
    case 'ManagedRuleGroupStatement':
      return { type: 'managed', name: `${String(settings.VendorName)}/${String(settings.Name)}` };
    default:
      throw new Unreadable(`${name} is not simulated`);
  }
}

function fieldOf(settings: TemplateObject): Pick<TextModel, 'field' | 'transformations'> {
  const before = listOf(settings.PreParseTextTransformations) ?? [];
  if (before.length > 0) throw new Unreadable('text transformations before parsing are not simulated');
  return {
    field: buildField(settings.FieldToMatch),
    transformations: buildTransformations(settings.TextTransformations),
  };
}

function byteMatch(settings: TemplateObject): Pick<ByteMatchModel, 'constraint' | 'search'> {
  const constraints = ['EXACTLY', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'CONTAINS_WORD'] as const;
  const plain = textOf(settings.SearchString);
  const encoded = textOf(settings.SearchStringBase64);
  const decoded = encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('latin1');
  return {
    constraint: required(oneOf(settings.PositionalConstraint, constraints), 'its positional constraint is not known'),
    search: required(plain === undefined ? decoded : utf8Bytes(plain), 'it has no search string'),
  };
}

function sizeConstraint(settings: TemplateObject): Pick<SizeConstraintModel, 'operator' | 'size'> {
  const operators = ['EQ', 'NE', 'LE', 'LT', 'GE', 'GT'] as const;
  return {
    operator: required(oneOf(settings.ComparisonOperator, operators), 'its comparison is not known'),
    size: required(numberOf(settings.Size), 'it has no size'),
  };
}

function regexMatch(patterns: readonly string[], settings: TemplateObject): StatementModel {
  // Throws for what is not supported, before any request comes.
  patterns.forEach((pattern) => new LinearRegex(pattern));
  return { type: 'regexMatch', patterns, ...fieldOf(settings) };
}

function patternsOf(settings: TemplateObject, scope: BuildScope): readonly string[] {
  const set = findByArn(scope.stack, 'AWS::WAFv2::RegexPatternSet', String(settings.Arn));
  const found = required(set, 'its regex pattern set is not in the template');
  const patterns = required(textsOf(found.properties.RegularExpressionList), 'its regex pattern set has no patterns');
  if (isUnresolved(patterns)) throw new Unreadable('its regex pattern set cannot be resolved');
  return patterns;
}

function ipSet(settings: TemplateObject, scope: BuildScope): IpSetModel {
  const set = findByArn(scope.stack, 'AWS::WAFv2::IPSet', String(settings.Arn));
  const { properties } = required(set, 'its IP set is not in the template');
  const addresses = required(textsOf(properties.Addresses), 'its IP set has no addresses');
  if (!addresses.every(isCidr)) throw new Unreadable('its IP set has an address that is no CIDR block');
  const config = settings.IPSetForwardedIPConfig;
  const forwarded = buildForwardedIp(config);
  if (forwarded === undefined) return { type: 'ipSet', addresses };
  const position = oneOf(objectOf(config)?.Position, ['FIRST', 'LAST', 'ANY']);
  return {
    type: 'ipSet',
    addresses,
    forwarded: { ...forwarded, position: required(position, 'it does not say which address of the header') },
  };
}
