import { type CfnResource, Stack, Token } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { fail, requirePattern } from '../private/checks';
import { describeFault, type Fault, SecureApiError, show } from '../private/errors';
import { render } from '../private/rendered-resource';

/**
 * Client certificates that the domain asks for.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
 */
export interface MutualTls {
  /** The bucket that holds the truststore; versioned, in the API's region. */
  readonly truststoreBucket: s3.IBucket;

  /** Key of the truststore in the bucket: a PEM bundle of at most 1,000 CA certificates. */
  readonly truststoreKey: string;

  /** The exact version of the truststore, so that an overwritten object changes nothing by itself. */
  readonly truststoreVersion: string;
}

const CODE = 'MutualTlsTruststoreInvalid';

/** JavaScript callers have no compiler that asks for it; without a version whoever can write the object chooses who gets in. */
export function checkMutualTls(at: string, mutualTls: MutualTls): void {
  const { truststoreBucket: bucket, truststoreKey: key, truststoreVersion: version } = mutualTls ?? {};
  // S3 gives the version 'null' to what was written while the bucket kept no versions.
  const pinned = 'it must be the version id of the object in a versioned bucket, so that nobody changes it in place';
  requirePattern({ at, name: 'mutualTls.truststoreVersion', code: CODE }, version, /^(?!null$)\S+$/, pinned);
  requirePattern({ at, name: 'mutualTls.truststoreKey', code: CODE }, key, /\S/, 'it must be the key of a PEM file');
  if (typeof (bucket as Partial<s3.IBucket> | undefined)?.bucketName === 'string') return;
  fail(
    { at, name: 'mutualTls.truststoreBucket', code: CODE },
    bucket,
    'it must be the bucket that holds the truststore',
  );
}

/** What can be known of the bucket where the domain is used; of an imported one it is little. */
export function checkTruststoreBucket(scope: Construct, { truststoreBucket: bucket }: MutualTls): void {
  const { region } = Stack.of(scope);
  const bucketRegion = bucket.env.region;
  if (![region, bucketRegion].some((name) => Token.isUnresolved(name)) && region !== bucketRegion) {
    throw new SecureApiError(scope, {
      code: CODE,
      problem: `the truststore of 'domain.mutualTls' is in ${show(bucketRegion)} and the API in ${show(region)}`,
      rule: "its bucket must be in the API's region",
    });
  }
}

/** Finds, at synth, a truststore whose version was taken away, or is not kept. */
export function truststoreFaults(
  scope: Construct,
  domain: apigateway.DomainName,
  { truststoreBucket }: MutualTls,
): string[] {
  const cfnDomain = domain.node.defaultChild as CfnResource;
  const rendered = render(cfnDomain).properties.MutualTlsAuthentication as { [name: string]: unknown } | undefined;
  const faults: Fault[] = [];
  if (rendered?.TruststoreUri === undefined || rendered.TruststoreVersion === undefined) {
    faults.push({
      code: CODE,
      problem: `the domain asks for client certificates by ${show(rendered)}`,
      rule: "truststore and version must stay those of 'domain.mutualTls'",
    });
  }
  const cfnBucket = truststoreBucket.node.defaultChild;
  if (cfnBucket instanceof s3.CfnBucket) {
    const versioning = render(cfnBucket).properties.VersioningConfiguration as { Status?: unknown } | undefined;
    if (versioning?.Status !== 'Enabled' && !(typeof versioning?.Status === 'object')) {
      faults.push({
        code: CODE,
        problem: `the bucket of the truststore, '${truststoreBucket.node.path}', keeps no versions`,
        rule: "make it with 'versioned: true'",
      });
    }
  }
  return faults.map((fault) => `${describeFault(fault)} (at ${scope.node.path}) [${fault.code}]`);
}
