// Replays the vectors from Node: replay.mjs LIBRARY VECTORS OUT NAME...
// LIBRARY is thidua_capi.wasm, or the shared library, which needs `koffi` (npm install koffi) where NODE_PATH tells.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [library, vectors, out, ...names] = process.argv.slice(2);

/** The functions over a WebAssembly module: what crosses is copied into its memory. */
async function sandboxed(path) {
  const { instance } = await WebAssembly.instantiate(readFileSync(path), {});
  const c = instance.exports;
  const memory = () => new Uint8Array(c.memory.buffer);
  const lent = (bytes, use) => {
    const room = c.thidua_room(bytes.length || 1);
    memory().set(bytes, room);
    const result = use(room, bytes.length);
    c.thidua_give_back(room, bytes.length || 1);
    return result;
  };
  const places = 16;
  const place = c.thidua_room(places);
  const handle = (at) => new DataView(c.memory.buffer).getBigUint64(place + 8 * at, true);
  const taken = (status, answer) => {
    if (status > 2) throw new Error(`status ${status}`);
    const length = c.thidua_length(answer);
    const room = c.thidua_room(length);
    c.thidua_copy(answer, room, length);
    const bytes = memory().slice(room, room + length);
    c.thidua_give_back(room, length);
    c.thidua_free(answer);
    return bytes;
  };
  return {
    evaluate: (request) => taken(lent(request, (at, length) => c.thidua_evaluate(at, length, place)), handle(0)),
    open: (request) => {
      taken(lent(request, (at, length) => c.thidua_season_open(at, length, place, place + 8)), handle(1));
      return handle(0);
    },
    change: (season, change) =>
      taken(lent(change, (at, length) => c.thidua_season_change(season, at, length, place)), handle(0)),
    free: (season) => c.thidua_free(season),
  };
}

/** The functions of the shared library. */
function linked(path) {
  const koffi = createRequire(`${process.env.NODE_PATH ?? process.cwd()}/`)('koffi');
  const lib = koffi.load(path);
  const evaluate = lib.func('int thidua_evaluate(const uint8_t *request, size_t length, _Out_ uint64_t *answer)');
  const open = lib.func('int thidua_season_open(const uint8_t *r, size_t length, _Out_ uint64_t *season, _Out_ uint64_t *answer)');
  const change = lib.func('int thidua_season_change(uint64_t season, const uint8_t *c, size_t length, _Out_ uint64_t *answer)');
  const length = lib.func('size_t thidua_length(uint64_t answer)');
  const copy = lib.func('int thidua_copy(uint64_t answer, _Out_ uint8_t *into, size_t room)');
  const free = lib.func('int thidua_free(uint64_t handle)');
  const taken = (status, answer) => {
    if (status > 2) throw new Error(`status ${status}`);
    const bytes = Buffer.alloc(Number(length(answer)));
    copy(answer, bytes, bytes.length);
    free(answer);
    return bytes;
  };
  return {
    evaluate: (request) => { const answer = [0]; return taken(evaluate(request, request.length, answer), answer[0]); },
    open: (request) => {
      const season = [0], answer = [0];
      taken(open(request, request.length, season, answer), answer[0]);
      return season[0];
    },
    change: (season, asked) => { const answer = [0]; return taken(change(season, asked, asked.length, answer), answer[0]); },
    free,
  };
}

const engine = library.endsWith('.wasm') ? await sandboxed(library) : linked(library);
for (const name of names) {
  const asked = readFileSync(`${vectors}/${name}`);
  let answer;
  if (name.endsWith('.change.json')) {
    const season = engine.open(readFileSync(`${vectors}/${name.replace('.change.json', '.json')}`));
    answer = engine.change(season, asked);
    if (engine.free(season) !== 0 || engine.free(season) !== 3) throw new Error('freed twice');
  } else {
    answer = engine.evaluate(asked);
  }
  writeFileSync(`${out}/${name}`, answer);
}
