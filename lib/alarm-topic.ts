import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Alarms } from './settings.ts';

/** The topic that alarms are sent to: one of its own for an address, or the one that is named; none where nobody is told. */
export function alarmTopicOf(scope: Construct, alarms: Alarms | undefined): ITopic | undefined {
  const { email, topicArn }: { readonly email?: string; readonly topicArn?: string } = alarms ?? {};
  if (topicArn !== undefined) return Topic.fromTopicArn(scope, 'AlarmTopic', topicArn);
  if (email === undefined) return undefined;
  const topic = new Topic(scope, 'AlarmTopic', { displayName: 'Rollcall alarms', enforceSSL: true });
  topic.addSubscription(new EmailSubscription(email));
  // A policy of one's own takes the place of the one by which the account's alarms may publish.
  topic.grantPublish(
    new ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  return topic;
}
