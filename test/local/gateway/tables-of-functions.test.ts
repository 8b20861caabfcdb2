import { join } from 'node:path';
import { startupReport } from '../../../local/src/cli/startup-report';
import { LocalGateway } from '../../../local/src/gateway/local-gateway';
import { folderWith, removeFolders } from '../support/assembly-files';
import { FUNCTION_ARN, invocationUri, method, own } from '../support/model-of';

/** Adds the entry that the query names, and says what it was told by whom. */
const HANDLER = `
const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const client = new DynamoDBClient({ maxAttempts: 1 });
exports.handler = async ({ queryStringParameters }) => {
  const { id } = queryStringParameters ?? {};
  const endpoint = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? 'none';
  if (id === undefined) return { statusCode: 200, body: endpoint };
  try {
    const Item = { id: { S: id }, at: { N: String(Math.floor(Date.now() / 1000)) } };
    await client.send(new PutItemCommand({ TableName: process.env.TABLE, Item, ConditionExpression: 'attribute_not_exists(id)' }));
    return { statusCode: 201, body: 'added' };
  } catch (error) {
    return { statusCode: 409, body: error.name };
  }
};`;

const TABLE = {
  Table: {
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: {
      TableName: 'proofs',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      Replicas: [{ Region: { Ref: 'AWS::Region' } }],
    },
  },
};

function assembly(tables: object, variables: object): string {
  const folder = folderWith({
    'Orders.template.json': {
      Resources: {
        Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } },
        Stage: own('Stage', { StageName: 'v1' }),
        Get: method({
          Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: invocationUri(FUNCTION_ARN) },
        }),
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            Action: 'lambda:InvokeFunction',
            FunctionName: FUNCTION_ARN,
            Principal: 'apigateway.amazonaws.com',
          },
        },
        Function: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            FunctionName: 'get',
            Runtime: 'nodejs24.x',
            Handler: 'index.handler',
            Timeout: 10,
            Code: { ZipFile: HANDLER },
            Environment: { Variables: variables },
          },
        },
        ...tables,
      },
    },
  });
  return join(folder, 'Orders.template.json');
}

const gateways: LocalGateway[] = [];

async function start(tables: object = TABLE, variables: object = { TABLE: { Ref: 'Table' } }): Promise<LocalGateway> {
  const clock = { now: () => Date.UTC(2026, 10, 25, 7, 8, 9) };
  const gateway = await LocalGateway.start({ assembly: assembly(tables, variables), clock });
  gateways.push(gateway);
  return gateway;
}

afterEach(async () => {
  await Promise.all(gateways.splice(0).map((gateway) => gateway.close()));
});
afterAll(removeFolders);

async function ask(gateway: LocalGateway, query = ''): Promise<[number, string]> {
  const response = await gateway.fetch(`/${query}`);
  return [response.status, await response.text()];
}

test('a function and a test see the same table, in two gateways two', async () => {
  const [first, second] = [await start(), await start()];
  first.table('proofs').put({ id: 'fig', note: 'by the test' });
  expect(await ask(first, '?id=fig')).toEqual([409, 'ConditionalCheckFailedException']);
  expect(await ask(first, '?id=plum')).toEqual([201, 'added']);
  expect(await ask(second, '?id=fig')).toEqual([201, 'added']);
  expect(first.table('Table').items()).toEqual([
    { id: 'fig', note: 'by the test' },
    { id: 'plum', at: expect.any(Number) },
  ]);
  first.table('proofs').delete({ id: 'fig' });
  expect(await ask(first, '?id=fig')).toEqual([201, 'added']);
});

test('a table that fails is an error for the function, until it works again', async () => {
  const gateway = await start();
  gateway.table('proofs').fail();
  expect(await ask(gateway, '?id=fig')).toEqual([409, 'InternalServerError']);
  expect(gateway.table('proofs').items()).toEqual([]);
  gateway.table('proofs').recover();
  expect(await ask(gateway, '?id=fig')).toEqual([201, 'added']);
});

test('a table that is not there is an error that lists those which are', async () => {
  const gateway = await start();
  expect(() => gateway.table('orders')).toThrow(
    "0 tables are named 'orders'; there are: proofs (Table) [TableUnknown]",
  );
});

test('what is served of a table is listed before it serves', async () => {
  const gateway = await start();
  expect(startupReport(gateway)).toMatch(/declared {2}Table {4}table: it starts empty; single items only/);
});

test('tables are served to the functions of a gateway, for as long as it is open', async () => {
  const gateway = await start();
  const [, url] = await ask(gateway);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(400);
  await gateway.close();
  await expect(fetch(url, { method: 'POST', body: '{}' })).rejects.toThrow('fetch failed');
});

test('an assembly without tables serves none', async () => {
  const gateway = await start({}, { TABLE: 'proofs' });
  expect(await ask(gateway)).toEqual([200, 'none']);
  expect(await ask(gateway, '?id=fig')).toEqual([409, 'Error']);
  expect(() => gateway.table('proofs')).toThrow('there are: none');
});

test('a table that is refused is not there for the function', async () => {
  const { Table } = TABLE;
  const unclear = { ...Table, Properties: { ...Table.Properties, TableName: 'unclear', KeySchema: [] } };
  const gateway = await start({ Table, Unclear: unclear }, { TABLE: { Ref: 'Unclear' } });
  expect(await ask(gateway, '?id=fig')).toEqual([409, 'ResourceNotFoundException']);
  expect(gateway.findings).toContainEqual(expect.objectContaining({ subject: 'Unclear', effect: 'refused' }));
});
