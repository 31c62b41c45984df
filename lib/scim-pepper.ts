import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { completeSettings } from './complete-settings.ts';
import type { GivenSettings } from './settings.ts';

/** Letters and digits, of about 6 bits each: more than the 256 bits of a hash. */
const passwordLength = 64;

/** A secret that was made here, or one that is known by its ARN. */
export type PepperSecret = Pick<ISecret, 'secretArn'>;

/** The secret that proves SCIM keys. Whoever loses it loses every key: it stays where the data stays. */
export class ScimPepper extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, props: GivenSettings) {
    super(scope, id);
    const settings = completeSettings(this, props);
    this.secret = new Secret(this, 'Secret', {
      description: 'The pepper by which the SCIM keys of the table are known; without it they all have to be made anew',
      generateSecretString: { passwordLength, excludePunctuation: true },
      removalPolicy: settings.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'It is rotated by an operator, who then sees that no key is left behind (docs/keys.md): a rotation on a ' +
        'schedule would end keys that nobody has used between two of them.',
    });
  }
}
