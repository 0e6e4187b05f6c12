// Calls methods of the official client and writes what came back as one line of JSON:
// {methods: every method of the data and system resources, called: {name: {value} | {error}},
// walked: [ids], signed: a JWT, counted: what is answered to whoever has it}.
// What is to be thought of it is for the test that runs this to say.

const { packageName, calls, ...options } = JSON.parse(process.env.PLAYHEAD_SDK);
const { default: Mux } = await import(packageName);
const client = new Mux({ ...options, maxRetries: 0 });

function* resourcesOf(resource, path) {
  yield [path, resource];
  for (const [name, value] of Object.entries(resource)) {
    if (name !== "_client" && value?._client) yield* resourcesOf(value, `${path}.${name}`);
  }
}

const owners = new Map();
for (const [path, resource] of [
  ...resourcesOf(client.data, "data"),
  ...resourcesOf(client.system, "system"),
]) {
  for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(resource))) {
    if (name !== "constructor") owners.set(`${path}.${name}`, [resource, name]);
  }
}

// The id of an annotation, or of a key, is known only once it is made.
let madeId;
const called = {};
for (const [method, given] of Object.entries(calls)) {
  if (!owners.has(method)) continue;
  const [resource, name] = owners.get(method);
  const args = given.map((each) => (each === "$made" ? madeId : each));
  try {
    const value = await resource[name](...args);
    if (method.endsWith(".create")) madeId = value.id;
    // Of a page the client keeps the rows alone; beside them it holds options of its own.
    called[method] = { value: value?.nextPageRequestOptions ? { data: value.data } : (value ?? null) };
  } catch (error) {
    called[method] = { error: { kind: error.constructor.name, status: error.status ?? null } };
  }
}

const walked = [];
for await (const view of client.data.videoViews.list({ limit: 7 })) walked.push(view.id);

// The client itself signs with a key that the server made.
const { id: keyId, private_key: keySecret } = await client.system.signingKeys.create();
const signed = await client.jwt.signViewerCounts("my-video", { keyId, keySecret, type: "video" });

const answered = await fetch(`${options.baseURL}/counts?token=${signed}`);
const counted = { status: answered.status, body: await answered.json() };

process.stdout.write(
  JSON.stringify({ methods: [...owners.keys()].sort(), called, walked, signed, counted }),
);
