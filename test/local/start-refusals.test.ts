import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readdir, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { createClient } from '#storage/client.ts';
import { startEngine } from '../../local/engine.ts';
import { tableSchema } from '../../local/table.ts';
import { folderMaker, runLocal, serveLocal } from '../support/local-process.ts';

const newFolder = folderMaker();

describe('a start that cannot be', () => {
  it('names a taken port', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    expect(await runLocal(['--memory', '--port', String(port), '--data', await newFolder()])).toEqual({
      code: 1,
      stdout: '',
      stderr: `Port ${port} is taken. Please choose another one with --port.\n`,
    });
    taken.close();
  });

  it('names a data folder that is a file, or that cannot be written to', async () => {
    const folder = await newFolder();
    const file = join(folder, 'file');
    await writeFile(file, '');
    expect(await runLocal(['--port', '0', '--data', file])).toEqual({
      code: 1,
      stdout: '',
      stderr: `${file} is no folder. Please choose a folder with --data.\n`,
    });
    expect((await runLocal(['--port', '0', '--data', '/proc/none'])).stderr).toBe(
      'The data folder /proc/none cannot be written to (ENOENT). Please choose another one with --data.\n',
    );
  });

  it.each([
    ['engine.db', 'damaged', 'The data file FILE is damaged or not readable. Move it away, or choose'],
    ['engine.db', 'a folder', 'The data file FILE is damaged or not readable. Move it away, or choose'],
    ['demo.json', 'damaged', 'The file FILE is damaged. Please delete it, or choose'],
    [
      'endpoint.json',
      'a folder',
      'The file FILE cannot be written (EISDIR). Please move away what is there, or choose',
    ],
  ])('says what to do about %s that is %s, and leaves no engine behind', async (name, what, sentence) => {
    const folder = await newFolder();
    const file = join(folder, name);
    if (what === 'damaged') await writeFile(file, 'damaged '.repeat(1_000));
    else await mkdir(file);
    expect(await runLocal(['--port', '0', '--data', folder])).toEqual({
      code: 1,
      // The worker may have told already what it found to do.
      stdout: expect.stringMatching(/^(?:\{.*\}\n)*$/u),
      stderr: `${sentence.replace('FILE', file)} another folder with --data.\n`,
    });
    const engines = execFileSync('ps', ['-e', '-o', 'args='], { encoding: 'utf8' });
    expect(engines).not.toContain(folder);
    expect((await readdir(folder)).filter((entry) => /\d$/u.test(entry))).toEqual([]);
  });

  it('says the same of engine.db when only later pages of it are damaged', async () => {
    const folder = await newFolder();
    await (await serveLocal([], { folder })).end();
    const dataFile = join(folder, 'engine.db');
    const file = await open(dataFile, 'r+');
    await file.write(Buffer.alloc(8_192, 0xa5), 0, 8_192, 12_288);
    await file.close();
    expect(await runLocal(['--port', '0', '--data', folder])).toEqual({
      code: 1,
      stdout: '',
      stderr: `The data file ${dataFile} is damaged or not readable. Move it away, or choose another folder with --data.\n`,
    });
  });

  it('says what to do about data of an earlier version, in a folder or in another DynamoDB', async () => {
    const folder = await newFolder();
    const engine = await startEngine({ dataFile: join(folder, 'engine.db') });
    const client = createClient(engine.endpoint);
    const { GlobalSecondaryIndexes: _, AttributeDefinitions: names, ...schema } = tableSchema('rollcall');
    const keys = names?.filter(({ AttributeName: name }) => name === 'PK' || name === 'SK');
    await client.send(new CreateTableCommand({ ...schema, AttributeDefinitions: keys }));
    client.destroy();
    const args = ['--port', '0', '--data', await newFolder()];
    expect(await runLocal(args, { DYNAMODB_ENDPOINT: engine.endpoint })).toEqual({
      code: 1,
      stdout: '',
      stderr:
        `The table rollcall at ${engine.endpoint} was made by an earlier version and cannot be used any more. ` +
        'Please delete the table, or name another DynamoDB in the variable DYNAMODB_ENDPOINT.\n',
    });
    await engine.stop();
    expect(await runLocal(['--port', '0', '--data', folder])).toEqual({
      code: 1,
      stdout: '',
      stderr:
        `The data in ${folder} was written by an earlier version and cannot be used any more. ` +
        'Please delete the folder, or choose another one with --data.\n',
    });
  });

  it.each([
    [
      'http://127.0.0.1:9',
      'Nothing answers at http://127.0.0.1:9, which the variable DYNAMODB_ENDPOINT names. Please start that DynamoDB, ' +
        'or leave the variable out to use the embedded one.\n',
    ],
    [
      'localhost:8000',
      '"localhost:8000", the value of the variable DYNAMODB_ENDPOINT, is no URL. Please give one such as ' +
        'http://127.0.0.1:8000, or leave the variable out to use the embedded DynamoDB.\n',
    ],
  ])('says that no DynamoDB answers at %s', async (endpoint, stderr) => {
    const args = ['--port', '0', '--memory', '--data', await newFolder()];
    expect(await runLocal(args, { DYNAMODB_ENDPOINT: endpoint })).toEqual({ code: 1, stdout: '', stderr });
  });

  it.each([
    ['a page', 200, '<html></html>'],
    ['an empty object', 200, '{}'],
    ['a refusal', 404, '{"message":"Not Found"}'],
  ])('says that what answers with %s is no DynamoDB', async (_, status, body) => {
    const other = createHttpServer((_request, response) => response.writeHead(status).end(body));
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const endpoint = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const args = ['--port', '0', '--memory', '--data', await newFolder()];
    expect(await runLocal(args, { DYNAMODB_ENDPOINT: endpoint })).toEqual({
      code: 1,
      stdout: '',
      stderr:
        `What answers at ${endpoint}, which the variable DYNAMODB_ENDPOINT names, lists no tables as a DynamoDB does. ` +
        'Please name a DynamoDB, or leave the variable out to use the embedded one.\n',
    });
    other.close();
  });

  it.each([
    [['--port', 'http'], '"http" is no port. Please give --port a number up to 65535.\n'],
    [['--port', '70000'], '"70000" is no port. Please give --port a number up to 65535.\n'],
    [['--nonsense'], /^Unknown option '--nonsense'\. Please see "npm start -- --help"/u],
  ])('explains %j', async (args, sentence) => {
    const { code, stderr } = await runLocal(args);
    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('    at ');
  });

  it('prints its options for --help', async () => {
    const { code, stdout } = await runLocal(['--help']);
    expect(code).toBe(0);
    for (const option of ['--port', '--memory', '--open', '--data']) expect(stdout).toContain(option);
  });
});
