import { contains, isList } from './answer.ts';
import { connect, type Send } from './client.ts';
import { importPage, probeUsers } from './identity-provider.ts';
import type { Stage } from './stage.ts';

/** "Test Connector Configuration", with the right key in both forms that administrators paste, and with wrong ones. */
export async function testConnection(stage: Stage, baseUrl: string, key: string): Promise<void> {
  stage.chapter('Connection test');
  await stage.perform({
    what: 'Test Connector Configuration',
    request: probeUsers(),
    expect: { rule: 'P3', status: 200, checks: [isList, contains({ startIndex: 1 })] },
    task: 'Error authenticating',
    shows: 'Connector configured successfully',
  });
  await stage.perform({
    what: 'the same with Import Groups ticked',
    request: importPage('/Groups', 1),
    expect: { rule: 'P3', status: 200, checks: [isList, contains({ startIndex: 1 })] },
    task: 'Error authenticating',
  });
  await stage.perform({
    what: 'the key without "Bearer"',
    request: probeUsers(),
    send: connect(baseUrl, key),
    expect: { rule: 'T4', status: 200, checks: [isList] },
    task: 'Error authenticating',
  });
  for (const [what, send] of wrongKeys(baseUrl, key)) {
    await stage.perform({
      what,
      request: probeUsers(),
      send,
      expect: { rule: 'T4', status: 401 },
      task: 'Error authenticating',
    });
  }
}

function wrongKeys(baseUrl: string, key: string): readonly (readonly [string, Send])[] {
  return [
    ['a word instead of the key', connect(baseUrl, 'Bearer non-token')],
    ['the key with its last character cut off', connect(baseUrl, `Bearer ${key.slice(0, -1)}`)],
    ['the key as a password', connect(baseUrl, `Basic ${Buffer.from(`okta:${key}`).toString('base64')}`)],
  ];
}
