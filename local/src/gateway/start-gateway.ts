import type { Server } from 'node:https';
import { readAssembly } from '../assembly/read-assembly';
import { Authorization } from '../authorization/authorize';
import { Chain } from '../chain/chain';
import type { Clock } from '../chain/clock';
import { WebAcl } from '../firewall/web-acl';
import { FunctionPool } from '../functions/function-pool';
import { Integrations } from '../integrations/integrate';
import { LocalIssuers } from '../issuer/issuers';
import type { TrustedIssuer } from '../issuer/trusted-issuer';
import type { ApiModel } from '../model/api-model';
import { buildApiModel } from '../model/build-api-model';
import { BodyValidator } from '../requests/body-validation';
import { GatewayResponses } from '../responses/gateway-responses';
import { Router } from '../routing/router';
import { executeApiHost } from '../server/endpoint';
import { close, listen } from '../server/https-server';
import { TableServer } from '../tables/table-server';
import { Tables } from '../tables/tables';
import { type Certificate, createCertificate } from '../tls/certificate';
import { StageThrottles } from '../usage/stage-throttles';
import { UsagePlans } from '../usage/usage-plans';
import type { LocalGatewayOptions } from './local-gateway-options';
import { checkedAssumptions } from './checked-assumptions';
import { FunctionLog } from './function-log';
import { Redaction } from './redaction';
import { RequestHandler } from './request-handler';
import { RequestLog } from './request-log';
import { issuerHostsOf, trustedByApi } from './trusted-by-api';

/** Everything that runs behind one gateway. */
export interface RunningGateway {
  readonly model: ApiModel;
  readonly server: Server;
  readonly certificate: Certificate;
  readonly issuers: LocalIssuers;
  /** Issuers that the API's authorizers trust. */
  readonly trusted: readonly TrustedIssuer[];
  readonly log: RequestLog;
  readonly tables: Tables;
  /** Ends all but the server. */
  readonly stop: () => Promise<void>;
}

/** Builds the parts and lets them loose; what was started is ended again if a later one fails. */
export async function startGateway(options: LocalGatewayOptions, clock: Clock): Promise<RunningGateway> {
  const assume = checkedAssumptions(options.assume);
  const { stack, api } = readAssembly(options.assembly, {
    stack: options.stack,
    api: options.api,
    parameters: options.parameters,
  });
  const model = buildApiModel(stack, { api, stage: options.stage, assume });
  const started: (() => void | Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    const ends = await Promise.allSettled(
      started
        .splice(0)
        .reverse()
        .map(async (end) => end()),
    );
    const [failed] = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as Error] : []));
    if (failed) throw failed;
  };
  try {
    const trusted = trustedByApi(model);
    const hosts = issuerHostsOf(model, trusted);
    const names = [executeApiHost(model), ...model.domains.map(({ domainName }) => domainName), ...hosts];
    const certificate = await createCertificate(names);
    started.push(() => certificate.remove());
    const issuers = await LocalIssuers.start({ certificate, clock, hosts, trusted });
    started.push(() => issuers.close());
    const tables = new Tables(model.tables);
    const tableServer =
      tables.all.length > 0 && model.functions.size > 0 ? await TableServer.start(tables, model.region) : undefined;
    if (tableServer) started.push(() => tableServer.close());
    const keys = model.usagePlans.flatMap((plan) => plan.keys.map(({ value }) => value));
    const functionLog = new FunctionLog(new Redaction(keys));
    const functions = new FunctionPool(model.functions, {
      clock,
      region: model.region,
      account: model.account,
      network: { port: issuers.port, hosts },
      caFile: certificate.caFile,
      tables: tableServer,
      onLog: (name, line, apiRequestId) => {
        functionLog.add(name, line, apiRequestId);
        options.onFunctionLog?.(name, line);
      },
    });
    started.push(() => functions.close());
    const log = new RequestLog(undefined, functionLog);
    const handler = new RequestHandler({
      model,
      clock,
      log,
      functionLog,
      responses: new GatewayResponses(model.gatewayResponses),
      chain: new Chain({
        model,
        webAcl: model.webAcl && new WebAcl(model.webAcl, clock),
        router: new Router(model.routes),
        authorization: new Authorization({ model, functions, clock, keysFor: async (issuer) => issuers.jwks(issuer) }),
        usagePlans: new UsagePlans(model, clock),
        bodyValidator: new BodyValidator(new Map(), model.binaryMediaTypes),
        throttles: new StageThrottles(model.stage, clock),
        integrations: new Integrations({ functions, model }),
      }),
    });
    const server = await listen({
      certificate,
      securityPolicy: model.securityPolicy,
      port: options.port ?? 0,
      handle: handler.handle,
    });
    started.push(() => close(server));
    return { model, server, certificate, issuers, trusted, log, tables, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
