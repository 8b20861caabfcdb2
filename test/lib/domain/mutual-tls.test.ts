import { App, CfnParameter, type CfnResource, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Access, ApiDomain, type MutualTls, RouteTarget, type SecureApiGateway, TlsPolicy } from '../../../lib';
import { ACCOUNT, newApp, newGateway, newStack, newStackIn } from '../../support/synth';

const ARN = `arn:aws:acm:eu-west-3:${ACCOUNT}:certificate/0a1b2c3d`;

function domainWith(stack: Stack, mutualTls: Partial<MutualTls> | null): ApiDomain {
  const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', ARN);
  return ApiDomain.withCertificate({ domainName: 'api.acme.com', certificate, mutualTls: mutualTls as MutualTls });
}

function apiWith(stack: Stack, mutualTls: Partial<MutualTls> = {}): SecureApiGateway {
  const truststoreBucket =
    mutualTls.truststoreBucket ?? s3.Bucket.fromBucketName(stack, 'Truststore', 'acme-truststore');
  const domain = domainWith(stack, {
    truststoreKey: 'ca.pem',
    truststoreVersion: 'v-42',
    ...mutualTls,
    truststoreBucket,
  });
  const api = newGateway(stack, { domain, tlsPolicy: TlsPolicy.TLS_1_2 });
  api.addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
  return api;
}

const PLACE = '(at ApiDomain.withCertificate()) [MutualTlsTruststoreInvalid]';
const PINNED = 'it must be the version id of the object in a versioned bucket, so that nobody changes it in place';

test.each([undefined, null, '', ' ', 'null', 'v 1', 42])('a truststore of the version %j fails', (version) => {
  const stack = newStack();
  const truststoreBucket = s3.Bucket.fromBucketName(stack, 'B', 'acme-truststore');
  const mutualTls = { truststoreBucket, truststoreKey: 'ca.pem', truststoreVersion: version as string };
  expect(() => domainWith(stack, mutualTls)).toThrow(
    `'mutualTls.truststoreVersion' is ${JSON.stringify(version) ?? 'undefined'}; ${PINNED} ${PLACE}`,
  );
});

test.each([[null], [{}]])('mutual TLS by %j fails, and is not left out', (mutualTls) => {
  expect(() => domainWith(newStack(), mutualTls)).toThrow(
    `'mutualTls.truststoreVersion' is undefined; ${PINNED} ${PLACE}`,
  );
});

test('a truststore without a key, or without a bucket, fails', () => {
  const stack = newStack();
  expect(() => domainWith(stack, { truststoreVersion: 'v-42' })).toThrow(
    `'mutualTls.truststoreKey' is undefined; it must be the key of a PEM file ${PLACE}`,
  );
  expect(() => domainWith(newStack(), { truststoreVersion: 'v-42', truststoreKey: 'ca.pem' })).toThrow(
    `'mutualTls.truststoreBucket' is undefined; it must be the bucket that holds the truststore ${PLACE}`,
  );
});

test('a version can be a token, and one that is no word passes', () => {
  const stack = newStackIn('eu-west-3');
  apiWith(stack, { truststoreVersion: new CfnParameter(stack, 'Version').valueAsString });
  expect(() => App.of(stack)?.synth()).not.toThrow();
  expect(() => apiWith(newStackIn('eu-west-3'), { truststoreVersion: 'nullable.x_Y-1' })).not.toThrow();
});

test('a bucket in another region fails', () => {
  const app = newApp();
  const elsewhere = new Stack(app, 'Elsewhere', { env: { account: ACCOUNT, region: 'us-east-1' } });
  const truststoreBucket = new s3.Bucket(elsewhere, 'Bucket', { versioned: true, bucketName: 'acme-truststore' });
  const stack = newStack({ env: { account: ACCOUNT, region: 'eu-west-3' } }, app);
  expect(() => apiWith(stack, { truststoreBucket })).toThrow(
    `the truststore of 'domain.mutualTls' is in "us-east-1" and the API in "eu-west-3"; its bucket must be in the API's region ` +
      '(at S/Api/Domain) [MutualTlsTruststoreInvalid]',
  );
});

test('a bucket of the app must keep versions', () => {
  const synth = (versioned: boolean): unknown => {
    const stack = newStackIn('eu-west-3');
    apiWith(stack, { truststoreBucket: new s3.Bucket(stack, 'Bucket', { versioned }) });
    return App.of(stack)?.synth();
  };
  expect(() => synth(true)).not.toThrow();
  expect(() => synth(false)).toThrow(
    "the bucket of the truststore, 'S/Bucket', keeps no versions; make it with 'versioned: true' (at S/Api/Domain) [MutualTlsTruststoreInvalid]",
  );
});

test.each(['MutualTlsAuthentication', 'MutualTlsAuthentication.TruststoreVersion'])(
  'what is taken away past the library is found: %s',
  (property) => {
    const stack = newStackIn('eu-west-3');
    const api = apiWith(stack);
    (api.domainName?.node.defaultChild as CfnResource).addPropertyDeletionOverride(property);
    expect(() => App.of(stack)?.synth()).toThrow(
      "truststore and version must stay those of 'domain.mutualTls' (at S/Api/Domain) [MutualTlsTruststoreInvalid]",
    );
  },
);

test('in a partition whose default is the legacy policy, no policy needs to be named', () => {
  const stack = newStackIn('us-gov-west-1');
  const truststoreBucket = s3.Bucket.fromBucketName(stack, 'Truststore', 'acme-truststore');
  const certificateArn = `arn:aws-us-gov:acm:us-gov-west-1:${ACCOUNT}:certificate/0a1b2c3d`;
  const domain = ApiDomain.withCertificate({
    domainName: 'api.acme.com',
    certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', certificateArn),
    mutualTls: { truststoreBucket, truststoreKey: 'ca.pem', truststoreVersion: 'v-42' },
  });
  expect(() => newGateway(stack, { domain })).not.toThrow();
});
