import { bodyOf, expectRefusal, expectSame, expectThat } from './expect.ts';
import { newUser } from './resources.ts';
import type { Case, Suite } from './suite.ts';

/** Keys. */
export const authentication: Suite = {
  title: 'RFC 7644 §2 keys',
  source: 'RFC 7644 §2, RFC 6750',
  cases: [
    ...(
      [
        ['no key', undefined],
        ['an empty header', ''],
        ['a word', 'Bearer non-token'],
        ['a key that is well formed and nobody’s', `Bearer scim-${'a'.repeat(49)}`],
        ['another scheme', 'Basic c2NpbTpzY2lt'],
        ['no word at all', 'Bearer'],
      ] as const
    ).map(([name, authorization]): Case => ({
      name: `${name}: 401 with WWW-Authenticate`,
      proves: '§2, §3.12, T4',
      run: async (session) => {
        const answer = await session.sendAs(authorization, { method: 'GET', path: '/Users' });
        expectRefusal(answer, 401);
        const challenge = answer.headers.get('www-authenticate');
        expectThat(challenge?.startsWith('Bearer') === true, `WWW-Authenticate is ${String(challenge)}`);
      },
    })),
    {
      name: 'a wrong key writes nothing',
      proves: '§2, T4',
      run: async (session) => {
        const body = newUser(session, 'wrong-key');
        expectRefusal(await session.sendAs('Bearer wrong', { method: 'POST', path: '/Users', body }), 401);
        const filter = encodeURIComponent(`userName eq "${String(body['userName'])}"`);
        expectSame(bodyOf(await session.get(`/Users?filter=${filter}`))['totalResults'], 0, 'totalResults');
      },
    },
  ],
};
