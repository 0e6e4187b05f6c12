// A provider of OpenID Connect for the tests: `node provider.mjs REDIRECT_URI`.
// It writes its issuer as a line of JSON when it can be asked. Whoever signs in with a name is
// that name; whether an address is verified depends on it.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'playhead',
        client_secret: 'a secret of: the client/+',
        redirect_uris: [process.argv[2]],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true, methods: ['S256'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        name: `Name of ${id}`,
        email: `${id.replace(/^unverified-/, '')}@example.com`,
        email_verified: !id.startsWith('unverified-'),
      }),
    }),
  });
  server.on('request', provider.callback());
  console.log(JSON.stringify({ issuer }));
});
