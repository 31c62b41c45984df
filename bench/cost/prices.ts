/** List prices of us-east-1 in dollars a million, on demand. */
const readUnit = 0.125;
const writeUnit = 0.625;
const gatewayRequest = 1;
const lambdaRequest = 0.2;
/** Of arm64, for a gigabyte and second: here for a million of them. */
const gigabyteSecond = 13.3334;

/** A Lambda of so many megabytes has as large a share of a processor; at this size it is a whole one. */
const wholeProcessor = 1769;
const megabytes = 1024;
/** What a call to DynamoDB is taken to last, in seconds: nobody can measure it here. */
const callSeconds = 0.005;

/** What one operation consumed. */
export type Consumption = {
  readonly calls: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly milliseconds: number;
};

/** Dollars for a million operations, DynamoDB alone. */
export function tablePrice({ readUnits, writeUnits }: Pick<Consumption, 'readUnits' | 'writeUnits'>): number {
  return readUnits * readUnit + writeUnits * writeUnit;
}

/** Dollars for a million operations, with API Gateway and a Lambda that waits for its calls and works as long as here. */
export function wholePrice(consumption: Consumption): number {
  const seconds = consumption.calls * callSeconds + (consumption.milliseconds / 1000) * (wholeProcessor / megabytes);
  return tablePrice(consumption) + gatewayRequest + lambdaRequest + seconds * (megabytes / 1024) * gigabyteSecond;
}
