import { newRun, type Cast } from './cast.ts';
import { playCatalogueApp } from './catalogue-app.ts';
import { playCataloguePush } from './catalogue-push.ts';
import { cleanUp } from './clean-up.ts';
import { connect } from './client.ts';
import { testConnection } from './connection.ts';
import { playCustomApp } from './custom-app.ts';
import { playCustomPush } from './custom-push.ts';
import { importOrganization } from './import.ts';
import { playRefusals } from './refusals.ts';
import { summaryLines, type Write } from './report.ts';
import { playSpecSuite } from './spec.ts';
import { openStage, type Stage } from './stage.ts';
import { playTeams } from './teams.ts';

/** Which endpoint to play on, and how much. */
export type Performance = {
  /** Where SCIM is served: `https://scim.example.com/scim/v2`. */
  readonly baseUrl: string;
  /** A key of full scope. */
  readonly key: string;
  /** A domain of the organization, in which the play makes people up. */
  readonly domain: string;
  readonly write: Write;
  /** `spec`: the SPEC suite alone. */
  readonly suite?: 'all' | 'spec';
};

/**
 * Plays what Okta sends, and gives a sentence for each wrong answer. Whatever the play creates it removes again, also
 * after a chapter that broke off. Never rejects for what the endpoint does.
 */
export async function playOkta({ baseUrl, key, domain, write, suite }: Performance): Promise<{ wrong: string[] }> {
  write(`Okta plays on ${baseUrl}`);
  const stage = openStage(connect(baseUrl, `Bearer ${key}`), write);
  const cast = suite === 'spec' ? undefined : await playStory(stage, baseUrl, key, domain);
  await tryChapter(stage, () => playSpecSuite(stage, baseUrl, domain));
  await tryChapter(stage, () => cleanUp(stage, cast));
  for (const line of summaryLines(stage.exchanges(), stage.wrong)) write(line);
  return { wrong: stage.wrong };
}

const story = [playCustomApp, playCatalogueApp, playCustomPush, playCataloguePush, playTeams, playRefusals] as const;

async function playStory(stage: Stage, baseUrl: string, key: string, domain: string): Promise<Cast | undefined> {
  await tryChapter(stage, () => testConnection(stage, baseUrl, key));
  const cast = await tryChapter(stage, () => importOrganization(stage, domain, newRun()));
  if (cast === undefined) return undefined;
  for (const playChapter of story) await tryChapter(stage, () => playChapter(stage, cast));
  return cast;
}

/** Plays a chapter; one that breaks off is noted, and the play goes on with the next while the endpoint answers. */
async function tryChapter<Result>(stage: Stage, playChapter: () => Promise<Result>): Promise<Result | undefined> {
  if (stage.lost()) return undefined;
  try {
    return await playChapter();
  } catch (error) {
    stage.complain('the chapter ends here', error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
