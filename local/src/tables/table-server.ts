import { randomInt } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { isJsonObject, type JsonObject } from '../assembly/json-file';
import { perform } from './operations';
import { invalid, TableError } from './table-error';
import type { Tables } from './tables';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** More than any request that DynamoDB takes. */
const MAX_REQUEST_BYTES = 16 * 1_024 * 1_024;
const CREDENTIAL =
  /^AWS4-HMAC-SHA256 (?:.*,\s*)?Credential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/dynamodb\/aws4_request(?:,|$)/;

/** Answers DynamoDB's requests on loopback, to those who know the access key of this run. */
export class TableServer {
  public static async start(tables: Tables, region: string): Promise<TableServer> {
    const accessKeyId = `LOCAL${Array.from({ length: 15 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')}`;
    const server = createServer((message, response) => {
      void respond(tables, { accessKeyId, region }, message, response).catch(() => response.destroy());
    });
    // A function that was idle finds its connection as it left it.
    server.keepAliveTimeout = 0;
    server.on('clientError', (_, socket) => socket.destroy());
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new TableServer(server, accessKeyId);
  }

  private constructor(
    private readonly server: Server,
    /** Only the functions of this gateway know it. */
    public readonly accessKeyId: string,
  ) {}

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}

interface Caller {
  readonly accessKeyId: string;
  readonly region: string;
}

async function respond(
  tables: Tables,
  caller: Caller,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A function's clock may be ahead; it must not set itself by this one.
  response.sendDate = false;
  try {
    checkCaller(message, caller);
    const parameters = await parametersOf(message);
    answer(response, 200, perform(tables, String(message.headers['x-amz-target']), parameters));
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    answer(response, error.status, error.body);
  }
}

function checkCaller({ headers }: IncomingMessage, { accessKeyId, region }: Caller): void {
  if (headers.authorization === undefined) {
    throw new TableError('MissingAuthenticationTokenException', 'Request is missing Authentication Token');
  }
  const [, key, scope] = CREDENTIAL.exec(headers.authorization) ?? [];
  if (key !== accessKeyId) {
    throw new TableError('UnrecognizedClientException', 'The security token included in the request is invalid.');
  }
  // Nothing is known of tables elsewhere.
  if (scope !== region) throw new TableError('ResourceNotFoundException', 'Requested resource not found');
}

async function parametersOf(message: IncomingMessage): Promise<JsonObject> {
  if (message.method !== 'POST') throw invalid('a request of DynamoDB is a POST');
  if (!(Number(message.headers['content-length']) <= MAX_REQUEST_BYTES)) throw invalid('the request is too large');
  try {
    const value: unknown = JSON.parse(await text(message));
    if (isJsonObject(value)) return value;
  } catch {
    // Answered below.
  }
  throw invalid('the request is not a JSON object');
}

function answer(response: ServerResponse, status: number, body: object): void {
  const payload = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.0', 'Content-Length': payload.length });
  response.end(payload);
}
