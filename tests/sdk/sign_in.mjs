// The official TypeScript SDK signs in to a server by Quick Connect: one device asks for a code, another one approves it.
// JELLYFIN is the server's address, NPM the folder with the packages.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const { JELLYFIN, NPM } = process.env;
const packages = createRequire(NPM + '/');
const load = (path) => import(pathToFileURL(packages.resolve('@jellyfin/sdk/lib/' + path)).href);
const { Jellyfin } = await load('index.js');
const { getAuthenticationApi } = await load('utils/api/authentication-api.js');
const { getSessionApi } = await load('utils/api/session-api.js');
const { getSystemApi } = await load('utils/api/system-api.js');
const { getUserApi } = await load('utils/api/user-api.js');

const device = (id) => {
  const clientInfo = { name: 'SDK', version: '1.0.0' };
  return new Jellyfin({ clientInfo, deviceInfo: { name: 'Zoë’s "' + id + '", upstairs', id } });
};

const television = device('tv-1');
const found = await television.discovery.getRecommendedServerCandidates(JELLYFIN);
const address = television.discovery.findBestServer(found).address;
const waiting = television.createApi(address);
const signIn = getAuthenticationApi(waiting);
const info = (await getSystemApi(waiting).getPublicSystemInfo()).data;
assert.equal(info.ServerName, 'attic');
assert.equal((await signIn.getQuickConnectEnabled()).data, true);
const request = (await signIn.initiateQuickConnect()).data;
assert.match(request.Code, /^[1-9][0-9]{5}$/);
assert.equal(request.DeviceName, 'Zoë’s "tv-1", upstairs');
const isApproved = async () => (await signIn.getQuickConnectState({ secret: request.Secret })).data.Authenticated;
assert.equal(await isApproved(), false);

const approving = device('phone-1').createApi(address);
const password = { Username: 'demo', Pw: 'demo' };
const owner = (await getAuthenticationApi(approving).authenticateUserByName({ authenticateUserByName: password })).data;
approving.update({ accessToken: owner.AccessToken });
const approved = await getAuthenticationApi(approving).authorizeQuickConnect({ code: request.Code });
assert.equal(approved.data, true);

assert.equal(await isApproved(), true);
const quickConnectDto = { Secret: request.Secret };
const result = (await signIn.authenticateWithQuickConnect({ quickConnectDto })).data;
assert.equal(result.ServerId, info.Id);
waiting.update({ accessToken: result.AccessToken });
assert.equal((await getUserApi(waiting).getCurrentUser()).data.Name, 'demo');
const sessions = (await getSessionApi(waiting).getSessions()).data;
assert.deepEqual(sessions.map((session) => session.DeviceId).sort(), ['phone-1', 'tv-1']);

assert.equal((await getSessionApi(waiting).reportSessionEnded()).status, 204);
await assert.rejects(getUserApi(waiting).getCurrentUser(), (error) => error.response.status === 401);
console.log('signed in to Jellyfin ' + info.Version + ' by code ' + request.Code);
