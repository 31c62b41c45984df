import type { AttributeValue as SdkValue, _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams';
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import { ttlAttribute } from './table.ts';

/** Who deletes items whose time has come. */
const timeToLive = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };

/**
 * A record of the stream as Lambda hands it over. The embedded engine does not delete expired items itself; whoever
 * deletes one after its time is taken for DynamoDB, which says so in the record.
 */
export function toLambdaRecord(record: StreamRecord, streamArn: string): DynamoDBRecord {
  const { Keys, OldImage, NewImage, ApproximateCreationDateTime: at, ...rest } = record.dynamodb ?? {};
  const identity = record.userIdentity ?? (isExpired(record) ? timeToLive : undefined);
  return {
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: record.eventVersion,
    eventSource: record.eventSource,
    awsRegion: record.awsRegion,
    eventSourceARN: streamArn,
    dynamodb: {
      ...rest,
      ...(at && { ApproximateCreationDateTime: at.getTime() / 1000 }),
      ...(Keys && { Keys: toLambdaImage(Keys) }),
      ...(OldImage && { OldImage: toLambdaImage(OldImage) }),
      ...(NewImage && { NewImage: toLambdaImage(NewImage) }),
    },
    ...(identity && { userIdentity: 'Type' in identity ? lowerCased(identity) : identity }),
  };
}

function isExpired({ eventName, dynamodb }: StreamRecord): boolean {
  const expiresAt = dynamodb?.OldImage?.[ttlAttribute]?.N;
  const at = dynamodb?.ApproximateCreationDateTime?.getTime() ?? 0;
  return eventName === 'REMOVE' && expiresAt !== undefined && Number(expiresAt) * 1000 <= at;
}

function lowerCased({ Type: type, PrincipalId: principalId }: NonNullable<StreamRecord['userIdentity']>) {
  return { type, principalId };
}

function toLambdaImage(image: Readonly<Record<string, SdkValue>>): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, toLambdaValue(value)]));
}

/** The events of Lambda are JSON, in which bytes are Base64. */
function toLambdaValue(value: SdkValue): AttributeValue {
  if (value.B !== undefined) return { B: toBase64(value.B) };
  if (value.BS !== undefined) return { BS: value.BS.map(toBase64) };
  if (value.L !== undefined) return { L: value.L.map(toLambdaValue) };
  if (value.M !== undefined) return { M: toLambdaImage(value.M) };
  return value as AttributeValue;
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
