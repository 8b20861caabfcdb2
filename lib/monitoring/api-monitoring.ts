import { Duration, Stack } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { DenialReason } from './denial-reason';

const NAMESPACE = 'SecureApiGateway';
const REASON = 'Reason';

/** Properties of `ApiMonitoring`. */
export interface ApiMonitoringProps {
  readonly stage: apigateway.Stage;
  readonly encryptionKey: kms.IKey;
  /** The JWT authorizer's log, where there is one. */
  readonly authorizerLog?: logs.ILogGroup;
}

/** Alarms of an API, sent to one encrypted topic. Who hears them is the caller's business: subscribe to the topic. */
export class ApiMonitoring extends Construct {
  public readonly topic: sns.Topic;
  /** Name of the metric of refused requests, with the reason as its dimension; undefined without the JWT authorizer. */
  private readonly denialMetric?: string;

  public constructor(scope: Construct, id: string, props: ApiMonitoringProps) {
    super(scope, id);
    this.topic = new sns.Topic(this, 'Topic', { masterKey: props.encryptionKey, enforceSSL: true });
    // A topic policy replaces the default one, which lets the account's alarms publish.
    this.topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'AccountAlarms',
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    const period = Duration.minutes(1);
    this.alarm('ServerErrors', props.stage.metricServerError({ period, statistic: 'Sum' }), {
      description: 'The API answered with a server error',
      threshold: 5,
    });
    if (props.authorizerLog) {
      this.denialMetric = `AuthorizerDenials-${this.node.addr.slice(-8)}`;
      new logs.MetricFilter(this, 'AuthorizerDenialFilter', {
        logGroup: props.authorizerLog,
        filterPattern: logs.FilterPattern.any(
          logs.FilterPattern.stringValue('$.outcome', '=', 'deny'),
          logs.FilterPattern.stringValue('$.outcome', '=', 'failure'),
        ),
        metricNamespace: NAMESPACE,
        metricName: this.denialMetric,
        metricValue: '1',
        dimensions: { [REASON]: '$.reason' },
      });
      const failures = new logs.MetricFilter(this, 'AuthorizerFailureFilter', {
        logGroup: props.authorizerLog,
        filterPattern: logs.FilterPattern.stringValue('$.outcome', '=', 'failure'),
        metricNamespace: NAMESPACE,
        metricName: `AuthorizerFailures-${this.node.addr.slice(-8)}`,
        metricValue: '1',
      });
      this.alarm('AuthorizerFailures', failures.metric({ period, statistic: 'Sum' }), {
        description:
          "The authorizer cannot decide, for example because an issuer's keys cannot be fetched: callers get 500",
        threshold: 1,
      });
    }
  }

  /** How many requests the authorizer refused for this reason; undefined where no authorizer says why. */
  public metricDenials(reason: DenialReason, options?: cloudwatch.MetricOptions): cloudwatch.Metric | undefined {
    if (this.denialMetric === undefined) return undefined;
    return new cloudwatch.Metric({
      statistic: cloudwatch.Stats.SUM,
      ...options,
      namespace: NAMESPACE,
      metricName: this.denialMetric,
      dimensionsMap: { [REASON]: reason },
    });
  }

  private alarm(id: string, metric: cloudwatch.IMetric, options: { description: string; threshold: number }): void {
    const alarm = new cloudwatch.Alarm(this, id, {
      metric,
      alarmDescription: options.description,
      threshold: options.threshold,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new actions.SnsAction(this.topic));
  }
}
